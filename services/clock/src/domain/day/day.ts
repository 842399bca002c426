import { type AdvanceDate, DayStarted, MAX_DAYS } from '@fudao/contracts/calendar'
import type { EventOf } from '@fudao/contracts/kit'
import { type AggregateDecider, addDays, type CommandOf, daysBetween, happened, type LocalDate, refuse } from '@fudao/domain-kit'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type DayEvent = EventOf<typeof DayStarted>

// --- State -----------------------------------------------------------------------------------------------------------

/** The last day that started; `null`: none yet. */
export interface Calendar {
  readonly last: LocalDate | null
}
const initialState = (): Calendar => ({ last: null })

// --- Evolve ----------------------------------------------------------------------------------------------------------

export const evolveCalendar = (_: Calendar, event: DayEvent): Calendar => ({ last: event.data.on })

// --- Commands --------------------------------------------------------------------------------------------------------

export interface CalendarFacts {
  /** Demo and test only. */
  readonly movable: boolean
  /** First day of a held calendar. */
  readonly firstDay: LocalDate | undefined
}
export type CalendarCommand = CommandOf<typeof AdvanceDate, CalendarFacts>

// --- Decide ----------------------------------------------------------------------------------------------------------

/** Every day from `from` to `to`, both included, in order; none when `to` is earlier. */
export const daysFrom = (from: LocalDate, to: LocalDate): DayEvent[] =>
  Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, i) => happened(DayStarted, { on: addDays(from, i) }))

const decide = ({ data: { to }, metadata }: CalendarCommand, s: Calendar): DayEvent[] => {
  const { movable, firstDay } = metadata.facts
  if (!movable) refuse('DemoOnly', [])
  const next = s.last === null ? (firstDay ?? metadata.asOf) : addDays(s.last, 1)
  const today = s.last ?? next
  if (to < today) refuse('DateAlreadyPassed', [], { today, to })
  const days = daysBetween(next, to) + 1
  if (days > MAX_DAYS) refuse('TooManyDays', [], { days, limit: MAX_DAYS })
  return daysFrom(next, to)
}

/** `∅ → running (AdvanceDate, or the wall clock)`: every day starts once, in order. */
export const calendarDecider: AggregateDecider<Calendar, CalendarCommand, DayEvent> = { initialState, decide, evolve: evolveCalendar }
