import type { EventOf } from '@fudao/contracts/kit'
import {
  type ApprovePosts,
  HeadcountRecorded,
  PostsApproved,
  type RecordHeadcount,
  type RecordStaffingCheck,
  ShortfallCleared,
  ShortfallDeclared,
  StaffingChecked,
} from '@fudao/contracts/staffing'
import {
  type AggregateDecider,
  type CommandOf,
  gapInScope,
  gapOf,
  happened,
  hasFullTimeMajority,
  type LocalDate,
  minimumPosts,
  type RatioPolicy,
  type Recorded,
  readRatioPolicy,
  refuse,
  unitsOf,
} from '@fudao/domain-kit'
import { ownData, sameData } from '../own-data.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type EstablishmentEvent = Recorded<
  EventOf<typeof HeadcountRecorded | typeof PostsApproved | typeof StaffingChecked | typeof ShortfallDeclared | typeof ShortfallCleared>
>
type Data<T extends EstablishmentEvent['type']> = ReturnType<typeof ownData<Extract<EstablishmentEvent, { readonly type: T }>['data']>>

// --- State -----------------------------------------------------------------------------------------------------------

export interface Establishment {
  /** By day, oldest first; one of a day given again takes its place. */
  readonly headcounts: readonly Data<'HeadcountRecorded'>[]
  /** By the day they hold from; of two from one day the later one. */
  readonly posts: readonly Data<'PostsApproved'>[]
  readonly lastCheck: Data<'StaffingChecked'> | undefined
  readonly short: boolean
}
export const noEstablishment = (): Establishment => ({ headcounts: [], posts: [], lastCheck: undefined, short: false })

/** What was in force on the day. */
const headcountOn = (s: Establishment, day: LocalDate) => s.headcounts.findLast(({ asOf }) => asOf <= day)
const postsOn = (s: Establishment, day: LocalDate) => s.posts.findLast(({ from }) => from <= day)

// --- Evolve ----------------------------------------------------------------------------------------------------------

export const evolveEstablishment = (s: Establishment, event: EstablishmentEvent): Establishment => {
  switch (event.type) {
    case 'HeadcountRecorded': {
      const data = ownData(event.data)
      // none is older than the last
      return { ...s, headcounts: [...s.headcounts.filter(({ asOf }) => asOf !== data.asOf), data] }
    }
    case 'PostsApproved': {
      const data = ownData(event.data)
      const others = s.posts.filter(({ from }) => from !== data.from)
      return { ...s, posts: [...others, data].sort((a, b) => (a.from < b.from ? -1 : 1)) }
    }
    case 'StaffingChecked':
      return { ...s, lastCheck: ownData(event.data) }
    case 'ShortfallDeclared':
      return { ...s, short: true }
    case 'ShortfallCleared':
      return { ...s, short: false }
  }
}

// --- Commands --------------------------------------------------------------------------------------------------------

type Headcount = CommandOf<typeof RecordHeadcount>
type Posts = CommandOf<typeof ApprovePosts>
type Check = CommandOf<typeof RecordStaffingCheck>
export type EstablishmentCommand = Headcount | Posts | Check

// --- Decide ----------------------------------------------------------------------------------------------------------

/** A headcount given ahead counts from its day. */
const recordHeadcount = (c: Headcount, s: Establishment): EstablishmentEvent[] => {
  const { students, byDepartment = {} } = c.data
  const asOf = c.data.asOf ?? c.metadata.asOf
  const departments = Object.entries(byDepartment)
  const negative = students < 0 ? 'students' : departments.find(([, n]) => n < 0)?.[0]
  if (negative !== undefined) return refuse('InvalidValue', ['R-AK-29'], { field: negative })
  const together = departments.reduce((sum, [, n]) => sum + n, 0)
  if (together > students) return refuse('InvalidValue', ['R-AK-29'], { field: 'byDepartment', students, together })
  const data = { asOf, students, byDepartment }
  const last = s.headcounts.at(-1)
  if (last && asOf < last.asOf) return refuse('StaleHeadcount', ['R-AK-29'], { asOf, last: last.asOf })
  return sameData(data, last) ? [] : [happened(HeadcountRecorded, data)]
}

