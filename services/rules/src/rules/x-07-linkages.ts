import { AppealDismissed, AssessmentFinalized, AssessmentResultRevised, IssueLinkages } from '@fudao/contracts/assessment'
import { defineRule, eventOf, type Rule, ruleCommand } from '@fudao/rules'
import { byCounselorYear } from './routes.js'

/**
 * Each result is passed on to appointment, post, pay, reward and renewal (R-AK-81); a revision issues again and supersedes. One that was
 * appealed against before it was passed on is passed on when the appeal is dismissed.
 */
export const linkages: Rule = defineRule<null>({
  id: 'X-07',
  title: { zh: '考核结果运用', en: 'the linkages of a result' },
  owner: 'studentAffairs',
  handles: [AssessmentFinalized, AssessmentResultRevised, AppealDismissed],
  issues: [IssueLinkages],
  route: byCounselorYear,
  initial: () => null,
  evolve: () => null,
  react: (_, cause, context) => {
    const result = eventOf(cause, AssessmentFinalized) ?? eventOf(cause, AssessmentResultRevised) ?? eventOf(cause, AppealDismissed)
    // a campus that ties results to nothing has the rule inactive
    if (!result || context.policy.value('assessment.linkages') === null) return {}
    const { counselorId, year } = result.data
    // under appeal or exempt by now: whatever ends the appeal comes here too
    const how = { key: `X07:${counselorId}:${year}`, rules: ['R-AK-81'], moot: ['WrongState'] }
    return { commands: [ruleCommand(IssueLinkages, { counselorId, year }, how)] }
  },
})
