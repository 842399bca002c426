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

const offerDays = 'staffing.exit.offerResponseDays'
const noticeDays = 'staffing.contract.renewalNoticeDays'

/** A due day that was set by a value of the policy; it stays as it is when the value changes (C-10). */
interface Obligation {
  readonly dueOn: LocalDate
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

const policyEvents: readonly HandledEvent[] = [PresetAdopted, PolicyParameterSet, PolicyParameterCorrected, PolicyParameterRetired]
const offerEvents: readonly HandledEvent[] = [PostOffered, OfferAccepted, OfferRefused, TerminationPermitted, ExitCaseWithdrawn]
const contractEvents: readonly HandledEvent[] = [
  ContractDrafted,
  ContractSigned,
  RenewalDue,
  ContractRenewed,
  ContractExpired,
  ContractTerminated,
]
const isOneOf = (events: readonly HandledEvent[], type: string): boolean => events.some((event) => event.type === type)

/** The parameters an event is about: one instance each. */
const route = (event: RuleEvent): readonly string[] => {
  if (isOneOf(offerEvents, event.type)) return [offerDays]
  if (isOneOf(contractEvents, event.type)) return [noticeDays]
  const { key, values } = event.data
  return typeof key === 'string' ? [key] : Object.keys((values ?? {}) as Readonly<Record<string, unknown>>)
}

const omit = <T>(record: Readonly<Record<string, T>>, id: string): Readonly<Record<string, T>> => {
  const { [id]: _, ...rest } = record
  return rest
}
const effectiveFromOf = ({ data }: RuleEvent): LocalDate => String(data.effectiveFrom)
const idOf = ({ data }: RuleEvent): string => String(data.exitCaseId ?? data.contractId)

const evolveObligations = (state: State, event: RuleEvent, cause: Cause, context: RuleContext): State => {
  const id = idOf(event)
  const offered = eventOf(cause, PostOffered)
  if (offered)
    return {
      ...state,
      obligations: { ...state.obligations, [id]: { dueOn: offered.data.answerDueOn, by: context.policy.value(offerDays, offered.asOf) } },
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

const inForce = (state: State, effectiveFrom: LocalDate, context: RuleContext): State => {
  const value = context.policy.value(state.key as PolicyKey)
  const same = JSON.stringify(value) === JSON.stringify(state.value)
  return { ...state, value, changed: same ? null : { effectiveFrom, value } }
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
    .filter(([, { by, dueOn }]) => by !== value && dueOn >= context.asOf)
    .toSorted(([a, x], [b, y]) => (x.dueOn < y.dueOn ? -1 : x.dueOn > y.dueOn ? 1 : a < b ? -1 : 1))
  if (affected.length === 0) return {}
  const named = affected.slice(0, NAMED).map(([id, { dueOn, by }]) => `${id} (${dueOn}, ${by ?? '—'})`)
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
 * what is still open under the old value. Point-in-time checks that hang on it are made again by their own rules.
 */
export const policyChange: Rule = defineRule<State>({
  id: 'X-44',
  title: { zh: '政策变更的影响', en: 'what a change of the policy touches' },
  owner: 'studentAffairs',
  handles: [...policyEvents, ...offerEvents, ...contractEvents],
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
