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
/** Day → department → how many more (or fewer) serve from that day on. */
type Deltas = Readonly<Record<LocalDate, Readonly<Record<string, Pair>>>>

/** Who counts on which day, of one campus. Counselors lie in buckets, so that an event copies a few of them and not thousands. */
export interface RosterCounts {
  readonly buckets: Readonly<Record<string, Readonly<Record<string, CounselorHistory>>>>
  readonly deltas: Deltas
}
export const noRoster: RosterCounts = { buckets: {}, deltas: {} }

const BUCKETS = 64
const bucketOf = (counselorId: string): string => {
  let hash = 0
  for (let at = 0; at < counselorId.length; at += 1) hash = (hash * 31 + counselorId.charCodeAt(at)) % 8_191
  return String(hash % BUCKETS)
}

const pair = (employment: Employment, n: number): Pair => (employment === 'fullTime' ? [n, 0] : [0, n])

const addTo = (deltas: Deltas, on: LocalDate, departmentId: string, [f, p]: Pair): Deltas => {
  const [fullTime, partTime] = deltas[on]?.[departmentId] ?? [0, 0]
  return { ...deltas, [on]: { ...deltas[on], [departmentId]: [fullTime + f, partTime + p] } }
}
/** Puts the spans into the deltas (`sign` 1) or takes them out (-1). */
const withSpans = (deltas: Deltas, spans: readonly ServiceSpan[], sign: 1 | -1): Deltas =>
  spans.reduce((all, { from, to, employment, departmentId }) => {
    const begun = addTo(all, from, departmentId, pair(employment, sign))
    return to === null ? begun : addTo(begun, addDays(to, 1), departmentId, pair(employment, -sign))
  }, deltas)

/** Folds one event of a counselor. */
export const evolveRosterCounts = (roster: RosterCounts, event: HistoryEventOf): RosterCounts => {
  const { counselorId } = event.data
  const bucket = bucketOf(counselorId)
  const before = roster.buckets[bucket]?.[counselorId] ?? []
  if (before.length === 0 && event.type !== 'CounselorRegistered') return roster
  const after = evolveHistory(before, event)
  return {
    buckets: { ...roster.buckets, [bucket]: { ...roster.buckets[bucket], [counselorId]: after } },
    deltas: withSpans(withSpans(roster.deltas, serviceSpans(before), -1), serviceSpans(after), 1),
  }
}

interface Counted {
  readonly fullTime: number
  readonly partTime: number
}
/** Counselors who serve or are on leave on the day, of the campus and of each department that has one. */
export const countOn = (
  { deltas }: RosterCounts,
  day: LocalDate,
): Counted & { readonly byDepartment: Readonly<Record<string, Counted>> } => {
  const sums = new Map<string, Pair>()
  for (const [on, departments] of Object.entries(deltas)) {
    if (on > day) continue
    for (const [departmentId, [f, p]] of Object.entries(departments)) {
      const [fullTime, partTime] = sums.get(departmentId) ?? [0, 0]
      sums.set(departmentId, [fullTime + f, partTime + p])
    }
  }
  const present = [...sums].filter(([, [f, p]]) => f > 0 || p > 0).sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    fullTime: present.reduce((n, [, [f]]) => n + f, 0),
    partTime: present.reduce((n, [, [, p]]) => n + p, 0),
    byDepartment: Object.fromEntries(present.map(([departmentId, [fullTime, partTime]]) => [departmentId, { fullTime, partTime }])),
  }
}
