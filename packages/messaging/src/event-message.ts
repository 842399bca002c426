import type { CloudEvent } from '@fudao/contracts/kit'
import type { Msg } from '@nats-io/nats-core'
import { type EventSubject, eventHeader, parseEventSubject } from './subjects.js'

/** What the server says of a delivery. */
export const deliveryOf = ({ reply = '' }: Pick<Msg, 'reply'>): Pick<EventMessage, 'delivery' | 'publishedAt' | 'pending'> => {
  // $JS.ACK.<stream>.<consumer>.<deliveries>.<stream sequence>.<consumer sequence>.<time>.<pending>; newer servers put
  // domain and account before the stream and may add a token behind
  const tokens = reply.split('.')
  const at = tokens.length > 9 ? 2 : 0
  return {
    delivery: Number(tokens[at + 6] ?? 0),
    publishedAt: Number(tokens[at + 7] ?? 0) / 1e6,
    pending: Number(tokens[at + 8] ?? 0),
  }
}

/** A relayed event as a consumer gets it; the body is parsed when asked for. */
export class EventMessage {
  readonly #message: Msg
  #subject: EventSubject | undefined
  #event: CloudEvent | undefined
  /** Position in the store: opaque, ordered by plain string comparison. */
  readonly position: string
  /** Position of the event before it, `null` for the first of the store. */
  readonly previous: string | null
  /** Events behind this one in the stream when it was delivered. */
  readonly pending: number
  /** Number of the delivery within its subscription; a hole means a lost message. */
  readonly delivery: number
  /** When the relay published it, in epoch milliseconds. */
  readonly publishedAt: number

  constructor(message: Msg) {
    this.#message = message
    const position = message.headers?.get(eventHeader.position)
    if (!position) throw new TypeError(`an event without ${eventHeader.position} on ${message.subject}`)
    this.position = position
    this.previous = message.headers?.get(eventHeader.previous) || null
    const { delivery, publishedAt, pending } = deliveryOf(message)
    this.delivery = delivery
    this.publishedAt = publishedAt
    this.pending = pending
  }

  get subject(): string {
    return this.#message.subject
  }
  get id(): string {
    return this.#message.headers?.get(eventHeader.id) ?? ''
  }
  get traceparent(): string | undefined {
    return this.#message.headers?.get(eventHeader.traceparent) || undefined
  }
  get campus(): string {
    return this.#parts.campus
  }
  get aggregate(): string {
    return this.#parts.aggregate
  }
  /** Stored type `<context>.<Event>`. */
  get type(): string {
    return `${this.#parts.context}.${this.#parts.event}`
  }
  get bytes(): number {
    return this.#message.data.length
  }
  json(): CloudEvent {
    this.#event ??= this.#message.json<CloudEvent>()
    return this.#event
  }
  text(): string {
    return this.#message.string()
  }

  get #parts(): EventSubject {
    this.#subject ??= parseEventSubject(this.#message.subject)
    return this.#subject
  }
}
