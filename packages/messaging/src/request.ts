import { attribute, injectHeaders, spanName, withSpan } from '@fudao/telemetry'
import { errors, headers, type Msg, type NatsConnection } from '@nats-io/nats-core'
import { SpanKind } from '@opentelemetry/api'
import { ConnectionBroken, untilConnected, whileConnected } from './connection-watch.js'
import { requestOver } from './request-inbox.js'
import { campusOfSubject, subjectTemplate } from './subjects.js'

export type UnavailableReason = 'noResponders' | 'timeout' | 'disconnected' | 'tooLarge' | 'defect'

/** A request that brought no answer. Where `outcomeUnknown` is true, the other side may have acted on it. */
export class RequestUnavailable extends Error {
  override readonly name = 'RequestUnavailable'
  readonly outcomeUnknown: boolean
  constructor(
    readonly subject: string,
    readonly reason: UnavailableReason,
    options?: ErrorOptions,
  ) {
    super(`no answer on ${subject}: ${reason}`, options)
    this.outcomeUnknown = reason === 'timeout' || reason === 'disconnected' || reason === 'defect'
  }
}

const reasonOf = (error: unknown): UnavailableReason => {
  if (error instanceof errors.NoRespondersError) return 'noResponders'
  if (error instanceof errors.TimeoutError) return 'timeout'
  if (error instanceof errors.RequestError) return error.isNoResponders() ? 'noResponders' : 'disconnected'
  // the client refuses a message above max_payload before it sends it
  if (error instanceof errors.InvalidArgumentError) return 'tooLarge'
  return 'disconnected'
}

export interface RequestOptions {
  /** Default 10 s. */
  readonly timeoutMs?: number
}

/**
 * One request over the connection's shared inbox, in a CLIENT span `send <subject template>`.
 * @throws RequestUnavailable
 */
export const requestRaw = (nc: NatsConnection, subject: string, body: string, options: RequestOptions = {}): Promise<Msg> => {
  const template = subjectTemplate(subject)
  return withSpan(
    spanName.send(template),
    {
      kind: SpanKind.CLIENT,
      attributes: {
        [attribute.messagingSystem]: 'nats',
        [attribute.operationName]: 'send',
        [attribute.operationType]: 'send',
        [attribute.destination]: subject,
        [attribute.destinationTemplate]: template,
        [attribute.campus]: campusOfSubject(subject),
      },
    },
    async () => {
      const carrier = headers()
      injectHeaders(carrier)
      // an empty block of headers would be written, carried and parsed
      const carried = carrier.keys().length > 0 ? carrier : undefined
      const timeout = options.timeoutMs ?? 10_000
      const began = performance.now()
      try {
        // the client drops what is sent while it reconnects: what waits for the connection is not lost
        if (!(await untilConnected(nc, timeout))) throw new ConnectionBroken()
        const left = Math.max(1, timeout - (performance.now() - began))
        return await whileConnected(nc, left, () => requestOver(nc, subject, body, carried, left))
      } catch (error) {
        throw new RequestUnavailable(subject, reasonOf(error), { cause: error })
      }
    },
  )
}

/**
 * Plain JSON request-reply (the ledger's protocol).
 * @throws RequestUnavailable
 */
export const requestJson = async <T>(nc: NatsConnection, subject: string, body: unknown, options: RequestOptions = {}): Promise<T> =>
  (await requestRaw(nc, subject, JSON.stringify(body), options)).json<T>()

interface NestReply {
  readonly response?: unknown
  readonly err?: unknown
}
/**
 * Request in Nest's framing `{pattern, data, id}` → `{response | err, id}`, without Nest's client, which subscribes an inbox per request.
 * @throws RequestUnavailable reason `defect` when the handler threw
 */
export const requestNest = async <T>(nc: NatsConnection, subject: string, data: unknown, options: RequestOptions = {}): Promise<T> => {
  // Nest takes a packet without an id for an event and never answers
  const id = crypto.randomUUID()
  const reply = (await requestRaw(nc, subject, JSON.stringify({ pattern: subject, data, id }), options)).json<NestReply>()
  if (reply.err !== undefined) throw new RequestUnavailable(subject, 'defect', { cause: reply.err })
  return reply.response as T
}
