import type { StreamSlice } from '@fudao/contracts/kit'
import { tenantOf } from '@fudao/contracts/kit'
import type { DecodedEvent, EventCodec, OutgoingEvent } from '../codec/event-codec.js'
import { type Ledger, LedgerUnavailable } from '../ledger.js'
import { type AnyEvolve, type CommandTrace, type FoldedStream, StateCache } from './state-cache.js'

/** A stream to fold. `evolve` is compared by identity: give the same function every time. */
export interface FoldRequest<State = unknown, E = unknown> {
  readonly stream: string
  readonly fold: { readonly initialState: () => State; readonly evolve: (state: State, event: E) => State }
}
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
  async fold<R extends readonly FoldRequest<never, never>[]>(
    campus: string,
    requests: readonly [...R],
  ): Promise<{
    readonly [I in keyof R]: FoldedStream<R[I] extends { readonly fold: { readonly initialState: () => infer S } } ? S : never>
  }> {
    const bases = requests.map((request) => this.#base(request as unknown as FoldRequest))
    const slices = await this.ledger.read(
      campus,
      bases.map((base) => ({ stream: base.stream, from: base.revision + 1 })),
    )
    const folded = await Promise.all(
      bases.map(async (base, i) => this.#advance(base, requests[i] as unknown as FoldRequest, slices[i] as StreamSlice)),
    )
    return folded as never
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

  forget(stream: string): void {
    this.#cache.forget(stream)
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
    const held = this.#cache.get(request.stream, request.fold.evolve as AnyEvolve)
    return held ?? { stream: request.stream, state: request.fold.initialState(), revision: -1, position: null, commands: new Map() }
  }

  async #advance(base: FoldedStream<unknown>, request: FoldRequest, slice: StreamSlice): Promise<FoldedStream<unknown>> {
    if (slice.revision < base.revision) {
      // the store lost what was folded (restored from a backup): start over
      this.#cache.forget(base.stream)
      const [fresh] = await this.ledger.read(tenantOf(base.stream), [{ stream: base.stream }])
      return this.#advance(
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
      state = request.fold.evolve(state, event)
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
    this.#cache.put(folded, request.fold.evolve as AnyEvolve)
    return folded
  }
}
