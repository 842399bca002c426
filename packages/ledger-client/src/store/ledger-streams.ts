import { tenantOf } from '@fudao/contracts/kit'
import type { DecodedEvent, EventCodec, OutgoingEvent } from '../codec/event-codec.js'
import { type Ledger, LedgerUnavailable, type ReadSlice } from '../ledger.js'
import { type CommandTrace, type FoldedStream, StateCache } from './state-cache.js'

/** A stream to fold. `evolve` is compared by identity: give the same function every time. */
export interface FoldRequest {
  readonly stream: string
  /** The last event alone says everything (a calendar): a stream not folded yet is read from its end. */
  readonly lastOnly?: boolean
  readonly fold: { readonly initialState: () => unknown; readonly evolve: (state: never, event: never) => unknown }
}
export type FoldedOf<R extends FoldRequest> = FoldedStream<ReturnType<R['fold']['initialState']>>
/** Calls a fold whose types were erased. */
const evolved = ({ fold }: FoldRequest, state: unknown, event: unknown): unknown =>
  (fold.evolve as (state: unknown, event: unknown) => unknown)(state, event)
export type AppendOutcome =
  | { readonly status: 'appended'; readonly revision: number; readonly position: string; readonly repeated: boolean }
  | { readonly status: 'conflict'; readonly actual: number }
  /** An event id is in the store with other content: somebody else carried the command out. */
  | { readonly status: 'idReused'; readonly id: string }

export interface LedgerStreamsOptions {
  readonly ledger: Ledger
  readonly codec: EventCodec
  readonly cache?: StateCache
}

const traced = (commands: Map<string, CommandTrace>, event: DecodedEvent): void => {
  const { commandid, commandhash, eventId, storedType, revision, position } = event.metadata
  if (commandid === undefined) return
  const before = commands.get(commandid)?.events ?? []
  // two requests may fold the same events at once
  if (before.some((known) => known.id === eventId)) return
  const events = [...before, { id: eventId, type: storedType }]
  commands.set(commandid, { hash: commandhash ?? '', events, revision, position })
}

/** Streams as folded state, over the ledger: several in one round trip, from where the cache left off. */
export class LedgerStreams {
  readonly ledger: Ledger
  readonly codec: EventCodec
  readonly #cache: StateCache
  constructor(options: LedgerStreamsOptions) {
    this.ledger = options.ledger
    this.codec = options.codec
    this.#cache = options.cache ?? new StateCache()
  }

  /**
   * Folds the streams as they are now, in one round trip; `campus` is whose subject is asked.
   * @throws LedgerUnavailable, UnreadableEvent
   */
  async fold<const R extends readonly FoldRequest[]>(campus: string, requests: R): Promise<{ -readonly [I in keyof R]: FoldedOf<R[I]> }> {
    const bases = requests.map((request) => this.#base(request))
    const slices = await this.ledger.read(
      campus,
      bases.map((base, i) =>
        requests[i]?.lastOnly && base.revision < 0
          ? { stream: base.stream, backwards: true, limit: 1 }
          : { stream: base.stream, from: base.revision + 1 },
      ),
    )
    const folded = await Promise.all(
      requests.map(async (request, i) => this.#advance(campus, bases[i] as FoldedStream<unknown>, request, slices[i] as ReadSlice)),
    )
    return folded as never
  }

  /** Forgets every folded state: some may hold what a destroyed key had opened. Erasures are rare, and streams are read again. */
  forgetStates(): void {
    this.#cache.clear()
  }

  /** Appends to one stream; the events carry their ids. @throws LedgerUnavailable, PersonErased */
  async append(stream: string, expectedRevision: number, events: readonly OutgoingEvent[]): Promise<AppendOutcome> {
    const encoded = await this.codec.encode(stream, events)
    const campus = tenantOf(stream)
    const request = { stream, expectedRevision: expectedRevision < 0 ? ('none' as const) : expectedRevision, events: encoded }
    try {
      return await this.ledger.append(campus, request)
    } catch (error) {
      if (!(error instanceof LedgerUnavailable) || !error.outcomeUnknown) throw error
      return await this.#resolve(
        campus,
        stream,
        expectedRevision,
        request.events.map((event) => event.id),
        error,
      )
    }
  }

  /** Unknown outcome: the stream says whether the events are there (never a blind second append). */
  async #resolve(
    campus: string,
    stream: string,
    expectedRevision: number,
    ids: readonly string[],
    cause: LedgerUnavailable,
  ): Promise<AppendOutcome> {
    const [slice] = await this.ledger.read(campus, [{ stream, from: expectedRevision + 1 }])
    const last = slice?.events.find((event) => event.id === ids.at(-1))
    if (last) return { status: 'appended', revision: last.revision, position: last.position, repeated: false }
    if (slice && slice.revision > expectedRevision) return { status: 'conflict', actual: slice.revision }
    // not there yet: it may still come, so only the caller's repeat with the same ids is safe
    throw new LedgerUnavailable(cause.reason, true, { cause })
  }

  #base(request: FoldRequest): FoldedStream<unknown> {
    const held = this.#cache.get(request.stream, request.fold.evolve)
    return held ?? { stream: request.stream, state: request.fold.initialState(), revision: -1, position: null, commands: new Map() }
  }

  async #advance(campus: string, base: FoldedStream<unknown>, request: FoldRequest, slice: ReadSlice): Promise<FoldedStream<unknown>> {
    if (slice.revision < base.revision) {
      // the store lost what was folded (restored from a backup): start over
      this.#cache.forget(base.stream, request.fold.evolve)
      const [fresh] = await this.ledger.read(campus, [{ stream: base.stream }])
      return this.#advance(
        campus,
        { ...base, state: request.fold.initialState(), revision: -1, position: null, commands: new Map() },
        request,
        fresh ?? slice,
      )
    }
    if (slice.events.length === 0) return base
    const events = await this.codec.decode(slice.events)
    // shared with the entry it goes on from: it only ever grows, and copying it would make long streams slow
    const commands = base.commands as Map<string, CommandTrace>
    let state = base.state
    for (const event of events) {
      state = evolved(request, state, event)
      traced(commands, event)
    }
    const last = events.at(-1)
    const folded: FoldedStream<unknown> = {
      stream: base.stream,
      state,
      revision: last?.metadata.revision ?? base.revision,
      position: last?.metadata.position ?? base.position,
      commands,
    }
    this.#cache.put(folded, request.fold.evolve)
    return folded
  }
}
