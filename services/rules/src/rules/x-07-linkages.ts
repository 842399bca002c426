import { AssessmentFinalized, AssessmentResultRevised, IssueLinkages } from '@fudao/contracts/assessment'
import { defineRule, eventOf, type Rule, ruleCommand } from '@fudao/rules'
import { byCounselorYear } from './routes.js'

/** Each result is passed on to appointment, post, pay, reward and renewal (R-AK-81); a revision issues again and supersedes. */
export const linkages: Rule = defineRule<null>({
  id: 'X-07',
  title: { zh: '考核结果运用', en: 'the linkages of a result' },
  owner: 'studentAffairs',
  handles: [AssessmentFinalized, AssessmentResultRevised],
  issues: [IssueLinkages],
  route: byCounselorYear,
  initial: () => null,
  evolve: () => null,
  react: (_, cause, context) => {
    const result = eventOf(cause, AssessmentFinalized) ?? eventOf(cause, AssessmentResultRevised)
    // a campus that ties results to nothing has the rule inactive
    if (!result || context.policy.value('assessment.linkages') === null) return {}
    const { counselorId, year } = result.data
    return { commands: [ruleCommand(IssueLinkages, { counselorId, year }, { key: `X07:${counselorId}:${year}`, rules: ['R-AK-81'] })] }
  },
})
