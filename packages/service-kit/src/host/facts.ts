import { type AggregateDefinition, type Basis, type EventDefinition, type EventMetadata, streamName, tenantOf } from '@fudao/contracts/kit'
import { eventIdOf, type OutgoingEvent, type StreamAccess } from '@fudao/ledger-client'
import type { References } from '../references/references.js'
import type { Fold, LoadFact, ReadReference, Reserve } from './handlers.js'

export interface FactSession {
  readonly load: LoadFact
  readonly reserve: Reserve
  readonly reference: ReadReference
  /** Appends what was reserved, once the command is accepted; `false`: somebody else was first, decide anew. */
  readonly commit: () => Promise<boolean>
  /** Streams that were folded, for the event's basis; absent when none was. */
  readonly used: () => Basis['facts']
}

interface FactSessionOptions {
  readonly streams: StreamAccess
  readonly tenant: string
  readonly commandId: string
  readonly events: readonly EventDefinition[]
  readonly metadataOf: (definition: EventDefinition) => EventMetadata
  readonly references: References
  /** Reference tables are read once they hold it. */
  readonly token: string | undefined
}

/** Events for another stream that wait until the command is accepted. */
interface Reserved<State = unknown> {
  readonly state: State
  readonly revision: number
  /** Revision the first of them stands on. */
  readonly from: number
  readonly outgoing: readonly OutgoingEvent[]
}

type Fact = NonNullable<Basis['facts']>[string]

/** Other streams of the same service, and its reference tables, for one decision; remembers what was read (C-06). */
export const openFacts = (options: FactSessionOptions): FactSession => {
  const { streams, tenant } = options
  const reserved = new Map<string, Reserved>()
  const used = new Map<string, Fact>()
  const note = (name: string, fact: Fact): void => {
    const taken = used.get(name)
    used.set(taken && taken.stream !== fact.stream ? `${name} ${fact.stream}` : name, fact)
  }
  const record = (aggregate: AggregateDefinition, stream: string, revision: number): void => note(aggregate.name, { stream, revision })
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
      const stream = streamName(aggregate, tenant, key)
      const planned = reserved.get(stream)
      const { state, revision } =
        (planned as Reserved<ReturnType<typeof fold.initialState>> | undefined) ?? (await folded(fold, aggregate, key))
      const events = take(state)
      const outgoing = events.map((event, index): OutgoingEvent => {
        const definition = options.events.find((e) => e.aggregate.name === aggregate.name && e.name === event.type)
        if (!definition) throw new Error(`no contract of this service names an event ${event.type} of ${aggregate.name}`)
        return {
          // the revision keeps a claim apart from one that the same command made before
          id: eventIdOf(options.commandId, stream, revision + 1 + index),
          definition,
          data: (event as unknown as { readonly data: Readonly<Record<string, unknown>> }).data,
          metadata: options.metadataOf(definition),
        }
      })
      const after = events.reduce(fold.evolve, state)
      record(aggregate, stream, revision + events.length)
      if (events.length > 0)
        reserved.set(stream, {
          state: after,
          revision: revision + events.length,
          from: planned?.from ?? revision,
          outgoing: [...(planned?.outgoing ?? []), ...outgoing],
        })
      return after
    },
    reference: async (reference, key) => {
      const { row, position, source } = await options.references.read(reference, tenant, key, options.token)
      const { campus: _, ...value } = row ?? { campus: tenant }
      note(reference.name, {
        // nothing known of it: the table itself is the witness
        ...(source ?? { stream: `${reference.name} ${key.join(' ')}`, revision: -1 }),
        ...(position === null ? {} : { position }),
        value: (row && value) as Fact['value'],
      })
      return row
    },
    commit: async () => {
      for (const [stream, { from, outgoing }] of reserved)
        if ((await streams.append(stream, from, outgoing)).status !== 'appended') return false
      return true
    },
    used: () => (used.size === 0 ? undefined : Object.fromEntries(used)),
  }
}
