import { OpenExitCase, PermitTermination, WithdrawExitCase } from '@fudao/contracts/staffing'
import { defineRule, type EventRef, type Rule, type RuleCommand, ruleCommand } from '@fudao/rules'
import { evolveFailHistory, type FailHistory, noFailHistory, type Run } from './fail-history.js'
import { resultEvents, resultOf } from './results.js'
import { byCounselor, exitLane } from './routes.js'

interface State extends FailHistory {
  readonly counselorId: string
}

const resultsOf = ({ results }: State, years: Run): EventRef[] => years.flatMap((year) => resultOf(results, year)?.by ?? [])

const openRun = (state: State, run: Run): RuleCommand[] => {
  const { counselorId } = state
  const year = run.at(-1) ?? 0
  const how = {
    key: `X04:${counselorId}:${run.join('-')}`,
    rules: ['R-AK-83', 'A-12'],
    uses: resultsOf(state, run),
  }
  const ground = 'twoConsecutiveFails'
  return [
    ruleCommand(
      OpenExitCase,
      { counselorId, year, ground, basisYears: [...run], basisRef: how.uses.at(-1)?.stream ?? `${counselorId}_${year}` },
      { ...how, holds: ['CaseExists'] },
    ),
    // no offer is needed first; whether to terminate is for people to decide
    ruleCommand(PermitTermination, { counselorId, year, ground }, { ...how, moot: ['WrongState'], afterPrevious: true }),
  ]
}

/** Failed years in a row open a case that permits termination, and take over the single-year cases of these years (R-AK-83). */
export const consecutiveFails: Rule = defineRule<State>({
  id: 'X-04',
  title: { zh: '连续年度考核不合格', en: 'failed years in a row' },
  owner: 'orgPersonnel',
  handles: resultEvents,
  issues: [OpenExitCase, PermitTermination, WithdrawExitCase],
  route: byCounselor,
  lane: exitLane,
  initial: (counselorId) => ({ counselorId, ...noFailHistory }),
  evolve: (state, cause, context) => ({ ...state, ...evolveFailHistory(state, cause, context) }),
  react: (state) => ({
    commands: [
      ...(state.change?.runsAdded ?? []).flatMap((run) => openRun(state, run)),
      ...(state.change?.singlesAbsorbed ?? []).map((year) => {
        const run = state.grounds.runs.find((r) => r.includes(year)) ?? [year]
        return ruleCommand(
          WithdrawExitCase,
          { counselorId: state.counselorId, year, ground: 'annualFail', reason: 'consecutiveFails' },
          {
            key: `X04:${state.counselorId}:${run.join('-')}`,
            rules: ['R-AK-83'],
            uses: resultsOf(state, run),
            // carried out or never opened: there is nothing still open to take over
            holds: ['CaseFinal', 'WrongState'],
          },
        )
      }),
    ],
  }),
})
