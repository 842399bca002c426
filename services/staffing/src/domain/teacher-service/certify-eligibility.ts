import { type CertifyEligibility, PromotionEligibilityCertified } from '@fudao/contracts/staffing'
import { addDays, type CommandOf, daysBefore, happened, lastCounted, promotionService, refuse } from '@fudao/domain-kit'
import type { TeacherService, TeacherServiceEvent } from './teacher-service-state.js'

export type Certify = CommandOf<typeof CertifyEligibility>

/** whoever personnel says, or, where the campus has an age limit, whoever is not above it. */
const youngBy = ({ data, metadata }: Certify): 'flag' | 'age' => {
  const maxAge = metadata.policy.value('staffing.teacherPromotion.maxAge')
  if (data.youngTeacher === false) return refuse('InvalidValue', ['R-AK-48', 'A-16'], { field: 'youngTeacher' })
  if (maxAge === null) return 'flag'
  if (data.age === undefined || data.age > maxAge) return refuse('InvalidValue', ['R-AK-48', 'A-16'], { field: 'age', maxAge })
  return 'age'
}

/** `recording|certified → certified`; another rank replaces the one certified before. */
export const certifyEligibility = (c: Certify, s: TeacherService): TeacherServiceEvent[] => {
  const { teacherId, targetRank } = c.data
  const { asOf: on, policy } = c.metadata
  if (s.certificate?.targetRank === targetRank) return []
  const young = youngBy(c)
  const years = policy.value('staffing.teacherPromotion.minYears')
  const cumulative = policy.value('staffing.teacherPromotion.cumulative') ?? true
  const service = promotionService(s.stints, s.assessments, { years: years ?? 0, cumulative })
  const countedDays = daysBefore(service.counted, on)
  const { enoughOn } = service
  const assessed = lastCounted(service, s.assessments, on)
  // null: R-AK-48 is not in force on this campus
  if (years !== null) {
    if (enoughOn === null || enoughOn > on)
      return refuse('ServiceTooShort', ['R-AK-48', 'A-15'], { years, on, countedDays, enoughOn: enoughOn ?? '—' })
    if (!assessed?.qualified) return refuse('AssessmentNotQualified', ['R-AK-48', 'A-15'], { on })
  }
  return [
    happened(PromotionEligibilityCertified, {
      teacherId,
      countedDays,
      on,
      targetRank,
      counted: service.counted
        .filter(({ from }) => from < on)
        .map(({ from, to }) => ({ from, to: to !== null && to < on ? to : addDays(on, -1) })),
      failedYears: [...service.failedYears],
      ...(years === null || enoughOn === null ? {} : { enoughOn }),
      ...(assessed ? { assessedYear: assessed.year } : {}),
      youngBy: young,
    }),
  ]
}
