import {
  ContractDrafted,
  ContractExpired,
  ContractRenewed,
  ContractTerminated,
  DraftContract,
  ExpireContract,
  RenewalClearanceSet,
  RenewContract,
  SetRenewalClearance,
  SignContract,
  TerminateContract,
  toExitCaseId,
} from '@fudao/contracts/staffing'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, test } from 'vitest'
import { clearance, contractId, draft, due, renewed, signed, terms } from '../../fixtures/contract.fixture.js'
import { annualFail, caseEvents } from '../../fixtures/exit-case.fixture.js'
import { type ExitCaseEvent, evolveExitCase, noExitCase } from '../exit-case/exit-case-state.js'
import { contractDecider } from './contract.js'

const { given } = deciderSpec(contractDecider, { preset: 'aksu', asOf: '2024-11-01', facts: {} })
const exception = { reason: '过渡期安排', approver: 'zhang.wei' }

describe('R-AK-35 (原则上): the kind of contract', () => {
  test('T-22: labour dispatch is refused', () => {
    given()
      .when(DraftContract, { ...terms, kind: 'laborDispatch' })
      .thenRefuses('ForbiddenContractKind', ['R-AK-35'], { kind: 'laborDispatch' })
  })
  test('T-22: with reason and approver it is accepted, and the exception is in the event', () => {
    given()
      .when(DraftContract, { ...terms, kind: 'laborDispatch', exception })
      .thenEmits(happened(ContractDrafted, { ...terms, kind: 'laborDispatch', exception, exceptionRef: 'zhang.wei: 过渡期安排' }))
  })
  test('the document of an exception is its reference', () => {
    given()
      .when(DraftContract, { ...terms, kind: 'personnelAgency', exception: { ...exception, ref: '会议纪要 12' } })
      .thenEmits(
        happened(ContractDrafted, {
          ...terms,
          kind: 'personnelAgency',
          exception: { ...exception, ref: '会议纪要 12' },
          exceptionRef: '会议纪要 12',
        }),
      )
  })
  test('the list is the campus’s: what it adds is refused, and without a list nothing is', () => {
    given()
      .when(DraftContract, { ...terms, kind: 'other', kindText: '业务外包' }, { policy: { 'staffing.contract.forbiddenKinds': ['other'] } })
      .thenRefuses('ForbiddenContractKind', ['R-AK-35'])
    given()
      .when(DraftContract, { ...terms, kind: 'laborDispatch' }, { policy: { 'staffing.contract.forbiddenKinds': null } })
      .thenEmits(happened(ContractDrafted, { ...terms, kind: 'laborDispatch' }))
  })
  test('another kind (等) is said in words', () => {
    given()
      .when(DraftContract, { ...terms, kind: 'other' })
      .thenRefuses('InvalidValue', ['R-AK-35'], { field: 'kindText' })
  })
})

describe('R-AK-34: drafting and signing', () => {
  test('a contract ends no earlier than it begins', () => {
    given()
      .when(DraftContract, { ...terms, to: '2020-08-31' })
      .thenRefuses('InvalidValue', ['R-AK-34'], { field: 'to' })
  })
  test('another draft under the same id is refused, the same one changes nothing', () => {
    given(draft)
      .when(DraftContract, { ...terms, personId: 'p2' })
      .thenRefuses('WrongState', ['R-AK-34'], { status: 'draft' })
    given(draft, signed).when(DraftContract, terms).thenNothing()
  })
  test('signing is dated on the day of the command unless another day is given', () => {
    given(draft).when(SignContract, { contractId }, { asOf: '2020-08-20' }).thenEmits(signed)
  })
})

