import * as assessment from '@fudao/contracts/assessment'
import { aggregateHandlers } from '@fudao/service-kit'
import { incidentDecider } from '../domain/safety-incident/safety-incident.js'

export const incidentHandlers = aggregateHandlers({
  decider: incidentDecider,
  events: assessment.assessmentContext.events.filter(({ aggregate }) => aggregate.name === 'SafetyIncident'),
  commands: [assessment.ReportIncident, assessment.RecordResponse, assessment.CloseIncident],
})
