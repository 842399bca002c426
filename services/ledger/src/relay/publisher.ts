import type { RecordedEvent } from '@fudao/contracts/kit'
import { eventHeader } from '@fudao/messaging'
import { contextOf, currentTraceparent, startSpan } from '@fudao/telemetry'
import { headers, type NatsConnection, type Subscription } from '@nats-io/nats-core'
import { type Span, SpanKind } from '@opentelemetry/api'
import { toCloudEvent, traceparentOf } from './event-envelope.js'

/** The chain broke: the stream is not where it was thought to be. Nothing was stored wrongly; start over from the last message. */
export class ChainBroken extends Error {
  override readonly name = 'ChainBroken'
  constructor(
    readonly reason: 'otherWriter' | 'noAnswer' | 'refused' | 'closed',
    detail: string,
  ) {
    super(detail)
  }
}

interface Outstanding {
  readonly sequence: number
  readonly event: RecordedEvent
  readonly bytes: number
  readonly sentAt: number
  readonly span: Span | undefined
}
interface Ack {
  readonly seq?: number
  readonly error?: { readonly err_code?: number; readonly description?: string }
}

const wrongLastSequence = 10_071
const maxOutstanding = 1_024
/** An acknowledgement is asked for at least every so many messages. */
const acknowledgeEvery = 64
const maxOutstandingBytes = 4 * 1024 * 1024

/**
 * Publishes events one behind the other, many on their way at once: each names the sequence before it, so that JetStream stores it there
 * or not at all. For the same reason one acknowledgement answers for all messages before it, and few are asked for.
 */
export class ChainedPublisher {
  readonly #nc: NatsConnection
  readonly #subjectOf: (stream: string, type: string) => string
  readonly #ackTimeout: number
  readonly #onAck: (count: number) => void
  readonly #inbox: string
  readonly #subscription: Subscription
  readonly #outstanding: Outstanding[] = []
  #bytes = 0
  #sequence: number
  #previous: string | null
  #failure: ChainBroken | null = null
  #wake: (() => void) | null = null
  readonly #watchdog: NodeJS.Timeout

