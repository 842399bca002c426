import { AssessmentFinalized, AssessmentResultRevised } from '@fudao/contracts/assessment'
import {
  CloseStint,
  CounselorDeregistered,
  CounselorRegistered,
  DeregistrationCorrected,
  OpenStint,
  RecordStintAssessment,
} from '@fudao/contracts/staffing'
import { addDays, type LocalDate } from '@fudao/domain-kit'
import { type Cause, defineRule, type EventRef, eventOf, type Rule, type RuleCommand, ruleCommand, toEventRef } from '@fudao/rules'
import { toYearResult } from './results.js'
import { byCounselor } from './routes.js'

/** A counselor who is a teacher too. */
interface Teacher {
  readonly teacherId: string
  /** First day of the stint this registration opened. */
  readonly from: LocalDate
  readonly by: EventRef
}
interface Departure {
  readonly eventId: string
  readonly lastDay: LocalDate
}
interface State {
  /** `null`: no teacher, so that no time is kept. */
  readonly teacher: Teacher | null
  readonly departure: Departure | null
  /** The departure the last event took back. */
  readonly revoked: Departure | null
}

const evolve = (before: State, cause: Cause): State => {
  const state = { ...before, revoked: null }
  const registered = eventOf(cause, CounselorRegistered)
  if (registered) {
    const { personId, homeRole, dualIdentity, startDate } = registered.data
    const teaches = dualIdentity || homeRole === 'fullTimeTeacher'
    return { ...state, teacher: teaches ? { teacherId: personId, from: startDate, by: toEventRef(registered) } : null, departure: null }
  }
  const left = eventOf(cause, CounselorDeregistered)
  if (left) return { ...state, departure: { eventId: left.id, lastDay: left.data.lastDay } }
  const corrected = eventOf(cause, DeregistrationCorrected)
  if (!corrected || corrected.data.correctsEventId !== state.departure?.eventId) return state
  const { revoked, lastDay } = corrected.data
  if (!revoked) return { ...state, departure: { ...state.departure, lastDay: lastDay ?? state.departure.lastDay } }
  // the stint that goes on begins where the closed one ended
  const teacher = state.teacher && { ...state.teacher, from: addDays(state.departure.lastDay, 1) }
  return { teacher, departure: null, revoked: state.departure }
}

/** What the event says about the stint. */
const stintCommand = (state: State, teacher: Teacher, cause: Cause, key: string): RuleCommand | undefined => {
  const { teacherId, from } = teacher
  const role = 'counselor'
  if (eventOf(cause, CounselorRegistered) || state.revoked)
    return ruleCommand(OpenStint, { teacherId, role, from }, { key, rules: ['R-AK-48'] })
  const changed = eventOf(cause, CounselorDeregistered) ?? eventOf(cause, DeregistrationCorrected)
  if (!changed || !state.departure) return undefined
  const uses = [teacher.by, toEventRef(changed)]
  return ruleCommand(CloseStint, { teacherId, role, from, to: state.departure.lastDay }, { key, rules: ['R-AK-48'], uses })
}

/** Service of a counselor who is a teacher counts for the teacher's promotion, and so does its assessment (R-AK-48). */
export const teacherService: Rule = defineRule<State>({
  id: 'X-50',
  title: { zh: '辅导员工作计入教师育人经历', en: 'counselor service of a teacher' },
  owner: 'orgPersonnel',
  handles: [CounselorRegistered, CounselorDeregistered, DeregistrationCorrected, AssessmentFinalized, AssessmentResultRevised],
  issues: [OpenStint, CloseStint, RecordStintAssessment],
  route: byCounselor,
  initial: () => ({ teacher: null, departure: null, revoked: null }),
  evolve,
  react: (state, cause) => {
    if (!state.teacher || cause.kind !== 'event') return {}
    const key = `X50:${String(cause.event.data.counselorId)}:${cause.event.id}`
    const result = toYearResult(cause)
    if (result) {
      const { teacherId, by } = state.teacher
      const assessed = { teacherId, year: result.year, qualified: result.grade !== 'unqualified', sourceRef: cause.event.stream }
      // a year before the registration is nobody's stint
      const how = { key, rules: ['R-AK-48', 'A-15'], uses: [by, result.by], moot: ['YearOutsideStint'] }
      return { commands: [ruleCommand(RecordStintAssessment, assessed, how)] }
    }
    const command = stintCommand(state, state.teacher, cause, key)
    return command ? { commands: [command] } : {}
  },
})
