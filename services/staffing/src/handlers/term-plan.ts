import * as c from '@fudao/contracts/staffing'
import { aggregateHandlers } from '@fudao/service-kit'
import { campusStructureDecider } from '../domain/campus-structure/campus-structure.js'
import { termPlanDecider } from '../domain/term-plan/term-plan.js'

export const termPlanHandlers = aggregateHandlers({
  decider: termPlanDecider,
  events: [c.TermPlanSubmitted, c.TermPlanConfirmed],
  commands: [c.SubmitTermPlan, c.ConfirmTermPlan],
  facts: {
    SubmitTermPlan: async (_, load) => ({ structure: await load(campusStructureDecider, c.CampusStructure, {}) }),
  },
})
