import {
  AssessmentCancelled,
  AssessmentExempted,
  AssessmentFinalized,
  AssessmentOpened,
  type AwardKind,
  AwardsPublished,
  BallotClosed,
  BallotOpened,
  FilesHandedOver,
  FilesReported,
  Nominated,
  NomineeWithdrawn,
} from '@fudao/contracts/assessment'
import {
  AllowanceAllotted,
  AllowanceResumed,
  AllowanceStopped,
  CounselorRegistered,
  CourseAssigned,
  CourseReleased,
  DormResidenceAssigned,
  DormResidenceVacated,
  ManagementGradeGranted,
  PositionChanged,
  RoomAssigned,
  RoomVacated,
  TitleApplicationSubmitted,
  TitleApplicationWithdrawn,
  TitleGranted,
  TitleRefused,
} from '@fudao/contracts/staffing'
import { type Cause, type EventRef, eventOf, type Route, type RuleEvent, toEventRef } from '@fudao/rules'
import { type ContractRoster, contractAliases, contractEvents, contractRoute, evolveRoster } from './contract-roster.js'

// What a counselor holds, as far as the services that exist know it.

export interface Room {
  readonly siteId: string
  readonly buildingId: string
  readonly room: string
  readonly by: EventRef
}
export interface Course {
  readonly termId: string
  readonly courseTitle: string
  readonly sections: number
  readonly counted: boolean
  readonly by: EventRef
}
export interface Nomination {
  readonly kind: AwardKind
  readonly year: number
  readonly personId: string
  readonly by: EventRef
}
export interface StudentFiles {
  readonly termId: string
  readonly students: number
}
export interface Holdings {
  readonly contracts: ContractRoster
  /** Year → assessment without a result. */
  readonly assessments: Readonly<Record<string, EventRef>>
  /** Year → open ballot. */
  readonly ballots: Readonly<Record<string, EventRef>>
  readonly courses: Readonly<Record<string, Course>>
  /** Offices in dorm buildings, by what is unique about them. */
  readonly offices: Readonly<Record<string, Room>>
  readonly residence: Omit<Room, 'room'> | null
  /** Nominations that are not published, by award. */
  readonly nominations: Readonly<Record<string, Nomination>>
  /** Open title applications. */
  readonly applications: Readonly<Record<string, EventRef>>
  /** The last allotment. */
  readonly allowance: EventRef | null
  /** Year → first month without an allowance. */
  readonly stopped: Readonly<Record<string, number>>
  /** Student files as they were reported last, until they are handed over. */
  readonly files: StudentFiles | null
  /** Whose branch names a successor. */
  readonly departmentId: string | null
}
export const nothingHeld: Holdings = {
  contracts: {},
  assessments: {},
  ballots: {},
  courses: {},
  offices: {},
  residence: null,
  nominations: {},
  applications: {},
  allowance: null,
  stopped: {},
  files: null,
  departmentId: null,
}

export const holdingEvents = [
  ...contractEvents,
  AssessmentOpened,
  AssessmentFinalized,
  AssessmentExempted,
  AssessmentCancelled,
  BallotOpened,
  BallotClosed,
  CourseAssigned,
  CourseReleased,
  RoomAssigned,
  RoomVacated,
  DormResidenceAssigned,
  DormResidenceVacated,
  Nominated,
  NomineeWithdrawn,
  AwardsPublished,
  TitleApplicationSubmitted,
  TitleGranted,
  ManagementGradeGranted,
  TitleRefused,
  TitleApplicationWithdrawn,
  AllowanceAllotted,
  AllowanceStopped,
  AllowanceResumed,
  FilesReported,
  FilesHandedOver,
  PositionChanged,
]

const officeAlias = ({ siteId, buildingId, room }: RuleEvent['data']): string =>
  `office:${String(siteId)}_${String(buildingId)}_${String(room)}`
const applicationAlias = (applicationId: unknown): string => `application:${String(applicationId)}`

const personAlias = (personId: unknown): string => `person:${String(personId)}`
const awardAlias = ({ kind, year }: RuleEvent['data']): string => `award:${String(kind)}_${String(year)}`

/** Most events name their counselor; the others find theirs by what was said before. */
export const holdingRoute = (event: RuleEvent): readonly Route[] => {
  const { counselorId, applicationId, personId } = event.data
  if (typeof counselorId === 'string') return [counselorId]
  switch (event.type) {
    case RoomVacated.type:
      return [{ alias: officeAlias(event.data) }]
    case TitleRefused.type:
      return [{ alias: applicationAlias(applicationId) }]
    case Nominated.type:
    case NomineeWithdrawn.type:
      return [{ alias: personAlias(personId) }]
    case AwardsPublished.type:
      return [{ alias: awardAlias(event.data) }]
    default:
      return contractRoute(event)
  }
}
export const holdingAliases = (event: RuleEvent): readonly { readonly alias: string; readonly key: string }[] => {
  const { counselorId: key, applicationId, personId } = event.data
  if (typeof key !== 'string') return []
  switch (event.type) {
    case CounselorRegistered.type:
      return [{ alias: personAlias(personId), key }]
    case RoomAssigned.type:
      return [{ alias: officeAlias(event.data), key }]
    case TitleApplicationSubmitted.type:
      return [{ alias: applicationAlias(applicationId), key }]
    case Nominated.type:
      return [{ alias: awardAlias(event.data), key }]
    default:
      return contractAliases(event)
  }
}

