import type { EventOf } from '@fudao/contracts/kit'
import {
  BriefingHeld,
  BriefingQuotaMet,
  BriefingQuotaMissed,
  BriefingSubmitted,
  type CloseBriefingYear,
  type HoldBriefing,
  type SubmitBriefing,
} from '@fudao/contracts/staffing'
import { type AggregateDecider, type CommandOf, happened, type Recorded, refuse, yearSpan } from '@fudao/domain-kit'
import { type OwnData, ownData, sameData } from '../own-data.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type BriefingEvent = Recorded<
  EventOf<typeof BriefingSubmitted | typeof BriefingHeld | typeof BriefingQuotaMet | typeof BriefingQuotaMissed>
>
type Held = OwnData<Extract<BriefingEvent, { readonly type: 'BriefingHeld' }>['data']>

// --- State -----------------------------------------------------------------------------------------------------------

export interface BriefingYear {
  readonly status: 'none' | 'open' | 'closed'
  readonly reports: readonly string[]
  readonly held: readonly Held[]
}
export const noBriefingYear = (): BriefingYear => ({ status: 'none', reports: [], held: [] })

// --- Evolve ----------------------------------------------------------------------------------------------------------

export const evolveBriefingYear = (state: BriefingYear, event: BriefingEvent): BriefingYear => {
  switch (event.type) {
    case 'BriefingSubmitted':
      return { ...state, status: 'open', reports: [...state.reports, event.data.reportRef] }
    case 'BriefingHeld':
      return { ...state, status: 'open', held: [...state.held, ownData(event.data)] }
    case 'BriefingQuotaMet':
    case 'BriefingQuotaMissed':
      return { ...state, status: 'closed' }
  }
}

// --- Commands --------------------------------------------------------------------------------------------------------

type Submit = CommandOf<typeof SubmitBriefing>
type Hold = CommandOf<typeof HoldBriefing>
type Close = CommandOf<typeof CloseBriefingYear>
export type BriefingCommand = Submit | Hold | Close

// --- Decide ----------------------------------------------------------------------------------------------------------

const wrongState = (s: BriefingYear): never => refuse('WrongState', ['R-AK-26'], { status: s.status })

/** the calendar year, unless the campus counts academic years. */
const spanOf = ({ data, metadata }: { readonly data: { readonly year: number }; readonly metadata: Hold['metadata'] }) =>
  yearSpan(data.year, metadata.policy.value('calendar.yearKind') ?? 'calendar')

const submitBriefing = ({ data: { year, reportRef } }: Submit, s: BriefingYear): BriefingEvent[] => {
  if (s.reports.includes(reportRef)) return []
  return s.status === 'closed' ? wrongState(s) : [happened(BriefingSubmitted, { year, reportRef })]
}

/** Each briefing has a report of its own; two reports make two briefings. */
const holdBriefing = (c: Hold, s: BriefingYear): BriefingEvent[] => {
  const { year, heard, studied, decisions = [] } = c.data
  const on = c.data.on ?? c.metadata.asOf
  const held = { year, on, heard, studied, decisions }
  const sameDay = s.held.find((earlier) => earlier.on === on)
  if (sameDay) return sameData(sameDay, held) ? [] : refuse('AlreadyHeld', ['R-AK-26'], { on })
  if (s.status === 'closed') return wrongState(s)
  const { from, to } = spanOf(c)
  if (on < from || on > to) return refuse('OutsideYear', ['R-AK-26', 'A-10'], { on, from, to })
  if (s.reports.length <= s.held.length) return refuse('ReportMissing', ['R-AK-26'], { reports: s.reports.length, held: s.held.length })
  return [happened(BriefingHeld, held)]
}

/**
 * After the last day of the year. A briefing counts when the committee heard *and* studied; how many are owed is the number in force on
 * the first day (C-10), and where none was, none is owed.
 */
const closeBriefingYear = (c: Close, s: BriefingYear): BriefingEvent[] => {
  if (s.status === 'closed') return []
  const { year } = c.data
  const { from, to } = spanOf(c)
  if (c.metadata.asOf <= to) return refuse('WrongState', ['R-AK-26'], { status: s.status, to })
  const count = s.held.filter(({ heard, studied }) => heard && studied).length
  const required = c.metadata.policy.value('staffing.briefing.minPerYear', from) ?? 0
  return [count >= required ? happened(BriefingQuotaMet, { year, count }) : happened(BriefingQuotaMissed, { year, count, required })]
}

const decide = (command: BriefingCommand, state: BriefingYear): BriefingEvent[] => {
  switch (command.type) {
    case 'SubmitBriefing':
      return submitBriefing(command, state)
    case 'HoldBriefing':
      return holdBriefing(command, state)
    case 'CloseBriefingYear':
      return closeBriefingYear(command, state)
  }
}

/** `∅ → open → closed`; `∅ → closed` (a year without any). R-AK-26. */
export const briefingDecider: AggregateDecider<BriefingYear, BriefingCommand, BriefingEvent> = {
  initialState: noBriefingYear,
  decide,
  evolve: evolveBriefingYear,
}
