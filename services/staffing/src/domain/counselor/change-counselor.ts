import {
  DormResidenceAssigned,
  DormResidenceVacated,
  EmploymentChanged,
  LeaveEnded,
  LeaveStarted,
  PositionChanged,
  PriorServiceRecorded,
  TitleCorrected,
  TitleRecorded,
  titleRanks,
} from '@fudao/contracts/staffing'
import { happened, refuse } from '@fudao/domain-kit'
import { ownData, sameData } from '../own-data.js'
import type {
  AssignResidence,
  Employ,
  LeaveEnd,
  LeaveStart,
  Position,
  PriorService,
  Title,
  TitleCorrection,
  VacateResidence,
} from './counselor-commands.js'
import { type Counselor, type CounselorEvent, departureOf, type ServiceRecord, startOf } from './counselor-state.js'

const wrongState = (s: Counselor): never => refuse('WrongState', ['R-AK-31'], { status: s.status })
const known = (s: Counselor): ServiceRecord => (s.status === 'none' ? wrongState(s) : s.record)
const serving = (s: Counselor): ServiceRecord => (s.status === 'active' || s.status === 'onLeave' ? s.record : wrongState(s))

const notBefore = (start: string, date: string): void => {
  if (date < start) refuse('DateBeforeStart', ['R-AK-31'], { start, date })
}

/** Service history is kept after leaving too (R-AK-59). */
export const recordPriorService = (c: PriorService, s: Counselor): CounselorEvent[] => {
  const record = known(s)
  const { evidenceRef, ...rest } = ownData(c.data)
  if (!evidenceRef) return refuse('EvidenceMissing', ['R-AK-31'])
  const data = { ...rest, evidenceRef }
  if (data.to < data.from) return refuse('InvalidValue', ['R-AK-31'], { field: 'to', from: data.from })
  if (record.priorService.some((service) => sameData(service, data))) return []
  const here = record.intervals.map((interval) => ({ from: interval.from, to: departureOf(interval)?.lastDay ?? '9999-12-31' }))
  const clash = [...record.priorService, ...here].find((service) => data.from <= service.to && service.from <= data.to)
  if (clash) return refuse('ServiceOverlap', ['R-AK-31'], { from: clash.from, to: clash.to })
  return [happened(PriorServiceRecorded, data)]
}

/** A change starts no earlier than what it changes. */
export const changeEmployment = (c: Employ, s: Counselor): CounselorEvent[] => {
  const record = serving(s)
  const { counselorId, to, effectiveDate } = c.data
  if (record.employmentChange?.to === to && record.employmentChange.effectiveDate === effectiveDate) return []
  if (record.employment === to) return refuse('NoChange', ['R-AK-31'], { employment: to })
  notBefore(record.employmentChange?.effectiveDate ?? startOf(record), effectiveDate)
  return [happened(EmploymentChanged, { counselorId, from: record.employment, to, effectiveDate })]
}

export const changePosition = (c: Position, s: Counselor): CounselorEvent[] => {
  const record = serving(s)
  const data = ownData(c.data)
  if (sameData(data, record.positionChange)) return []
  const { counselorId: _, effectiveDate, ...position } = data
  if (sameData(position, record.position)) return refuse('NoChange', ['R-AK-31'], { positionCategory: position.positionCategory })
  if (position.positionCategory === 'other' && !position.positionText) return refuse('InvalidValue', ['R-AK-32'], { field: 'positionText' })
  notBefore(record.positionChange?.effectiveDate ?? startOf(record), effectiveDate)
  return [happened(PositionChanged, data)]
}

export const startLeave = (c: LeaveStart, s: Counselor): CounselorEvent[] => {
  const record = serving(s)
  const { counselorId, from, reason } = c.data
  if (record.leave) return sameData(record.leave, { from, reason }) ? [] : refuse('NoChange', ['R-AK-31'], { status: s.status })
  notBefore(startOf(record), from)
  return [happened(LeaveStarted, { counselorId, from, reason })]
}

export const endLeave = (c: LeaveEnd, s: Counselor): CounselorEvent[] => {
  const record = serving(s)
  const on = c.data.on ?? c.metadata.asOf
  if (!record.leave) return record.leaveEndedOn === on ? [] : refuse('NoChange', ['R-AK-31'], { status: s.status })
  notBefore(record.leave.from, on)
  return [happened(LeaveEnded, { counselorId: c.data.counselorId, on })]
}

export const recordTitle = (c: Title, s: Counselor): CounselorEvent[] => {
  const record = serving(s)
  const data = ownData(c.data)
  const { counselorId: _, ...asked } = data
  if (record.titles.some(({ eventId: __, ...held }) => sameData(held, asked))) return []
  const current = record.titles.reduce((highest, held) => Math.max(highest, titleRanks.indexOf(held.rank)), -1)
  if (titleRanks.indexOf(data.rank) < current)
    return refuse('TitleRegression', ['R-AK-31'], { current: titleRanks[current], rank: data.rank })
  return [happened(TitleRecorded, data)]
}

/** C-11: the correction names the event it corrects; it may lower the rank. */
export const correctTitle = (c: TitleCorrection, s: Counselor): CounselorEvent[] => {
  const record = known(s)
  const { counselorId, correctsEventId, title, rank, grantedOn, reason } = c.data
  const held = record.titles.find((t) => t.eventId === correctsEventId)
  if (!held) return refuse('WrongState', ['R-AK-31'], { status: s.status, correctsEventId })
  if (!reason) return refuse('ReasonMissing', ['R-AK-31'])
  if (held.title === title && held.rank === rank && held.grantedOn === grantedOn) return []
  return [happened(TitleCorrected, { counselorId, correctsEventId, title, rank, grantedOn, reason })]
}

/** A new residence replaces the one before. */
export const assignDormResidence = (c: AssignResidence, s: Counselor): CounselorEvent[] => {
  if (s.status !== 'active') return refuse('NotActive', ['R-AK-11'], { status: s.status })
  const { counselorId, siteId, buildingId, from } = c.data
  if (sameData(s.record.residence, { siteId, buildingId, from })) return []
  return [happened(DormResidenceAssigned, { counselorId, siteId, buildingId, from })]
}

/** Possible after leaving too: the residence is what ends. */
export const vacateDormResidence = (c: VacateResidence, s: Counselor): CounselorEvent[] => {
  const record = s.status === 'none' ? undefined : s.record
  const { counselorId, siteId, buildingId, to } = c.data
  if (record && !record.residence && sameData(record.vacated, { siteId, buildingId, to })) return []
  if (record?.residence?.siteId !== siteId || record.residence.buildingId !== buildingId)
    return refuse('NotActive', ['R-AK-11'], { status: s.status, resident: false })
  return [happened(DormResidenceVacated, { counselorId, siteId, buildingId, to })]
}