const omit = <T>(record: Readonly<Record<string, T>>, key: string | number): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(record).filter(([other]) => other !== String(key)))

const evolveYears = (held: Holdings, cause: Cause, by: EventRef): Holdings => {
  const { assessments, ballots } = held
  const opened = eventOf(cause, AssessmentOpened)
  if (opened) return { ...held, assessments: { ...assessments, [opened.data.year]: by } }
  const settled = eventOf(cause, AssessmentFinalized) ?? eventOf(cause, AssessmentExempted) ?? eventOf(cause, AssessmentCancelled)
  if (settled) return { ...held, assessments: omit(assessments, settled.data.year) }
  const ballot = eventOf(cause, BallotOpened)
  if (ballot) return { ...held, ballots: { ...ballots, [ballot.data.year]: by } }
  const closed = eventOf(cause, BallotClosed)
  return closed ? { ...held, ballots: omit(ballots, closed.data.year) } : held
}

const evolveCourses = (held: Holdings, cause: Cause, by: EventRef): Holdings => {
  const assigned = eventOf(cause, CourseAssigned)?.data
  const released = eventOf(cause, CourseReleased)?.data
  const course = assigned ?? released
  if (!course) return held
  const { termId, courseTitle } = course
  const id = `${termId}_${courseTitle}`
  if (!assigned) return { ...held, courses: omit(held.courses, id) }
  const { sections, counted } = assigned
  return { ...held, courses: { ...held.courses, [id]: { termId, courseTitle, sections, counted, by } } }
}

const evolveRooms = (held: Holdings, cause: Cause, by: EventRef): Holdings => {
  const assigned = eventOf(cause, RoomAssigned)
  if (assigned) {
    const { siteId, buildingId, room, kind } = assigned.data
    // an activity room stays what it is, whoever looked after it
    return kind === 'office'
      ? { ...held, offices: { ...held.offices, [officeAlias(assigned.data)]: { siteId, buildingId, room, by } } }
      : held
  }
  const vacated = eventOf(cause, RoomVacated)
  if (vacated) return { ...held, offices: omit(held.offices, officeAlias(vacated.data)) }
  const resident = eventOf(cause, DormResidenceAssigned)
  if (resident) return { ...held, residence: { siteId: resident.data.siteId, buildingId: resident.data.buildingId, by } }
  return eventOf(cause, DormResidenceVacated) ? { ...held, residence: null } : held
}

const evolveApplications = (held: Holdings, cause: Cause, by: EventRef): Holdings => {
  const submitted = eventOf(cause, TitleApplicationSubmitted)
  if (submitted) return { ...held, applications: { ...held.applications, [submitted.data.applicationId]: by } }
  const ended =
    eventOf(cause, TitleGranted) ??
    eventOf(cause, ManagementGradeGranted) ??
    eventOf(cause, TitleRefused) ??
    eventOf(cause, TitleApplicationWithdrawn)
  return ended ? { ...held, applications: omit(held.applications, ended.data.applicationId) } : held
}

const evolveNominations = (held: Holdings, cause: Cause, by: EventRef): Holdings => {
  const nominated = eventOf(cause, Nominated)
  const over = nominated ?? eventOf(cause, NomineeWithdrawn) ?? eventOf(cause, AwardsPublished)
  if (!over) return held
  const { kind, year } = over.data
  const award = awardAlias(over.data)
  if (!nominated) return { ...held, nominations: omit(held.nominations, award) }
  return { ...held, nominations: { ...held.nominations, [award]: { kind, year, personId: nominated.data.personId, by } } }
}

const evolveAllowance = (held: Holdings, cause: Cause, by: EventRef): Holdings => {
  if (eventOf(cause, AllowanceAllotted)) return { ...held, allowance: by }
  const stopped = eventOf(cause, AllowanceStopped)?.data
  if (stopped) return { ...held, stopped: { ...held.stopped, [stopped.year]: stopped.fromMonth } }
  const resumed = eventOf(cause, AllowanceResumed)?.data
  return resumed ? { ...held, stopped: omit(held.stopped, resumed.year) } : held
}

const evolveFiles = (held: Holdings, cause: Cause): Holdings => {
  const place = eventOf(cause, CounselorRegistered) ?? eventOf(cause, PositionChanged)
  if (place) return { ...held, departmentId: place.data.departmentId }
  const reported = eventOf(cause, FilesReported)?.data
  if (reported) return { ...held, files: { termId: reported.termId, students: reported.students } }
  return eventOf(cause, FilesHandedOver)?.data.termId === held.files?.termId ? { ...held, files: null } : held
}

export const evolveHoldings = (held: Holdings, cause: Cause): Holdings => {
  if (cause.kind === 'timer') return held
  const by = toEventRef(cause.event)
  const contracts = evolveRoster(held.contracts, cause)
  return [evolveYears, evolveCourses, evolveRooms, evolveNominations, evolveApplications, evolveAllowance, evolveFiles].reduce(
    (next, evolve) => evolve(next, cause, by),
    {
      ...held,
      contracts,
    },
  )
}
