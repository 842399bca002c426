import * as c from '@fudao/contracts/staffing'
import { aggregateHandlers } from '@fudao/service-kit'
import { contractDecider } from '../domain/contract/contract.js'
import { citedExitCase } from './cited-exit-case.js'

export const contractHandlers = aggregateHandlers({
  decider: contractDecider,
  events: [
    c.ContractDrafted,
    c.ContractSigned,
    c.RenewalDue,
    c.RenewalClearanceSet,
    c.ContractExpired,
    c.ContractRenewed,
    c.ContractTerminated,
  ],
  commands: [
    c.DraftContract,
    c.SignContract,
    c.MarkRenewalDue,
    c.SetRenewalClearance,
    c.ExpireContract,
    c.RenewContract,
    c.TerminateContract,
  ],
  facts: {
    TerminateContract: async ({ data: { exitCaseId } }, load) => ({ exitCase: await citedExitCase(exitCaseId, load) }),
  },
})
