import type { EventOf } from '@fudao/contracts/kit'
import {
  CounselorDeregistered,
  CounselorRegistered,
  DeregistrationCorrected,
  type Employment,
  EmploymentChanged,
  PositionChanged,
} from '@fudao/contracts/staffing'
import { addDays, type LocalDate } from './dates.js'

/** Events that say who is a counselor, of which employment and department, and from which day. A leave does not end the service. */
export const historyEvents = [
  CounselorRegistered,
  EmploymentChanged,
  PositionChanged,
  CounselorDeregistered,
  DeregistrationCorrected,
] as const
type HistoryEvent = EventOf<(typeof historyEvents)[number]>
export type HistoryEventOf = HistoryEvent & { readonly id: string }

/** One registration of a counselor: plain JSON, short because rules keep thousands. */
interface Spell {
  readonly from: LocalDate
  /** R-AK-01: other student-work staff are registered and never counted. */
  readonly counted: boolean
  readonly employment: Employment
  readonly departmentId: string
  /** Later ones win on the same day. */
  readonly changes: readonly { readonly on: LocalDate; readonly employment?: Employment; readonly departmentId?: string }[]
  readonly left: { readonly eventId: string; readonly lastDay: LocalDate; readonly revoked: boolean } | null
}
/** The registrations of one counselor at one campus, in the order they were made. */
export type CounselorHistory = readonly Spell[]

/** Days from `from` to `to`, both included, on which the counselor counts; `to: null` has no end. */
export interface ServiceSpan {
  readonly from: LocalDate
  readonly to: LocalDate | null
  readonly employment: Employment
  readonly departmentId: string
}

const inLast = (history: CounselorHistory, change: (spell: Spell) => Spell): CounselorHistory =>
  history.map((spell, index) => (index === history.length - 1 ? change(spell) : spell))

/** Folds one event of the counselor. */
export const evolveHistory = (history: CounselorHistory, event: HistoryEventOf): CounselorHistory => {
  switch (event.type) {
    case 'CounselorRegistered': {
      const { startDate, personCategory, employment, departmentId } = event.data
      const counted = personCategory !== 'otherStudentWork'
      return [...history, { from: startDate, counted, employment, departmentId, changes: [], left: null }]
    }
    case 'EmploymentChanged': {
      const { effectiveDate, to } = event.data
      return inLast(history, (spell) => ({ ...spell, changes: [...spell.changes, { on: effectiveDate, employment: to }] }))
    }
    case 'PositionChanged': {
      const { effectiveDate, departmentId } = event.data
      return inLast(history, (spell) => ({ ...spell, changes: [...spell.changes, { on: effectiveDate, departmentId }] }))
    }
    case 'CounselorDeregistered': {
      const { lastDay } = event.data
      return inLast(history, (spell) => ({ ...spell, left: { eventId: event.id, lastDay, revoked: false } }))
    }
    case 'DeregistrationCorrected': {
      const { correctsEventId, lastDay, revoked } = event.data
      return history.map((spell) =>
        spell.left?.eventId === correctsEventId
          ? { ...spell, left: { ...spell.left, lastDay: lastDay ?? spell.left.lastDay, revoked } }
          : spell,
      )
    }
  }
}

const earlier = (a: LocalDate | null, b: LocalDate | null): LocalDate | null => (a === null || (b !== null && b < a) ? b : a)

const spansOfSpell = (spell: Spell, end: LocalDate | null): ServiceSpan[] => {
  const spans: ServiceSpan[] = []
  let { from, employment, departmentId } = spell
  const close = (to: LocalDate | null): void => {
    if (to === null || from <= to) spans.push({ from, to, employment, departmentId })
  }
  // sort is stable: of two on one day the later one wins
  for (const change of [...spell.changes].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))) {
    if (change.on > from) {
      close(earlier(addDays(change.on, -1), end))
      from = change.on
    }
    employment = change.employment ?? employment
    departmentId = change.departmentId ?? departmentId
  }
  close(end)
  return spans
}

/** The days the counselor counts, without overlap: a new registration ends the one before. */
export const serviceSpans = (history: CounselorHistory): readonly ServiceSpan[] =>
  history.flatMap((spell, index) => {
    if (!spell.counted) return []
    const next = history[index + 1]
    const left = spell.left && !spell.left.revoked ? spell.left.lastDay : null
    return spansOfSpell(spell, earlier(left, next ? addDays(next.from, -1) : null))
  })

/** The span that holds the day. */
export const spanOn = (spans: readonly ServiceSpan[], on: LocalDate): ServiceSpan | undefined =>
  spans.find(({ from, to }) => from <= on && (to === null || on <= to))