describe('R-AK-81: renewal', () => {
  const renewal = { contractId, newContractId: 'k2', from: '2025-01-01', to: '2027-12-31' }
  test('T-79: cleared → renewed', () => {
    given(draft, signed, due, clearance('cleared')).when(RenewContract, renewal).thenEmits(renewed)
  })
  test('T-79: held without the reference of the party committee → RenewalNotCleared', () => {
    given(draft, signed, due, clearance('held'))
      .when(RenewContract, renewal)
      .thenRefuses('RenewalNotCleared', ['R-AK-81'], { clearance: 'held', basisYear: 2023 })
  })
  test('T-79: held with the reference → renewed', () => {
    given(draft, signed, due, clearance('held'))
      .when(RenewContract, { ...renewal, approvalRef: '党委会纪要 2024-18' })
      .thenEmits(happened(ContractRenewed, renewal))
  })
  test('barred, or not yet decided, is not renewed, whatever the reference', () => {
    for (const history of [[due, clearance('barred')], [due]])
      given(draft, signed, ...history)
        .when(RenewContract, { ...renewal, approvalRef: '党委会纪要 2024-18' })
        .thenRefuses('RenewalNotCleared', ['R-AK-81'])
  })
  test('held before it is due: the clearance is what is said; cleared before it is due → WrongState', () => {
    given(draft, signed, clearance('held')).when(RenewContract, renewal).thenRefuses('RenewalNotCleared', ['R-AK-81'])
    given(draft, signed, clearance('cleared')).when(RenewContract, renewal).thenRefuses('WrongState', ['R-AK-81'], { status: 'active' })
  })
  test('the new contract has its own id and begins after the old one ends', () => {
    const cleared = given(draft, signed, due, clearance('cleared'))
    cleared
      .when(RenewContract, { ...renewal, newContractId: contractId })
      .thenRefuses('InvalidValue', ['R-AK-34'], { field: 'newContractId' })
    cleared.when(RenewContract, { ...renewal, from: '2024-12-31' }).thenRefuses('InvalidValue', ['R-AK-34'], { after: '2024-12-31' })
    cleared.when(RenewContract, { ...renewal, to: '2024-12-31' }).thenRefuses('InvalidValue', ['R-AK-34'], { field: 'to' })
  })
  test('X-08: a clearance is set when it changes, and only then', () => {
    const set = { contractId, clearance: 'held', basisYear: 2023, reason: 'year 2023: held' } as const
    given(draft, signed).when(SetRenewalClearance, set).thenEmits(happened(RenewalClearanceSet, set))
    given(draft, signed, clearance('held')).when(SetRenewalClearance, set).thenNothing()
    given(draft, signed, clearance('cleared')).when(SetRenewalClearance, set).thenEmits(clearance('held'))
  })
  test('C-04: a contract is over on the day after its last day', () => {
    given(draft, signed, due)
      .when(ExpireContract, { contractId }, { asOf: '2024-12-31' })
      .thenRefuses('NotEnded', ['R-AK-81'], { to: '2024-12-31' })
    given(draft, signed, due)
      .when(ExpireContract, { contractId }, { asOf: '2025-01-01' })
      .thenEmits(happened(ContractExpired, { contractId, on: '2025-01-01' }))
  })
  test('a contract ends although nobody marked its renewal due', () => {
    given(draft, signed)
      .when(ExpireContract, { contractId }, { asOf: '2025-01-01' })
      .thenEmits(happened(ContractExpired, { contractId, on: '2025-01-01' }))
  })
  test('an expiry may be dated on the last day, never before it', () => {
    given(draft, signed, due)
      .when(ExpireContract, { contractId, on: '2024-12-31' }, { asOf: '2025-01-01' })
      .thenEmits(happened(ContractExpired, { contractId, on: '2024-12-31' }))
    given(draft, signed, due)
      .when(ExpireContract, { contractId, on: '2024-12-30' }, { asOf: '2025-01-01' })
      .thenRefuses('NotEnded', ['R-AK-81'])
  })
})

describe('R-AK-83 (可以): terminating on ground of assessment takes a permit and a human decision', () => {
  const exitCaseId = toExitCaseId(annualFail)
  const request = { contractId, on: '2024-03-31', ground: 'assessment', exitCaseId } as const
  const events = caseEvents(annualFail)
  const caseOf = (...history: ExitCaseEvent[]) => ({ facts: { exitCase: history.reduce(evolveExitCase, noExitCase()) } })
  const { opened, offered, refused, permitted, terminated, retained } = events

  test('permitted and decided: the contract is terminated', () => {
    given(draft, signed)
      .when(TerminateContract, request, caseOf(opened, offered, refused, permitted, terminated))
      .thenEmits(happened(ContractTerminated, request))
  })
  test('T-71: decided to retain → TerminationNotPermitted', () => {
    given(draft, signed)
      .when(TerminateContract, request, caseOf(opened, offered, refused, permitted, retained))
      .thenRefuses('TerminationNotPermitted', ['R-AK-83'], { status: 'retained' })
  })
  test('permitted but not decided → TerminationNotPermitted', () => {
    given(draft, signed)
      .when(TerminateContract, request, caseOf(opened, offered, refused, permitted))
      .thenRefuses('TerminationNotPermitted', ['R-AK-83'])
  })
  test('no case cited, or a case of somebody else → TerminationNotPermitted', () => {
    given(draft, signed)
      .when(TerminateContract, { ...request, exitCaseId: undefined })
      .thenRefuses('TerminationNotPermitted', ['R-AK-83'])
    const other = caseEvents({ ...annualFail, counselorId: 'c2' })
    given(draft, signed)
      .when(TerminateContract, request, caseOf(other.opened, other.offered, other.refused, other.permitted, other.terminated))
      .thenRefuses('TerminationNotPermitted', ['R-AK-83'])
  })
  test('any other ground is named and needs no case', () => {
    given(draft, signed)
      .when(TerminateContract, { contractId, on: '2024-03-31', ground: 'resigned' })
      .thenEmits(happened(ContractTerminated, { contractId, on: '2024-03-31', ground: 'resigned' }))
    given(draft, signed)
      .when(TerminateContract, { contractId, ground: 'other' })
      .thenRefuses('InvalidValue', ['R-AK-83'], { field: 'groundText' })
  })
  test('a contract does not end before it began', () => {
    given(draft, signed)
      .when(TerminateContract, { contractId, on: '2020-08-31', ground: 'resigned' })
      .thenRefuses('InvalidValue', ['R-AK-83'], { field: 'on' })
  })
})
