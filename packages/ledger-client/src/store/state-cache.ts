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
interface Entry {
  readonly evolve: AnyEvolve
  readonly folded: FoldedStream<unknown>
}

/**
 * Folded state of the streams used last, bounded by streams and by folded events. An entry is never trusted: reads go on after its
 * revision, and an append states the revision it was decided on.
 */
export class StateCache {
  readonly #entries: LRUCache<string, Entry>
  constructor(options: { readonly maxStreams?: number; readonly maxEvents?: number } = {}) {
    this.#entries = new LRUCache({
      max: options.maxStreams ?? 10_000,
      maxSize: options.maxEvents ?? 500_000,
      sizeCalculation: (entry) => entry.folded.revision + 2,
    })
  }
  /** The stream as folded with this very function; another fold of the same stream shares nothing. */
  get<State>(stream: string, evolve: AnyEvolve): FoldedStream<State> | undefined {
    const entry = this.#entries.get(stream)
    return entry && entry.evolve === evolve ? (entry.folded as FoldedStream<State>) : undefined
  }
  /** Keeps the newer of two. */
  put(folded: FoldedStream<unknown>, evolve: AnyEvolve): void {
    const held = this.#entries.get(folded.stream)
    if (!held || held.evolve !== evolve || held.folded.revision <= folded.revision) this.#entries.set(folded.stream, { evolve, folded })
  }
  forget(stream: string): void {
    this.#entries.delete(stream)
  }
}
