import type { EventOf, PayloadOf } from '@fudao/contracts/kit'
import type {
  AssignDormResidence,
  CounselorDeregistered,
  CounselorRegistered,
  DepartureReason,
  DeregistrationCorrected,
  DormResidenceAssigned,
  DormResidenceVacated,
  Employment,
  EmploymentChanged,
  ErasureAnnounced,
  LeaveEnded,
  LeaveReason,
  LeaveStarted,
  PositionChanged,
  PriorServiceRecorded,
  TitleCorrected,
  TitleRank,
  TitleRecorded,
} from '@fudao/contracts/staffing'
import type { LocalDate, Recorded } from '@fudao/domain-kit'
import { type OwnData, ownData } from '../own-data.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type CounselorEvent = Recorded<
  EventOf<
    | typeof CounselorRegistered
    | typeof PriorServiceRecorded
    | typeof EmploymentChanged
    | typeof PositionChanged
    | typeof LeaveStarted
    | typeof LeaveEnded
    | typeof TitleRecorded
    | typeof TitleCorrected
    | typeof DormResidenceAssigned
    | typeof DormResidenceVacated
    | typeof CounselorDeregistered
    | typeof DeregistrationCorrected
    | typeof ErasureAnnounced
  >
>
type Data<T extends CounselorEvent['type']> = OwnData<Extract<CounselorEvent, { readonly type: T }>['data']>

// --- State -----------------------------------------------------------------------------------------------------------

export interface Departure {
  /** Id of the event, which a correction names. */
  readonly eventId: string | undefined
  readonly lastDay: LocalDate
  readonly reason: DepartureReason
  readonly exitCaseId: string | undefined
  readonly revoked: boolean
}
/** One period of service at this campus; without a departure in force it runs on. */
export interface ServiceInterval {
  readonly from: LocalDate
  readonly departures: readonly Departure[]
}
export interface HeldTitle {
  readonly eventId: string | undefined
  readonly title: string
  readonly rank: TitleRank
  readonly discipline: string
  readonly grantedOn: LocalDate
}
export type Residence = Pick<PayloadOf<typeof AssignDormResidence>, 'siteId' | 'buildingId' | 'from'>

/** The values a registered counselor has, whether serving or gone. */
export interface ServiceRecord {
  /** The last registration as it was requested. */
  readonly registration: Data<'CounselorRegistered'>
  readonly intervals: readonly ServiceInterval[]
  readonly priorService: readonly Data<'PriorServiceRecorded'>[]
  readonly employment: Employment
  readonly employmentChange: Data<'EmploymentChanged'> | undefined
  readonly position: Pick<Data<'PositionChanged'>, 'positionCategory' | 'positionText' | 'departmentId' | 'siteId'>
  readonly positionChange: Data<'PositionChanged'> | undefined
  readonly leave: { readonly from: LocalDate; readonly reason: LeaveReason } | undefined
  readonly leaveEndedOn: LocalDate | undefined
  readonly titles: readonly HeldTitle[]
  readonly residence: Residence | undefined
  readonly vacated: Pick<Data<'DormResidenceVacated'>, 'siteId' | 'buildingId' | 'to'> | undefined
}
export type Counselor =
  | { readonly status: 'none' }
  | { readonly status: 'active' | 'onLeave' | 'deregistered'; readonly record: ServiceRecord }

export const noCounselor = (): Counselor => ({ status: 'none' })

/** The departure in force of an interval, if it has ended. */
export const departureOf = (interval: ServiceInterval | undefined): Departure | undefined => {
  const last = interval?.departures.at(-1)
  return last?.revoked ? undefined : last
}
/** First day of the current or last period of service. */
export const startOf = (record: ServiceRecord): LocalDate => record.intervals.at(-1)?.from ?? record.registration.startDate

// --- Evolve ----------------------------------------------------------------------------------------------------------

const positionOf = ({ positionCategory, positionText, departmentId, siteId }: ServiceRecord['position']): ServiceRecord['position'] => ({
  positionCategory,
  positionText,
  departmentId,
  siteId,
})

