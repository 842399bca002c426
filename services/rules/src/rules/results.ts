import {
  AssessmentCancelled,
  AssessmentExempted,
  AssessmentFinalized,
  AssessmentOpened,
  AssessmentResultRevised,
  type Grade,
} from '@fudao/contracts/assessment'
import { type Cause, type EventRef, eventOf, type HandledEvent, toEventRef } from '@fudao/rules'

/** What a year came to: a grade; `gap` = exempt or cancelled; `pending` = opened, no result yet. */
export interface YearResult {
  readonly year: number
  readonly grade: Grade | 'gap' | 'pending'
  /** The event that says so. */
  readonly by: EventRef
  /** Revision of that event: the `version` of X-06. */
  readonly version: number
}
/** Results of one counselor by year, each year once, ascending. */
export type Results = readonly YearResult[]

/** Events that say what a year came to. */
export const resultEvents: readonly HandledEvent[] = [
  AssessmentOpened,
  AssessmentFinalized,
  AssessmentResultRevised,
  AssessmentExempted,
  AssessmentCancelled,
]

/** The year an event settles, or `undefined` when it is none of {@link resultEvents}. */
export const toYearResult = (cause: Cause): YearResult | undefined => {
  if (cause.kind !== 'event') return undefined
  const { event } = cause
  const is = (year: number, grade: YearResult['grade']): YearResult => ({ year, grade, by: toEventRef(event), version: event.revision })
  const finalized = eventOf(cause, AssessmentFinalized)
  if (finalized) return is(finalized.data.year, finalized.data.grade)
  const revised = eventOf(cause, AssessmentResultRevised)
  if (revised) return is(revised.data.year, revised.data.to)
  const opened = eventOf(cause, AssessmentOpened)
  if (opened) return is(opened.data.year, 'pending')
  const none = eventOf(cause, AssessmentExempted) ?? eventOf(cause, AssessmentCancelled)
  return none ? is(none.data.year, 'gap') : undefined
}

export const withResult = (results: Results, result: YearResult): Results =>
  [...results.filter((r) => r.year !== result.year), result].toSorted((a, b) => a.year - b.year)

export const resultOf = (results: Results, year: number): YearResult | undefined => results.find((r) => r.year === year)
