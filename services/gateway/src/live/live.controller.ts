import { type BeforeApplicationShutdown, Controller, Get, Inject, Param, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { authenticate, enterCampus } from '../auth/authenticate.js'
import type { Principal } from '../auth/principal.js'
import { GatewayContext } from '../gateway-context.js'
import { problem } from '../problems/problem.js'
import { LiveStream } from './live-stream.js'
import { openEventStream } from './open-event-stream.js'

/** Roles that see only a part of a campus learn that a view changed, not which row. */
const partial: readonly Principal['role'][] = [
  'deptBranch',
  'departmentOffice',
  'counselor',
  'leader',
  'teacher',
  'candidate',
  'panel',
  'member',
]

@Controller('api')
export class LiveController implements BeforeApplicationShutdown {
  readonly #streams = new Set<LiveStream>()
  constructor(@Inject(GatewayContext) private readonly gateway: GatewayContext) {}

  /** Server-sent events: `ready`, then `change {view, ids, position}` for each change of a read model, `expired` at the end of the token. */
  @Get(':campus/live')
  async live(@Param('campus') campus: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { config, verify, live } = this.gateway
    const principal = await authenticate(request, verify)
    enterCampus(principal, campus, config.mode !== 'production')
    if (live.listeners >= config.liveConnections) throw problem('TooManyStreams', { headers: { 'retry-after': '30' } })
    const out = openEventStream(reply)
    let stop = (): void => undefined
    const stream = new LiveStream(out, {
      heartbeatMs: config.heartbeatMs,
      expiresAt: principal.expiresAt * 1000,
      onEnd: () => {
        stop()
        this.#streams.delete(stream)
      },
    })
    this.#streams.add(stream)
    const hidesIds = partial.includes(principal.role)
    stop = live.listen(campus, (change) => stream.send(hidesIds ? { ...change, ids: [] } : change))
  }

  beforeApplicationShutdown(): void {
    for (const stream of this.#streams) stream.end()
  }
}
