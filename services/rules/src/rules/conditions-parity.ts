import { AllowanceAllotted, IncomeParityRecorded } from '@fudao/contracts/staffing'
import { type Cause, eventOf, type Reaction, type RuleContext, type TaskRequest } from '@fudao/rules'
import { type FollowUp, followed, followUp, monthOf, nextMonthlyCheck, nothingMissing } from './follow-up.js'

export const parityEvents = [AllowanceAllotted, IncomeParityRecorded] as const

interface State {
  readonly kind: 'parity'
  readonly year: number
  /** Rank → teachers' average less the counselors', in fen. */
  readonly gaps: Readonly<Record<string, number>>
  readonly recorded: boolean
  readonly comparison: FollowUp
  readonly byRank: Readonly<Record<string, FollowUp>>
}
export type ParityState = State
export const unknownYear = (ref: string): State => ({
  kind: 'parity',
  year: Number(ref),
  gaps: {},
  recorded: false,
  comparison: nothingMissing,
  byRank: {},
})

/** R-AK-75: the counselors of a rank earn less. */
const gapOf = (year: number, rank: string, gap: number, { asOf }: RuleContext): TaskRequest | null =>
  gap > 0
    ? {
        key: `X45:parity:${year}_${rank}:${monthOf(asOf)}`,
        action: 'mendIncomeParity',
        subject: `${year}_${rank}`,
        dueOn: asOf,
        params: { year, rank, gap },
      }
    : null

export const evolveParity = (before: State, cause: Cause, context: RuleContext): State => {
  const { year } = before
  const record = eventOf(cause, IncomeParityRecorded)?.data
  const gaps = record ? { ...before.gaps, [record.rank]: record.gap } : before.gaps
  const recorded = before.recorded || record !== undefined
  const at = { check: cause.kind === 'timer', context }
  const none =
    recorded || context.asOf < `${year + 1}-01-01`
      ? null
      : ({
          key: `X45:comparison:${year}:${monthOf(context.asOf)}`,
          action: 'compareIncome',
          subject: String(year),
          dueOn: context.asOf,
          params: { year },
        } as const)
  const byRank = Object.fromEntries(
    Object.entries(gaps).map(([rank, gap]) => [rank, followUp(before.byRank[rank] ?? nothingMissing, gapOf(year, rank, gap, context), at)]),
  )
  return { ...before, gaps, recorded, comparison: followUp(before.comparison, none, at), byRank }
}

/** A gap is followed up at the next monthly check, a year that was never compared on the first day after it. */
export const reactParity = (state: State, cause: Cause, context: RuleContext): Reaction => {
  const gap = (eventOf(cause, IncomeParityRecorded)?.data.gap ?? 0) > 0
  return {
    ...followed(state.comparison, ...Object.values(state.byRank)),
    timers: [
      ...(gap ? [{ name: 'month', dueOn: nextMonthlyCheck(context.asOf) }] : []),
      ...(eventOf(cause, AllowanceAllotted) && !state.recorded ? [{ name: 'year', dueOn: `${state.year + 1}-01-01` }] : []),
    ],
  }
}
