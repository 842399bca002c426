import {
  DraftContract,
  ExpireContract,
  MarkRenewalDue,
  RenewContract,
  SetRenewalClearance,
  SignContract,
  staffingContext,
  TerminateContract,
} from '@fudao/contracts/staffing'
import { describe } from 'vitest'
import { clearance, contractId, draft, due, ended, expired, renewed, signed, terms } from '../../fixtures/contract.fixture.js'
import { testStateCommandTable } from '../../fixtures/state-command-table.js'
import { contractDecider } from './contract.js'

const cleared = clearance('cleared')
const states = {
  none: [],
  draft: [draft],
  active: [draft, signed],
  renewalDue: [draft, signed, due, cleared],
  renewed: [draft, signed, due, cleared, renewed],
  expired: [draft, signed, due, cleared, expired],
  terminated: [draft, signed, ended],
}
const over = { renewed: 'WrongState', expired: 'WrongState', terminated: 'WrongState' } as const
const unsigned = { none: 'WrongState', draft: 'WrongState' } as const

describe('EmploymentContract: state × command', () => {
  testStateCommandTable(
    contractDecider,
    staffingContext.commands.filter(({ aggregate }) => aggregate.name === 'EmploymentContract'),
    states,
    [
      {
        command: DraftContract,
        payload: { ...terms, personId: 'p9' },
        cells: { none: 'accepts', draft: 'WrongState', active: 'WrongState', renewalDue: 'WrongState', ...over },
      },
      {
        command: DraftContract,
        payload: terms,
        cells: {
          none: 'accepts',
          draft: 'nothing',
          active: 'nothing',
          renewalDue: 'nothing',
          renewed: 'nothing',
          expired: 'nothing',
          terminated: 'nothing',
        },
      },
      {
        command: SignContract,
        payload: { contractId, signedOn: '2020-08-25' },
        cells: { none: 'WrongState', draft: 'accepts', active: 'WrongState', renewalDue: 'WrongState', ...over },
      },
      {
        command: MarkRenewalDue,
        payload: { contractId, dueOn: '2024-10-01' },
        cells: { ...unsigned, active: 'accepts', renewalDue: 'WrongState', ...over },
      },
      {
        command: SetRenewalClearance,
        payload: { contractId, clearance: 'barred', basisYear: 2023, reason: 'decided to terminate' },
        cells: { ...unsigned, active: 'accepts', renewalDue: 'accepts', ...over },
      },
      {
        command: ExpireContract,
        payload: { contractId, on: '2025-01-02' },
        cells: { ...unsigned, active: 'accepts', renewalDue: 'accepts', ...over },
      },
      {
        command: RenewContract,
        payload: { contractId, newContractId: 'k9', from: '2025-01-01', to: '2025-12-31' },
        cells: { ...unsigned, active: 'RenewalNotCleared', renewalDue: 'accepts', ...over },
      },
      {
        command: ExpireContract,
        payload: { contractId, on: '2024-06-01' },
        context: { asOf: '2024-06-01' },
        cells: { ...unsigned, active: 'NotEnded', renewalDue: 'NotEnded', ...over },
      },
      {
        command: TerminateContract,
        payload: { contractId, on: '2024-04-30', ground: 'mutualAgreement' },
        cells: { ...unsigned, active: 'accepts', renewalDue: 'accepts', ...over },
      },
    ],
    { preset: 'aksu', asOf: '2025-01-02', facts: {} },
  )
})
