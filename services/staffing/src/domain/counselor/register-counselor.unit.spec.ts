import { CounselorRegistered, RegisterCounselor } from '@fudao/contracts/staffing'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, expect, test } from 'vitest'
import { draft, ended, signed } from '../../fixtures/contract.fixture.js'
import {
  allConditions,
  fullTimer,
  partTimer,
  registered,
  registeredAgain,
  resigned,
  signedContract,
} from '../../fixtures/counselor.fixture.js'
import { appointed, candidacyId, reserved, untilAppointed } from '../../fixtures/recruitment.fixture.js'
import { type CandidacyEvent, evolveCandidacy, noCandidacy } from '../candidacy/candidacy-state.js'
import { type ContractEvent, evolveContract, noContract } from '../contract/contract-state.js'
import { counselorDecider } from './counselor.js'

const { given } = deciderSpec(counselorDecider, { preset: 'aksu', facts: { contract: signedContract } })
const contractAfter = (...events: ContractEvent[]) => ({ facts: { contract: events.reduce(evolveContract, noContract()) } })
const exception = { reason: '专业急需', approver: 'zhang.wei' }

describe('R-AK-31: registration on joining', () => {
  test('a full-time counselor with a signed contract is registered', () => {
    given().when(RegisterCounselor, fullTimer).thenEmits(registered)
  })
  test('other data for somebody who serves → AlreadyRegistered', () => {
    given(registered)
      .when(RegisterCounselor, { ...fullTimer, departmentId: 'mechanics' })
      .thenRefuses('AlreadyRegistered', ['R-AK-31'], { counselorId: 'c1', personId: 'p1' })
  })
  test('after leaving, a new service interval begins', () => {
    given(registered, resigned)
      .when(RegisterCounselor, { ...fullTimer, startDate: '2025-03-01' })
      .thenEmits(registeredAgain)
  })
  test('it begins after the last day, and it is the same person', () => {
    given(registered, resigned)
      .when(RegisterCounselor, { ...fullTimer, startDate: '2024-06-30' })
      .thenRefuses('InvalidValue', ['R-AK-31'], { field: 'startDate', after: '2024-06-30' })
    given(registered, resigned)
      .when(RegisterCounselor, { ...fullTimer, personId: 'p2', startDate: '2025-03-01' })
      .thenRefuses('InvalidValue', ['R-AK-31'], { field: 'personId' })
  })
})

describe('R-AK-01, R-AK-32, R-AK-33: who is registered as what', () => {
  test('other student-work staff are registered too', () => {
    given()
      .when(RegisterCounselor, { ...fullTimer, personCategory: 'otherStudentWork' })
      .thenEmits(happened(CounselorRegistered, { ...fullTimer, personCategory: 'otherStudentWork' }))
  })
  test('a counselor’s category is the employment', () => {
    given()
      .when(RegisterCounselor, { ...fullTimer, personCategory: 'partTime' })
      .thenRefuses('InvalidValue', ['R-AK-01'], { field: 'personCategory' })
  })
  test('another full-time post (等) is said in words', () => {
    given()
      .when(RegisterCounselor, { ...fullTimer, positionCategory: 'other' })
      .thenRefuses('InvalidValue', ['R-AK-32'], { field: 'positionText' })
  })
  test('full-time counselors are teachers and managers unless stated otherwise', () => {
    const { dualIdentity: _, ...unstated } = fullTimer
    given().when(RegisterCounselor, unstated).thenEmits(registered)
    const { dualIdentity: __, ...part } = partTimer
    given().when(RegisterCounselor, part).thenEmits(happened(CounselorRegistered, partTimer))
  })
})

describe('R-AK-34: full-time counselors have a signed contract', () => {
  test.each([
    ['none', []],
    ['only drafted', [draft]],
    ['ended', [draft, signed, ended]],
  ])('%s → ContractMissing', (_, events) => {
    given()
      .when(RegisterCounselor, fullTimer, contractAfter(...events))
      .thenRefuses('ContractMissing', ['R-AK-34'])
  })
  test('none cited → ContractMissing', () => {
    const { contractId: _, ...without } = fullTimer
    given().when(RegisterCounselor, without, { facts: {} }).thenRefuses('ContractMissing', ['R-AK-34'], { contractId: null })
  })
  test('somebody else’s contract → ContractMissing', () => {
    given()
      .when(RegisterCounselor, { ...fullTimer, personId: 'p2' })
      .thenRefuses('ContractMissing', ['R-AK-34'])
    given()
      .when(RegisterCounselor, { ...fullTimer, counselorId: 'c2' })
      .thenRefuses('ContractMissing', ['R-AK-34'])
  })
  test('a part-time counselor needs none', () => {
    const { contractId: _, ...without } = partTimer
    given().when(RegisterCounselor, without, { facts: {} }).thenEmits(happened(CounselorRegistered, without))
  })
})

