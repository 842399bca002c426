import type { AggregateDecider } from '@fudao/domain-kit'
import {
  assignDormResidence,
  changeEmployment,
  changePosition,
  correctTitle,
  endLeave,
  recordPriorService,
  recordTitle,
  startLeave,
  vacateDormResidence,
} from './change-counselor.js'
import type { CounselorCommand } from './counselor-commands.js'
import { type Counselor, type CounselorEvent, evolveCounselor, noCounselor } from './counselor-state.js'
import { correctDeregistration, deregisterCounselor } from './deregister-counselor.js'
import { registerCounselor } from './register-counselor.js'

const decide = (command: CounselorCommand, state: Counselor): CounselorEvent[] => {
  switch (command.type) {
    case 'RegisterCounselor':
      return registerCounselor(command, state)
    case 'RecordPriorService':
      return recordPriorService(command, state)
    case 'ChangeEmployment':
      return changeEmployment(command, state)
    case 'ChangePosition':
      return changePosition(command, state)
    case 'StartLeave':
      return startLeave(command, state)
    case 'EndLeave':
      return endLeave(command, state)
    case 'RecordTitle':
      return recordTitle(command, state)
    case 'CorrectTitle':
      return correctTitle(command, state)
    case 'AssignDormResidence':
      return assignDormResidence(command, state)
    case 'VacateDormResidence':
      return vacateDormResidence(command, state)
    case 'DeregisterCounselor':
      return deregisterCounselor(command, state)
    case 'CorrectDeregistration':
      return correctDeregistration(command, state)
  }
}

/** `∅ → active ⇄ onLeave`; `active|onLeave → deregistered → active` (a new service interval). R-AK-01, 11, 31–36, 38–43, 59. */
export const counselorDecider: AggregateDecider<Counselor, CounselorCommand, CounselorEvent> = {
  initialState: noCounselor,
  decide,
  evolve: evolveCounselor,
}
