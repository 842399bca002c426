import type { LocalDate } from './dates.js'
import { calendarYear, daysBefore, fullYearsOn, mergePeriods, overlap, type Period, withoutYears } from './periods.js'

/** Time as counselor or class teacher, both days included. */
export interface ServiceStint extends Period {
  readonly role: string
}
export interface ServiceAssessment {
  readonly year: number
  readonly qualified: boolean
}
/** */
export interface PromotionReading {
  /** R-AK-48: full years that are needed. */
  readonly years: number
  /** Stints of all roles are added up; `false`: one stint alone must be long enough. */
  readonly cumulative: boolean
}
export interface PromotionService {
  /** Disjoint and ascending, failed years left out. */
  readonly counted: readonly Period[]
  /** Disjoint and ascending, failed years included. */
  readonly served: readonly Period[]
  /** Failed years that lie in what was served. */
  readonly failedYears: readonly number[]
  /** First day on which the time is enough, if nothing changes. */
  readonly enoughOn: LocalDate | null
}

const groupsOf = (stints: readonly ServiceStint[], cumulative: boolean): readonly (readonly Period[])[] =>
  cumulative
    ? [mergePeriods(stints)]
    : // stints that touch are one: a registration taken back and given again is no break
      [...new Set(stints.map(({ role }) => role))].flatMap((role) =>
        mergePeriods(stints.filter((stint) => stint.role === role)).map((period) => [period]),
      )

/** Days of counselor or class-teacher work that count for a young teacher's promotion (R-AK-48, A-15). */
export const promotionService = (
  stints: readonly ServiceStint[],
  assessments: readonly ServiceAssessment[],
  { years, cumulative }: PromotionReading,
): PromotionService => {
  const failed = assessments.filter(({ qualified }) => !qualified).map(({ year }) => year)
  const readings = groupsOf(stints, cumulative).map((served): PromotionService => {
    const counted = withoutYears(served, failed)
    const failedYears = failed.filter((year) => served.some((period) => overlap(period, calendarYear(year)))).toSorted((a, b) => a - b)
    return { served, counted, failedYears, enoughOn: fullYearsOn(counted, years) }
  })
  const [best] = readings.toSorted((a, b) => {
    const [on, other] = [a.enoughOn ?? '9999-12-31', b.enoughOn ?? '9999-12-31']
    return on === other ? daysBefore(b.counted, '9999-12-31') - daysBefore(a.counted, '9999-12-31') : on < other ? -1 : 1
  })
  return best ?? { served: [], counted: [], failedYears: [], enoughOn: null }
}

/** The last assessment of the counted time before `asOf`; failed years are no part of that time. */
export const lastCounted = <A extends ServiceAssessment>(
  { counted }: PromotionService,
  assessments: readonly A[],
  asOf: LocalDate,
): A | undefined =>
  assessments
    .filter(({ year }) => counted.some((period) => period.from < asOf && overlap(period, calendarYear(year))))
    .toSorted((a, b) => a.year - b.year)
    .at(-1)
