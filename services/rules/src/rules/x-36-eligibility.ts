import {
  CounselorRegistered,
  EligibilityWithdrawn,
  EmploymentChanged,
  PromotionEligibilityCertified,
  StintAssessed,
  StintClosed,
  StintOpened,
  type TitleRank,
  TitleRecorded,
  titleRanks,
  WithdrawEligibility,
} from '@fudao/contracts/staffing'
import type { TaskEnding } from '@fudao/contracts/tasks'
import { type LocalDate, lastCounted, laterOf, promotionService, type ServiceAssessment, type ServiceStint } from '@fudao/domain-kit'
import {
  type Cause,
  defineRule,
  type EventRef,
  eventOf,
  type Reaction,
  type Route,
  type Rule,
  type RuleContext,
  type RuleEvent,
  ruleCommand,
  toEventRef,
} from '@fudao/rules'

interface Assessed extends ServiceAssessment {
  readonly by: EventRef
}
interface Certificate {
  readonly targetRank: TitleRank
  readonly on: LocalDate
  readonly by: EventRef
}
interface State {
  readonly teacherId: string
  /** Latest business date seen: what is entered late takes nothing back. */
  readonly lastDay: LocalDate
  readonly stints: readonly ServiceStint[]
  readonly assessments: readonly Assessed[]
  readonly certificate: Certificate | null
  /** A title of the certified rank was granted on it: what was used is not taken back. */
  readonly used: boolean
  /** A full-time counselor now: titles of these have a track of their own (R-AK-50 … R-AK-58), so nobody is asked. */
  readonly fullTime: boolean
  /** The open task that asks for the certificate. */
  readonly task: string | null
  /** What the last cause made of it. */
  readonly step:
    | { readonly do: 'ask' }
    | { readonly do: 'settle'; readonly taskId: string; readonly reason: TaskEnding }
    | { readonly do: 'withdraw' }
    | null
}

const counselorAlias = (counselorId: unknown): string => `counselor:${String(counselorId)}`
const taskKey = (state: State): string => `X36:${state.teacherId}:next`

const route = ({ type, data }: RuleEvent): readonly Route[] => {
  if (typeof data.teacherId === 'string') return [data.teacherId]
  if (type === CounselorRegistered.type) return [String(data.personId)]
  return [{ alias: counselorAlias(data.counselorId) }]
}
const aliases = ({ type, data }: RuleEvent) =>
  type === CounselorRegistered.type ? [{ alias: counselorAlias(data.counselorId), key: String(data.personId) }] : []

const rankAt = (rank: TitleRank): number => titleRanks.indexOf(rank)

/** Facts of one event. */
const known = (state: State, cause: Cause): State => {
  const opened = eventOf(cause, StintOpened)
  if (opened) return { ...state, stints: [...state.stints, { role: opened.data.role, from: opened.data.from, to: null }] }
  const closed = eventOf(cause, StintClosed)
  if (closed) {
    const { role, from, to } = closed.data
    return { ...state, stints: state.stints.map((stint) => (stint.role === role && stint.from === from ? { ...stint, to } : stint)) }
  }
  const assessed = eventOf(cause, StintAssessed)
  if (assessed) {
    const { year, qualified } = assessed.data
    const others = state.assessments.filter((one) => one.year !== year)
    return { ...state, assessments: [...others, { year, qualified, by: toEventRef(assessed) }] }
  }
  const certified = eventOf(cause, PromotionEligibilityCertified)
  if (certified) {
    const { targetRank, on } = certified.data
    return { ...state, certificate: { targetRank, on, by: toEventRef(certified) }, used: false }
  }
  if (eventOf(cause, EligibilityWithdrawn)) return { ...state, certificate: null, used: false }
  const registered = eventOf(cause, CounselorRegistered)
  if (registered) return { ...state, fullTime: registered.data.employment === 'fullTime' }
  const changed = eventOf(cause, EmploymentChanged)
  if (changed) return { ...state, fullTime: changed.data.to === 'fullTime' }
  const title = eventOf(cause, TitleRecorded)
  if (!title || !state.certificate) return state
  const { targetRank, on } = state.certificate
  return { ...state, used: state.used || (title.data.grantedOn >= on && rankAt(title.data.rank) >= rankAt(targetRank)) }
}

