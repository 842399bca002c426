import { issuesOf } from '@fudao/contracts/kit'
import { policyDraft, type SandboxMessage, type SandboxReply, sandboxReaders } from '@fudao/contracts/policy'
import { Body, Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { authenticate, enterCampus } from '../auth/authenticate.js'
import { GatewayContext } from '../gateway-context.js'
import { Problem, problem } from '../problems/problem.js'

/** Tries a draft policy on what has happened: a question with a body, which changes nothing. */
@Controller('api')
export class SandboxController {
  constructor(@Inject(GatewayContext) private readonly gateway: GatewayContext) {}

  @Post(':campus/policy/sandbox')
  @HttpCode(200)
  async try(@Param('campus') campus: string, @Body() draft: unknown, @Req() request: FastifyRequest): Promise<unknown> {
    const { config, bus, verify } = this.gateway
    const principal = await authenticate(request, verify)
    enterCampus(principal, campus, config.mode !== 'production')
    const issues = issuesOf(policyDraft, draft)
    if (issues.length > 0) throw problem('InvalidPayload', { issues })
    const reply = await bus.sandbox(campus, { actor: principal.actor, draft: draft as SandboxMessage['draft'] })
    if (reply.status === 'ok') return reply.result
    throw this.toProblem(reply, campus)
  }

  private toProblem(reply: Exclude<SandboxReply, { readonly status: 'ok' }>, campus: string): Problem {
    switch (reply.status) {
      case 'refused':
        return new Problem(reply.code, 422, this.gateway.catalogue.refusal('policy', reply.code), {
          rules: reply.rules,
          params: reply.params,
        })
      case 'invalid':
        return problem('InvalidPayload', { issues: reply.issues })
      case 'forbidden':
        return problem('NotAuthorized', { params: { issuers: sandboxReaders, ...reply.params } })
      case 'unknown':
        return problem('UnknownCampus', { params: { campus } })
      case 'unavailable':
        return problem('Unavailable', { headers: { 'retry-after': '5' } })
    }
  }
}
