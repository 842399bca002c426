import { AllowanceAllotted, AllowancePaid, AllowanceResumed, AllowanceStopped } from '@fudao/contracts/staffing'
import { addDays, type LocalDate } from '@fudao/domain-kit'
import { type Cause, eventOf, type Reaction, type RuleContext, type TaskRequest } from '@fudao/rules'
import { type FollowUp, followed, followUp, monthOf, nothingMissing } from './follow-up.js'

export const allowanceEvents = [AllowanceAllotted, AllowancePaid, AllowanceStopped, AllowanceResumed] as const

interface Balance {
  /** Allotted less paid of the region's allowance, in fen; below zero: paid before it was allotted, or too much. */
  readonly outstanding: number
  readonly dueOn: LocalDate | null
  /** Nothing is owed for this month any more. */
  readonly stopped?: boolean
}
interface State {
  readonly kind: 'allowance'
  /** `2024-03` */
  readonly ref: string
  /** Counselors whose month is not settled. */
  readonly balances: Readonly<Record<string, Balance>>
  readonly followUp: FollowUp
}
export type AllowanceState = State
export const unknownMonth = (ref: string): State => ({ kind: 'allowance', ref, balances: {}, followUp: nothingMissing })

const without = (balances: State['balances'], counselorId: string): State['balances'] =>
  Object.fromEntries(Object.entries(balances).filter(([other]) => other !== counselorId))

const fold = (state: State, cause: Cause): State => {
  const change = (counselorId: string, amount: number, dueOn?: LocalDate): State => {
    const before = state.balances[counselorId]
    const balance = { ...before, outstanding: (before?.outstanding ?? 0) + amount, dueOn: dueOn ?? before?.dueOn ?? null }
    const settled = balance.outstanding === 0
    return { ...state, balances: settled ? without(state.balances, counselorId) : { ...state.balances, [counselorId]: balance } }
  }
  const allotted = eventOf(cause, AllowanceAllotted)
  if (allotted) return change(allotted.data.counselorId, allotted.data.amount, allotted.data.dueOn)
  const paid = eventOf(cause, AllowancePaid)
  if (paid) return change(paid.data.counselorId, -paid.data.regional)
  const stopped = eventOf(cause, AllowanceStopped)
  const counselorId = (stopped ?? eventOf(cause, AllowanceResumed))?.data.counselorId ?? ''
  const balance = state.balances[counselorId]
  return balance ? { ...state, balances: { ...state.balances, [counselorId]: { ...balance, stopped: stopped !== undefined } } } : state
}

/** R-AK-73 按时足额: past the due day (C-04) and not paid in full. Without a due day nothing is overdue (C-02). */
const missing = ({ ref, balances }: State, { asOf }: RuleContext): TaskRequest | null => {
  const late = Object.values(balances).filter(
    ({ outstanding, dueOn, stopped }) => !stopped && outstanding > 0 && dueOn !== null && asOf > dueOn,
  )
  if (late.length === 0) return null
  const params = {
    year: Number(ref.slice(0, 4)),
    month: Number(ref.slice(5)),
    counselors: late.length,
    outstanding: late.reduce((sum, { outstanding }) => sum + outstanding, 0),
  }
  return { key: `X45:allowance:${ref}:${monthOf(asOf)}`, action: 'payAllowances', subject: ref, dueOn: asOf, params }
}

export const evolveAllowances = (before: State, cause: Cause, context: RuleContext): State => {
  const state = fold(before, cause)
  return { ...state, followUp: followUp(state.followUp, missing(state, context), { check: cause.kind === 'timer', context }) }
}

export const reactAllowances = (state: State, cause: Cause): Reaction => {
  const dueOn = eventOf(cause, AllowanceAllotted)?.data.dueOn
  return { ...followed(state.followUp), ...(dueOn ? { timers: [{ name: `due:${dueOn}`, dueOn: addDays(dueOn, 1) }] } : {}) }
}
