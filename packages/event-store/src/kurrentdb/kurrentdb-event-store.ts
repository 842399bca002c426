import type { AppendReply, AppendRequest, RecordedEvent, StreamSlice } from '@fudao/contracts/kit'
import {
  ANY,
  type AppendStreamState,
  BACKWARDS,
  KurrentDBClient as Client,
  END,
  excludeSystemEvents,
  FORWARDS,
  type KurrentDBClient,
  MaxAppendSizeExceededError,
  NO_STREAM,
  START,
  STREAM_EXISTS,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@kurrent/kurrentdb-client'
import { type EventStore, type SliceText, StoreUnavailable, type StreamRead } from '../event-store.js'
import { judgeRepeat } from '../same-content.js'
import { toSliceText } from '../slice-text.js'
import { whyInvalid } from '../validate-append.js'
import { fromKurrent, normalised, toKurrent } from './events.js'
import { WakeUp } from './wake-up.js'

export interface KurrentDbEventStoreOptions {
  /** `kurrentdb://…` or `esdb://…` connection string. */
  readonly url: string
  /** How many of the stream's last events an append at `any` or `exists` is compared with to find out that it repeats one. Default 200. */
  readonly idempotencyWindow?: number
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
const streamState = (expected: AppendRequest['expectedRevision']): AppendStreamState =>
  expected === 'any' ? ANY : expected === 'none' ? NO_STREAM : expected === 'exists' ? STREAM_EXISTS : BigInt(expected)
const defaultLimit = 1_000

class KurrentDbEventStore implements EventStore {
  readonly #client: KurrentDBClient
  readonly #wakeUp: WakeUp
  readonly #window: number
  readonly #appending = new Set<Promise<unknown>>()

  constructor(options: KurrentDbEventStoreOptions) {
    this.#client = Client.connectionString(options.url)
    this.#wakeUp = new WakeUp(this.#client)
    this.#window = options.idempotencyWindow ?? 200
  }

  async append(requests: readonly AppendRequest[]): Promise<readonly AppendReply[]> {
    // KurrentDB groups by itself; requests of one stream go one after the other so that their order holds.
    const chains = new Map<string, Promise<unknown>>()
    const replies = requests.map((request) => {
      const reply = (chains.get(request.stream) ?? Promise.resolve()).then(() => this.#one(request))
      chains.set(request.stream, reply)
      return reply
    })
    const work = Promise.all(replies)
    this.#appending.add(work)
    try {
      return await work
    } finally {
      this.#appending.delete(work)
    }
  }

  async #one(request: AppendRequest): Promise<AppendReply> {
    const reason = whyInvalid(request)
    if (reason !== null) return { status: 'invalid', reason }
    let wanted: AppendRequest
    try {
      wanted = { ...request, events: request.events.map((e) => ({ ...e, data: normalised(e.data), metadata: normalised(e.metadata) })) }
    } catch (error) {
      return { status: 'invalid', reason: reasonOf(error) }
    }
    try {
      // KurrentDB answers a repeat like a first append and compares ids only, so what is there already is looked at first.
      const repeated = await this.#repeat(wanted)
      if (repeated !== null) return repeated
      return await this.#append(wanted)
    } catch (error) {
      return this.#afterFailure(wanted, error)
    }
  }

  async #append(request: AppendRequest): Promise<AppendReply> {
    const events = request.events.map(toKurrent)
    const result = await this.#client.appendToStream(request.stream, events, { streamState: streamState(request.expectedRevision) })
    const revision = Number(result.nextExpectedRevision)
    const [last] = await this.#slice({ stream: request.stream, from: revision, limit: 1 })
    if (last === undefined) return { status: 'unavailable', reason: 'the store does not show what it took' }
    this.#wakeUp.wake()
    return { status: 'appended', revision, position: last.position, repeated: false }
  }

  async #afterFailure(request: AppendRequest, error: unknown): Promise<AppendReply> {
    if (error instanceof MaxAppendSizeExceededError) return { status: 'invalid', reason: error.message }
    if (!(error instanceof WrongExpectedVersionError)) {
      // The outcome is open: what is there now tells, and what is not may still come, so that the caller asks again.
      try {
        const found = await this.#repeat(request)
        if (found !== null) return found.status === 'appended' ? { ...found, repeated: false } : found
      } catch {
        // Still away.
      }
      return { status: 'unavailable', reason: reasonOf(error) }
    }
    const repeated = await this.#repeat(request).catch(() => null)
    if (repeated !== null) return repeated
    return { status: 'conflict', actual: typeof error.actualState === 'bigint' ? Number(error.actualState) : -1 }
  }

  async #repeat(request: AppendRequest): Promise<AppendReply | null> {
    const { stream, expectedRevision: expected, events } = request
    const from = expected === 'none' ? 0 : typeof expected === 'number' ? expected + 1 : null
    const candidates =
      from === null
        ? await this.#slice({ stream, backwards: true, limit: Math.max(this.#window, events.length) })
        : await this.#slice({ stream, from, limit: Math.max(this.#window, events.length) })
    return judgeRepeat(request, new Map(candidates.map((event) => [event.id, event])))
  }

  async #slice(read: StreamRead): Promise<readonly RecordedEvent[]> {
    const limit = read.limit ?? defaultLimit
    if (limit === 0) return []
    const direction = read.backwards ? BACKWARDS : FORWARDS
    const fromRevision = read.from === undefined ? (read.backwards ? END : START) : BigInt(Math.max(read.from, 0))
    if (read.from !== undefined && read.from < 0 && read.backwards) return []
    const events: RecordedEvent[] = []
    try {
      for await (const resolved of this.#client.readStream(read.stream, { direction, fromRevision, maxCount: limit }))
        if (resolved.event !== undefined) events.push(fromKurrent(resolved.event, resolved.commitPosition))
    } catch (error) {
      if (error instanceof StreamNotFoundError) return []
      throw error
    }
    return events
  }

  async read(reads: readonly StreamRead[]): Promise<readonly StreamSlice[]> {
    return orUnavailable(() =>
      Promise.all(
        reads.map(async (read) => {
          const limit = read.limit ?? defaultLimit
          const found = await this.#slice({ ...read, limit: limit + 1 })
          const [last] = await this.#slice({ stream: read.stream, backwards: true, limit: 1 })
          return { stream: read.stream, events: found.slice(0, limit), revision: last?.revision ?? -1, more: found.length > limit }
        }),
      ),
    )
  }

  async readText(reads: readonly StreamRead[]): Promise<readonly SliceText[]> {
    return (await this.read(reads)).map(toSliceText)
  }

  async feed(after: string | null, limit: number): Promise<readonly RecordedEvent[]> {
    return orUnavailable(async () => {
      if (limit <= 0) return []
      const fromPosition = after === null ? START : { commit: BigInt(after), prepare: BigInt(after) }
      const events: RecordedEvent[] = []
      // The event at the position itself is read once more, and passed over.
      const reading = this.#client.readAll({ direction: FORWARDS, fromPosition, maxCount: limit + 1, filter: excludeSystemEvents() })
      for await (const resolved of reading) {
        if (resolved.event === undefined) continue
        const event = fromKurrent(resolved.event, resolved.commitPosition)
        if (after === null || event.position > after) events.push(event)
        if (events.length === limit) break
      }
      return events
    })
  }

  async head(): Promise<string | null> {
    return orUnavailable(async () => {
      const reading = this.#client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1, filter: excludeSystemEvents() })
      for await (const resolved of reading)
        if (resolved.event !== undefined) return fromKurrent(resolved.event, resolved.commitPosition).position
      return null
    })
  }

  onAppend(listener: () => void): () => void {
    return this.#wakeUp.add(listener)
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#appending)
    await this.#wakeUp.close()
    await this.#client.dispose()
  }
}

const orUnavailable = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    throw new StoreUnavailable(reasonOf(error), { cause: error })
  }
}

/** Event store in KurrentDB or EventStoreDB (23.10 or later), through the official client. Connects with its first request. */
export const openKurrentDbEventStore = async (options: KurrentDbEventStoreOptions): Promise<EventStore> => new KurrentDbEventStore(options)
