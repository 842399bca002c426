import * as c from '@fudao/contracts/staffing'
import { aggregateHandlers } from '@fudao/service-kit'
import { teacherServiceDecider } from '../domain/teacher-service/teacher-service.js'

export const teacherServiceHandlers = aggregateHandlers({
  decider: teacherServiceDecider,
  events: [c.StintOpened, c.StintClosed, c.StintAssessed, c.PromotionEligibilityCertified, c.EligibilityWithdrawn],
  commands: [c.OpenStint, c.CloseStint, c.RecordStintAssessment, c.CertifyEligibility, c.WithdrawEligibility],
})
