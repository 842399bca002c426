import * as c from '@fudao/contracts/staffing'
import { aggregateHandlers } from '@fudao/service-kit'
import { campusStructureDecider } from '../domain/campus-structure/campus-structure.js'

export const campusStructureHandlers = aggregateHandlers({
  decider: campusStructureDecider,
  events: [c.DepartmentsSet],
  commands: [c.SetDepartments],
})
