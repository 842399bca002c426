import { type Basis, streamName, tenantOf } from '@fudao/contracts/kit'
import { emptyPolicy, evolvePolicy, type PolicyState } from '@fudao/contracts/policy'
import type { DecodedEvent, LedgerStreams } from '@fudao/ledger-client'
import type { FactTools, Fold, LoadFact, ReadReference, Reserve } from '../host/handlers.js'
import { policyStream } from '../host/policy.js'

/** Streams of one campus as they were at a position of the store, each read once; nothing is kept for the next request. */
export class PastStreams {
  readonly #events = new Map<string, Promise<readonly DecodedEvent[]>>()
  constructor(
    readonly streams: LedgerStreams,
    readonly campus: string,
  ) {}

  /** Every event of the stream. @throws LedgerUnavailable, UnreadableEvent */
  all(stream: string): Promise<readonly DecodedEvent[]> {
    const held = this.#events.get(stream)
    if (held) return held
    const read = (async () => {
      const [slice] = await this.streams.ledger.read(tenantOf(stream), [{ stream }])
      return this.streams.codec.decode(slice?.events ?? [])
    })()
    this.#events.set(stream, read)
    return read
  }

  async #before(stream: string, position: string): Promise<readonly DecodedEvent[]> {
    return (await this.all(stream)).filter((event) => event.metadata.position < position)
  }

  async policyAt(position: string): Promise<PolicyState> {
    const events = await this.#before(policyStream(this.campus), position)
    return events.reduce((state, event) => evolvePolicy(state, event, event.metadata.revision), emptyPolicy)
  }

  /** Facts as they stood before the decision (C-06); a place in another stream is looked at and not taken. */
  factsAt(position: string): { readonly load: LoadFact; readonly reserve: Reserve } {
    const load: LoadFact = async <State, E>(fold: Fold<State, E>, ...[aggregate, key]: Tail<Parameters<LoadFact>>) => {
      const events = await this.#before(streamName(aggregate, this.campus, key), position)
      return (events as unknown as readonly E[]).reduce(fold.evolve, fold.initialState())
    }
    const reserve: FactTools['reserve'] = async (fold, aggregate, key, take) => {
      const state = await load(fold, aggregate, key)
      return take(state).reduce(fold.evolve, state)
    }
    return { load, reserve }
  }
}
/** Rows of reference tables as the decision saw them: they stand in its event. @throws Error for a row it did not look at */
export const recordedReferences = (facts: Basis['facts'], campus: string): ReadReference =>
  (async (reference, key) => {
    const none = `${reference.name} ${key.join(' ')}`
    for (const [name, { stream, value }] of Object.entries(facts ?? {})) {
      if (name !== reference.name && !name.startsWith(`${reference.name} `)) continue
      if (value === null && stream === none) return null
      const row = value as Readonly<Record<string, unknown>> | null | undefined
      if (row && reference.table.key.every((column, i) => String(row[column]) === key[i])) return { ...row, campus }
    }
    throw new Error(`the decision did not look at ${none}`)
  }) as ReadReference

type Tail<T extends readonly unknown[]> = T extends [unknown, ...infer R] ? R : never
