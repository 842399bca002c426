import { OpenAssessment, SchemePublished } from '@fudao/contracts/assessment'
import {
  CounselorDeregistered,
  CounselorRegistered,
  DeregistrationCorrected,
  type Employment,
  EmploymentChanged,
  PositionChanged,
} from '@fudao/contracts/staffing'
import { type LocalDate, yearOf } from '@fudao/domain-kit'
import { type Cause, defineRule, type EventRef, eventOf, type Rule, type RuleCommand, ruleCommand, toEventRef } from '@fudao/rules'
import { byCounselor } from './routes.js'

interface Member {
  readonly employment: Employment
  readonly departmentId: string
  readonly startDate: LocalDate
  readonly by: EventRef
  /** Active or on leave; a departed one is kept for a correction. */
  readonly here: boolean
  readonly lastDay?: LocalDate
}
interface State {
  readonly members: Readonly<Record<string, Member>>
  /** Published schemes: year → event. */
  readonly schemes: Readonly<Record<string, EventRef>>
}

const withMember = (state: State, counselorId: string, change: Partial<Member>): State => {
  const member = state.members[counselorId]
  return member ? { ...state, members: { ...state.members, [counselorId]: { ...member, ...change } } } : state
}

const evolve = (state: State, cause: Cause): State => {
  const published = eventOf(cause, SchemePublished)
  if (published) return { ...state, schemes: { ...state.schemes, [published.data.year]: toEventRef(published) } }
  const registered = eventOf(cause, CounselorRegistered)
  if (registered) {
    const { counselorId, employment, departmentId, startDate } = registered.data
    const member: Member = { employment, departmentId, startDate, by: toEventRef(registered), here: true }
    return { ...state, members: { ...state.members, [counselorId]: member } }
  }
  const employed = eventOf(cause, EmploymentChanged)
  if (employed) return withMember(state, employed.data.counselorId, { employment: employed.data.to })
  const moved = eventOf(cause, PositionChanged)
  if (moved) return withMember(state, moved.data.counselorId, { departmentId: moved.data.departmentId })
  const left = eventOf(cause, CounselorDeregistered)
  if (left) return withMember(state, left.data.counselorId, { here: false, lastDay: left.data.lastDay })
  const corrected = eventOf(cause, DeregistrationCorrected)
  if (corrected?.data.revoked) return withMember(state, corrected.data.counselorId, { here: true })
  return state
}

const open = (counselorId: string, member: Member, year: number, scheme: EventRef): RuleCommand =>
  ruleCommand(
    OpenAssessment,
    { counselorId, year, employment: member.employment, departmentId: member.departmentId },
    // an assessment on other terms is one all the same; a cancelled one opens again
    { key: `X47:${counselorId}:${year}`, rules: ['R-AK-79', 'R-AK-80'], uses: [scheme, member.by], holds: ['WrongState'] },
  )

/** In service in that year, as far as the start tells. */
const owes = (member: Member, year: number): boolean => member.here && yearOf(member.startDate) <= year

/**
 * Every counselor in service, on leave included, is assessed in a year with a published scheme, whichever came first; who comes back in the
 * year again, since X-10 may have cancelled theirs. One instance per campus: the roster is what the scheme applies to.
 */
export const openAssessments: Rule = defineRule<State>({
  id: 'X-47',
  title: { zh: '启动年度考核', en: 'opening the assessments of a year' },
  owner: 'studentAffairs',
  handles: [SchemePublished, CounselorRegistered, EmploymentChanged, PositionChanged, CounselorDeregistered, DeregistrationCorrected],
  issues: [OpenAssessment],
  route: () => ['roster'],
  initial: () => ({ members: {}, schemes: {} }),
  parts: { members: (cause) => (cause.kind === 'event' && cause.event.type !== SchemePublished.type ? byCounselor(cause.event) : 'all') },
  evolve,
  react: (state, cause) => {
    const published = eventOf(cause, SchemePublished)
    if (published) {
      const { year } = published.data
      return {
        commands: Object.entries(state.members).flatMap(([id, member]) =>
          owes(member, year) ? [open(id, member, year, toEventRef(published))] : [],
        ),
      }
    }
    const corrected = eventOf(cause, DeregistrationCorrected)
    const come = eventOf(cause, CounselorRegistered) ?? (corrected?.data.revoked ? corrected : undefined)
    const member = come ? state.members[come.data.counselorId] : undefined
    if (!come || !member) return {}
    // X-10 took back only what had not ended by the last day
    const since = corrected && member.lastDay ? yearOf(member.lastDay) : 0
    return {
      commands: Object.entries(state.schemes).flatMap(([year, scheme]) =>
        owes(member, Number(year)) && Number(year) >= since ? [open(come.data.counselorId, member, Number(year), scheme)] : [],
      ),
    }
  },
})