const serviceOf = ({ stints, assessments }: State, context: RuleContext) => {
  const years = context.policy.value('staffing.teacherPromotion.minYears')
  const cumulative = context.policy.value('staffing.teacherPromotion.cumulative') ?? true
  return years === null ? undefined : promotionService(stints, assessments, { years, cumulative })
}
/** Long enough and assessed qualified by the last day seen; `undefined` where the rule is not in force. */
const eligible = (state: State, context: RuleContext): boolean | undefined => {
  const service = serviceOf(state, context)
  if (!service) return undefined
  if (service.enoughOn === null || service.enoughOn > state.lastDay) return false
  return lastCounted(service, state.assessments, state.lastDay)?.qualified === true
}

const evolve = (before: State, cause: Cause, context: RuleContext): State => {
  const lastDay = laterOf(before.lastDay, context.asOf)
  const state: State = { ...known(before, cause), lastDay, step: null }
  const holds = eligible(state, context)
  if (state.certificate) {
    if (state.task) return { ...state, task: null, step: { do: 'settle', taskId: state.task, reason: 'certified' } }
    return holds === false && !state.used ? { ...state, step: { do: 'withdraw' } } : state
  }
  const asks = holds === true && !state.fullTime
  if (asks && !state.task) return { ...state, task: context.taskId(taskKey(state)), step: { do: 'ask' } }
  if (!asks && state.task) return { ...state, task: null, step: { do: 'settle', taskId: state.task, reason: 'noLongerEligible' } }
  return state
}

const stepOf = (state: State, context: RuleContext): Reaction => {
  const { step, teacherId, certificate } = state
  if (step?.do === 'settle') return { settledTasks: [{ taskId: step.taskId, reason: step.reason }] }
  if (step?.do === 'ask') {
    const enoughOn = serviceOf(state, context)?.enoughOn ?? context.asOf
    return { tasks: [{ key: taskKey(state), action: 'certifyEligibility', subject: teacherId, params: { teacherId, enoughOn } }] }
  }
  if (step?.do !== 'withdraw' || !certificate) return {}
  const { targetRank, by } = certificate
  const failed = state.assessments.filter(({ qualified }) => !qualified).map((one) => one.by)
  const how = { key: `X36:${teacherId}:${targetRank}`, rules: ['R-AK-48', 'A-15'], uses: [by, ...failed], holds: ['WrongState'] }
  return { commands: [ruleCommand(WithdrawEligibility, { teacherId, targetRank, reason: 'noLongerEligible' }, how)] }
}

/** A year as counselor or class teacher, assessed qualified: personnel is asked to certify it; taken back when it holds no more (R-AK-48). */
export const eligibility: Rule = defineRule<State>({
  id: 'X-36',
  title: { zh: '青年教师晋升所需育人经历', en: 'eligibility of a young teacher' },
  owner: 'orgPersonnel',
  handles: [
    StintOpened,
    StintClosed,
    StintAssessed,
    PromotionEligibilityCertified,
    EligibilityWithdrawn,
    CounselorRegistered,
    EmploymentChanged,
    TitleRecorded,
  ],
  issues: [WithdrawEligibility],
  route,
  aliases,
  initial: (teacherId) => ({
    lastDay: '',
    teacherId,
    stints: [],
    assessments: [],
    certificate: null,
    used: false,
    fullTime: false,
    task: null,
    step: null,
  }),
  evolve,
  react: (state, _, context) => {
    const enoughOn = serviceOf(state, context)?.enoughOn ?? null
    // a day that is over was judged with the cause
    const waits = enoughOn !== null && enoughOn > state.lastDay && state.certificate === null
    return {
      ...stepOf(state, context),
      ...(waits ? { timers: [{ name: 'enough', dueOn: enoughOn }] } : { cancelTimers: ['enough'] }),
    }
  },
})
