import { LRUCache } from 'lru-cache'

/** What a command added to a stream: tells a repeat, and gives its first result again (A4). */
export interface CommandTrace {
  readonly hash: string
  readonly events: readonly { readonly id: string; readonly type: string }[]
  /** Revision and position of its last event. */
  readonly revision: number
  readonly position: string
}
/** A stream folded up to a revision; -1: it does not exist. */
export interface FoldedStream<State> {
  readonly stream: string
  readonly state: State
  readonly revision: number
  readonly position: string | null
  readonly commands: ReadonlyMap<string, CommandTrace>
}
export type AnyEvolve = (state: never, event: never) => unknown

/**
 * Folded state of the streams used last, bounded by streams and by folded events. An entry is never trusted: reads go on after its
 * revision, and an append states the revision it was decided on.
 */
export class StateCache {
  readonly #entries: LRUCache<string, FoldedStream<unknown>>
  readonly #folds = new WeakMap<AnyEvolve, number>()
  #lastFold = 0
  constructor(options: { readonly maxStreams?: number; readonly maxEvents?: number } = {}) {
    this.#entries = new LRUCache({
      max: options.maxStreams ?? 10_000,
      maxSize: options.maxEvents ?? 500_000,
      sizeCalculation: (folded) => folded.revision + 2,
    })
  }
  /** The stream as folded with this very function; another fold of the same stream shares nothing. */
  get(stream: string, evolve: AnyEvolve): FoldedStream<unknown> | undefined {
    return this.#entries.get(this.#key(stream, evolve))
  }
  /** Keeps the newer of two. */
  put(folded: FoldedStream<unknown>, evolve: AnyEvolve): void {
    const key = this.#key(folded.stream, evolve)
    const held = this.#entries.peek(key)
    if (!held || held.revision <= folded.revision) this.#entries.set(key, folded)
  }
  forget(stream: string, evolve: AnyEvolve): void {
    this.#entries.delete(this.#key(stream, evolve))
  }
  /** Forgets everything: folded states may hold what a destroyed key had opened. */
  clear(): void {
    this.#entries.clear()
  }
  #key(stream: string, evolve: AnyEvolve): string {
    let fold = this.#folds.get(evolve)
    if (fold === undefined) {
      fold = ++this.#lastFold
      this.#folds.set(evolve, fold)
    }
    return `${fold} ${stream}`
  }
}
