import { CounselorDeregistered, DeregistrationCorrected } from '@fudao/contracts/staffing'
import { happened, refuse } from '@fudao/domain-kit'
import { ownData } from '../own-data.js'
import type { DepartureCorrection, Deregister } from './counselor-commands.js'
import { type Counselor, type CounselorEvent, departureOf, startOf } from './counselor-state.js'

/** R-AK-82, R-AK-83: who leaves by reassignment or termination leaves on a case of their own that ended so. */
const checkExitCase = ({ data, metadata }: Deregister): void => {
  if (data.reason !== 'reassigned' && data.reason !== 'terminated') return
  const exitCase = metadata.facts.exitCase
  const fits =
    exitCase !== undefined &&
    exitCase.status === data.reason &&
    exitCase.file.opening.counselorId === data.counselorId &&
    exitCase.file.opening.exitCaseId === data.exitCaseId
  if (!fits)
    refuse('ExitCaseMissing', [data.reason === 'reassigned' ? 'R-AK-82' : 'R-AK-83'], {
      exitCaseId: data.exitCaseId ?? null,
      status: exitCase?.status ?? 'none',
    })
}

export const deregisterCounselor = (c: Deregister, s: Counselor): CounselorEvent[] => {
  const data = ownData(c.data)
  if (s.status === 'none') return refuse('NotActive', ['R-AK-31'], { status: s.status })
  if (s.status === 'deregistered') {
    const left = departureOf(s.record.intervals.at(-1))
    const same = left?.lastDay === data.lastDay && left.reason === data.reason && left.exitCaseId === data.exitCaseId
    return same ? [] : refuse('NotActive', ['R-AK-31'], { status: s.status })
  }
  const start = startOf(s.record)
  if (data.lastDay < start) return refuse('DepartureBeforeStart', ['R-AK-31'], { start, lastDay: data.lastDay })
  checkExitCase(c)
  return [happened(CounselorDeregistered, data)]
}

/** C-11: another last day, or the departure never took place; never into another period of service. */
export const correctDeregistration = (c: DepartureCorrection, s: Counselor): CounselorEvent[] => {
  const { counselorId, correctsEventId, lastDay, reason } = c.data
  const revoked = c.data.revoked ?? false
  const intervals = s.status === 'none' ? [] : s.record.intervals
  const index = intervals.findIndex((interval) => interval.departures.some((departure) => departure.eventId === correctsEventId))
  const interval = intervals[index]
  const departure = interval?.departures.find(({ eventId }) => eventId === correctsEventId)
  if (!interval || !departure) return refuse('WrongState', ['R-AK-31'], { status: s.status, correctsEventId })
  if (!reason) return refuse('ReasonMissing', ['R-AK-31'])
  if (revoked === (lastDay !== undefined)) return refuse('InvalidValue', ['R-AK-31'], { field: 'lastDay', revoked })
  if (departure.revoked) return revoked ? [] : refuse('WrongState', ['R-AK-31'], { status: 'revoked', correctsEventId })
  const next = intervals[index + 1]
  if (revoked) {
    if (next) return refuse('WrongState', ['R-AK-31'], { status: s.status, registeredAgain: next.from })
    if (c.metadata.facts?.person?.erased) return refuse('PersonErased', ['PIPL-47'], { counselorId })
    return [happened(DeregistrationCorrected, { counselorId, correctsEventId, revoked, reason })]
  }
  if (lastDay === undefined || lastDay === departure.lastDay) return []
  if (lastDay < interval.from) return refuse('DepartureBeforeStart', ['R-AK-31'], { start: interval.from, lastDay })
  if (next && lastDay >= next.from) return refuse('InvalidValue', ['R-AK-31'], { field: 'lastDay', before: next.from })
  return [happened(DeregistrationCorrected, { counselorId, correctsEventId, lastDay, revoked, reason })]
}
