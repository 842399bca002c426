import { JournalSubmitted } from '@fudao/contracts/assessment'
import { CounselorDeregistered, CounselorRegistered, DeregistrationCorrected, LeaveEnded, LeaveStarted } from '@fudao/contracts/staffing'
import { addDays, isoWeekOf, isoWeeksIn, type LocalDate, mondayOf } from '@fudao/domain-kit'
import { type Cause, eventOf, type Reaction, type RuleContext, type TaskRequest } from '@fudao/rules'
import { type FollowUp, followed, followUp, nothingMissing } from './follow-up.js'

export const journalEvents = [
  CounselorRegistered,
  LeaveStarted,
  LeaveEnded,
  CounselorDeregistered,
  DeregistrationCorrected,
  JournalSubmitted,
] as const

interface State {
  readonly kind: 'journals'
  readonly counselorId: string
  /** First day of the duty to write; `null`: nobody who serves now. */
  readonly servesFrom: LocalDate | null
  /** Weeks that are not over and have their journal. */
  readonly written: readonly string[]
  /** Week → the task about its journal. */
  readonly missing: Readonly<Record<string, FollowUp>>
}
export type JournalState = State
export const unknownCounselor = (counselorId: string): State => ({
  kind: 'journals',
  counselorId,
  servesFrom: null,
  written: [],
  missing: {},
})

/** The Monday after the date: the week before it is over, Sunday 24:00 has passed. */
const nextMonday = (date: LocalDate): LocalDate => addDays(mondayOf(isoWeekOf(date)) ?? date, 7)

const servesFrom = ({ servesFrom: before }: State, cause: Cause, { asOf }: RuleContext): LocalDate | null => {
  const registered = eventOf(cause, CounselorRegistered)
  if (registered) return registered.data.startDate
  if (eventOf(cause, LeaveStarted) || eventOf(cause, CounselorDeregistered)) return null
  const back = eventOf(cause, LeaveEnded) ?? (eventOf(cause, DeregistrationCorrected)?.data.revoked === true ? {} : undefined)
  return back ? (before ?? asOf) : before
}

/** R-AK-23: the week that has just ended belongs to a term, and its journal is not there. */
const missing = (counselorId: string, week: string, { asOf, policy }: RuleContext): TaskRequest | null =>
  (policy.value('calendar.terms') ?? []).some((term) => isoWeeksIn(term).includes(week))
    ? {
        key: `X45:journal:${counselorId}:${week}`,
        action: 'writeJournal',
        counselorId,
        subject: `${counselorId}_${week}`,
        dueOn: addDays(asOf, -1),
        params: { week },
      }
    : null

export const evolveJournals = (before: State, cause: Cause, context: RuleContext): State => {
  const { counselorId } = before
  const state = { ...before, servesFrom: servesFrom(before, cause, context) }
  // what the cause before asked for or settled has been handed on
  const open = Object.fromEntries(
    Object.entries(before.missing)
      .filter(([, { task }]) => task !== null)
      .map(([week, { task }]) => [week, { ...nothingMissing, task }] as const),
  )
  const settle = (weeks: readonly string[]) =>
    Object.fromEntries(
      weeks.flatMap((week) => {
        const known = open[week]
        return known ? [[week, followUp(known, null, { check: false, context })] as const] : []
      }),
    )
  const journal = eventOf(cause, JournalSubmitted)?.data
  if (journal) return { ...state, written: [...state.written, journal.isoWeek], missing: { ...open, ...settle([journal.isoWeek]) } }
  if (eventOf(cause, CounselorDeregistered)) return { ...state, missing: { ...open, ...settle(Object.keys(open)) } }
  if (cause.kind === 'event') return { ...state, missing: open }
  const sunday = addDays(context.asOf, -1)
  const week = isoWeekOf(sunday)
  const owes = state.servesFrom !== null && state.servesFrom <= sunday && !state.written.includes(week)
  const task = owes ? missing(counselorId, week, context) : null
  return {
    ...state,
    // a journal of a week to come stays known
    written: state.written.filter((other) => other > week),
    missing: task ? { ...open, [week]: followUp(nothingMissing, task, { check: true, context }) } : open,
  }
}

/** Looked at each Monday. */
export const reactJournals = (state: State, _: Cause, { asOf }: RuleContext): Reaction => ({
  ...followed(...Object.values(state.missing)),
  ...(state.servesFrom === null ? { cancelTimers: ['week'] } : { timers: [{ name: 'week', dueOn: nextMonday(asOf) }] }),
})
