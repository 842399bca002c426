import {
  addDays,
  type CounselorHistory,
  evolveHistory,
  type HistoryEventOf,
  type LocalDate,
  type ServiceSpan,
  serviceSpans,
} from '@fudao/domain-kit'

type Employment = ServiceSpan['employment']
type Pair = readonly [fullTime: number, partTime: number]
type ByDepartment = Readonly<Record<string, Pair>>

/** Who counts on which day, of one campus. */
export interface RosterCounts {
  /** Every counselor there ever was. */
  readonly histories: Readonly<Record<string, CounselorHistory>>
  /** Those who serve or are on leave on `until`; all that was before that day is in these sums. `null`: no day yet. */
  readonly until: LocalDate | null
  readonly sums: ByDepartment
  /** Day after `until` → how many more (or fewer) serve from that day on. */
  readonly ahead: Readonly<Record<LocalDate, ByDepartment>>
}
export const noRoster: RosterCounts = { histories: {}, until: null, sums: {}, ahead: {} }

const pair = (employment: Employment, n: number): Pair => (employment === 'fullTime' ? [n, 0] : [0, n])

const add = (sums: ByDepartment, departmentId: string, [f, p]: Pair): ByDepartment => {
  const [fullTime, partTime] = sums[departmentId] ?? [0, 0]
  const { [departmentId]: _, ...others } = sums
  return fullTime + f === 0 && partTime + p === 0 ? others : { ...sums, [departmentId]: [fullTime + f, partTime + p] }
}
const addAll = (sums: ByDepartment, more: ByDepartment): ByDepartment =>
  Object.entries(more).reduce((all, [departmentId, n]) => add(all, departmentId, n), sums)

/** From `on` a department has so many more. */
const change = (roster: RosterCounts, on: LocalDate, departmentId: string, n: Pair): RosterCounts => {
  if (roster.until !== null && on <= roster.until) return { ...roster, sums: add(roster.sums, departmentId, n) }
  const { [on]: before = {}, ...others } = roster.ahead
  const after = add(before, departmentId, n)
  return { ...roster, ahead: Object.keys(after).length === 0 ? others : { ...roster.ahead, [on]: after } }
}
/** Puts the spans into the counts (`sign` 1) or takes them out (-1). */
const withSpans = (roster: RosterCounts, spans: readonly ServiceSpan[], sign: 1 | -1): RosterCounts =>
  spans.reduce((all, { from, to, employment, departmentId }) => {
    const begun = change(all, from, departmentId, pair(employment, sign))
    return to === null ? begun : change(begun, addDays(to, 1), departmentId, pair(employment, -sign))
  }, roster)

/** Folds one event of a counselor. */
export const evolveRosterCounts = (roster: RosterCounts, event: HistoryEventOf): RosterCounts => {
  const { counselorId } = event.data
  const before = roster.histories[counselorId] ?? []
  if (before.length === 0 && event.type !== 'CounselorRegistered') return roster
  const after = evolveHistory(before, event)
  const counted = withSpans(withSpans(roster, serviceSpans(before), -1), serviceSpans(after), 1)
  return { ...counted, histories: { ...roster.histories, [counselorId]: after } }
}

/** Sums up to that day, so that what is kept by day is only what is to come. */
export const sumUpTo = (roster: RosterCounts, day: LocalDate): RosterCounts => {
  if (roster.until !== null && day <= roster.until) return roster
  const days = Object.entries(roster.ahead)
  return {
    ...roster,
    until: day,
    sums: days.reduce((sums, [on, more]) => (on <= day ? addAll(sums, more) : sums), roster.sums),
    ahead: Object.fromEntries(days.filter(([on]) => on > day)),
  }
}

interface Counted {
  readonly fullTime: number
  readonly partTime: number
}
/** Counselors who serve or are on leave on the day, of the campus and of each department; for a day before `until` it needs every history. */
export const countOn = (roster: RosterCounts, day: LocalDate): Counted & { readonly byDepartment: Readonly<Record<string, Counted>> } => {
  const past = roster.until !== null && day < roster.until
  const from = past ? Object.values(roster.histories).reduce((all, history) => withSpans(all, serviceSpans(history), 1), noRoster) : roster
  const present = Object.entries(sumUpTo(from, day).sums)
    .filter(([, [f, p]]) => f > 0 || p > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    fullTime: present.reduce((n, [, [f]]) => n + f, 0),
    partTime: present.reduce((n, [, [, p]]) => n + p, 0),
    byDepartment: Object.fromEntries(present.map(([departmentId, [fullTime, partTime]]) => [departmentId, { fullTime, partTime }])),
  }
}

/** What an earlier version kept: counselors in buckets, and every change by its day. */
export interface BucketedCounts {
  readonly buckets: Readonly<Record<string, RosterCounts['histories']>>
  readonly deltas: RosterCounts['ahead']
}
export const fromBuckets = ({ buckets, deltas }: BucketedCounts): RosterCounts => ({
  ...noRoster,
  histories: Object.assign({}, ...Object.values(buckets)) as RosterCounts['histories'],
  ahead: deltas,
})
