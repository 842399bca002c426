import { Controller, Get, Inject, Param, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { authenticate, enterCampus } from '../auth/authenticate.js'
import { GatewayContext } from '../gateway-context.js'
import { type Problem, problem } from '../problems/problem.js'
import { queryParams } from './query-params.js'
import { queryProblem } from './query-problem.js'
import { revealNumbers } from './reveal-numbers.js'

/** Kebab-case title of a read model (`exit-watch`). */
const viewName = /^[a-z][a-z0-9-]{0,63}$/
const kindName = /^[A-Za-z][A-Za-z0-9-]{0,63}$/
const subjectId = /^[A-Za-z0-9_-]{1,160}$/

@Controller('api')
export class QueriesController {
  constructor(@Inject(GatewayContext) private readonly gateway: GatewayContext) {}

  /** A page of a read model: `{items, next, asOf, position, stale}`; numbers in full are recorded first, page by page. */
  @Get(':campus/views/:view')
  view(@Param('campus') campus: string, @Param('view') view: string, @Req() request: FastifyRequest): Promise<unknown> {
    const unknown = () => problem('UnknownView', { params: { view } })
    return this.ask(request, campus, viewName.test(view) ? `views.${view}` : undefined, {}, unknown)
  }

  /** Stored events of the campus, filtered by stream, correlation or type; personal data stays encrypted. */
  @Get(':campus/events')
  events(@Param('campus') campus: string, @Req() request: FastifyRequest): Promise<unknown> {
    return this.ask(request, campus, 'events', {}, () => problem('NotFound'))
  }

  /** Why something is as it is: rules, articles, policy values, events, arithmetic. */
  @Get(':campus/why/:kind/:id')
  why(
    @Param('campus') campus: string,
    @Param('kind') kind: string,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
  ): Promise<unknown> {
    const unknown = () => problem('NothingToExplain', { params: { kind, id } })
    const known = kindName.test(kind) && subjectId.test(id)
    return this.ask(request, campus, known ? `why.${kind}` : undefined, { id }, unknown)
  }

  private async ask(
    request: FastifyRequest,
    campus: string,
    name: string | undefined,
    fixed: Readonly<Record<string, string>>,
    unknown: () => Problem,
  ): Promise<unknown> {
    const { config, bus, verify } = this.gateway
    const principal = await authenticate(request, verify)
    enterCampus(principal, campus, config.mode !== 'production')
    if (!name) throw unknown()
    const params = { ...queryParams(request.query), ...fixed }
    await revealNumbers(this.gateway, campus, principal, name, params)
    const reply = await bus.query(campus, name, { actor: principal.actor, params })
    if (reply.status === 'ok') return reply.result
    throw queryProblem(reply, { name, campus, unknown })
  }
}
