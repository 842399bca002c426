import { setTimeout as delay } from 'node:timers/promises'
import type { AppendReply, AppendRequest } from '@fudao/contracts/kit'
import pg from 'pg'
import { type EventStore, StoreUnavailable } from '../event-store.js'
import { toPosition } from '../position.js'
import { judgeRepeat, type StoredEvent } from '../same-content.js'
import { whyInvalid } from '../validate-append.js'
import { clientConfig, isContentError, isServerAnswer } from './connection.js'
import { Groups } from './groups.js'
import { readFeed, readHead, readRepeated, readStreams, readTexts } from './read.js'
import { afterFencing } from './resolve-outcome.js'
import { ensureSchema } from './schema.js'
import { Tail } from './tail.js'
import { WakeUp } from './wake-up.js'
import { ConnectionLost, type GroupOutcome, Writer } from './writer.js'

export interface PostgresEventStoreOptions {
  readonly url: string
  /** Groups that may be on their way at once: the second is encoded, checked and planned while the first is flushed. Default 2. */
  readonly writers?: number
  /** How long an append is tried again while the server is away, ms. Default 3,000. */
  readonly patience?: number
}

class PostgresEventStore implements EventStore {
  readonly #url: string
  readonly #pool: pg.Pool
  readonly #idle: Writer[]
  readonly #writers: readonly Writer[]
  readonly #waiting: ((writer: Writer) => void)[] = []
  readonly #wakeUp: WakeUp
  readonly #tail = new Tail()
  readonly #patience: number
  readonly #appending = new Set<Promise<unknown>>()

  constructor(options: PostgresEventStoreOptions) {
    this.#url = options.url
    const reading = clientConfig(options.url, 'fudao-ledger reader')
    // The server would plan each read anew, because it takes the plan for any number of streams for dearer: planning was four fifths of a read.
    this.#pool = new pg.Pool({ ...reading, options: `${reading.options} -c plan_cache_mode=force_generic_plan`, max: 4 })
    this.#pool.on('error', () => undefined) // A broken idle connection is replaced by the pool.
    this.#wakeUp = new WakeUp(options.url)
    this.#writers = Array.from({ length: options.writers ?? 2 }, () => new Writer(options.url, () => this.#wakeUp.notice))
    this.#idle = [...this.#writers]
    this.#patience = options.patience ?? 3_000
  }

  async append(requests: readonly AppendRequest[]): Promise<readonly AppendReply[]> {
    const work = this.#append(requests)
    this.#appending.add(work)
    try {
      return await work
    } finally {
      this.#appending.delete(work)
    }
  }

