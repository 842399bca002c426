import type { Grade } from '@fudao/contracts/assessment'
import type { EventOf } from '@fudao/contracts/kit'
import { type AssignCourse, CourseAssigned, CourseReleased, type ReleaseCourse } from '@fudao/contracts/staffing'
import { type AggregateDecider, type CommandOf, happened, refuse } from '@fudao/domain-kit'
import type { Counselor } from '../counselor/counselor-state.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type CourseLoadEvent = EventOf<typeof CourseAssigned | typeof CourseReleased>

// --- State -----------------------------------------------------------------------------------------------------------

interface Course {
  readonly counted: boolean
  readonly sections: number
}
export interface CourseLoad {
  /** By title, without 《》. */
  readonly courses: Readonly<Record<string, Course>>
  readonly released: readonly string[]
}

// --- Evolve ----------------------------------------------------------------------------------------------------------

const without = (courses: CourseLoad['courses'], title: string): CourseLoad['courses'] =>
  Object.fromEntries(Object.entries(courses).filter(([other]) => other !== title))

const evolve = (s: CourseLoad, { type, data }: CourseLoadEvent): CourseLoad => {
  const { courseTitle } = data
  if (type === 'CourseReleased') return { courses: without(s.courses, courseTitle), released: [...s.released, courseTitle] }
  const { counted, sections } = data
  return {
    courses: { ...s.courses, [courseTitle]: { counted, sections } },
    released: s.released.filter((other) => other !== courseTitle),
  }
}

// --- Commands --------------------------------------------------------------------------------------------------------

export interface CourseFacts {
  readonly counselor: Counselor
  /** Grade of the last year that has one; `null`: none yet. */
  readonly lastGrade: Grade | null
}
type Assign = CommandOf<typeof AssignCourse, CourseFacts>
type Release = CommandOf<typeof ReleaseCourse, Pick<CourseFacts, 'counselor'>>

// --- Decide ----------------------------------------------------------------------------------------------------------

const plain = (title: string): string => title.replace(/^《(.+)》$/u, '$1').trim()

/** R-AK-77: a department manages its own counselors. */
const refuseForeign = ({ data, metadata }: Assign | Release): void => {
  const { departmentId, role } = metadata.actor
  const { counselor } = metadata.facts
  if (departmentId !== undefined && counselor.status !== 'none' && counselor.record.position.departmentId !== departmentId)
    refuse('NotAuthorized', ['R-AK-77'], { role, counselorId: data.counselorId, scope: 'department' })
}

/** titles, or class sections; only courses of the ideological-theory kind. */
const countOf = (courses: readonly Course[], by: 'titles' | 'sections'): number =>
  courses.filter(({ counted }) => counted).reduce((sum, { sections }) => sum + (by === 'titles' ? 1 : sections), 0)

const assignCourse = (c: Assign, s: CourseLoad): CourseLoadEvent[] => {
  const { counselorId, termId, sections = 1, ideologyTheory = false } = c.data
  const { policy, facts } = c.metadata
  const courseTitle = plain(c.data.courseTitle)
  const listed = (policy.value('staffing.courseLoad.courses') ?? []).some((title) => plain(title) === courseTitle)
  const course = { counted: listed || ideologyTheory, sections }
  const known = s.courses[courseTitle]
  if (known?.counted === course.counted && known.sections === sections) return []
  refuseForeign(c)
  if (facts.counselor.status !== 'active') return refuse('NotActive', ['R-AK-68'], { counselorId, status: facts.counselor.status })
  const terms = policy.value('calendar.terms')
  if (terms && !terms.some((term) => term.termId === termId)) return refuse('InvalidValue', ['R-AK-68'], { field: 'termId', termId })
  const max = policy.value('staffing.courseLoad.maxPerTerm')
  const by = policy.value('staffing.courseLoad.count') ?? 'titles'
  const count = countOf([...Object.values(without(s.courses, courseTitle)), course], by)
  if (max !== null && course.counted && count > max)
    return refuse('CourseLimitExceeded', ['R-AK-68', 'A-17'], { courseTitle, count, max, by })
  const warnDutyFirst = facts.lastGrade === 'unqualified'
  return [happened(CourseAssigned, { counselorId, termId, courseTitle, listed, ...course, warnDutyFirst })]
}

const releaseCourse = (c: Release, s: CourseLoad): CourseLoadEvent[] => {
  const { counselorId, termId } = c.data
  const courseTitle = plain(c.data.courseTitle)
  if (s.released.includes(courseTitle)) return []
  refuseForeign(c)
  if (!s.courses[courseTitle]) return refuse('WrongState', ['R-AK-68'], { status: 'notAssigned', courseTitle })
  return [happened(CourseReleased, { counselorId, termId, courseTitle })]
}

/** Courses of one counselor in one term: at most one of the ideological-theory kind, on top of own duties (R-AK-68, R-AK-69). */
export const courseLoadDecider: AggregateDecider<CourseLoad, Assign | Release, CourseLoadEvent> = {
  initialState: () => ({ courses: {}, released: [] }),
  decide: (command, state) => (command.type === 'AssignCourse' ? assignCourse(command, state) : releaseCourse(command, state)),
  evolve,
}
