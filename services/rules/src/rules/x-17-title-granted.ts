import { FillTitlePlace, RecordTitle, TitleGranted } from '@fudao/contracts/staffing'
import { defineRule, eventOf, type Rule, ruleCommand } from '@fudao/rules'

interface State {
  readonly applicationId: string
}

/**
 * A title that was granted takes a place of its round and is recorded with the counselor (R-AK-53). A round without a place left becomes
 * a task, and the title is not recorded until people have settled it.
 */
export const titleGranted: Rule = defineRule<State>({
  id: 'X-17',
  title: { zh: '职称评定的登记', en: 'recording a title that was granted' },
  owner: 'orgPersonnel',
  handles: [TitleGranted],
  issues: [FillTitlePlace, RecordTitle],
  route: (event) => [String(event.data.applicationId)],
  initial: (applicationId) => ({ applicationId }),
  evolve: (state) => state,
  react: (_, cause, context) => {
    const granted = eventOf(cause, TitleGranted)
    if (!granted) return {}
    const { applicationId, roundId, counselorId, title, rank, discipline, on } = granted.data
    const key = `X17:${applicationId}`
    const full = {
      key: `${key}:quota`,
      action: 'titleQuotaFull',
      subject: applicationId,
      dueOn: context.asOf,
      params: { roundId, rank, title },
    } as const
    return {
      commands: [
        ruleCommand(FillTitlePlace, { roundId, rank, applicationId }, { key, rules: ['R-AK-53'], onRefused: { QuotaFull: full } }),
        ruleCommand(
          RecordTitle,
          { counselorId, title, rank, discipline, grantedOn: on },
          { key, rules: ['R-AK-50', 'R-AK-52'], afterPrevious: true },
        ),
      ],
    }
  },
})
