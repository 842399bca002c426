import * as c from '@fudao/contracts/staffing'
import { aggregateHandlers } from '@fudao/service-kit'
import { candidacyDecider } from '../domain/candidacy/candidacy.js'
import { contractDecider } from '../domain/contract/contract.js'
import { counselorDecider } from '../domain/counselor/counselor.js'
import { engagePerson } from '../end-engagement.js'
import { citedExitCase } from './cited-exit-case.js'

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
    c.ErasureAnnounced,
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
      candidacy: data.candidacyId === undefined ? undefined : await load(candidacyDecider, c.Candidacy, { candidacyId: data.candidacyId }),
      person: await engagePerson(data, tools),
    }),
    CorrectDeregistration: async ({ data: { counselorId, revoked } }, load, tools) => {
      const counselor = await load(counselorDecider, c.Counselor, { counselorId })
      if (!revoked || counselor.status === 'none') return {}
      return { person: await engagePerson({ personId: counselor.record.registration.personId, counselorId }, tools) }
    },
    DeregisterCounselor: async ({ data: { exitCaseId } }, load) => ({ exitCase: await citedExitCase(exitCaseId, load) }),
  },
})
