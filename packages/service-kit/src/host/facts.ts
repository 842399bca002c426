import { type AggregateDefinition, type Basis, type EventDefinition, type EventMetadata, streamName, tenantOf } from '@fudao/contracts/kit'
import { eventIdOf, type LedgerStreams, LedgerUnavailable } from '@fudao/ledger-client'
import type { Fold, LoadFact, Reserve } from './handlers.js'

const MAX_ATTEMPTS = 8

export interface FactSession {
  readonly load: LoadFact
  readonly reserve: Reserve
  /** Streams that were folded, for the event's basis; absent when none was. */
  readonly used: () => Basis['facts']
}

interface FactSessionOptions {
  readonly streams: LedgerStreams
  readonly tenant: string
  readonly commandId: string
  readonly events: readonly EventDefinition[]
  readonly metadataOf: (definition: EventDefinition) => EventMetadata
}

/** Other streams of the same service for one decision; remembers what was read (C-06). */
export const openFacts = (options: FactSessionOptions): FactSession => {
  const { streams, tenant } = options
  const used = new Map<string, { readonly stream: string; readonly revision: number }>()
  const record = (aggregate: AggregateDefinition, stream: string, revision: number): void => {
    const taken = used.get(aggregate.name)
    used.set(taken && taken.stream !== stream ? `${aggregate.name} ${stream}` : aggregate.name, { stream, revision })
  }
  const folded = async <State, E>(fold: Fold<State, E>, aggregate: AggregateDefinition, key: Readonly<Record<string, unknown>>) => {
    const stream = streamName(aggregate, tenant, key)
    const [result] = await streams.fold(tenantOf(stream), [{ stream, fold }])
    return result
  }
  return {
    load: async (fold, aggregate, key) => {
      const { stream, state, revision } = await folded(fold, aggregate, key)
      record(aggregate, stream, revision)
      return state
    },
    reserve: async (fold, aggregate, key, take) => {
      for (let attempt = 1; ; attempt += 1) {
        const { stream, state, revision } = await folded(fold, aggregate, key)
        const events = take(state)
        if (events.length === 0) {
          record(aggregate, stream, revision)
          return state
        }
        const outgoing = events.map((event, index) => {
          const definition = options.events.find((e) => e.aggregate.name === aggregate.name && e.name === event.type)
          if (!definition) throw new Error(`no contract of this service names an event ${event.type} of ${aggregate.name}`)
          // the revision keeps a claim apart from one that the same command made before
          const id = eventIdOf(options.commandId, stream, revision + 1 + index)
          return {
            id,
            definition,
            data: (event as unknown as { readonly data: Readonly<Record<string, unknown>> }).data,
            metadata: options.metadataOf(definition),
          }
        })
        const outcome = await streams.append(stream, revision, outgoing)
        if (outcome.status === 'appended') {
          record(aggregate, stream, outcome.revision)
          return events.reduce(fold.evolve, state)
        }
        if (attempt >= MAX_ATTEMPTS) throw new LedgerUnavailable('contention', false)
      }
    },
    used: () => (used.size === 0 ? undefined : Object.fromEntries(used)),
  }
}
