import { EscalateExitCase, ExitCaseWithdrawn, OfferRefused, PermitTermination, PostOffered } from '@fudao/contracts/staffing'
import { type Cause, defineRule, eventOf, type Rule, type RuleContext, ruleCommand } from '@fudao/rules'
import { byCounselor, exitLane } from './routes.js'

interface State {
  /** Exit case → open task "offer another post". */
  readonly tasks: Readonly<Record<string, string>>
  readonly settled: readonly string[]
}

const keyOf = (exitCaseId: string, offerNo: number): string => `X03:${exitCaseId}:${offerNo}`
const permits = (context: RuleContext): boolean => context.policy.value('staffing.exit.unsuitableRefusalPermits') === true

const evolve = (state: State, cause: Cause, context: RuleContext): State => {
  const next = eventOf(cause, PostOffered) ?? eventOf(cause, ExitCaseWithdrawn)
  if (next) {
    const { [next.data.exitCaseId]: done, ...tasks } = state.tasks
    return { tasks, settled: done ? [done] : [] }
  }
  const refused = eventOf(cause, OfferRefused)
  if (refused?.data.ground !== 'unsuitable' || permits(context)) return { ...state, settled: [] }
  const { exitCaseId, offerNo } = refused.data
  return { tasks: { ...state.tasks, [exitCaseId]: context.taskId(keyOf(exitCaseId, offerNo)) }, settled: [] }
}

/** A refused post: after a failed year termination is permitted (R-AK-83); of an unsuitable counselor it is not, people go on. */
export const offerRefused: Rule = defineRule<State>({
  id: 'X-03',
  title: { zh: '不同意调整工作岗位', en: 'a refused post' },
  owner: 'orgPersonnel',
  handles: [OfferRefused, PostOffered, ExitCaseWithdrawn],
  route: byCounselor,
  lane: exitLane,
  initial: () => ({ tasks: {}, settled: [] }),
  evolve,
  react: (state, cause, context) => {
    const settledTasks = state.settled.map((taskId) => ({ taskId, reason: 'offeredAgain' }))
    const refused = eventOf(cause, OfferRefused)
    if (!refused) return { settledTasks }
    const { exitCaseId, counselorId, year, ground, offerNo, on } = refused.data
    const exit = { counselorId, year, ground }
    const key = keyOf(exitCaseId, offerNo)
    if (ground === 'annualFail' || (ground === 'unsuitable' && permits(context)))
      return { commands: [ruleCommand(PermitTermination, exit, { key, rules: ['R-AK-83', ...(ground === 'unsuitable' ? ['A-14'] : [])] })] }
    // twoConsecutiveFails needs no refusal: X-04 has permitted it
    if (ground !== 'unsuitable') return {}
    return {
      commands: [ruleCommand(EscalateExitCase, { ...exit, on }, { key, rules: ['R-AK-82', 'R-AK-83', 'A-14'] })],
      tasks: [{ key, action: 'offerAnotherPost', counselorId, subject: exitCaseId, dueOn: context.asOf }],
    }
  },
})
