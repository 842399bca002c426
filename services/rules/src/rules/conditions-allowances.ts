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
interface Owed {
  readonly counselors: number
  readonly outstanding: number
}
interface State {
  readonly kind: 'allowance'
  /** `2024-03` */
  readonly ref: string
  /** Counselors whose month is not settled. */
  readonly balances: Readonly<Record<string, Balance>>
  /** Due day → who is owed something that was due then, and how much. */
  readonly owed: Readonly<Record<LocalDate, Owed>>
  readonly followUp: FollowUp
}
export type AllowanceState = State
export const unknownMonth = (ref: string): State => ({ kind: 'allowance', ref, balances: {}, owed: {}, followUp: nothingMissing })

const without = <T>(record: Readonly<Record<string, T>>, id: string): Readonly<Record<string, T>> => {
  const { [id]: _, ...others } = record
  return others
}

/** Puts a balance into what is owed (`sign` 1) or takes it out (-1). */
const withBalance = (owed: State['owed'], balance: Balance | undefined, sign: 1 | -1): State['owed'] => {
  if (!balance?.dueOn || balance.stopped || balance.outstanding <= 0) return owed
  const { counselors, outstanding } = owed[balance.dueOn] ?? { counselors: 0, outstanding: 0 }
  const after = { counselors: counselors + sign, outstanding: outstanding + sign * balance.outstanding }
  return after.counselors === 0 ? without(owed, balance.dueOn) : { ...owed, [balance.dueOn]: after }
}
const settleAs = (state: State, counselorId: string, balance: Balance | undefined): State => ({
  ...state,
  balances: balance ? { ...state.balances, [counselorId]: balance } : without(state.balances, counselorId),
  owed: withBalance(withBalance(state.owed, state.balances[counselorId], -1), balance, 1),
})

const fold = (state: State, cause: Cause): State => {
  const change = (counselorId: string, amount: number, dueOn?: LocalDate): State => {
    const before = state.balances[counselorId]
    const balance = { ...before, outstanding: (before?.outstanding ?? 0) + amount, dueOn: dueOn ?? before?.dueOn ?? null }
    return settleAs(state, counselorId, balance.outstanding === 0 ? undefined : balance)
  }
  const allotted = eventOf(cause, AllowanceAllotted)
  if (allotted) return change(allotted.data.counselorId, allotted.data.amount, allotted.data.dueOn)
  const paid = eventOf(cause, AllowancePaid)
  if (paid) return change(paid.data.counselorId, -paid.data.regional)
  const stopped = eventOf(cause, AllowanceStopped)
  const counselorId = (stopped ?? eventOf(cause, AllowanceResumed))?.data.counselorId ?? ''
  const balance = state.balances[counselorId]
  return balance ? settleAs(state, counselorId, { ...balance, stopped: stopped !== undefined }) : state
}

/** A month that an earlier version kept without what is owed. */
export const withOwed = (state: State): State =>
  state.owed ? state : { ...state, owed: Object.values(state.balances).reduce((owed, balance) => withBalance(owed, balance, 1), {}) }

/** R-AK-73 按时足额: past the due day (C-04) and not paid in full. Without a due day nothing is overdue (C-02). */
const missing = ({ ref, owed }: State, { asOf }: RuleContext): TaskRequest | null => {
  const late = Object.entries(owed).flatMap(([dueOn, of]) => (asOf > dueOn ? [of] : []))
  if (late.length === 0) return null
  const params = {
    year: Number(ref.slice(0, 4)),
    month: Number(ref.slice(5)),
    counselors: late.reduce((sum, { counselors }) => sum + counselors, 0),
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
