import * as c from '@fudao/contracts/staffing'
import { aggregateHandlers } from '@fudao/service-kit'
import { compensationDecider } from '../domain/compensation/compensation-year.js'

export const compensationHandlers = aggregateHandlers({
  decider: compensationDecider,
  events: [c.AllowanceAllotted, c.AllowancePaid, c.IncomeParityRecorded, c.AllowanceStopped, c.AllowanceResumed, c.CompensationYearClosed],
  commands: [c.RecordAllotment, c.RecordPayment, c.RecordParity, c.StopAllowance, c.ResumeAllowance, c.CloseCompensationYear],
})