const registered = (before: Counselor, data: Data<'CounselorRegistered'>): Counselor => {
  const earlier = before.status === 'none' ? undefined : before.record
  return {
    status: 'active',
    record: {
      registration: data,
      intervals: [...(earlier?.intervals ?? []), { from: data.startDate, departures: [] }],
      priorService: earlier?.priorService ?? [],
      employment: data.employment,
      employmentChange: undefined,
      position: positionOf(data),
      positionChange: undefined,
      leave: undefined,
      leaveEndedOn: undefined,
      titles: earlier?.titles ?? [],
      residence: earlier?.residence,
      vacated: earlier?.vacated,
    },
  }
}

const withLastInterval = (record: ServiceRecord, departure: Departure): ServiceRecord => ({
  ...record,
  intervals: record.intervals.map((interval, index) =>
    index === record.intervals.length - 1 ? { ...interval, departures: [...interval.departures, departure] } : interval,
  ),
})

const withCorrectedDeparture = (record: ServiceRecord, data: Data<'DeregistrationCorrected'>): ServiceRecord => ({
  ...record,
  intervals: record.intervals.map((interval) => ({
    ...interval,
    departures: interval.departures.map((departure) =>
      departure.eventId === data.correctsEventId
        ? { ...departure, revoked: data.revoked, lastDay: data.lastDay ?? departure.lastDay }
        : departure,
    ),
  })),
})

/** Folds one event; an event of a counselor nobody registered cannot have been decided and is left out. */
export const evolveCounselor = (state: Counselor, event: CounselorEvent): Counselor => {
  if (event.type === 'CounselorRegistered') return registered(state, ownData(event.data))
  if (state.status === 'none') return state
  const { record } = state
  const keep = (change: Partial<ServiceRecord>): Counselor => ({ ...state, record: { ...record, ...change } })
  switch (event.type) {
    case 'PriorServiceRecorded':
      return keep({ priorService: [...record.priorService, ownData(event.data)] })
    case 'EmploymentChanged':
      return keep({ employment: event.data.to, employmentChange: ownData(event.data) })
    case 'PositionChanged':
      return keep({ position: positionOf(event.data), positionChange: ownData(event.data) })
    case 'LeaveStarted':
      return { status: 'onLeave', record: { ...record, leave: { from: event.data.from, reason: event.data.reason } } }
    case 'LeaveEnded':
      return { status: 'active', record: { ...record, leave: undefined, leaveEndedOn: event.data.on } }
    case 'TitleRecorded': {
      const { title, rank, discipline, grantedOn } = event.data
      return keep({ titles: [...record.titles, { eventId: event.id, title, rank, discipline, grantedOn }] })
    }
    case 'TitleCorrected': {
      const { correctsEventId, title, rank, grantedOn } = event.data
      return keep({ titles: record.titles.map((t) => (t.eventId === correctsEventId ? { ...t, title, rank, grantedOn } : t)) })
    }
    case 'DormResidenceAssigned': {
      const { siteId, buildingId, from } = event.data
      return keep({ residence: { siteId, buildingId, from } })
    }
    case 'DormResidenceVacated': {
      const { siteId, buildingId, to } = event.data
      return keep({ residence: undefined, vacated: { siteId, buildingId, to } })
    }
    case 'CounselorDeregistered': {
      const { lastDay, reason, exitCaseId } = event.data
      return {
        status: 'deregistered',
        record: withLastInterval(record, { eventId: event.id, lastDay, reason, exitCaseId, revoked: false }),
      }
    }
    case 'ErasureAnnounced':
      return state
    case 'DeregistrationCorrected': {
      const corrected = withCorrectedDeparture(record, event.data)
      if (departureOf(corrected.intervals.at(-1))) return { status: 'deregistered', record: corrected }
      return { status: corrected.leave ? 'onLeave' : 'active', record: corrected }
    }
  }
}
