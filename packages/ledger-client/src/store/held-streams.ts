import type { OutgoingEvent } from '../codec/event-codec.js'
import type { AppendOutcome, FoldedOf, FoldRequest, LedgerStreams } from './ledger-streams.js'
import type { AnyEvolve, CommandTrace, FoldedStream } from './state-cache.js'

/** What a decision needs of streams. */
export type StreamAccess = Pick<LedgerStreams, 'fold' | 'append'>

/** A trace of each command among the events, after those that were there. */
const withTraces = (
  before: ReadonlyMap<string, CommandTrace>,
  events: readonly OutgoingEvent[],
  revision: number,
  position: string,
): ReadonlyMap<string, CommandTrace> => {
  const commands = new Map(before)
  for (const { id, definition, metadata } of events) {
    const known = commands.get(metadata.commandid)?.events ?? []
    commands.set(metadata.commandid, {
      hash: metadata.commandhash,
      events: [...known, { id, type: definition.type }],
      revision,
      position,
    })
  }
  return commands
}

/**
 * Streams as they were folded first, for many commands in a row: a stream is read once and from then on moved by what is appended through
 * here. What somebody else appends meanwhile is found by the expected revision of an append, and that stream is read again. Short-lived: it
 * holds states in which personal data is open.
 */
export class HeldStreams implements StreamAccess {
  readonly #streams: StreamAccess
  readonly #held = new Map<string, Map<AnyEvolve, FoldedStream<unknown>>>()
  constructor(streams: StreamAccess) {
    this.#streams = streams
  }

  /** @throws LedgerUnavailable, UnreadableEvent */
  async fold<const R extends readonly FoldRequest[]>(campus: string, requests: R): Promise<{ -readonly [I in keyof R]: FoldedOf<R[I]> }> {
    const missing = requests.filter((request) => this.#find(request) === undefined)
    if (missing.length > 0) {
      const read: readonly FoldedStream<unknown>[] = await this.#streams.fold(campus, missing)
      for (const [i, { stream, fold }] of missing.entries()) {
        const folded = read[i]
        if (folded) this.#held.set(stream, (this.#held.get(stream) ?? new Map()).set(fold.evolve, folded))
      }
    }
    return requests.map((request) => this.#find(request)) as never
  }

  /** @throws LedgerUnavailable, PersonErased */
  async append(stream: string, expectedRevision: number, events: readonly OutgoingEvent[]): Promise<AppendOutcome> {
    const before = this.#held.get(stream)
    // until it is known what became of it, the stream is read
    this.#held.delete(stream)
    const outcome = await this.#streams.append(stream, expectedRevision, events)
    // one that was made before may have been followed by others
    if (outcome.status !== 'appended' || outcome.repeated || !before) return outcome
    const { revision, position } = outcome
    const after = new Map<AnyEvolve, FoldedStream<unknown>>()
    for (const [evolve, folded] of before) {
      if (folded.revision !== expectedRevision) continue
      const fold = evolve as (state: unknown, event: unknown) => unknown
      const state = events.reduce(
        (known, { id, definition, data, metadata }, i) =>
          fold(known, {
            type: definition.name,
            data,
            id,
            metadata: { ...metadata, eventId: id, stream, revision: expectedRevision + 1 + i, storedType: definition.type },
          }),
        folded.state,
      )
      after.set(evolve, { stream, state, revision, position, commands: withTraces(folded.commands, events, revision, position) })
    }
    if (after.size > 0) this.#held.set(stream, after)
    return outcome
  }

  #find({ stream, fold }: FoldRequest): FoldedStream<unknown> | undefined {
    const folds = this.#held.get(stream)
    const held = folds?.get(fold.evolve)
    if (held || !folds) return held
    // a stream that does not exist is folded by every fold
    const none = [...folds.values()].some(({ revision }) => revision < 0)
    return none ? { stream, state: fold.initialState(), revision: -1, position: null, commands: new Map() } : undefined
  }
}
