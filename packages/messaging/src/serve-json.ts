import { createLogger, errorText, failSpan, type Logger } from '@fudao/telemetry'
import type { Msg, NatsConnection } from '@nats-io/nats-core'
import { context } from '@opentelemetry/api'
import { InFlight } from './in-flight.js'
import { startServerSpan } from './server-span.js'

export interface ServeJsonOptions {
  readonly subject: string
  readonly queue: string
  /** Answers a request; what it throws is answered by `onError`. */
  readonly handle: (message: Msg) => Promise<string>
  /** The reply to a request whose handler threw. */
  readonly onError: (error: unknown) => unknown
  readonly drainMs?: number
  readonly logger?: Logger
}

export interface JsonServer {
  /** Takes no more requests and waits for those at work. */
  readonly close: () => Promise<void>
  readonly inFlight: () => number
}

/** Serves plain JSON request-reply (the ledger's protocol) in a queue group, with a SERVER span per request. */
export const serveJson = (nc: NatsConnection, options: ServeJsonOptions): JsonServer => {
  const inFlight = new InFlight()
  const log = options.logger ?? createLogger(options.queue)
  const answer = async (message: Msg): Promise<void> => {
    const started = startServerSpan(message, options.queue)
    const end = inFlight.begin()
    try {
      message.respond(await context.with(started.context, () => options.handle(message)))
    } catch (error) {
      failSpan(started.span, error)
      log.error('a request could not be handled', { subject: message.subject, error: errorText(error) })
      message.respond(JSON.stringify(options.onError(error)))
    } finally {
      started.span.end()
      end()
    }
  }
  const subscription = nc.subscribe(options.subject, {
    queue: options.queue,
    callback: (error, message) => {
      if (error) log.error('a NATS subscription failed', { subject: options.subject, error: error.message })
      else void answer(message)
    },
  })
  return {
    inFlight: () => inFlight.count,
    close: async () => {
      // closed already: by the server, which takes a subscription back that is not permitted, or by a drained connection
      if (!nc.isClosed() && !subscription.isClosed()) await subscription.drain()
      await inFlight.idle(options.drainMs ?? 10_000)
      if (!nc.isClosed()) await nc.flush()
    },
  }
}