  async #append(requests: readonly AppendRequest[]): Promise<readonly AppendReply[]> {
    const replies: AppendReply[] = []
    const groups = new Groups()
    for (const [i, request] of requests.entries()) {
      const reason = whyInvalid(request)
      if (reason === null) groups.add(i, request)
      else replies[i] = { status: 'invalid', reason }
    }
    for (const group of groups.all()) {
      const outcome = await this.#appendGroup(
        group.map((member) => member.request),
        null,
      )
      for (const [k, member] of group.entries()) replies[member.index] = outcome[k] ?? { status: 'unavailable', reason: 'no outcome' }
    }
    return replies
  }

  /** Requests of distinct streams. The deadline is set by the first failure. */
  async #appendGroup(group: readonly AppendRequest[], deadline: number | null): Promise<readonly AppendReply[]> {
    try {
      const outcome = await this.#withWriter((writer) => writer.append(group))
      this.#remember(group, outcome)
      this.#wakeUp.wake()
      return await this.#replies(group, outcome)
    } catch (error) {
      if (error instanceof ConnectionLost) return this.#resolve(group, error, deadline ?? performance.now() + this.#patience)
      if (!isServerAnswer(error)) return group.map(() => ({ status: 'unavailable', reason: reasonOf(error) }))
      if (!isContentError(error)) return group.map(() => ({ status: 'unavailable', reason: `the store refused: ${error.message}` }))
      // One bad request fails the statement: it is found by halves, and its neighbours go through.
      if (group.length > 1) {
        const middle = group.length >> 1
        const left = await this.#appendGroup(group.slice(0, middle), deadline)
        return [...left, ...(await this.#appendGroup(group.slice(middle), deadline))]
      }
      return group.map(() => ({ status: 'invalid', reason: error.message }))
    }
  }

  /** What was committed, as a read would show it. */
  #remember(group: readonly AppendRequest[], { actual, before, recordedAt }: GroupOutcome): void {
    const taken = group.flatMap((request, i) => {
      const [revision, position] = [actual[i] ?? -1, before[i] ?? -1]
      if (position < 0) return []
      return request.events.map(({ id, type, data, metadata }, k) => ({
        id,
        type,
        data,
        metadata,
        stream: request.stream,
        revision: revision + k + 1,
        position: toPosition(position + k + 1),
        recordedAt,
      }))
    })
    const first = taken[0]
    if (first !== undefined) this.#tail.add(Number(first.position), taken)
  }

  async #replies(group: readonly AppendRequest[], outcome: GroupOutcome): Promise<readonly AppendReply[]> {
    const refused: AppendRequest[] = []
    const replies = group.map((request, i): AppendReply => {
      const [actual, before] = [outcome.actual[i] ?? -1, outcome.before[i] ?? -1]
      const size = request.events.length
      if (before >= 0) return { status: 'appended', revision: actual + size, position: toPosition(before + size), repeated: false }
      refused.push(request)
      return { status: 'conflict', actual }
    })
    if (refused.length === 0) return replies
    // A repeat has a stale expectation by nature, so a conflict is one only after its ids were looked for.
    const conflicts = new Map(refused.map((request) => [request, replies[group.indexOf(request)] as AppendReply]))
    const judged = await this.#judge(refused, (request) => conflicts.get(request) ?? { status: 'unavailable', reason: 'no outcome' })
    let next = 0
    return replies.map((reply) => (reply.status === 'conflict' ? (judged[next++] ?? reply) : reply))
  }

  async #judge(requests: readonly AppendRequest[], otherwise: (request: AppendRequest) => AppendReply): Promise<readonly AppendReply[]> {
    let known: ReadonlyMap<string, StoredEvent>
    try {
      known = await readRepeated(this.#pool, requests)
    } catch (error) {
      return requests.map(() => ({ status: 'unavailable', reason: reasonOf(error) }))
    }
    return requests.map((request) => judgeRepeat(request, known) ?? otherwise(request))
  }

  /** Unknown outcome: the lost session is ended first, then the event ids are asked for; what is not there is tried again. */
  async #resolve(group: readonly AppendRequest[], lost: ConnectionLost, deadline: number): Promise<readonly AppendReply[]> {
    let last: unknown = lost
    for (let pause = 10; ; pause = Math.min(pause * 2, 250)) {
      try {
        const known = await afterFencing(this.#url, lost.session, (client) => readRepeated(client, group))
        const settled = group.map((request) => judgeRepeat(request, known))
        const open = group.filter((_, i) => settled[i] === null)
        if (open.length > 0 && performance.now() >= deadline) break
        const again = open.length === 0 ? [] : await this.#appendGroup(open, deadline)
        let next = 0
        // What the lost session committed is this request's own first result.
        return settled.map((reply) =>
          reply === null
            ? (again[next++] ?? { status: 'unavailable', reason: 'no outcome' })
            : reply.status === 'appended'
              ? { ...reply, repeated: false }
              : reply,
        )
      } catch (error) {
        last = error
        if (performance.now() >= deadline) break
        await delay(pause)
      }
    }
    const known = lost.session === null ? 'nothing was sent to it' : 'whether it took the events is not known'
    return group.map(() => ({ status: 'unavailable', reason: `the store is away (${reasonOf(last)}); ${known}` }))
  }

  /** Connects what appends, so that the first append does not wait for it. */
  async connect(): Promise<void> {
    await Promise.all(this.#writers.map((writer) => writer.connect()))
  }

  async #withWriter<T>(work: (writer: Writer) => Promise<T>): Promise<T> {
    const writer = this.#idle.pop() ?? (await new Promise<Writer>((resolve) => this.#waiting.push(resolve)))
    try {
      return await work(writer)
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#idle.push(writer)
      else next(writer)
    }
  }

  read: EventStore['read'] = (reads) => orUnavailable(() => readStreams(this.#pool, reads))
  readText: EventStore['readText'] = (reads) => orUnavailable(() => readTexts(this.#pool, reads))
  feed: EventStore['feed'] = (after, limit) =>
    orUnavailable(async () => (after === null ? null : this.#tail.after(after, limit)) ?? readFeed(this.#pool, after, limit))
  head: EventStore['head'] = () => orUnavailable(() => readHead(this.#pool))
  onAppend: EventStore['onAppend'] = (listener) => this.#wakeUp.add(listener)

  async close(): Promise<void> {
    await Promise.allSettled(this.#appending)
    await Promise.all([this.#wakeUp.close(), this.#pool.end(), ...this.#writers.map((writer) => writer.close())])
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const orUnavailable = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    throw new StoreUnavailable(reasonOf(error), { cause: error })
  }
}

/** Event store in a PostgreSQL database; creates its schema `fudao_ledger` where it is missing. Rejects if the server is not there. */
export const openPostgresEventStore = async (options: PostgresEventStoreOptions): Promise<EventStore> => {
  const client = new pg.Client(clientConfig(options.url, 'fudao-ledger schema'))
  client.on('error', () => undefined) // Rejects the query that is waiting, too.
  await client.connect()
  try {
    await ensureSchema(client)
  } finally {
    await client.end()
  }
  const store = new PostgresEventStore(options)
  try {
    await store.connect()
  } catch (error) {
    await store.close()
    throw error
  }
  return store
}
