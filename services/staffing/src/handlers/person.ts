import * as c from '@fudao/contracts/staffing'
import { aggregateHandlers } from '@fudao/service-kit'
import { claimIdDocument, claimStaffNumber } from '../claim-staff-number.js'
import { personDecider } from '../domain/person/person.js'
import { endEngagement } from '../end-engagement.js'

const claimNumbers = async (...claim: Parameters<typeof claimStaffNumber>) => ({
  staffNumber: await claimStaffNumber(...claim),
  idDocument: await claimIdDocument(...claim),
})

export const personHandlers = aggregateHandlers({
  decider: personDecider,
  events: [c.PersonRegistered, c.PersonChanged, c.PersonErased],
  commands: [c.RegisterPerson, c.ChangePerson, c.ErasePerson],
  facts: {
    RegisterPerson: (command, load, tools) => claimNumbers(command, load, tools),
    ChangePerson: (command, load, tools) => claimNumbers(command, load, tools),
    ErasePerson: ({ data }, load, tools) => endEngagement(data, load, tools),
  },
  // accepted means that the key is gone; where this fails, `destroyKeysOfErased` does it
  afterwards: { ErasePerson: ({ personId }, campus, ledger) => ledger.erase(campus, { personId }) },
})
