import { addDays, addYears, daysBetween, type LocalDate, laterOf, yearEnd } from './dates.js'

/** Days of service, both included; `to` = `null`: it goes on. */
export interface Period {
  readonly from: LocalDate
  readonly to: LocalDate | null
}
const END = '9999-12-31'
const lastOf = (period: Period): LocalDate => period.to ?? END

/** The same days as disjoint periods, ascending; periods that touch become one. */
export const mergePeriods = (periods: readonly Period[]): readonly Period[] => {
  const merged: Period[] = []
  for (const { from, to } of periods.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = merged.at(-1)
    if (!last || from > addDays(lastOf(last), 1)) merged.push({ from, to })
    else if (lastOf({ from, to }) > lastOf(last)) merged[merged.length - 1] = { from: last.from, to }
  }
  return merged
}

export const overlap = (a: Period, b: Period): boolean => a.from <= lastOf(b) && b.from <= lastOf(a)
export const calendarYear = (year: number): Period => ({ from: `${String(year).padStart(4, '0')}-01-01`, to: yearEnd(year) })

/** What is left of the periods outside these calendar years. */
export const withoutYears = (periods: readonly Period[], years: readonly number[]): readonly Period[] =>
  years.map(calendarYear).reduce<readonly Period[]>(
    (left, year) =>
      left.flatMap((period) => {
        if (!overlap(period, year)) return [period]
        const before = period.from < year.from ? [{ from: period.from, to: addDays(year.from, -1) }] : []
        const after = lastOf(period) > lastOf(year) ? [{ from: addDays(lastOf(year), 1), to: period.to }] : []
        return [...before, ...after]
      }),
    periods,
  )

/** Days of disjoint periods that were over when `asOf` began. */
export const daysBefore = (periods: readonly Period[], asOf: LocalDate): number =>
  periods.reduce((days, period) => {
    const last = lastOf(period) < asOf ? lastOf(period) : addDays(asOf, -1)
    return days + Math.max(0, daysBetween(period.from, last) + 1)
  }, 0)

/** C-05: the first day on which disjoint, ascending periods make `years` full years; `null` while they never do. */
export const fullYearsOn = (periods: readonly Period[], years: number): LocalDate | null => {
  let earlier = 0
  for (const { from, to } of periods) {
    const reached = addYears(addDays(from, -earlier), years)
    // earlier periods may lack a leap day only: then the first day of this one is enough
    if (to === null || addDays(to, 1) >= reached) return laterOf(reached, from)
    earlier += daysBetween(from, to) + 1
  }
  return null
}
