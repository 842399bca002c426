import {
  type Basis,
  type CommandDefinition,
  type CommandMessage,
  type CommandReply,
  type EventDefinition,
  type EventMetadata,
  streamName,
} from '@fudao/contracts/kit'
import { type DecisionContext, type LocalDate, Refusal } from '@fudao/domain-kit'
import { blindIndex, type CommandTrace, eventIdOf, type FoldedStream, type OutgoingEvent, type StreamAccess } from '@fudao/ledger-client'
import { currentTraceparent } from '@fudao/telemetry'
import type { References } from '../references/references.js'
import { isAnonymous } from './anonymous.js'
import { calendarFold, dateOf, dayStream } from './calendar.js'
import { openFacts } from './facts.js'
import type { AggregateHandlers, ErasedEvent, FactTools, Mode, Tenant } from './handlers.js'
import { policyFold, policyStream, recordPolicy } from './policy.js'

type Payload = Readonly<Record<string, unknown>>
export interface Attempt {
  readonly handlers: AggregateHandlers
  readonly definition: CommandDefinition
  readonly tenant: Tenant
  readonly message: CommandMessage
  readonly payload: Payload
  readonly hash: string
}
export interface AttemptTools {
  readonly streams: StreamAccess
  /** Every event of the service, for claims on other streams. */
  readonly events: readonly EventDefinition[]
  readonly mode: Mode
  readonly masterKey: Buffer | undefined
  readonly now: () => Date
  readonly references: References
}
/** `again`: somebody else appended first; decide anew. */
export type AttemptResult = CommandReply | { readonly status: 'again' }

const noDay: FoldedStream<LocalDate | null> = { stream: '', state: null, revision: -1, position: null, commands: new Map() }
const noPolicy: FoldedStream<ReturnType<typeof policyFold.initialState>> = { ...noDay, state: policyFold.initialState() }

/** What the reply carries besides events, from the state the command led to. */
const answerOf = ({ handlers, definition, tenant, payload }: Attempt, state: unknown) => {
  const answer = handlers.answers[definition.name]?.(payload, state, tenant.id)
  return answer === undefined ? {} : { answer }
}

const repeated = (attempt: Attempt, stream: string, trace: CommandTrace, state: unknown): CommandReply => {
  const { commandId } = attempt.message
  if (trace.hash !== attempt.hash) return { status: 'refused', code: 'IdempotencyKeyReused', rules: [], params: { commandId } }
  return {
    status: 'accepted',
    commandId,
    stream,
    revision: trace.revision,
    events: trace.events,
    token: trace.position,
    repeated: true,
    ...answerOf(attempt, state),
  }
}

/** Reads target, policy and calendar in one round trip. The platform has neither policy nor calendar. */
const readStreams = async ({ handlers, tenant }: Attempt, streams: StreamAccess, stream: string) => {
  if (tenant.kind === 'platform') {
    const [target] = await streams.fold(tenant.id, [{ stream, fold: handlers.decider }])
    return { target, policy: noPolicy, day: noDay }
  }
  const [target, policy, day] = await streams.fold(tenant.id, [
    { stream, fold: handlers.decider },
    { stream: policyStream(tenant.id), fold: policyFold },
    // a decider of the calendar has its own fold of this very stream
    { stream: dayStream(tenant.id), fold: calendarFold, lastOnly: true },
  ])
  return { target, policy, day }
}

const mergeBasis = (attempt: Attempt, own: Basis | undefined, policy: Basis['policy'], facts: Basis['facts']): Basis => {
  const { message, definition } = attempt
  const sent = message.basis
  const rules = [...new Set([...(own?.rules ?? definition.rules), ...(sent?.rules ?? []), ...(message.rule ? [message.rule] : [])])]
  const events = [...(own?.events ?? []), ...(sent?.events ?? [])]
  const allPolicy = { ...sent?.policy, ...policy, ...own?.policy }
  const allFacts = { ...sent?.facts, ...facts, ...own?.facts }
  return {
    ...(Object.keys(allPolicy).length > 0 ? { policy: allPolicy } : {}),
    ...(Object.keys(allFacts).length > 0 ? { facts: allFacts } : {}),
    ...(rules.length > 0 ? { rules } : {}),
    ...(events.length > 0 ? { events } : {}),
  }
}

const refused = (refusal: Refusal): CommandReply => {
  if (refusal.code === 'NotAuthorized' || refusal.code === 'WrongCampus')
    return { status: 'forbidden', code: refusal.code, params: refusal.params }
  return { status: 'refused', code: refusal.code, rules: refusal.rules, params: refusal.params }
}

