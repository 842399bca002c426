import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { authenticate, enterCampus } from '../auth/authenticate.js'
import { GatewayContext } from '../gateway-context.js'
import { problem } from '../problems/problem.js'
import { queryParams } from './query-params.js'
import { queryProblem } from './query-problem.js'

const name = /^[a-z][a-z-]{0,40}$/
/** What only looks; everything else changes something and is a POST. */
const looks: readonly string[] = ['status', 'list', 'show']

/** Operators' questions and orders: `qry.<campus>.ops.<area>.<operation>`, for role platformAdmin. */
@Controller('api')
export class OpsController {
  constructor(@Inject(GatewayContext) private readonly gateway: GatewayContext) {}

  @Get(':campus/ops/:area/:operation')
  look(
    @Param('campus') campus: string,
    @Param('area') area: string,
    @Param('operation') operation: string,
    @Req() request: FastifyRequest,
  ): Promise<unknown> {
    return this.ask(request, campus, area, operation, 'GET', request.query)
  }

  @Post(':campus/ops/:area/:operation')
  @HttpCode(200)
  act(
    @Param('campus') campus: string,
    @Param('area') area: string,
    @Param('operation') operation: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<unknown> {
    return this.ask(request, campus, area, operation, 'POST', body)
  }

  private async ask(
    request: FastifyRequest,
    campus: string,
    area: string,
    operation: string,
    method: 'GET' | 'POST',
    given: unknown,
  ): Promise<unknown> {
    const { config, bus, verify } = this.gateway
    const principal = await authenticate(request, verify)
    enterCampus(principal, campus, config.mode !== 'production')
    if (principal.role !== 'platformAdmin') throw problem('NotAuthorized', { params: { issuers: ['platformAdmin'], role: principal.role } })
    if (!name.test(area) || !name.test(operation)) throw problem('NotFound')
    const allowed = looks.includes(operation) ? 'GET' : 'POST'
    if (method !== allowed) throw problem('MethodNotAllowed', { params: { method, allow: [allowed] }, headers: { allow: allowed } })
    const query = `ops.${area}.${operation}`
    const reply = await bus.query(campus, query, { actor: principal.actor, params: queryParams(given) })
    if (reply.status === 'ok') return reply.result
    throw queryProblem(reply, { name: query, campus, unknown: () => problem('NotFound') })
  }
}
