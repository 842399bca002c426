import type { AppendReply, AppendRequest } from '@fudao/contracts/kit'
import type { EventStore } from './event-store.js'

export interface GroupCommitOptions {
  /** Requests per group. Default 250. */
  readonly maxGroup?: number
  /** Groups on their way at once. Default 2. */
  readonly inFlight?: number
  /** Requests that may wait; more are answered `unavailable` at once. Default 10,000. */
  readonly maxWaiting?: number
  /** Fewer than this are neither split nor sent beside another group: two small groups cost more than one. Default 32. */
  readonly smallGroup?: number
  /** Called for each group when it is answered: its size and how long it took, ms. */
  readonly onGroup?: (size: number, milliseconds: number) => void
}

interface Waiting {
  readonly request: AppendRequest
  readonly reply: (reply: AppendReply) => void
}

/**
 * Groups what is waiting and never waits for a group to fill. Appends to one stream are made one after the other, in the order they came;
 * one in trouble holds up its own stream only.
 */
export class GroupCommit {
  readonly #store: Pick<EventStore, 'append'>
  readonly #options: Required<GroupCommitOptions>
  readonly #ready: Waiting[] = []
  /** Streams with a request ready or on its way, and those that wait behind it. */
  readonly #behind = new Map<string, Waiting[] | null>()
  #waiting = 0
  #groups = 0
  #scheduled = false
  #idle: (() => void)[] = []

  constructor(store: Pick<EventStore, 'append'>, options: GroupCommitOptions = {}) {
    this.#store = store
    this.#options = { maxGroup: 250, inFlight: 2, maxWaiting: 10_000, smallGroup: 32, onGroup: () => undefined, ...options }
  }

  /** Requests not answered yet. */
  get waiting(): number {
    return this.#waiting
  }

  /** Answers when the append is durable, or was refused. `unavailable` at once when too many wait. Never rejects. */
  append(request: AppendRequest): Promise<AppendReply> {
    return new Promise((resolve) => this.enqueue(request, resolve))
  }

  /** As `append`, without a promise. */
  enqueue(request: AppendRequest, reply: (reply: AppendReply) => void): void {
    if (this.#waiting >= this.#options.maxWaiting) {
      reply({ status: 'unavailable', reason: `${this.#waiting} appends are waiting already` })
      return
    }
    this.#waiting++
    const entry = { request, reply }
    const behind = this.#behind.get(request.stream)
    if (behind === undefined) {
      this.#behind.set(request.stream, null)
      this.#ready.push(entry)
      this.#schedule()
    } else if (behind === null) this.#behind.set(request.stream, [entry])
    else behind.push(entry)
  }

  /** Resolves when everything enqueued has been answered. */
  async idle(): Promise<void> {
    if (this.#waiting > 0) await new Promise<void>((resolve) => this.#idle.push(resolve))
  }

  /** All requests that came with the same read of the socket join one group. */
  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#pump()
    })
  }

  /**
   * The groups on their way share what waits: callers that wait for one large group would leave the server idle until they ask again.
   */
  #pump(): void {
    const { inFlight, maxGroup, smallGroup } = this.#options
    while (this.#groups < inFlight && this.#ready.length >= (this.#groups === 0 ? 1 : smallGroup)) {
      const size = Math.min(maxGroup, Math.max(smallGroup, Math.ceil(this.#waiting / inFlight)))
      const group = this.#ready.splice(0, size)
      this.#groups++
      void this.#run(group)
    }
  }

  async #run(group: readonly Waiting[]): Promise<void> {
    const started = performance.now()
    let replies: readonly AppendReply[]
    try {
      replies = await this.#store.append(group.map((entry) => entry.request))
    } catch (error) {
      replies = group.map(() => ({ status: 'unavailable', reason: error instanceof Error ? error.message : String(error) }))
    }
    this.#groups--
    for (const entry of group) this.#release(entry.request.stream)
    this.#pump()
    this.#waiting -= group.length
    for (const [i, entry] of group.entries()) entry.reply(replies[i] ?? { status: 'unavailable', reason: 'the store gave no answer' })
    this.#options.onGroup(group.length, performance.now() - started)
    if (this.#waiting === 0) for (const resolve of this.#idle.splice(0)) resolve()
  }

  #release(stream: string): void {
    const behind = this.#behind.get(stream)
    const next = behind?.shift()
    if (next === undefined) this.#behind.delete(stream)
    else this.#ready.push(next)
  }
}