/** One round of read, decide, append. @throws LedgerUnavailable, and whatever is a defect */
export const attemptCommand = async (attempt: Attempt, tools: AttemptTools): Promise<AttemptResult> => {
  const { handlers, definition, tenant, message, payload } = attempt
  const { commandId, actor } = message
  const stream = streamName(definition.aggregate, tenant.id, payload)
  const { target, policy, day } = await readStreams(attempt, tools.streams, stream)

  const trace = target.commands.get(commandId)
  if (trace) return repeated(attempt, stream, trace, target.state)
  if (message.expectedRevision !== undefined && message.expectedRevision !== target.revision)
    return { status: 'conflict', stream, expected: message.expectedRevision, actual: target.revision }

  const asOf = message.asOf ?? dateOf(tenant, day.state, tools.now())
  const recording = recordPolicy(policy.state, asOf)
  const traceparent = isAnonymous(message) ? undefined : currentTraceparent()
  const metadataOf = (event: EventDefinition): EventMetadata => ({
    campusid: tenant.id,
    schemaversion: event.version,
    actorid: actor.userId,
    actorrole: actor.role,
    asof: asOf,
    policyversion: policy.revision,
    correlationid: message.correlationId ?? commandId,
    causationid: message.causationId ?? commandId,
    commandid: commandId,
    commandhash: attempt.hash,
    ...(message.rule === undefined ? {} : { rule: message.rule }),
    ...(traceparent === undefined ? {} : { traceparent }),
  })
  const facts = openFacts({
    streams: tools.streams,
    tenant: tenant.id,
    commandId,
    events: tools.events,
    metadataOf,
    references: tools.references,
    token: message.token,
  })
  const factTools: FactTools = {
    tenant,
    mode: tools.mode,
    reserve: facts.reserve,
    reference: facts.reference,
    blindIndex: (value) => {
      if (!tools.masterKey) throw new Error('this service has no master key: set FUDAO_MASTER_KEY')
      return blindIndex(tools.masterKey, tenant.id, definition.aggregate.context, value)
    },
  }
  const context: Omit<DecisionContext, 'facts'> = { campusId: tenant.id, commandId, asOf, actor, policy: recording.view }

  const unchanged = {
    status: 'accepted',
    commandId,
    stream,
    revision: target.revision,
    events: [],
    token: target.position,
    repeated: false,
  } as const
  let events: readonly ErasedEvent[]
  try {
    const request = { type: definition.name, data: payload as never, metadata: context }
    const unrecorded = handlers.unrecorded[definition.name]
    if (unrecorded) return { ...unchanged, answer: await unrecorded(request, target.state, factTools) }
    const known = await handlers.facts[definition.name]?.(request, facts.load, factTools)
    events = handlers.decider.decide({ type: definition.name, data: payload, metadata: { ...context, facts: known } }, target.state)
  } catch (error) {
    if (error instanceof Refusal) return refused(error)
    throw error
  }
  if (events.length === 0) return { ...unchanged, ...answerOf(attempt, target.state) }

  const outgoing = events.map((event, index): OutgoingEvent => {
    const found = handlers.events.find((known) => known.name === event.type)
    if (!found) throw new Error(`${definition.name} gave ${event.type}, which is not an event of ${definition.aggregate.name}`)
    const signatures = { coSigners: payload.coSigners, approvalRef: payload.approvalRef }
    const basis = mergeBasis(attempt, event.data.basis as Basis | undefined, recording.used(), facts.used())
    const data = {
      ...Object.fromEntries(Object.entries(signatures).filter(([, value]) => value !== undefined)),
      ...event.data,
      ...(Object.keys(basis).length > 0 ? { basis } : {}),
    }
    const id = handlers.eventId?.(event, tenant.id) ?? eventIdOf(commandId, stream, index)
    return { id, definition: found, data, metadata: metadataOf(found) }
  })
  if (!(await facts.commit())) return { status: 'again' }
  const outcome = await tools.streams.append(stream, target.revision, outgoing)
  if (outcome.status !== 'appended') return { status: 'again' }
  return {
    status: 'accepted',
    commandId,
    stream,
    revision: outcome.revision,
    events: outgoing.map((event) => ({ id: event.id, type: event.definition.type })),
    token: outcome.position,
    repeated: outcome.repeated,
    ...answerOf(attempt, events.reduce(handlers.decider.evolve, target.state)),
  }
}
