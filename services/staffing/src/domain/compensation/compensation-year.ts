import type { EventOf } from '@fudao/contracts/kit'
import {
  AllowanceAllotted,
  AllowancePaid,
  AllowanceResumed,
  AllowanceStopped,
  type CloseCompensationYear,
  CompensationYearClosed,
  IncomeParityRecorded,
  type RecordAllotment,
  type RecordParity,
  type RecordPayment,
  type ResumeAllowance,
  type StopAllowance,
  type TitleRank,
} from '@fudao/contracts/staffing'
import { type AggregateDecider, type CommandOf, dayOfMonth, happened, type Recorded, refuse } from '@fudao/domain-kit'
import { type OwnData, ownData, sameData } from '../own-data.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type CompensationEvent = Recorded<
  EventOf<
    | typeof AllowanceAllotted
    | typeof AllowancePaid
    | typeof IncomeParityRecorded
    | typeof AllowanceStopped
    | typeof AllowanceResumed
    | typeof CompensationYearClosed
  >
>
type Data<T extends CompensationEvent['type']> = OwnData<Extract<CompensationEvent, { readonly type: T }>['data']>

// --- State -----------------------------------------------------------------------------------------------------------

export interface CompensationYear {
  readonly status: 'none' | 'open' | 'closed'
  /** `<counselorId>:<month>` → the one allotment. */
  readonly allotments: Readonly<Record<string, Data<'AllowanceAllotted'>>>
  readonly payments: readonly Data<'AllowancePaid'>[]
  readonly parity: Readonly<Partial<Record<TitleRank, Data<'IncomeParityRecorded'>>>>
  /** Counselor → first month without an allowance. */
  readonly stopped: Readonly<Record<string, number>>
}
export const noCompensationYear = (): CompensationYear => ({ status: 'none', allotments: {}, payments: [], parity: {}, stopped: {} })

const monthKey = ({ counselorId, month }: { readonly counselorId: string; readonly month: number }): string => `${counselorId}:${month}`

// --- Evolve ----------------------------------------------------------------------------------------------------------

/** Folds one event; the first one opens the year. */
export const evolveCompensationYear = (state: CompensationYear, event: CompensationEvent): CompensationYear => {
  const open = { ...state, status: 'open' } as const
  switch (event.type) {
    case 'AllowanceAllotted':
      return { ...open, allotments: { ...state.allotments, [monthKey(event.data)]: ownData(event.data) } }
    case 'AllowancePaid':
      return { ...open, payments: [...state.payments, ownData(event.data)] }
    case 'IncomeParityRecorded':
      return { ...open, parity: { ...state.parity, [event.data.rank]: ownData(event.data) } }
    case 'AllowanceStopped':
      return { ...open, stopped: { ...state.stopped, [event.data.counselorId]: event.data.fromMonth } }
    case 'AllowanceResumed': {
      const { [event.data.counselorId]: _, ...stopped } = state.stopped
      return { ...open, stopped }
    }
    case 'CompensationYearClosed':
      return { ...state, status: 'closed' }
  }
}

// --- Commands --------------------------------------------------------------------------------------------------------

type Allot = CommandOf<typeof RecordAllotment>
type Pay = CommandOf<typeof RecordPayment>
type Parity = CommandOf<typeof RecordParity>
type Stop = CommandOf<typeof StopAllowance>
type Resume = CommandOf<typeof ResumeAllowance>
type Close = CommandOf<typeof CloseCompensationYear>
export type CompensationCommand = Allot | Pay | Parity | Stop | Resume | Close

// --- Decide ----------------------------------------------------------------------------------------------------------

const checkOpen = (s: CompensationYear, rule: string): void => {
  if (s.status === 'closed') refuse('WrongState', [rule], { status: s.status })
}
const checkMonth = (field: string, month: number): void => {
  if (month < 1 || month > 12) refuse('InvalidValue', ['R-AK-73'], { field })
}
const checkAmounts = (amounts: Readonly<Record<string, number>>, rule: string): void => {
  for (const [field, amount] of Object.entries(amounts)) if (amount < 0) refuse('InvalidValue', [rule], { field })
}

