import { type ExitGround, toExitCaseId, WithdrawExitCase } from '@fudao/contracts/staffing'
import { defineRule, type Rule, type RuleCommand, ruleCommand } from '@fudao/rules'
import { evolveFailHistory, type FailHistory, noFailHistory } from './fail-history.js'
import { resultEvents, resultOf } from './results.js'
import { byCounselor, exitLane } from './routes.js'

interface State extends FailHistory {
  readonly counselorId: string
}

const withdraw = ({ counselorId, change, results }: State, year: number, ground: ExitGround): RuleCommand => {
  const cause = change ? resultOf(results, change.year) : undefined
  const key = `X06:${counselorId}:${change?.year ?? year}:${cause?.version ?? 0}`
  const subject = toExitCaseId({ counselorId, year, ground })
  return ruleCommand(
    WithdrawExitCase,
    { counselorId, year, ground, reason: cause?.grade === 'gap' ? 'assessmentExempted' : 'resultRevised' },
    {
      key,
      rules: ['R-AK-82', 'R-AK-83', 'A-12'],
      holds: ['WrongState'],
      // already terminated or reassigned: no command undoes what people decided
      onRefused: { CaseFinal: { key: `${key}:${ground}:${year}`, action: 'reinstatementReview', counselorId, subject } },
    },
  )
}

/**
 * A result that no longer fails the year, or that stands between two failed ones, takes the ground from the cases built on it.
 * The neighbour years are judged anew by, the contract by X-08, on the same event.
 */
export const resultRevised: Rule = defineRule<State>({
  id: 'X-06',
  title: { zh: '考核结果更改', en: 'a revised result' },
  owner: 'orgPersonnel',
  handles: resultEvents,
  issues: [WithdrawExitCase],
  route: byCounselor,
  lane: exitLane,
  initial: (counselorId) => ({ counselorId, ...noFailHistory }),
  evolve: (state, cause, context) => ({ ...state, ...evolveFailHistory(state, cause, context) }),
  react: (state) => ({
    commands: [
      ...(state.change?.singlesGone ?? []).map((year) => withdraw(state, year, 'annualFail')),
      ...(state.change?.runsGone ?? []).map((run) => withdraw(state, run.at(-1) ?? 0, 'twoConsecutiveFails')),
    ],
  }),
})