  constructor(options: {
    readonly nc: NatsConnection
    readonly subjectOf: (stream: string, type: string) => string
    /** Last sequence of the stream, and the position of its last message. */
    readonly after: { readonly sequence: number; readonly position: string | null }
    /** How long JetStream may take to acknowledge, ms. */
    readonly ackTimeout: number
    readonly onAck: (count: number) => void
    readonly inbox: string
  }) {
    this.#nc = options.nc
    this.#subjectOf = options.subjectOf
    this.#ackTimeout = options.ackTimeout
    this.#onAck = options.onAck
    this.#inbox = options.inbox
    this.#sequence = options.after.sequence
    this.#previous = options.after.position
    this.#subscription = options.nc.subscribe(`${options.inbox}.*`, {
      callback: (error, message) => {
        if (error) this.#fail(new ChainBroken('refused', error.message))
        else this.#acknowledged(message.subject, message.data)
      },
    })
    this.#watchdog = setInterval(
      () => {
        const oldest = this.#outstanding[0]
        if (oldest !== undefined && performance.now() - oldest.sentAt > this.#ackTimeout)
          this.#fail(new ChainBroken('noAnswer', `JetStream did not acknowledge ${oldest.event.id} within ${this.#ackTimeout} ms`))
      },
      Math.min(250, this.#ackTimeout),
    )
  }

  /** Sequence of the last message sent. */
  get sequence(): number {
    return this.#sequence
  }
  /** Oldest event on its way. */
  get oldest(): RecordedEvent | undefined {
    return this.#outstanding[0]?.event
  }

  /** Whether too much is on its way to send more now. */
  get full(): boolean {
    return this.#outstanding.length >= maxOutstanding || this.#bytes > maxOutstandingBytes
  }

  /** Until there is room again. @throws ChainBroken */
  async room(): Promise<void> {
    while (this.#failure === null && this.full) await this.#progress()
    if (this.#failure !== null) throw this.#failure
  }

  /**
   * Sends at once; what is sent in one go leaves in few writes to the socket. `last`: nothing follows for now, so that an
   * acknowledgement is needed. @throws ChainBroken
   */
  publish(event: RecordedEvent, last: boolean): void {
    if (this.#failure !== null) throw this.#failure
    const body = Buffer.from(toCloudEvent(event))
    const subject = this.#subjectOf(event.stream, event.type)
    const carrier = headers()
    carrier.set(eventHeader.id, event.id)
    carrier.set(eventHeader.position, event.position)
    if (this.#previous !== null) carrier.set(eventHeader.previous, this.#previous)
    carrier.set('Nats-Expected-Last-Sequence', String(this.#sequence))
    const traced = traceparentOf(event)
    const span = traced === undefined ? undefined : this.#startSpan(traced, subject, event)
    const parent = span?.traceparent ?? traced
    if (parent !== undefined) carrier.set(eventHeader.traceparent, parent)
    this.#sequence++
    this.#previous = event.position
    this.#outstanding.push({ sequence: this.#sequence, event, bytes: body.length, sentAt: performance.now(), span: span?.span })
    this.#bytes += body.length
    const ask = last || this.#sequence % acknowledgeEvery === 0 || this.full
    this.#nc.publish(subject, body, { headers: carrier, ...(ask ? { reply: `${this.#inbox}.${this.#sequence}` } : {}) })
  }

  #startSpan(
    traceparent: string,
    subject: string,
    event: RecordedEvent,
  ): { readonly span: Span; readonly traceparent: string | undefined } {
    const template = subject.split('.').slice(2).join('.')
    const { span, context } = startSpan(`publish evt.*.${template}`, {
      kind: SpanKind.PRODUCER,
      parent: contextOf(traceparent),
      attributes: {
        'messaging.system': 'nats',
        'messaging.operation.name': 'publish',
        'messaging.operation.type': 'send',
        'messaging.destination.name': subject,
        'messaging.message.id': event.id,
        'fudao.position': event.position,
        'fudao.stream': event.stream,
      },
    })
    return { span, traceparent: currentTraceparent(context) }
  }

  /** Resolves when everything sent is stored. @throws ChainBroken */
  async flushed(): Promise<void> {
    while (this.#failure === null && this.#outstanding.length > 0) await this.#progress()
    if (this.#failure !== null) throw this.#failure
  }

  #progress(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }

  #acknowledged(subject: string, data: Uint8Array): void {
    const head = this.#outstanding[0]
    if (this.#failure !== null || head === undefined) return
    const sequence = Number(subject.slice(subject.lastIndexOf('.') + 1))
    const broken = whyBroken(head, sequence, data)
    if (broken !== null) {
      this.#fail(broken)
      return
    }
    const stored = this.#outstanding.splice(0, sequence - head.sequence + 1)
    for (const { bytes, span } of stored) {
      this.#bytes -= bytes
      span?.end()
    }
    this.#onAck(stored.length)
    this.#wake?.()
  }

  #fail(failure: ChainBroken): void {
    this.#failure ??= failure
    this.#wake?.()
  }

  /** The connection broke: what is on its way will not be acknowledged here. */
  lost(): void {
    if (this.#outstanding.length > 0) this.#fail(new ChainBroken('noAnswer', 'the connection broke'))
  }

  /** Gives up what is on its way: it is stored or not, and whoever starts over finds out. */
  close(): void {
    clearInterval(this.#watchdog)
    this.#fail(new ChainBroken('closed', 'the publisher is closed'))
    for (const { span } of this.#outstanding) span?.end()
    if (!this.#nc.isClosed()) this.#subscription.unsubscribe()
  }
}

/** What is wrong with the answer to the message `sequence`, while `head` is the oldest that waits for one. */
const whyBroken = (head: Outstanding, sequence: number, data: Uint8Array): ChainBroken | null => {
  if (data.length === 0) return new ChainBroken('noAnswer', 'JetStream is not there')
  const ack = JSON.parse(Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString()) as Ack
  if (ack.error !== undefined) {
    const reason = ack.error.err_code === wrongLastSequence ? 'otherWriter' : 'refused'
    return new ChainBroken(reason, `JetStream refused ${head.event.id}: ${ack.error.description ?? 'no reason given'}`)
  }
  // A duplicate that the server remembers but no longer holds is acknowledged with its old sequence.
  if (ack.seq !== sequence) return new ChainBroken('otherWriter', `sequence ${ack.seq} instead of ${sequence}`)
  return sequence >= head.sequence ? null : new ChainBroken('noAnswer', `sequence ${sequence} was acknowledged twice`)
}
