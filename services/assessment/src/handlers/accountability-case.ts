import * as assessment from '@fudao/contracts/assessment'
import { aggregateHandlers } from '@fudao/service-kit'
import { accountabilityDecider, type OpenCaseFacts } from '../domain/accountability-case/accountability-case.js'
import { counselors } from '../references/counselors.js'

export const accountabilityHandlers = aggregateHandlers({
  decider: accountabilityDecider,
  events: assessment.assessmentContext.events.filter(({ aggregate }) => aggregate.name === 'AccountabilityCase'),
  commands: [assessment.OpenCase, assessment.ConcludeCase],
  facts: {
    OpenCase: async ({ data }, _load, { reference }): Promise<OpenCaseFacts> => {
      const personId = (await reference(counselors, [data.counselorId]))?.personId
      return personId ? { personId } : {}
    },
  },
})
