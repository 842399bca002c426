import { addDays, daysBetween, type LocalDate } from './dates.js'

/** `2024-W10` of ISO 8601: the week belongs to the year of its Thursday. */
export type IsoWeek = string

const A_MONDAY = '1970-01-05'
const daysIntoWeek = (date: LocalDate): number => ((daysBetween(A_MONDAY, date) % 7) + 7) % 7
const mondayBefore = (date: LocalDate): LocalDate => addDays(date, -daysIntoWeek(date))

export const isoWeekOf = (date: LocalDate): IsoWeek => {
  const monday = mondayBefore(date)
  const year = addDays(monday, 3).slice(0, 4)
  const first = mondayBefore(`${year}-01-04`)
  return `${year}-W${String(daysBetween(first, monday) / 7 + 1).padStart(2, '0')}`
}
/** Monday of the week; `null` for the 53rd week of a year that has 52. */
export const mondayOf = (week: IsoWeek): LocalDate | null => {
  const monday = addDays(mondayBefore(`${week.slice(0, 4)}-01-04`), (Number(week.slice(6)) - 1) * 7)
  return isoWeekOf(monday) === week ? monday : null
}
/** Weeks with at least one day from `from` to `to`, in order. */
export const isoWeeksIn = ({ from, to }: { readonly from: LocalDate; readonly to: LocalDate }): readonly IsoWeek[] => {
  const weeks: IsoWeek[] = []
  for (let monday = mondayBefore(from); monday <= to; monday = addDays(monday, 7)) weeks.push(isoWeekOf(monday))
  return weeks
}
