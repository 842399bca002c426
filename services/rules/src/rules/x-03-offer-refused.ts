import {
  EscalateExitCase,
  ExitCaseWithdrawn,
  type ExitGround,
  fromExitCaseId,
  OfferAccepted,
  OfferRefused,
  PermitTermination,
  PostOffered,
} from '@fudao/contracts/staffing'
import { addDays } from '@fudao/domain-kit'
import {
  type Cause,
  defineRule,
  type EventRef,
  eventOf,
  type Reaction,
  type Rule,
  type RuleContext,
  ruleCommand,
  toEventRef,
} from '@fudao/rules'
import { byCounselor, exitLane } from './routes.js'

interface Offer {
  readonly offerNo: number
  readonly by: EventRef
}
interface State {
  /** Exit case → the offer that waits for an answer. */
  readonly offers: Readonly<Record<string, Offer>>
  /** Exit case → open task "offer another post". */
  readonly tasks: Readonly<Record<string, string>>
  readonly settled: readonly string[]
  /** What the last cause means to the rule: a refusal, spoken or read into silence. */
  readonly refused: { readonly exitCaseId: string; readonly offer: Offer; readonly silent: boolean } | null
}

const keyOf = (exitCaseId: string, offerNo: number): string => `X03:${exitCaseId}:${offerNo}`
const timerOf = (exitCaseId: string): string => `silence:${exitCaseId}`
const permits = (ground: ExitGround, context: RuleContext): boolean =>
  ground === 'annualFail' || (ground === 'unsuitable' && context.policy.value('staffing.exit.unsuitableRefusalPermits') === true)

const omit = <T>(from: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> => {
  const { [key]: _, ...rest } = from
  return rest
}

const refuse = (state: State, exitCaseId: string, offer: Offer, silent: boolean, context: RuleContext): State => {
  const ground = fromExitCaseId(exitCaseId)?.ground
  const tasks =
    ground === 'unsuitable' && !permits(ground, context)
      ? { ...state.tasks, [exitCaseId]: context.taskId(keyOf(exitCaseId, offer.offerNo)) }
      : state.tasks
  return { offers: omit(state.offers, exitCaseId), tasks, settled: [], refused: { exitCaseId, offer, silent } }
}

const evolve = (before: State, cause: Cause, context: RuleContext): State => {
  const state: State = { ...before, settled: [], refused: null }
  if (cause.kind === 'timer') {
    const exitCaseId = cause.timer.name.slice(timerOf('').length)
    const offer = state.offers[exitCaseId]
    const asRefusal = context.policy.value('staffing.exit.silence') === 'refusal'
    return offer && asRefusal ? refuse(state, exitCaseId, offer, true, context) : state
  }
  const refused = eventOf(cause, OfferRefused)
  if (refused) return refuse(state, refused.data.exitCaseId, { offerNo: refused.data.offerNo, by: toEventRef(refused) }, false, context)
  const accepted = eventOf(cause, OfferAccepted)
  if (accepted) return { ...state, offers: omit(state.offers, accepted.data.exitCaseId) }
  const next = eventOf(cause, PostOffered) ?? eventOf(cause, ExitCaseWithdrawn)
  if (!next) return state
  const { exitCaseId } = next.data
  const task = state.tasks[exitCaseId]
  const offered = eventOf(cause, PostOffered)
  const others = omit(state.offers, exitCaseId)
  return {
    ...state,
    offers: offered ? { ...others, [exitCaseId]: { offerNo: offered.data.offerNo, by: toEventRef(offered) } } : others,
    tasks: omit(state.tasks, exitCaseId),
    settled: task ? [task] : [],
  }
}

const onRefused = ({ refused }: State, context: RuleContext): Reaction => {
  const exit = fromExitCaseId(refused?.exitCaseId ?? '')
  if (!refused || !exit) return {}
  const { exitCaseId, offer, silent } = refused
  const how = {
    key: keyOf(exitCaseId, offer.offerNo),
    uses: [offer.by],
    // withdrawn or opened anew since, or answered while the silence was being read
    moot: ['WrongState', 'TerminationGroundMissing'],
  }
  const readings = silent ? ['A-13'] : []
  if (permits(exit.ground, context)) {
    const rules = ['R-AK-83', ...readings, ...(exit.ground === 'unsuitable' ? ['A-14'] : [])]
    return { commands: [ruleCommand(PermitTermination, exit, { ...how, rules })] }
  }
  // twoConsecutiveFails needs no refusal: X-04 has permitted it
  if (exit.ground !== 'unsuitable') return {}
  const rules = ['R-AK-82', 'R-AK-83', 'A-14', ...readings]
  return {
    commands: [ruleCommand(EscalateExitCase, { ...exit, on: context.asOf }, { ...how, rules })],
    tasks: [{ key: how.key, action: 'offerAnotherPost', counselorId: exit.counselorId, subject: exitCaseId, dueOn: context.asOf }],
  }
}

/**
 * A refused post: after a failed year termination is permitted (R-AK-83); of an unsuitable counselor it is not, people go on.
 * Silence counts as refusal only where the campus reads A-13 so.
 */
export const offerRefused: Rule = defineRule<State>({
  id: 'X-03',
  title: { zh: '不同意调整工作岗位', en: 'a refused post' },
  owner: 'orgPersonnel',
  handles: [PostOffered, OfferAccepted, OfferRefused, ExitCaseWithdrawn],
  issues: [PermitTermination, EscalateExitCase],
  route: byCounselor,
  lane: exitLane,
  initial: () => ({ offers: {}, tasks: {}, settled: [], refused: null }),
  evolve,
  react: (state, cause, context) => {
    if (cause.kind === 'timer') return onRefused(state, context)
    const exitCaseId = String(cause.event.data.exitCaseId)
    const offered = eventOf(cause, PostOffered)
    const timers = offered
      ? { timers: [{ name: timerOf(exitCaseId), dueOn: addDays(offered.data.answerDueOn, 1) }] }
      : { cancelTimers: [timerOf(exitCaseId)] }
    const settledTasks = state.settled.map((taskId) => ({ taskId, reason: 'offeredAgain' as const }))
    return { ...onRefused(state, context), ...timers, settledTasks }
  },
})
