import * as c from '@fudao/contracts/staffing'
import { aggregateHandlers } from '@fudao/service-kit'
import { establishmentDecider } from '../domain/establishment/establishment.js'

export const establishmentHandlers = aggregateHandlers({
  decider: establishmentDecider,
  events: [c.HeadcountRecorded, c.PostsApproved, c.StaffingChecked, c.ShortfallDeclared, c.ShortfallCleared],
  commands: [c.RecordHeadcount, c.ApprovePosts, c.RecordStaffingCheck],
})
