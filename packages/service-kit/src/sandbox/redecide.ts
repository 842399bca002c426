import { type Actor, type Basis, type CommandDefinition, type Role, role } from '@fudao/contracts/kit'
import {
  type DraftEntry,
  type PolicyState,
  type Redecided,
  type RedecideReply,
  type RedecideRequest,
  withDraft,
} from '@fudao/contracts/policy'
import { type DecisionContext, type LocalDate, Refusal } from '@fudao/domain-kit'
import { blindIndex, type DecodedEvent, type LedgerStreams } from '@fudao/ledger-client'
import type { AggregateHandlers, ErasedEvent, FactTools, Mode, Tenant } from '../host/handlers.js'
import { recordPolicy } from '../host/policy.js'
import { PastStreams, recordedReferences } from './past-streams.js'
import { payloadsOf } from './rebuild-payload.js'
import { differences, sameEvents } from './same-events.js'

export interface RedecideTools {
  readonly streams: LedgerStreams
  readonly handlers: readonly AggregateHandlers[]
  readonly mode: Mode
  readonly masterKey: Buffer | undefined
}

/** The events of one command, and the state it was decided on. */
interface Decision {
  readonly handlers: AggregateHandlers
  readonly events: readonly [DecodedEvent, ...DecodedEvent[]]
  readonly state: unknown
}
type Decided = readonly ErasedEvent[] | Refusal

const actorOf = ({ data, metadata }: DecodedEvent): Actor => {
  const known = role.safeParse(metadata.actorrole)
  const own = (field: 'counselorId' | 'departmentId') => (typeof data[field] === 'string' ? { [field]: data[field] } : {})
  return {
    userId: metadata.actorid ?? 'unknown',
    role: known.success ? known.data : ('system' satisfies Role),
    ...own('counselorId'),
    ...own('departmentId'),
  }
}

