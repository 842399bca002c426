import {
  AppealFiled,
  AssessmentExempted,
  AssessmentFinalized,
  AssessmentResultRevised,
  AwardRoundOpened,
  AwardsPublished,
} from '@fudao/contracts/assessment'
import {
  ownersOf,
  type PolicyKey,
  PolicyParameterCorrected,
  PolicyParameterRetired,
  PolicyParameterSet,
  PresetAdopted,
} from '@fudao/contracts/policy'
import {
  ContractDrafted,
  ContractExpired,
  ContractRenewed,
  ContractSigned,
  ContractTerminated,
  ExitCaseWithdrawn,
  OfferAccepted,
  OfferRefused,
  PostOffered,
  RenewalDue,
  RoundCancelled,
  RoundClosed,
  RoundPlanned,
  TerminationPermitted,
} from '@fudao/contracts/staffing'
import { addDays, type LocalDate } from '@fudao/domain-kit'
import {
  type Cause,
  defineRule,
  eventOf,
  type HandledEvent,
  type Reaction,
  type Rule,
  type RuleContext,
  type RuleEvent,
} from '@fudao/rules'

const noticeDays = 'staffing.contract.renewalNoticeDays'

/** Something open that a value of the policy has set; it stays as it is when the value changes (C-10). */
interface Obligation {
  /** `null`: it is open until an event ends it. */
  readonly dueOn: LocalDate | null
  /** The value that set it. */
  readonly by: number | null
}
interface State {
  readonly key: string
  readonly obligations: Readonly<Record<string, Obligation>>
  /** Last days of contracts that are not signed yet. */
  readonly drafts: Readonly<Record<string, LocalDate>>
  /** What the last cause brought into force, if it is another value than before. */
  readonly changed: { readonly effectiveFrom: LocalDate; readonly value: unknown } | null
  /** Value in force that was last looked at. */
  readonly value: unknown
}

/** What one parameter sets: the events that open it, with the day it is due, and those that end it. */
interface Tracked {
  readonly key: PolicyKey
  readonly opens: readonly HandledEvent[]
  /** `undefined`: nothing that the parameter has set. */
  readonly due: (cause: Cause, by: number) => LocalDate | null | undefined
  readonly ends: readonly HandledEvent[]
}
/** A length that the round took from the policy; one that the round states for itself (A-34) follows no policy. */
const lengthOfRound = (key: PolicyKey, field: 'publicityDays' | 'trialMonths'): Tracked => ({
  key,
  opens: [RoundPlanned],
  due: (cause, by) => (eventOf(cause, RoundPlanned)?.data[field] === by ? null : undefined),
  ends: [RoundClosed, RoundCancelled],
})
const tracked: readonly Tracked[] = [
  {
    key: 'staffing.exit.offerResponseDays',
    opens: [PostOffered],
    due: (cause) => eventOf(cause, PostOffered)?.data.answerDueOn,
    ends: [OfferAccepted, OfferRefused, TerminationPermitted, ExitCaseWithdrawn],
  },
  {
    key: 'assessment.appeal.days',
    opens: [AssessmentFinalized, AssessmentResultRevised],
    due: (cause) => (eventOf(cause, AssessmentFinalized) ?? eventOf(cause, AssessmentResultRevised))?.data.appealUntil,
    ends: [AppealFiled, AssessmentExempted],
  },
  lengthOfRound('staffing.selection.publicityDays', 'publicityDays'),
  lengthOfRound('staffing.selection.trialMonths', 'trialMonths'),
  {
    key: 'awards.topTen.quota',
    opens: [AwardRoundOpened],
    due: (cause) => (eventOf(cause, AwardRoundOpened)?.data.kind === 'topTen' ? null : undefined),
    ends: [AwardsPublished],
  },
]

const policyEvents: readonly HandledEvent[] = [PresetAdopted, PolicyParameterSet, PolicyParameterCorrected, PolicyParameterRetired]
const contractEvents: readonly HandledEvent[] = [
  ContractDrafted,
  ContractSigned,
  RenewalDue,
  ContractRenewed,
  ContractExpired,
  ContractTerminated,
]
const trackedEvents = [...new Set(tracked.flatMap(({ opens, ends }) => [...opens, ...ends]))]
const isOneOf = (events: readonly HandledEvent[], type: string): boolean => events.some((event) => event.type === type)

/** The parameters an event is about: one instance each. */
const route = (event: RuleEvent): readonly string[] => {
  if (isOneOf(contractEvents, event.type)) return [noticeDays]
  if (!isOneOf(policyEvents, event.type))
    return tracked.filter(({ opens, ends }) => isOneOf([...opens, ...ends], event.type)).map(({ key }) => key)
  const { key, values } = event.data
  return typeof key === 'string' ? [key] : Object.keys((values ?? {}) as Readonly<Record<string, unknown>>)
}

const omit = <T>(record: Readonly<Record<string, T>>, id: string): Readonly<Record<string, T>> => {
  const { [id]: _, ...rest } = record
  return rest
}
const effectiveFromOf = ({ data }: RuleEvent): LocalDate => String(data.effectiveFrom)
/** What people call the thing: an exit case, a contract, a round, a year of an assessment or of an award. */
const idOf = ({ data: { exitCaseId, contractId, roundId, kind, counselorId, year } }: RuleEvent): string => {
  const id = exitCaseId ?? contractId ?? roundId
  return typeof id === 'string' ? id : `${String(kind ?? counselorId)}-${String(year)}`
}

