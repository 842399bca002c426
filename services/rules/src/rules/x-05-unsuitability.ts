import { UnsuitabilityConfirmed, UnsuitabilityDismissed } from '@fudao/contracts/assessment'
import { OpenExitCase, toExitCaseId, WithdrawExitCase } from '@fudao/contracts/staffing'
import { yearOf } from '@fudao/domain-kit'
import { type Cause, defineRule, type EventRef, eventOf, type Rule, ruleCommand, toEventRef } from '@fudao/rules'
import { byCounselor, exitLane } from './routes.js'

interface Confirmed {
  readonly year: number
  readonly by: EventRef
}
interface State {
  /** Findings that stand. */
  readonly confirmed: Readonly<Record<string, Confirmed>>
  /** What the last event took back. */
  readonly dismissed: Confirmed | null
}

const evolve = (state: State, cause: Cause): State => {
  const confirmed = eventOf(cause, UnsuitabilityConfirmed)
  if (confirmed) {
    const { findingId, on } = confirmed.data
    return { confirmed: { ...state.confirmed, [findingId]: { year: yearOf(on), by: toEventRef(confirmed) } }, dismissed: null }
  }
  const dismissed = eventOf(cause, UnsuitabilityDismissed)
  if (!dismissed) return { ...state, dismissed: null }
  const { [dismissed.data.findingId]: taken, ...rest } = state.confirmed
  return { confirmed: rest, dismissed: taken ?? null }
}

/** A confirmed finding of unsuitability opens an exit case without a failed year (R-AK-82); dismissed on review, the case is withdrawn. */
export const unsuitability: Rule = defineRule<State>({
  id: 'X-05',
  title: { zh: '认定不适宜从事辅导员工作', en: 'a finding of unsuitability' },
  owner: 'orgPersonnel',
  handles: [UnsuitabilityConfirmed, UnsuitabilityDismissed],
  issues: [OpenExitCase, WithdrawExitCase],
  route: byCounselor,
  lane: exitLane,
  initial: () => ({ confirmed: {}, dismissed: null }),
  evolve,
  react: (state, cause) => {
    const ground = 'unsuitable'
    const confirmed = eventOf(cause, UnsuitabilityConfirmed)
    if (confirmed) {
      const { findingId, counselorId, on } = confirmed.data
      return {
        commands: [
          ruleCommand(
            OpenExitCase,
            { counselorId, year: yearOf(on), ground, basisYears: [], basisRef: confirmed.stream },
            { key: `X05:${findingId}`, rules: ['R-AK-82'], holds: ['CaseExists'] },
          ),
        ],
      }
    }
    const dismissed = eventOf(cause, UnsuitabilityDismissed)
    const was = state.dismissed
    if (!dismissed || !was) return {}
    const { findingId, counselorId } = dismissed.data
    // another finding of the same year still stands behind the one case
    if (Object.values(state.confirmed).some((c) => c.year === was.year)) return {}
    const key = `X05:${findingId}`
    const subject = toExitCaseId({ counselorId, year: was.year, ground })
    return {
      commands: [
        ruleCommand(
          WithdrawExitCase,
          { counselorId, year: was.year, ground, reason: 'findingDismissed' },
          {
            key,
            rules: ['R-AK-82'],
            uses: [was.by, toEventRef(dismissed)],
            holds: ['WrongState'],
            onRefused: { CaseFinal: { key: `${key}:review`, action: 'reinstatementReview', counselorId, subject } },
          },
        ),
      ],
    }
  },
})
