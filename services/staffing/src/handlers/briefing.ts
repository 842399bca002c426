import * as c from '@fudao/contracts/staffing'
import { aggregateHandlers } from '@fudao/service-kit'
import { briefingDecider } from '../domain/briefing/briefing.js'

export const briefingHandlers = aggregateHandlers({
  decider: briefingDecider,
  events: [c.BriefingSubmitted, c.BriefingHeld, c.BriefingQuotaMet, c.BriefingQuotaMissed],
  commands: [c.SubmitBriefing, c.HoldBriefing, c.CloseBriefingYear],
})
