import { createHash } from 'node:crypto'
import type { CloudEvent } from '@fudao/contracts/kit'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { headers, type NatsConnection } from '@nats-io/nats-core'
import { ensureEventsStream } from '../events-stream.js'
import { EVENTS_STREAM, eventHeader, eventSubject } from '../subjects.js'

/** What a test says about an event; the rest is made up. */
export interface TestEvent {
  readonly campus?: string
  /** Stored type `<context>.<Event>`. */
  readonly type: string
  /** Stream name. */
  readonly stream: string
  readonly data: Readonly<Record<string, unknown>>
  readonly id?: string
  readonly asOf?: string
  readonly rule?: string
  readonly causationId?: string
  readonly correlationId?: string
  readonly actorId?: string
  readonly actorRole?: string
  readonly schemaVersion?: number
  readonly traceparent?: string
}

/** A UUID that is the same for the same text. */
export const testId = (text: string): string => {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const aggregateOf = (stream: string): string => {
  const category = stream.slice(0, stream.indexOf('-'))
  return category.charAt(0).toUpperCase() + category.slice(1)
}

/** Numbers events as a store does and gives them the form in which the relay publishes them. */
export class TestLedger {
  readonly #revisions = new Map<string, number>()
  readonly recorded: (CloudEvent & { readonly campus: string; readonly previous: string | null })[] = []

  readonly position = (index: number): string => String(index).padStart(20, '0')

  record(event: TestEvent): CloudEvent & { readonly campus: string; readonly previous: string | null } {
    const campus = event.campus ?? 'aksu'
    const revision = (this.#revisions.get(event.stream) ?? -1) + 1
    this.#revisions.set(event.stream, revision)
    const index = this.recorded.length + 1
    const asOf = event.asOf ?? '2024-01-01'
    const stored = {
      campus,
      specversion: '1.0',
      id: event.id ?? testId(`${event.stream}:${revision}`),
      source: `/fudao/${event.type.slice(0, event.type.indexOf('.'))}`,
      type: event.type,
      subject: event.stream,
      time: `${asOf}T08:00:00.000Z`,
      datacontenttype: 'application/json',
      position: this.position(index),
      previous: index === 1 ? null : this.position(index - 1),
      revision,
      campusid: campus,
      schemaversion: event.schemaVersion ?? 1,
      actorid: event.actorId ?? 'u_test',
      actorrole: event.actorRole ?? 'orgPersonnel',
      asof: asOf,
      policyversion: 0,
      correlationid: event.correlationId ?? testId(`correlation:${index}`),
      causationid: event.causationId ?? testId(`command:${index}`),
      commandid: testId(`command:${index}`),
      commandhash: '0000000000000000',
      ...(event.rule === undefined ? {} : { rule: event.rule }),
      ...(event.traceparent === undefined ? {} : { traceparent: event.traceparent }),
      data: { ...event.data },
    } as const
    this.recorded.push(stored)
    return stored
  }
}

/** Publishes events with the headers of the real relay, for tests of consumers. */
export class TestRelay {
  readonly ledger = new TestLedger()
  constructor(readonly nc: NatsConnection) {}

  readonly position = (index: number): string => this.ledger.position(index)

  async createStream(): Promise<void> {
    await ensureEventsStream(await jetstreamManager(this.nc))
  }
  async deleteStream(): Promise<void> {
    await (await jetstreamManager(this.nc)).streams.delete(EVENTS_STREAM)
  }
  /** Records and publishes; returns the position of the last event. */
  async publish(...events: readonly TestEvent[]): Promise<string> {
    const from = this.ledger.recorded.length + 1
    for (const event of events) this.ledger.record(event)
    return this.publishRecorded(from, this.ledger.recorded.length)
  }
  /** Publishes what is recorded, `from` to `to`, both included, counted from 1. */
  async publishRecorded(from: number, to: number): Promise<string> {
    const js = jetstream(this.nc)
    const waiting = this.ledger.recorded.slice(from - 1, to).map(({ previous, campus, ...event }) => {
      const carrier = headers()
      carrier.set(eventHeader.position, event.position)
      if (previous !== null) carrier.set(eventHeader.previous, previous)
      if (event.traceparent) carrier.set(eventHeader.traceparent, event.traceparent)
      const [context = '', name = ''] = event.type.split('.')
      const subject = eventSubject(campus, context, aggregateOf(event.subject), name)
      return js.publish(subject, JSON.stringify(event), { msgID: event.id, headers: carrier })
    })
    await Promise.all(waiting)
    return this.position(to)
  }
}
