import { OpenExitCase } from '@fudao/contracts/staffing'
import { defineRule, type Rule, ruleCommand } from '@fudao/rules'
import { evolveFailHistory, type FailHistory, noFailHistory } from './fail-history.js'
import { resultEvents, resultOf } from './results.js'
import { byCounselor, exitLane } from './routes.js'

interface State extends FailHistory {
  readonly counselorId: string
}

/** A failed year without a failed neighbour opens an exit case: another post must be offered (R-AK-82). Also when X-06 leaves one behind. */
export const annualFail: Rule = defineRule<State>({
  id: 'X-01',
  title: { zh: '年度考核不合格', en: 'a failed year' },
  owner: 'orgPersonnel',
  handles: resultEvents,
  issues: [OpenExitCase],
  route: byCounselor,
  lane: exitLane,
  initial: (counselorId) => ({ counselorId, ...noFailHistory }),
  evolve: (state, cause, context) => ({ ...state, ...evolveFailHistory(state, cause, context) }),
  react: ({ counselorId, results, change }) => ({
    commands: (change?.singlesAdded ?? []).map((year) => {
      const result = resultOf(results, year)
      const cause = change ? resultOf(results, change.year) : undefined
      return ruleCommand(
        OpenExitCase,
        { counselorId, year, ground: 'annualFail', basisYears: [year], basisRef: result?.by.stream ?? `${counselorId}_${year}` },
        {
          key: `X01:${counselorId}:${year}`,
          rules: ['R-AK-82', 'A-12'],
          uses: [...new Map([result, cause].flatMap((r) => (r ? [[r.by.id, r.by]] : []))).values()],
          holds: ['CaseExists'],
        },
      )
    }),
  }),
})
