import { Cleared, Sanctioned } from '@fudao/contracts/assessment'
import { ContractDrafted, ContractRenewed, ContractSigned, ExitCaseWithdrawn, TerminationDecided } from '@fudao/contracts/staffing'
import { addDays, type LocalDate } from '@fudao/domain-kit'
import { type Cause, defineRule, type EventRef, eventOf, type Rule, type RuleContext, toEventRef } from '@fudao/rules'
import { awaitedYear, type ClearanceValue, judgeClearance, sameClearance } from './clearance.js'
import { contractAliases, contractEvents, contractRoute, evolveRoster, liveContracts } from './contract-roster.js'
import { gradeTaskKey, type RenewalState, type RenewalStep, type RenewalTrack } from './renewal-state.js'
import { reactRenewal, renewalCommands } from './renewal-steps.js'
import { resultEvents, toYearResult, withResult } from './results.js'

const omit = (facts: Readonly<Record<string, EventRef>>, key: string): Readonly<Record<string, EventRef>> => {
  const { [key]: _, ...rest } = facts
  return rest
}

/** Facts that the clearance of every contract of the counselor stands on. */
const evolveFacts = (state: RenewalState, cause: Cause): RenewalState => {
  const result = toYearResult(cause)
  if (result) return { ...state, results: withResult(state.results, result) }
  const decided = eventOf(cause, TerminationDecided)
  if (decided) {
    const { exitCaseId, decision } = decided.data
    const others = omit(state.terminations, exitCaseId)
    return { ...state, terminations: decision === 'terminate' ? { ...others, [exitCaseId]: toEventRef(decided) } : others }
  }
  const withdrawn = eventOf(cause, ExitCaseWithdrawn)
  if (withdrawn) return { ...state, terminations: omit(state.terminations, withdrawn.data.exitCaseId) }
  const sanctioned = eventOf(cause, Sanctioned)
  if (sanctioned) return { ...state, sanctions: { ...state.sanctions, [sanctioned.data.caseId]: toEventRef(sanctioned) } }
  const cleared = eventOf(cause, Cleared)
  if (cleared) return { ...state, sanctions: omit(state.sanctions, cleared.data.caseId) }
  return { ...state, contracts: evolveRoster(state.contracts, cause) }
}

const track = (state: RenewalState, contractId: string, change: RenewalTrack): RenewalState => ({
  ...state,
  tracks: { ...state.tracks, [contractId]: change },
})
const plus = (state: RenewalState, ...steps: RenewalStep[]): RenewalState => ({ ...state, steps: [...state.steps, ...steps] })

/** Sets the clearance where it changes; a grade that has come settles the task that asked for it. */
const judge = (state: RenewalState, contractId: string): RenewalState => {
  const { set, noticeOn, task } = state.tracks[contractId] ?? {}
  const judged = judgeClearance(state, noticeOn)
  // whatever held it is gone and no grade speaks yet
  const value: ClearanceValue | undefined = judged?.value ?? (set ? { clearance: 'cleared', reason: 'nothingAgainst' } : undefined)
  if (!value || sameClearance(set, value)) return state
  const done = task !== undefined && value.reason !== 'noFinalGrade'
  const next = track(state, contractId, {
    ...(noticeOn === undefined ? {} : { noticeOn }),
    set: value,
    ...(task === undefined || done ? {} : { task }),
  })
  return plus(next, { do: 'set', contractId, value, uses: judged?.uses ?? [] }, ...(done ? [{ do: 'settle' as const, taskId: task }] : []))
}

const notice = (state: RenewalState, contractId: string, dueOn: LocalDate, context: RuleContext): RenewalState => {
  const contract = state.contracts[contractId]
  const marked = plus(track(state, contractId, { ...state.tracks[contractId], noticeOn: dueOn }), {
    do: 'markDue',
    contractId,
    dueOn,
    uses: contract ? [contract.by] : [],
  })
  const judged = judge(marked, contractId)
  const held = judged.tracks[contractId]
  if (held?.set?.reason !== 'noFinalGrade') return judged
  const asking = track(judged, contractId, { ...held, task: context.taskId(gradeTaskKey(contractId)) })
  return plus(asking, { do: 'askForGrade', contractId, year: awaitedYear(dueOn) })
}

const onTimer = (state: RenewalState, name: string, dueOn: LocalDate, context: RuleContext): RenewalState => {
  const at = name.indexOf(':')
  const contractId = name.slice(at + 1)
  if (state.contracts[contractId]?.status !== 'live') return state
  if (name.slice(0, at) === 'notice') return notice(state, contractId, dueOn, context)
  const others = liveContracts(state.contracts).filter(([id, other]) => id !== contractId && (other.to === undefined || other.to >= dueOn))
  return plus(state, { do: 'expire', contractId, lastOne: others.length === 0 })
}

const onSigned = (state: RenewalState, contractId: string, context: RuleContext): RenewalState => {
  const until = state.contracts[contractId]?.to
  if (until === undefined) return state
  // C-10: a due date already set does not move when the policy changes
  const days = context.policy.value('staffing.contract.renewalNoticeDays')
  return plus(state, { do: 'timers', contractId, notice: days === null ? null : addDays(until, -days), end: addDays(until, 1) })
}

const onEnded = (state: RenewalState, contractId: string): RenewalState => {
  const { task, ...rest } = state.tracks[contractId] ?? {}
  const next = plus(track(state, contractId, rest), { do: 'cancel', contractId })
  return task === undefined ? next : plus(next, { do: 'settle', taskId: task })
}

const evolve = (before: RenewalState, cause: Cause, context: RuleContext): RenewalState => {
  const clean = { ...before, steps: [] }
  if (cause.kind === 'timer') return onTimer(clean, cause.timer.name, cause.timer.dueOn, context)
  const state = evolveFacts(clean, cause)
  const { type } = cause.event
  const contractId = String(cause.event.data.contractId)
  if (type === ContractDrafted.type) return state
  if (type === ContractSigned.type) return onSigned(state, contractId, context)
  if (type === ContractRenewed.type) return plus(onEnded(state, contractId), { do: 'draft', contractId })
  if (contractEvents.some((e) => e.type === type)) return onEnded(state, contractId)
  return liveContracts(state.contracts).reduce((s, [id]) => judge(s, id), state)
}

/**
 * Renewal of the contracts of one counselor (R-AK-81): the notice day, the clearance at every fact it stands on, the next contract
 * when one is renewed, the end of one that is not.
 */
export const renewal: Rule = defineRule<RenewalState>({
  id: 'X-08',
  title: { zh: '聘用合同续订', en: 'the renewal of a contract' },
  owner: 'orgPersonnel',
  handles: [...contractEvents, ...resultEvents, TerminationDecided, ExitCaseWithdrawn, Sanctioned, Cleared],
  issues: renewalCommands,
  route: contractRoute,
  aliases: contractAliases,
  lane: (counselorId) => `contract:${counselorId}`,
  initial: (counselorId) => ({ counselorId, contracts: {}, tracks: {}, results: [], terminations: {}, sanctions: {}, steps: [] }),
  evolve,
  react: reactRenewal,
})
