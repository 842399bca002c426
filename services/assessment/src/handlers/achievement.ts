import * as assessment from '@fudao/contracts/assessment'
import { aggregateHandlers } from '@fudao/service-kit'
import { achievementDecider } from '../domain/achievement/achievement.js'

export const achievementHandlers = aggregateHandlers({
  decider: achievementDecider,
  events: assessment.assessmentContext.events.filter(({ aggregate }) => aggregate.name === 'Achievement'),
  commands: [assessment.SubmitAchievement, assessment.VerifyAchievement, assessment.RejectAchievement, assessment.RetractAchievement],
})
