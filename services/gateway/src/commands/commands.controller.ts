import type { CommandDefinition, CommandReply } from '@fudao/contracts/kit'
import { Controller, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { authenticate, enterCampus } from '../auth/authenticate.js'
import { nobodyAt, type Principal } from '../auth/principal.js'
import { GatewayContext } from '../gateway-context.js'
import { problem } from '../problems/problem.js'
import { replyToProblem } from './reply-to-problem.js'
import { toCommandMessage } from './to-command-message.js'

type Accepted = Omit<Extract<CommandReply, { readonly status: 'accepted' }>, 'status' | 'repeated'>

@Controller('api')
export class CommandsController {
  constructor(@Inject(GatewayContext) private readonly gateway: GatewayContext) {}

  /** Sends any command of the published language to its service and answers when its events are durable. */
  @Post(':campus/:context/:command')
  @HttpCode(200)
  async send(
    @Param('campus') campus: string,
    @Param('context') context: string,
    @Param('command') command: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<Accepted> {
    const { config, catalogue, bus } = this.gateway
    // whoever casts a ballot is nobody: an access token that came along is not even read
    const sessionless = catalogue.unrecorded(context, command) === 'sessionless'
    const principal = sessionless ? nobodyAt(campus) : await authenticate(request, this.gateway.verify)
    enterCampus(principal, campus, config.mode !== 'production')
    const definition = catalogue.find(campus, context, command)
    this.mayIssue(principal, definition)
    const message = toCommandMessage({
      campus,
      definition,
      principal,
      body: request.body,
      headers: request.headers,
      asOfAllowed: config.mode !== 'production',
    })
    const reply = await bus.command(campus, context, command, message)
    if (reply.status !== 'accepted') throw replyToProblem(reply, { definition, campus, commandId: message.commandId, catalogue })
    response.header('etag', `"${reply.revision}"`)
    // A repeat answers the same as the first time; only a header tells it apart.
    const { status: _, repeated, ...accepted } = reply
    if (repeated) response.header('idempotent-replayed', 'true')
    return accepted
  }

  /** The service checks again; here a wrong role costs nobody a round trip. `system` acts under C-15, which the service knows. */
  private mayIssue({ role }: Principal, { issuers }: CommandDefinition): void {
    if (role !== 'system' && !issuers.includes(role))
      throw problem('NotAuthorized', { params: { issuers: issuers.filter((issuer) => issuer !== 'system'), role } })
  }
}