describe('R-AK-36: part-time counselors are excellent teachers or managers', () => {
  test.each([
    ['no home role', { homeRole: undefined }],
    ['another home role', { homeRole: 'other' }],
    ['no evidence', { excellenceEvidence: undefined }],
    ['empty evidence', { excellenceEvidence: ' ' }],
  ] as const)('%s → PartTimeSourceInvalid', (_, change) => {
    given()
      .when(RegisterCounselor, { ...partTimer, ...change })
      .thenRefuses('PartTimeSourceInvalid', ['R-AK-36'])
  })
  test('a manager will do', () => {
    given()
      .when(RegisterCounselor, { ...partTimer, homeRole: 'manager' })
      .thenEmits(happened(CounselorRegistered, { ...partTimer, homeRole: 'manager' }))
  })
})

describe('R-AK-38, R-AK-39, R-AK-40, R-AK-41, R-AK-42, R-AK-43: the six conditions', () => {
  test('none attested → AttestationMissing, naming each rule', () => {
    const { attestations: _, ...without } = fullTimer
    given()
      .when(RegisterCounselor, without)
      .thenRefuses('AttestationMissing', ['R-AK-38', 'R-AK-39', 'R-AK-40', 'R-AK-41', 'R-AK-42', 'R-AK-43'])
  })
  test.each([
    ['cond2', 'R-AK-39'],
    ['cond3', 'R-AK-40'],
    ['cond4', 'R-AK-41'],
    ['cond5', 'R-AK-42'],
    ['cond6', 'R-AK-43'],
  ] as const)('%s denied → AttestationMissing, and no exception helps', (condition, rule) => {
    given()
      .when(RegisterCounselor, { ...fullTimer, exception, attestations: { ...allConditions, [condition]: false } })
      .thenRefuses('AttestationMissing', [rule], { missing: [condition] })
  })
  test('R-AK-38 (原则上): not a party member → only with reason and approver, which are kept', () => {
    given()
      .when(RegisterCounselor, { ...fullTimer, partyMember: false })
      .thenRefuses('AttestationMissing', ['R-AK-38'], { missing: ['cond1'] })
    given()
      .when(RegisterCounselor, { ...fullTimer, partyMember: false, exception })
      .thenEmits(happened(CounselorRegistered, { ...fullTimer, exception }))
  })
  test('a campus may require membership, or not ask for it', () => {
    given()
      .when(
        RegisterCounselor,
        { ...fullTimer, partyMember: false, exception },
        { policy: { 'staffing.candidate.partyMember': 'required' } },
      )
      .thenRefuses('AttestationMissing', ['R-AK-38'])
    for (const value of ['notRequired', null] as const)
      given()
        .when(RegisterCounselor, { ...fullTimer, partyMember: false }, { policy: { 'staffing.candidate.partyMember': value } })
        .thenEmits(registered)
  })
  test('part-time counselors meet them too', () => {
    given()
      .when(RegisterCounselor, { ...partTimer, attestations: { ...allConditions, cond6: false } })
      .thenRefuses('AttestationMissing', ['R-AK-43'])
  })
  test('A8: party membership itself is not kept', () => {
    expect(Object.keys(CounselorRegistered.data.shape)).not.toContain('partyMember')
  })
})

describe('R-AK-47: an appointed candidacy stands in for the attestations', () => {
  const { attestations: _, ...unattested } = fullTimer
  const cited = { ...unattested, candidacyId }
  const candidacyAfter = (...events: CandidacyEvent[]) => ({
    facts: { contract: signedContract, candidacy: events.reduce(evolveCandidacy, noCandidacy()) },
  })
  test('appointed to this service: registered, and the candidacy is in the event', () => {
    given()
      .when(RegisterCounselor, cited, candidacyAfter(...untilAppointed))
      .thenEmits(happened(CounselorRegistered, cited))
  })
  test.each([
    ['none such', []],
    ['not appointed yet', untilAppointed.slice(0, -1)],
    ['kept in reserve', [...untilAppointed, reserved]],
  ])('%s → AttestationMissing', (_, events) => {
    given()
      .when(RegisterCounselor, cited, candidacyAfter(...events))
      .thenRefuses('AttestationMissing')
  })
  test('somebody else’s, or for another service → AttestationMissing', () => {
    const other = (change: object) =>
      candidacyAfter(...untilAppointed.slice(0, -1), { ...appointed, data: { ...appointed.data, ...change } })
    for (const change of [{ personId: 'p2' }, { counselorId: 'c2' }])
      given().when(RegisterCounselor, cited, other(change)).thenRefuses('AttestationMissing')
  })
})
