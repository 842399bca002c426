import { type QueryMessage, type QueryReply, queryMessage } from '@fudao/contracts/views'
import { queryPatterns } from '@fudao/messaging'
import { Controller, Inject } from '@nestjs/common'
import { Ctx, MessagePattern, NatsContext, Payload, Transport } from '@nestjs/microservices'
import { readEvents } from './journal/read-events.js'
import { QueryHost } from './query-host.js'
import { readView } from './views/read-view.js'
import { readWhy } from './why/read-why.js'

/** `qry.<campus>.views.<view>`, `qry.<campus>.why.<kind>`, `qry.<campus>.events`. */
@Controller()
export class QueriesController {
  constructor(@Inject(QueryHost) private readonly host: QueryHost) {}

  @MessagePattern<string>(queryPatterns.views, Transport.NATS)
  view(@Payload() message: unknown, @Ctx() ctx: NatsContext): Promise<QueryReply<unknown>> {
    return this.answer(message, ctx, (campus, view, { actor, params }) => readView(this.host, campus, view, actor, params))
  }

  @MessagePattern<string>(queryPatterns.why, Transport.NATS)
  why(@Payload() message: unknown, @Ctx() ctx: NatsContext): Promise<QueryReply<unknown>> {
    return this.answer(message, ctx, (campus, kind, { actor, params }) => readWhy(this.host, campus, kind, actor, params))
  }

  @MessagePattern<string>(queryPatterns.events, Transport.NATS)
  events(@Payload() message: unknown, @Ctx() ctx: NatsContext): Promise<QueryReply<unknown>> {
    return this.answer(message, ctx, (campus, _, { actor, params }) => readEvents(this.host, campus, actor, params))
  }

  private answer(
    message: unknown,
    ctx: NatsContext,
    read: (campus: string, name: string, message: QueryMessage) => Promise<unknown>,
  ): Promise<QueryReply<unknown>> {
    const [, campus = '', , name = ''] = String(ctx.getSubject()).split('.')
    return this.host.answer(async () => read(campus, name, this.host.parse(queryMessage, message)))
  }
}
