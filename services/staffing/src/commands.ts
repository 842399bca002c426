import * as c from '@fudao/contracts/staffing'
import { aggregateHandlers, type LoadFact } from '@fudao/service-kit'
import { claimStaffNumber } from './claim-staff-number.js'
import { campusStructureDecider } from './domain/campus-structure/campus-structure.js'
import { contractDecider } from './domain/contract/contract.js'
import { counselorDecider } from './domain/counselor/counselor.js'
import { exitCaseDecider } from './domain/exit-case/exit-case.js'
import { personDecider } from './domain/person/person.js'
import { endEngagement, engagePerson } from './end-engagement.js'

/** The exit case a command cites; its id says which stream that is. */
const citedExitCase = async (exitCaseId: string | undefined, load: LoadFact) => {
  const key = exitCaseId === undefined ? undefined : c.fromExitCaseId(exitCaseId)
  return key && load(exitCaseDecider, c.ExitCase, { ...key })
}

export const counselorHandlers = aggregateHandlers({
  decider: counselorDecider,
  events: [
    c.CounselorRegistered,
    c.PriorServiceRecorded,
    c.EmploymentChanged,
    c.PositionChanged,
    c.LeaveStarted,
    c.LeaveEnded,
    c.TitleRecorded,
    c.TitleCorrected,
    c.DormResidenceAssigned,
    c.DormResidenceVacated,
    c.CounselorDeregistered,
    c.DeregistrationCorrected,
  ],
  commands: [
    c.RegisterCounselor,
    c.RecordPriorService,
    c.ChangeEmployment,
    c.ChangePosition,
    c.StartLeave,
    c.EndLeave,
    c.RecordTitle,
    c.CorrectTitle,
    c.AssignDormResidence,
    c.VacateDormResidence,
    c.DeregisterCounselor,
    c.CorrectDeregistration,
  ],
  facts: {
    RegisterCounselor: async ({ data }, load, tools) => ({
      contract:
        data.contractId === undefined ? undefined : await load(contractDecider, c.EmploymentContract, { contractId: data.contractId }),
      person: await engagePerson(data, tools),
    }),
    DeregisterCounselor: async ({ data: { exitCaseId } }, load) => ({ exitCase: await citedExitCase(exitCaseId, load) }),
  },
})

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

export const exitCaseHandlers = aggregateHandlers({
  decider: exitCaseDecider,
  events: [
    c.ExitCaseOpened,
    c.PostOffered,
    c.OfferAccepted,
    c.OfferRefused,
    c.ExitCaseEscalated,
    c.TerminationPermitted,
    c.TerminationDecided,
    c.CounselorReassigned,
    c.ExitCaseWithdrawn,
  ],
  commands: [
    c.OpenExitCase,
    c.OfferPost,
    c.AnswerOffer,
    c.PermitTermination,
    c.DecideTermination,
    c.CompleteReassignment,
    c.WithdrawExitCase,
    c.EscalateExitCase,
  ],
})

export const personHandlers = aggregateHandlers({
  decider: personDecider,
  events: [c.PersonRegistered, c.PersonChanged, c.PersonErased],
  commands: [c.RegisterPerson, c.ChangePerson, c.ErasePerson],
  facts: {
    RegisterPerson: async (command, load, tools) => ({ staffNumber: await claimStaffNumber(command, load, tools) }),
    ChangePerson: async (command, load, tools) => ({ staffNumber: await claimStaffNumber(command, load, tools) }),
    ErasePerson: ({ data }, load, tools) => endEngagement(data, load, tools),
  },
  // accepted means that the key is gone; where this fails, `destroyKeysOfErased` does it
  afterwards: { ErasePerson: ({ personId }, campus, ledger) => ledger.erase(campus, { personId }) },
})

export const campusStructureHandlers = aggregateHandlers({
  decider: campusStructureDecider,
  events: [c.DepartmentsSet],
  commands: [c.SetDepartments],
})

export const staffingHandlers = [counselorHandlers, contractHandlers, exitCaseHandlers, personHandlers, campusStructureHandlers]
