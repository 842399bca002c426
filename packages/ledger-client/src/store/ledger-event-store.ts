import {
  type AggregateStreamOptions,
  type AggregateStreamResult,
  type AppendToStreamOptions,
  type AppendToStreamResult,
  assertExpectedVersionMatchesCurrent,
  type Event,
  type EventStore,
  ExpectedVersionConflictError,
  NO_CONCURRENCY_CHECK,
  type ReadEvent,
  type ReadEventMetadata,
  type ReadStreamOptions,
  type ReadStreamResult,
  STREAM_DOES_NOT_EXIST,
  STREAM_EXISTS,
} from '@event-driven-io/emmett'
import { categoryOf, type EventDefinition, type EventMetadata, type ExpectedRevision, tenantOf } from '@fudao/contracts/kit'
import type { DecodedEvent, OutgoingEvent } from '../codec/event-codec.js'
import type { LedgerStreams } from './ledger-streams.js'

/** Emmett counts events: version 0 = no stream, 1 = revision 0. */
const versionOf = (revision: number): bigint => BigInt(revision + 1)
type Metadata = ReadEventMetadata<undefined, bigint>

export interface LedgerEventStoreOptions {
  readonly streams: LedgerStreams
  readonly events: readonly EventDefinition[]
  /** Id and metadata of an event that carries none itself. */
  readonly envelope: (
    stream: string,
    event: { readonly type: string; readonly data: unknown },
    index: number,
  ) => { readonly id: string; readonly metadata: EventMetadata }
}

const toReadEvent = <E extends Event>(event: DecodedEvent): ReadEvent<E, Metadata> =>
  ({
    kind: 'Event',
    type: event.type,
    data: event.data,
    metadata: {
      ...event.metadata,
      streamName: event.metadata.stream,
      messageId: event.metadata.eventId,
      streamPosition: versionOf(event.metadata.revision),
    },
  }) as unknown as ReadEvent<E, Metadata>

const expectedRevisionOf = (expected: unknown): ExpectedRevision => {
  if (expected === undefined || expected === NO_CONCURRENCY_CHECK) return 'any'
  if (expected === STREAM_DOES_NOT_EXIST || expected === 0n) return 'none'
  if (expected === STREAM_EXISTS) return 'exists'
  return Number(expected) - 1
}

/** Emmett's `EventStore` over NATS and the ledger, for `CommandHandler`, specifications and tools made for Emmett. */
export class LedgerEventStore implements EventStore<Metadata> {
  readonly #options: LedgerEventStoreOptions
  readonly #byName: ReadonlyMap<string, EventDefinition>
  constructor(options: LedgerEventStoreOptions) {
    this.#options = options
    this.#byName = new Map(options.events.map((definition) => [`${definition.aggregate.category}/${definition.name}`, definition]))
  }

  async aggregateStream<State, EventType extends Event, EventPayloadType extends Event = EventType>(
    streamName: string,
    options: AggregateStreamOptions<State, EventType, Metadata, EventPayloadType>,
  ): Promise<AggregateStreamResult<State, bigint>> {
    const { events, currentStreamVersion, streamExists } = await this.readStream<EventType, EventPayloadType>(streamName, options.read)
    const evolve = options.evolve as (state: State, event: ReadEvent<EventType, Metadata>) => State
    return { state: events.reduce(evolve, options.initialState()), currentStreamVersion, streamExists }
  }

  async readStream<EventType extends Event, EventPayloadType extends Event = EventType>(
    streamName: string,
    options?: ReadStreamOptions<bigint, EventType, EventPayloadType>,
  ): Promise<ReadStreamResult<EventType, Metadata>> {
    const first = options?.from === undefined ? 0 : Math.max(0, Number(options.from) - 1)
    const [slice] = await this.#options.streams.ledger.read(tenantOf(streamName), [{ stream: streamName, from: first }])
    const currentStreamVersion = versionOf(slice?.revision ?? -1)
    assertExpectedVersionMatchesCurrent(currentStreamVersion, options?.expectedStreamVersion, 0n)
    const upTo = options?.to
    const wanted = (slice?.events ?? [])
      .filter((event) => upTo === undefined || versionOf(event.revision) <= upTo)
      .slice(0, options?.maxCount === undefined ? undefined : Number(options.maxCount))
    const upcast = options?.schema?.versioning?.upcast
    const events = (await this.#options.streams.codec.decode(wanted)).map((event) => {
      const read = toReadEvent<EventType>(event)
      return upcast ? ({ ...read, ...upcast(read as unknown as EventPayloadType) } as ReadEvent<EventType, Metadata>) : read
    })
    return { currentStreamVersion, events, streamExists: currentStreamVersion > 0n }
  }

  async appendToStream<EventType extends Event, EventPayloadType extends Event = EventType>(
    streamName: string,
    events: EventType[],
    options?: AppendToStreamOptions<bigint, EventType, EventPayloadType>,
  ): Promise<AppendToStreamResult<bigint>> {
    const downcast = options?.schema?.versioning?.downcast
    const outgoing = events.map((event, index) => this.#outgoing(streamName, (downcast ? downcast(event) : event) as Event, index))
    const expected = options?.expectedStreamVersion
    const reply = await this.#options.streams.ledger.append(tenantOf(streamName), {
      stream: streamName,
      expectedRevision: expectedRevisionOf(expected),
      events: await this.#options.streams.codec.encode(streamName, outgoing),
    })
    if (reply.status === 'conflict') throw new ExpectedVersionConflictError(versionOf(reply.actual), expected ?? NO_CONCURRENCY_CHECK)
    if (reply.status === 'idReused') throw new Error(`the event id ${reply.id} is in the store with other content`)
    const next = versionOf(reply.revision)
    return { nextExpectedStreamVersion: next, createdNewStream: next === BigInt(events.length) }
  }

  async streamExists(streamName: string): Promise<boolean> {
    const [slice] = await this.#options.streams.ledger.read(tenantOf(streamName), [{ stream: streamName, limit: 1 }])
    return (slice?.revision ?? -1) >= 0
  }

  #outgoing(stream: string, event: Event, index: number): OutgoingEvent {
    const definition = this.#byName.get(`${categoryOf(stream)}/${event.type}`)
    if (!definition) throw new Error(`no contract names an event ${event.type} of ${categoryOf(stream)}`)
    const { id, metadata } = this.#options.envelope(stream, event, index)
    return { id, definition, data: event.data as OutgoingEvent['data'], metadata }
  }
}