const decide = async (
  { handlers, events: [first], state }: Decision,
  definition: CommandDefinition,
  payload: Readonly<Record<string, unknown>>,
  policy: DecisionContext['policy'],
  past: PastStreams,
  tools: RedecideTools,
  tenant: Tenant,
): Promise<Decided> => {
  const { metadata } = first
  const context = {
    campusId: tenant.id,
    commandId: metadata.commandid ?? first.id,
    asOf: metadata.asof as LocalDate,
    actor: actorOf(first),
    policy,
  }
  const { load, reserve } = past.factsAt(metadata.position)
  const factTools: FactTools = {
    tenant,
    mode: tools.mode,
    reserve,
    reference: recordedReferences((first.data.basis as Basis | undefined)?.facts, tenant.id),
    blindIndex: (value) => {
      if (!tools.masterKey) throw new Error('this service has no master key: set FUDAO_MASTER_KEY')
      return blindIndex(tools.masterKey, tenant.id, definition.aggregate.context, value)
    },
  }
  try {
    const facts = await handlers.facts[definition.name]?.(
      { type: definition.name, data: payload as never, metadata: context },
      load,
      factTools,
    )
    return handlers.decider.decide({ type: definition.name, data: payload, metadata: { ...context, facts } }, state)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

/** The command that gives the recorded events again under the policy of the time. */
const findCommand = async (
  decision: Decision,
  recorded: PolicyState,
  ...rest: [past: PastStreams, tools: RedecideTools, tenant: Tenant]
): Promise<{ readonly definition: CommandDefinition; readonly payload: Readonly<Record<string, unknown>> } | null> => {
  const { handlers, events } = decision
  const [first] = events
  const said = Object.assign({}, ...events.toReversed().map(({ data }) => data)) as Readonly<Record<string, unknown>>
  for (const definition of handlers.commands.filter(({ emits }) => emits.some(({ name }) => name === first.type)))
    for (const payload of payloadsOf(definition, said)) {
      const decided = await decide(decision, definition, payload, recordPolicy(recorded, first.metadata.asof as LocalDate).view, ...rest)
      if (!(decided instanceof Refusal) && sameEvents(events, decided)) return { definition, payload }
    }
  return null
}

const usedKeys = (event: DecodedEvent): readonly string[] => {
  const { policy } = (event.data.basis ?? {}) as { readonly policy?: Readonly<Record<string, unknown>> }
  return Object.keys(policy ?? {}).map((key) => key.split('@', 1)[0] ?? key)
}

const redecideOne = async (
  decision: Decision,
  draft: readonly DraftEntry[],
  ...rest: [past: PastStreams, tools: RedecideTools, tenant: Tenant]
): Promise<Redecided | 'same' | 'unknown'> => {
  const { events } = decision
  const [first] = events
  const { metadata, data } = first
  const recorded = await rest[0].policyAt(metadata.position)
  const found = await findCommand(decision, recorded, ...rest)
  if (!found) return 'unknown'
  const asOf = metadata.asof as LocalDate
  const decided = await decide(decision, found.definition, found.payload, recordPolicy(withDraft(recorded, draft), asOf).view, ...rest)
  if (!(decided instanceof Refusal) && sameEvents(events, decided)) return 'same'
  const rules = ((data.basis ?? {}) as { readonly rules?: readonly string[] }).rules ?? found.definition.rules
  const about = {
    eventId: first.id,
    type: metadata.storedType,
    stream: metadata.stream,
    on: asOf,
    ruleIds: rules,
    keys: [...new Set(draft.map(({ key }) => key))].filter((key) => usedKeys(first).includes(key)),
  }
  if (decided instanceof Refusal)
    return { ...about, change: 'refused', before: {}, after: { refusal: decided.code, rules: decided.rules, ...decided.params } }
  if (decided.length === 0) return { ...about, change: 'gone', before: {}, after: null }
  return { ...about, change: 'other', ...differences(events, decided) }
}

/** Commands of a stream in order, each with the state before it. */
const decisionsOf = (handlers: AggregateHandlers, events: readonly DecodedEvent[]): readonly Decision[] => {
  const decisions: Decision[] = []
  let state = handlers.decider.initialState()
  for (let at = 0; at < events.length; ) {
    const first = events[at] as DecodedEvent
    const id = first.metadata.commandid
    let end = at + 1
    while (id !== undefined && events[end]?.metadata.commandid === id) end += 1
    const group = events.slice(at, end) as [DecodedEvent, ...DecodedEvent[]]
    decisions.push({ handlers, events: group, state })
    state = (group as unknown as readonly ErasedEvent[]).reduce(handlers.decider.evolve, state)
    at = end
  }
  return decisions
}

/**
 * Makes decisions of the past anew as if the draft had been in force: on the state, the facts and the rest of the policy as they were. A
 * decider is pure and reads its policy value by value, so one that read none of the draft's keys comes out the same and need not be asked
 * for. A decision that cannot be repeated under the policy of its time is counted and left out. Nothing is written or cached.
 * @throws LedgerUnavailable
 */
export const redecide = async (tenant: Tenant, request: RedecideRequest, tools: RedecideTools): Promise<RedecideReply> => {
  const draft = request.draft as readonly DraftEntry[]
  const past = new PastStreams(tools.streams, tenant.id)
  const byCategory = new Map(tools.handlers.map((handlers) => [handlers.aggregate.category, handlers]))
  const changes: Redecided[] = []
  const notReplayed: Record<string, number> = {}
  let decisions = 0
  for (const { stream, revisions } of request.streams) {
    const handlers = byCategory.get(stream.slice(0, stream.indexOf('-')))
    const wanted = new Set(revisions)
    const all = handlers ? decisionsOf(handlers, await past.all(stream)) : []
    for (const decision of all) {
      if (!decision.events.some(({ metadata }) => wanted.has(metadata.revision))) continue
      const result = await redecideOne(decision, draft, past, tools, tenant).catch((error: unknown) => {
        // a fact that can no longer be had, or a fold that has moved on
        if (error instanceof Error && error.name === 'LedgerUnavailable') throw error
        return 'unknown' as const
      })
      const type = decision.events[0].metadata.storedType
      if (result === 'unknown') notReplayed[type] = (notReplayed[type] ?? 0) + 1
      else decisions += 1
      if (typeof result === 'object') changes.push(result)
    }
  }
  return { status: 'ok', changes, decisions, notReplayed }
}