/** R-AK-29: the least number of posts follows from the students on the day they hold from. */
const approvePosts = (c: Posts, s: Establishment): EstablishmentEvent[] => {
  const { fullTimePosts } = c.data
  const from = c.data.from ?? c.metadata.asOf
  const headcount = headcountOn(s, from)
  if (!headcount) return refuse('HeadcountMissing', ['R-AK-29'], { asOf: from })
  if (fullTimePosts < 0) return refuse('InvalidValue', ['R-AK-29'], { field: 'fullTimePosts' })
  const { students } = headcount
  const policy = readRatioPolicy(c.metadata.policy, from)
  const minimum = minimumPosts(students, policy)
  if (fullTimePosts < minimum)
    return refuse('PostsBelowRatio', ['R-AK-29', 'A-03', 'A-04'], {
      fullTimePosts,
      minimum,
      students,
      studentsPerCounselor: policy.studentsPerCounselor,
    })
  const data = { fullTimePosts, minimum, from, students }
  return sameData(data, postsOn(s, from)) ? [] : [happened(PostsApproved, data)]
}

/** Per department, as far as its students were counted. */
const departmentsOf = (c: Check, byDepartment: Readonly<Record<string, number>>, policy: RatioPolicy) =>
  Object.fromEntries(
    Object.entries(byDepartment).map(([departmentId, students]) => {
      const staff = { students, ...(c.data.byDepartment?.[departmentId] ?? { fullTime: 0, partTime: 0 }) }
      const gapThirds = gapOf(staff, policy)
      return [departmentId, { ...staff, gapThirds, compliant: gapThirds === 0 }]
    }),
  )

/**
 * R-AK-29, 30, 36, 37: the figures used are in the event, exact; the flag changes only where the verdict does. A check of a day before
 * the last one (a timer that came late) adds nothing: what is known of a later day stands.
 */
const recordStaffingCheck = (c: Check, s: Establishment): EstablishmentEvent[] => {
  const { asOf, policy: view } = c.metadata
  const { fullTime, partTime } = c.data
  if (s.lastCheck && asOf < s.lastCheck.asOf) return []
  const headcount = headcountOn(s, asOf)
  if (!headcount) return refuse('HeadcountMissing', ['R-AK-29'], { asOf })
  const parts = Object.values(c.data.byDepartment ?? {})
  const sum = (of: 'fullTime' | 'partTime'): number => parts.reduce((n, part) => n + part[of], 0)
  if (sum('fullTime') > fullTime || sum('partTime') > partTime)
    return refuse('InvalidValue', ['R-AK-29'], { field: 'byDepartment', fullTime, partTime })
  const policy = readRatioPolicy(view)
  const staff = { students: headcount.students, fullTime, partTime }
  const byDepartment = departmentsOf(c, headcount.byDepartment, policy)
  const gapThirds = gapInScope(staff, Object.values(byDepartment), policy)
  const posts = postsOn(s, asOf)?.fullTimePosts
  const vacancies = Math.max(0, (posts ?? 0) - fullTime)
  const data = {
    asOf,
    ...staff,
    fteThirds: unitsOf(staff, policy),
    gapThirds,
    fullTimeMajority: hasFullTimeMajority(staff, policy),
    compliant: gapThirds === 0,
    weight: policy.weight,
    headcountAsOf: headcount.asOf,
    ...(posts === undefined ? {} : { approvedPosts: posts }),
    vacancies,
    ...(policy.partTimeQuota === null ? {} : { partTimeOverQuota: Math.max(0, partTime - policy.partTimeQuota) }),
    ...(Object.keys(byDepartment).length > 0 ? { byDepartment } : {}),
  }
  if (sameData(data, s.lastCheck)) return []
  const checked = happened(StaffingChecked, data)
  if (s.short === !data.compliant) return [checked]
  return [
    checked,
    data.compliant
      ? happened(ShortfallCleared, { asOf })
      : happened(ShortfallDeclared, { asOf, gapThirds, vacancies, perPost: policy.weight.den }),
  ]
}

const decide = (command: EstablishmentCommand, state: Establishment): EstablishmentEvent[] => {
  switch (command.type) {
    case 'RecordHeadcount':
      return recordHeadcount(command, state)
    case 'ApprovePosts':
      return approvePosts(command, state)
    case 'RecordStaffingCheck':
      return recordStaffingCheck(command, state)
  }
}

/** Students, approved posts and the shortfall of one campus: `∅ → balanced ⇄ short` (R-AK-05, 29, 30, 36, 37). */
export const establishmentDecider: AggregateDecider<Establishment, EstablishmentCommand, EstablishmentEvent> = {
  initialState: noEstablishment,
  decide,
  evolve: evolveEstablishment,
}
