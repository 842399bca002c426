/** Business dates (C-03): `yyyy-mm-dd`, compared as text, no time zone and no clock. */
export type LocalDate = string

const parts = (d: LocalDate): readonly [number, number, number] => [Number(d.slice(0, 4)), Number(d.slice(5, 7)), Number(d.slice(8, 10))]
const pad = (n: number, width = 2): string => String(n).padStart(width, '0')
const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

export const addDays = (d: LocalDate, days: number): LocalDate => {
  const [y, m, day] = parts(d)
  const date = new Date(Date.UTC(y, m - 1, day + days))
  // the day after 9999-12-31, which stands for "without end", must not sort before all others
  return date.getUTCFullYear() > 9_999 ? '9999-12-31' : date.toISOString().slice(0, 10)
}
/** Clamps to the end of the month: 2024-08-31 + 6 months = 2025-02-28. */
export const addMonths = (d: LocalDate, months: number): LocalDate => {
  const [y, m, day] = parts(d)
  const index = y * 12 + (m - 1) + months
  const year = Math.floor(index / 12)
  const month = index - year * 12 + 1
  return `${pad(year, 4)}-${pad(month)}-${pad(Math.min(day, daysInMonth(year, month)))}`
}
export const addYears = (d: LocalDate, years: number): LocalDate => addMonths(d, years * 12)
/** Days from `a` to `b`; negative when `b` is earlier. */
export const daysBetween = (a: LocalDate, b: LocalDate): number => {
  const [ay, am, ad] = parts(a)
  const [by, bm, bd] = parts(b)
  return Math.round((Date.UTC(by, bm - 1, bd) - Date.UTC(ay, am - 1, ad)) / 86_400_000)
}
export const laterOf = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? b : a)
export const yearOf = (d: LocalDate): number => Number(d.slice(0, 4))
/** Last day of the calendar year. */
export const yearEnd = (year: number): LocalDate => `${pad(year, 4)}-12-31`
/** First and last day of a year: a calendar year, or the academic year that begins on its 1 September. */
export const yearSpan = (year: number, kind: 'calendar' | 'academic'): { readonly from: LocalDate; readonly to: LocalDate } =>
  kind === 'calendar'
    ? { from: `${pad(year, 4)}-01-01`, to: yearEnd(year) }
    : { from: `${pad(year, 4)}-09-01`, to: `${pad(year + 1, 4)}-08-31` }
/** That day of the month, or the last one of a shorter month. */
export const dayOfMonth = (year: number, month: number, day: number): LocalDate =>
  `${pad(year, 4)}-${pad(month)}-${pad(Math.min(day, daysInMonth(year, month)))}`