const evolveObligations = (state: State, event: RuleEvent, cause: Cause, context: RuleContext): State => {
  const id = idOf(event)
  const own = tracked.find(({ key }) => key === state.key)
  if (own && isOneOf(own.opens, event.type)) {
    const by = context.policy.value(own.key) as number | null
    const dueOn = by === null ? undefined : own.due(cause, by)
    return { ...state, obligations: dueOn === undefined ? omit(state.obligations, id) : { ...state.obligations, [id]: { dueOn, by } } }
  }
  const drafted = eventOf(cause, ContractDrafted)
  if (drafted) return drafted.data.to === undefined ? state : { ...state, drafts: { ...state.drafts, [id]: drafted.data.to } }
  if (event.type === ContractSigned.type) {
    const until = state.drafts[id]
    const by = context.policy.value(noticeDays)
    if (until === undefined || by === null) return state
    return { ...state, drafts: omit(state.drafts, id), obligations: { ...state.obligations, [id]: { dueOn: addDays(until, -by), by } } }
  }
  return { ...state, drafts: omit(state.drafts, id), obligations: omit(state.obligations, id) }
}

/** What fell due before is nobody's any more: it is forgotten when all is looked at. */
const inForce = (state: State, effectiveFrom: LocalDate, context: RuleContext): State => {
  const value = context.policy.value(state.key as PolicyKey)
  const same = JSON.stringify(value) === JSON.stringify(state.value)
  const open = Object.entries(state.obligations).filter(([, { dueOn }]) => dueOn === null || dueOn >= context.asOf)
  return { ...state, obligations: Object.fromEntries(open), value, changed: same ? null : { effectiveFrom, value } }
}

const evolve = (before: State, cause: Cause, context: RuleContext): State => {
  const state = { ...before, changed: null }
  if (cause.kind === 'timer') return inForce(state, cause.timer.dueOn, context)
  const { event } = cause
  if (!isOneOf(policyEvents, event.type)) return evolveObligations(state, event, cause, context)
  return effectiveFromOf(event) > context.asOf ? state : inForce(state, effectiveFromOf(event), context)
}

/** A value that comes into force looks at all that is open; an offer or contract at its own. */
const obligationsOf = (cause: Cause): readonly string[] | 'all' => {
  if (cause.kind === 'timer') return 'all'
  const { event } = cause
  if (!isOneOf(policyEvents, event.type)) return [idOf(event)]
  return effectiveFromOf(event) > event.asOf ? [] : 'all'
}
/** Drafts are nobody's obligation yet. */
const draftsOf = (cause: Cause): readonly string[] =>
  cause.kind === 'event' && isOneOf(contractEvents, cause.event.type) ? [idOf(cause.event)] : []

/** Most obligations a notice names. */
const NAMED = 20

const notice = (state: State, { effectiveFrom, value }: NonNullable<State['changed']>, context: RuleContext): Reaction => {
  const affected = Object.entries(state.obligations)
    .filter(([, { by }]) => by !== value)
    .map(([id, { dueOn, by }]) => ({ id, dueOn: dueOn ?? '', by }))
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.id < b.id ? -1 : 1))
  if (affected.length === 0) return {}
  const named = affected.slice(0, NAMED).map(({ id, dueOn, by }) => `${id} (${dueOn === '' ? '' : `${dueOn}, `}${by ?? '—'})`)
  const ownerRole = ownersOf(state.key).at(-1)
  return {
    tasks: [
      {
        key: `X44:${context.campusId}:${state.key}:${effectiveFrom}`,
        action: 'reviewPolicyChange',
        ...(ownerRole ? { ownerRole } : {}),
        subject: state.key,
        params: {
          key: state.key,
          effectiveFrom,
          value: value === null ? '—' : JSON.stringify(value),
          count: affected.length,
          list: `${named.join('; ')}${affected.length > NAMED ? '; …' : ''}`,
        },
      },
    ],
  }
}

/**
 * A value of the policy comes into force: due days already set do not move (C-10), and whoever answers for the parameter gets the list of
 * what is still open under the old value. Point-in-time checks that hang on it are made again by their own rules (X-11).
 */
export const policyChange: Rule = defineRule<State>({
  id: 'X-44',
  title: { zh: '政策变更的影响', en: 'what a change of the policy touches' },
  owner: 'studentAffairs',
  handles: [...policyEvents, ...trackedEvents, ...contractEvents],
  issues: [],
  route,
  initial: (key) => ({ key, obligations: {}, drafts: {}, changed: null, value: null }),
  parts: { obligations: obligationsOf, drafts: draftsOf },
  evolve,
  react: (state, cause, context) => {
    if (cause.kind === 'event' && isOneOf(policyEvents, cause.event.type)) {
      const effectiveFrom = effectiveFromOf(cause.event)
      if (effectiveFrom > context.asOf) return { timers: [{ name: `from:${effectiveFrom}`, dueOn: effectiveFrom }] }
    }
    return state.changed ? notice(state, state.changed, context) : {}
  },
})
