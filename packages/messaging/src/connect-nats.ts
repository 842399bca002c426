import { createLogger, type Logger } from '@fudao/telemetry'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { watchConnection } from './connection-watch.js'
import { inboxPrefixOf } from './subjects.js'

/** The largest message Fudao may send: an append with many events. */
export const WANTED_PAYLOAD = 8 * 1024 * 1024

export interface NatsOptions {
  /** `nats://127.0.0.1:4222`, or several separated by commas. */
  readonly url: string
  readonly user?: string
  readonly pass?: string
  /** Shown by the server's monitoring: the service's name. */
  readonly name: string
  /** Replies come to `<inboxPrefix>.…`; default: the user's own, so that permissions keep services out of each other's inboxes. */
  readonly inboxPrefix?: string
  /** Wait until the server is there (default); otherwise the first failure is thrown. */
  readonly wait?: boolean
  readonly logger?: Logger
}

const watchStatus = async (nc: NatsConnection, logger: Logger): Promise<void> => {
  for await (const status of nc.status()) {
    switch (status.type) {
      case 'disconnect':
        logger.warn('lost the connection to NATS; reconnecting', { server: status.server })
        break
      case 'reconnect':
        logger.info('connected to NATS again', { server: status.server })
        break
      case 'ldm':
        logger.warn('the NATS server is about to stop (lame duck)', { server: status.server })
        break
      case 'error':
        logger.error('NATS reported an error', { error: status.error.message })
        break
      case 'slowConsumer':
        logger.warn('a NATS subscription does not keep up', { subject: status.sub.getSubject(), pending: status.pending })
        break
      default:
        break
    }
  }
}

/** The part of the client that writes to the socket; not in its types. */
interface Flushing {
  flushPending: () => void
}
const isFlushing = (value: unknown): value is Flushing =>
  typeof value === 'object' && value !== null && typeof (value as Partial<Flushing>).flushPending === 'function'

/**
 * What is sent in one turn of the event loop leaves in one write. The client writes once per microtask checkpoint, which under load is once
 * per message, and the write is a third of all the CPU a service spends. A client of another build is left as it is.
 */
const writeOncePerTurn = (nc: NatsConnection): void => {
  const { protocol } = nc as unknown as { readonly protocol?: unknown }
  if (!isFlushing(protocol)) return
  const write = protocol.flushPending.bind(protocol)
  let waiting = false
  protocol.flushPending = () => {
    if (waiting) return
    waiting = true
    setImmediate(() => {
      waiting = false
      write()
    })
  }
}

/** Connects, and stays connected: reconnects for ever; `nc.drain()` ends it. */
export const connectNats = async (options: NatsOptions): Promise<NatsConnection> => {
  const inboxPrefix = options.inboxPrefix ?? (options.user === undefined ? undefined : inboxPrefixOf(options.user))
  const logger = options.logger ?? createLogger(options.name)
  const nc = await connect({
    servers: options.url.split(',').map((server) => server.trim()),
    name: options.name,
    ...(options.user === undefined ? {} : { user: options.user }),
    ...(options.pass === undefined ? {} : { pass: options.pass }),
    ...(inboxPrefix === undefined ? {} : { inboxPrefix }),
    // a stack trace per request costs more than the request
    noAsyncTraces: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    reconnectJitter: 250,
    pingInterval: 10_000,
    maxPingOut: 2,
    waitOnFirstConnect: options.wait ?? true,
  })
  writeOncePerTurn(nc)
  watchConnection(nc)
  const limit = nc.info?.max_payload ?? 0
  if (limit < WANTED_PAYLOAD)
    logger.warn('the NATS server takes smaller messages than Fudao may send', { maxPayload: limit, wanted: WANTED_PAYLOAD })
  void watchStatus(nc, logger).catch((error: unknown) => logger.error('status of NATS lost', { error: String(error) }))
  void nc.closed().then((error) => {
    if (error) logger.error('the connection to NATS is closed', { error: error.message })
    else logger.info('the connection to NATS is closed')
  })
  return nc
}
