import { createLogger, errorText, failSpan, type Logger } from '@fudao/telemetry'
import type { Msg, NatsConnection, Subscription } from '@nats-io/nats-core'
import { NatsContext, ServerNats } from '@nestjs/microservices'
import { context } from '@opentelemetry/api'
import { InFlight } from './in-flight.js'
import { startServerSpan } from './server-span.js'

export interface FudaoNatsServerOptions {
  readonly connection: NatsConnection
  /** Instances of one service share their requests by this name. */
  readonly queue: string
  /** How long `close` waits for handlers that are still at work; default 10 s. */
  readonly drainMs?: number
  readonly logger?: Logger
}

interface NestPacket {
  readonly response?: unknown
  readonly err?: unknown
  readonly isDisposed?: boolean
}

/**
 * NestJS transport over a NATS connection that the service owns: `@MessagePattern('cmd.*.staffing.*', Transport.NATS)`.
 * Beyond Nest's own: a SERVER span per request, an answer to a malformed request, and a `close` that drains
 * (Nest's closes the connection under its handlers) and leaves the connection to its owner.
 */
export class FudaoNatsServer extends ServerNats {
  readonly #settings: FudaoNatsServerOptions
  readonly #inFlight = new InFlight()
  readonly #log: Logger
  readonly #settle = new WeakMap<Msg, (packet: NestPacket) => void>()
  readonly #replying = new WeakSet<Msg>()
  #open: Subscription[] = []

  constructor(options: FudaoNatsServerOptions) {
    super({ queue: options.queue })
    this.#settings = options
    this.#log = options.logger ?? createLogger(options.queue)
  }

  override createNatsClient(): Promise<NatsConnection> {
    return Promise.resolve(this.#settings.connection)
  }

  /** Requests being worked on. */
  get inFlight(): number {
    return this.#inFlight.count
  }

  override bindEvents(client: NatsConnection): void {
    for (const [pattern, handler] of this.messageHandlers) {
      const queue = (handler.extras?.queue as string | undefined) ?? this.#settings.queue
      const callback = (error: Error | null, message: Msg): void => {
        if (error) {
          this.#log.error('a NATS subscription failed', { subject: pattern, error: error.message })
          return
        }
        void this.handleMessage(pattern, message)
      }
      this.#open.push(client.subscribe(pattern, { queue, callback }))
    }
  }

  /** A subject is its own pattern; Nest's first tries to read it as JSON, an exception per request. */
  override getHandlerByPattern(pattern: string) {
    return this.messageHandlers.get(pattern) ?? null
  }

  override async handleMessage(channel: string, message: Msg): Promise<void> {
    const started = startServerSpan(message, this.#settings.queue)
    const end = this.#inFlight.begin()
    const settle = (packet: NestPacket): void => {
      if (packet.err !== undefined) failSpan(started.span, packet.err)
      if (packet.err === undefined && packet.isDisposed !== true) return
      started.span.end()
      end()
    }
    this.#settle.set(message, settle)
    try {
      await context.with(started.context, () => super.handleMessage(channel, message))
      // a packet without an id is an event to Nest: nobody waits for an answer
      if (!this.#replying.has(message)) settle({ isDisposed: true })
    } catch (error) {
      this.#log.error('a request could not be handled', { subject: message.subject, error: errorText(error) })
      message.respond(JSON.stringify({ err: { status: 'error', message: 'the request could not be handled' }, isDisposed: true }))
      settle({ err: error, isDisposed: true })
    }
  }

  override getPublisher(message: Msg, id: string, ctx: NatsContext): (packet: NestPacket) => unknown {
    const publish = super.getPublisher(message, id, ctx)
    this.#replying.add(message)
    return (packet) => {
      try {
        return publish(packet)
      } catch (error) {
        // the reply is larger than the server takes
        this.#log.error('a reply could not be sent', { subject: message.subject, error: errorText(error) })
        return message.respond(JSON.stringify({ id, err: { status: 'error', message: 'the reply could not be sent' }, isDisposed: true }))
      } finally {
        this.#settle.get(message)?.(packet)
      }
    }
  }

  /** Takes no more requests, answers those it has, then lets go. The connection stays open. */
  override async close(): Promise<void> {
    const open = this.#open
    this.#open = []
    if (!this.#settings.connection.isClosed()) await Promise.all(open.map((subscription) => subscription.drain()))
    if (!(await this.#inFlight.idle(this.#settings.drainMs ?? 10_000)))
      this.#log.warn('stopped with requests unanswered', { inFlight: this.#inFlight.count })
    if (!this.#settings.connection.isClosed()) await this.#settings.connection.flush()
  }
}