/** One allotment per person and month; its due day is the campus's day of that month, or the last one of a shorter month. */
const recordAllotment = ({ data, metadata }: Allot, s: CompensationYear): CompensationEvent[] => {
  const { year, counselorId, month, amount } = data
  checkOpen(s, 'R-AK-73')
  checkMonth('month', month)
  checkAmounts({ amount }, 'R-AK-73')
  const recorded = s.allotments[monthKey(data)]
  if (recorded) {
    const same = recorded.amount === amount && (data.dueOn === undefined || data.dueOn === recorded.dueOn)
    return same ? [] : refuse('AlreadyRecorded', ['R-AK-73'], { counselorId, month })
  }
  const stoppedFrom = s.stopped[counselorId]
  if (stoppedFrom !== undefined && month >= stoppedFrom)
    return refuse('WrongState', ['R-AK-73'], { status: 'stopped', fromMonth: stoppedFrom })
  const dueDay = metadata.policy.value('staffing.allowance.dueDay')
  const dueOn = data.dueOn ?? (dueDay === null ? undefined : dayOfMonth(year, month, dueDay))
  return [happened(AllowanceAllotted, { year, counselorId, month, amount, ...(dueOn ? { dueOn } : {}) })]
}

/** A month may be paid in parts, and late; what was paid is compared with what was allotted, it is never refused for it. */
const recordPayment = ({ data, metadata }: Pay, s: CompensationYear): CompensationEvent[] => {
  const { year, counselorId, month, regional, matching = 0, paidOn = metadata.asOf } = data
  checkOpen(s, 'R-AK-73')
  checkMonth('month', month)
  checkAmounts({ regional, matching }, 'R-AK-73')
  const payment = { year, counselorId, month, regional, matching, paidOn }
  return s.payments.some((earlier) => sameData(earlier, payment)) ? [] : [happened(AllowancePaid, payment)]
}

/** R-AK-75: gap = teachers' average − counselors' average of the same rank, in fen; a later record replaces the one before. */
const recordParity = ({ data }: Parity, s: CompensationYear): CompensationEvent[] => {
  const { year, rank, counselorAvg, teacherAvg } = data
  checkOpen(s, 'R-AK-75')
  checkAmounts({ counselorAvg, teacherAvg }, 'R-AK-75')
  const parity = { year, rank, counselorAvg, teacherAvg, gap: teacherAvg - counselorAvg }
  return sameData(parity, s.parity[rank]) ? [] : [happened(IncomeParityRecorded, parity)]
}

const stopAllowance = ({ data: { year, counselorId, fromMonth } }: Stop, s: CompensationYear): CompensationEvent[] => {
  checkOpen(s, 'R-AK-73')
  checkMonth('fromMonth', fromMonth)
  const stopped = s.stopped[counselorId]
  if (stopped === undefined) return [happened(AllowanceStopped, { year, counselorId, fromMonth })]
  return stopped === fromMonth ? [] : refuse('WrongState', ['R-AK-73'], { status: 'stopped', fromMonth: stopped })
}

/** Who left after all did not, or has come back; an allowance that runs is left alone. */
const resumeAllowance = ({ data: { year, counselorId } }: Resume, s: CompensationYear): CompensationEvent[] => {
  checkOpen(s, 'R-AK-73')
  const fromMonth = s.stopped[counselorId]
  return fromMonth === undefined ? [] : [happened(AllowanceResumed, { year, counselorId, fromMonth })]
}

const closeYear = ({ data: { year } }: Close, s: CompensationYear): CompensationEvent[] => {
  if (s.status === 'closed') return []
  return s.status === 'open' ? [happened(CompensationYearClosed, { year })] : refuse('WrongState', ['R-AK-73'], { status: s.status })
}

const decide = (command: CompensationCommand, state: CompensationYear): CompensationEvent[] => {
  switch (command.type) {
    case 'RecordAllotment':
      return recordAllotment(command, state)
    case 'RecordPayment':
      return recordPayment(command, state)
    case 'RecordParity':
      return recordParity(command, state)
    case 'StopAllowance':
      return stopAllowance(command, state)
    case 'ResumeAllowance':
      return resumeAllowance(command, state)
    case 'CloseCompensationYear':
      return closeYear(command, state)
  }
}

/** `∅ → open → closed`: allowance months and parity of one year, in integer fen. R-AK-73..75. */
export const compensationDecider: AggregateDecider<CompensationYear, CompensationCommand, CompensationEvent> = {
  initialState: noCompensationYear,
  decide,
  evolve: evolveCompensationYear,
}
