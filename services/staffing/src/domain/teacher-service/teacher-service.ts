import {
  type CloseStint,
  EligibilityWithdrawn,
  type OpenStint,
  type RecordStintAssessment,
  StintAssessed,
  StintClosed,
  StintOpened,
  type WithdrawEligibility,
} from '@fudao/contracts/staffing'
import { type AggregateDecider, type CommandOf, calendarYear, happened, type LocalDate, overlap, refuse } from '@fudao/domain-kit'
import { type Certify, certifyEligibility } from './certify-eligibility.js'
import {
  evolveTeacherService,
  noTeacherService,
  type Stint,
  type TeacherService,
  type TeacherServiceEvent,
} from './teacher-service-state.js'

// --- Commands --------------------------------------------------------------------------------------------------------

type Open = CommandOf<typeof OpenStint>
type Close = CommandOf<typeof CloseStint>
type Assess = CommandOf<typeof RecordStintAssessment>
type Withdraw = CommandOf<typeof WithdrawEligibility>
export type TeacherServiceCommand = Open | Close | Assess | Certify | Withdraw

// --- Decide ----------------------------------------------------------------------------------------------------------

/** Two stints of one role never hold the same day; of two roles they may. */
const refuseOverlap = (stint: Stint, others: readonly Stint[]): void => {
  const other = others.find((s) => s.role === stint.role && overlap(s, stint))
  if (other) refuse('StintOverlap', ['R-AK-48'], { role: other.role, from: other.from, to: other.to ?? '—' })
}

const openStint = ({ data, metadata }: Open, s: TeacherService): TeacherServiceEvent[] => {
  const { teacherId, role, from = metadata.asOf, to = null } = data
  if (s.stints.some((stint) => stint.role === role && stint.from === from && stint.to === to)) return []
  if (to !== null && to < from) return refuse('InvalidValue', ['R-AK-48'], { field: 'to', from })
  refuseOverlap({ role, from, to }, s.stints)
  const opened = happened(StintOpened, { teacherId, role, from })
  return to === null ? [opened] : [opened, happened(StintClosed, { teacherId, role, from, to })]
}

/** The stint that is meant: the one that is open, else the last of the role, whose last day is then corrected (C-11). */
const closing = ({ data }: Close, s: TeacherService, to: LocalDate): Stint => {
  const meant = s.stints.filter(({ role, from }) => role === (data.role ?? role) && from === (data.from ?? from))
  const open = meant.filter((stint) => stint.to === null)
  if (open.length > 1) return refuse('InvalidValue', ['R-AK-48'], { field: 'role' })
  const closed = meant.toSorted((a, b) => (a.from < b.from ? -1 : 1))
  const stint = open[0] ?? closed.find((one) => one.to === to) ?? (data.role === undefined ? undefined : closed.at(-1))
  return stint ?? refuse('WrongState', ['R-AK-48'], { status: s.status })
}
const closeStint = (c: Close, s: TeacherService): TeacherServiceEvent[] => {
  const to = c.data.to ?? c.metadata.asOf
  const stint = closing(c, s, to)
  const { role, from } = stint
  if (stint.to === to) return []
  if (to < from) return refuse('InvalidValue', ['R-AK-48'], { field: 'to', from })
  const others = s.stints.filter((other) => other !== stint)
  refuseOverlap({ role, from, to }, others)
  return [happened(StintClosed, { teacherId: c.data.teacherId, role, from, to })]
}

const recordStintAssessment = ({ data: { teacherId, year, qualified, sourceRef } }: Assess, s: TeacherService): TeacherServiceEvent[] => {
  const known = s.assessments.find((a) => a.year === year)
  if (known?.qualified === qualified && known.sourceRef === sourceRef) return []
  if (!s.stints.some((stint) => overlap(stint, calendarYear(year)))) return refuse('YearOutsideStint', ['R-AK-48'], { year })
  return [happened(StintAssessed, { teacherId, year, qualified, sourceRef })]
}

const withdrawEligibility = ({ data: { teacherId, targetRank, reason } }: Withdraw, s: TeacherService): TeacherServiceEvent[] => {
  const rank = s.certificate?.targetRank
  if (rank !== undefined && rank === (targetRank ?? rank)) return [happened(EligibilityWithdrawn, { teacherId, targetRank: rank, reason })]
  if (s.withdrawn?.reason === reason && s.withdrawn.targetRank === (targetRank ?? s.withdrawn.targetRank)) return []
  return refuse('WrongState', ['R-AK-48'], { status: s.status })
}

const decide = (command: TeacherServiceCommand, state: TeacherService): TeacherServiceEvent[] => {
  switch (command.type) {
    case 'OpenStint':
      return openStint(command, state)
    case 'CloseStint':
      return closeStint(command, state)
    case 'RecordStintAssessment':
      return recordStintAssessment(command, state)
    case 'CertifyEligibility':
      return certifyEligibility(command, state)
    case 'WithdrawEligibility':
      return withdrawEligibility(command, state)
  }
}

/** Time as counselor or class teacher, and whether it is enough for a young teacher's promotion (R-AK-48). */
export const teacherServiceDecider: AggregateDecider<TeacherService, TeacherServiceCommand, TeacherServiceEvent> = {
  initialState: noTeacherService,
  decide,
  evolve: evolveTeacherService,
}
