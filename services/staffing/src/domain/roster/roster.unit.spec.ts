import type { RosterField, RosterRow } from '@fudao/contracts/roster'
import { maskDocument, maskPhone } from '@fudao/contracts/roster'
import { ContractDrafted, ContractSigned, CounselorDeregistered, CounselorRegistered, PersonRegistered } from '@fudao/contracts/staffing'
import { happened } from '@fudao/domain-kit'
import { describe, expect, test } from 'vitest'
import { contractDecider } from '../contract/contract.js'
import { counselorDecider } from '../counselor/counselor.js'
import { personDecider } from '../person/person.js'
import { foreseeRow } from './foresee-row.js'
import { planRow, type RosterRecord } from './plan-row.js'
import { type RosterEntry, readRow } from './read-row.js'

type Cells = Partial<Record<RosterField, string>>
const departments = [{ departmentId: 'nursing', name: '护理系', teachingUnit: true, siteId: 'main', grades: [] }]
const cells: Cells = {
  staffNo: '1001',
  name: '示例甲',
  phone: '13800000001',
  idDocument: '11010519491231002X',
  employment: '专职',
  positionCategory: 'frontline',
  departmentId: '护理系',
  startDate: '2024-01-01',
  attested: 'yes',
  contractFrom: '2024-01-01',
  contractTo: '2026-12-31',
  contractSignedOn: '2023-12-20',
}
const read = (change: Cells = {}) => readRow({ line: 2, cells: { ...cells, ...change } } satisfies RosterRow, departments)
const entryOf = (change: Cells = {}): RosterEntry => {
  const result = read(change)
  if ('reasons' in result) throw new Error(JSON.stringify(result.reasons))
  return result.entry
}
const faultsOf = (change: Cells) => {
  const result = read(change)
  return 'reasons' in result ? result.reasons.map(({ code, field }) => `${code} ${field}`) : []
}

const nobody: RosterRecord = {
  personId: 'p',
  person: personDecider.initialState(),
  counselorId: 'c',
  counselor: counselorDecider.initialState(),
  contracts: [{ contractId: 'k', contract: contractDecider.initialState() }],
  contractId: 'k',
}
const person = { personId: 'p', name: '示例甲', staffNo: '1001', idDocument: '11010519491231002X', phone: '13800000001' }
const registration = {
  counselorId: 'c',
  personId: 'p',
  personCategory: 'fullTime',
  employment: 'fullTime',
  positionCategory: 'frontline',
  departmentId: 'nursing',
  siteId: 'main',
  dualIdentity: true,
  startDate: '2024-01-01',
  contractId: 'k',
} as const
const serving: RosterRecord = {
  ...nobody,
  person: personDecider.evolve(nobody.person, happened(PersonRegistered, person)),
  counselor: counselorDecider.evolve(nobody.counselor, happened(CounselorRegistered, registration)),
  contracts: [
    {
      contractId: 'k',
      contract: [
        happened(ContractDrafted, {
          contractId: 'k',
          personId: 'p',
          counselorId: 'c',
          kind: 'employment',
          from: '2024-01-01',
          to: '2026-12-31',
        }),
        happened(ContractSigned, { contractId: 'k', signedOn: '2023-12-20' }),
      ].reduce(contractDecider.evolve, contractDecider.initialState()),
    },
  ],
}
const gone: RosterRecord = {
  ...serving,
  counselor: counselorDecider.evolve(
    serving.counselor,
    happened(CounselorDeregistered, { counselorId: 'c', lastDay: '2024-06-30', reason: 'resigned' }),
  ),
}
const planned = (change: Cells, record: RosterRecord): readonly string[] => {
  const plan = planRow(entryOf(change), record, '2024-09-01')
  return 'steps' in plan ? plan.steps.map(({ command }) => command.name) : plan.reasons.map(({ code, field }) => `${code} ${field}`)
}
const foreseen = (change: Cells, record: RosterRecord): readonly string[] => {
  const plan = planRow(entryOf(change), record, '2024-09-01')
  if ('reasons' in plan) return plan.reasons.map(({ code }) => code)
  const context = {
    campusId: 'aksu',
    commandId: 'x',
    asOf: '2024-09-01',
    actor: { userId: 'u', role: 'orgPersonnel' },
    policy: { value: (key: string) => (key === 'staffing.contract.forbiddenKinds' ? ['laborDispatch'] : null) },
  }
  const seen = foreseeRow(plan.steps, record, context as never)
  return 'steps' in seen
    ? seen.steps.map(({ events, before }) => `${before}+${events}`)
    : seen.reasons.map(({ code, field }) => `${code} ${field}`)
}

describe('a row by itself', () => {
  test('words in either language and codes are the same; empty cells say nothing', () => {
    expect(entryOf({ employment: 'Full-time', positionCategory: '一线辅导员' })).toEqual(entryOf())
    expect(entryOf({ title: ' ', phone: '' })).toMatchObject({ title: undefined, phone: undefined })
  })
  test('everything that is wrong with it comes back at once, each with its column', () => {
    expect(faultsOf({ name: '', employment: '临时', startDate: '2024-02-30', departmentId: '无' })).toEqual([
      'CellMissing name',
      'CodeUnknown employment',
      'DateMalformed startDate',
      'DepartmentUnknown departmentId',
    ])
  })
  test('GB 11643: both examples pass, a wrong check character does not, a passport is not checked', () => {
    for (const idDocument of ['11010519491231002X', '440524188001010014']) expect(faultsOf({ idDocument })).toEqual([])
    expect(faultsOf({ idDocument: '110105194912310021' })).toEqual(['IdNumberWrong idDocument'])
    expect(faultsOf({ idDocument: 'E12345678', idDocumentType: '护照' })).toEqual([])
  })
  test('a contract without its start and half a title are incomplete', () => {
    expect(faultsOf({ contractFrom: '' })).toEqual(['CellMissing contractFrom'])
    expect(faultsOf({ title: '讲师' })).toEqual(['TitleIncomplete title'])
  })
})

describe('row → commands', () => {
  test('nobody on record: the whole of it', () => {
    expect(planned({}, nobody)).toEqual(['RegisterPerson', 'DraftContract', 'SignContract', 'RegisterCounselor'])
    const title = { title: '讲师', titleRank: '中级', titleDiscipline: '思想政治教育', titleGrantedOn: '2023-12-01' }
    expect(planned(title, nobody).at(-1)).toBe('RecordTitle')
  })
  test('all of it on record: nothing', () => {
    expect(planned({}, serving)).toEqual([])
    expect(planned({ phone: '', idDocument: '', contractFrom: '', contractTo: '', contractSignedOn: '' }, serving)).toEqual([])
  })
  test('what broke off is completed', () => {
    expect(planned({}, { ...nobody, person: serving.person })).toEqual(['DraftContract', 'SignContract', 'RegisterCounselor'])
    expect(planned({}, { ...serving, counselor: nobody.counselor })).toEqual(['RegisterCounselor'])
  })
  test('changes have their commands, and what has none is a reason', () => {
    expect(planned({ phone: '13900000002' }, serving)).toEqual(['ChangePerson'])
    expect(planned({ positionCategory: '学工办负责人', employment: '兼职' }, serving)).toEqual(['ChangeEmployment', 'ChangePosition'])
    expect(planned({ startDate: '2023-01-01' }, serving)).toEqual(['DiffersFromRecord startDate'])
    expect(planned({ contractTo: '2027-12-31' }, serving)).toEqual(['DiffersFromRecord contractTo'])
  })
  test('masked numbers stand for those on record, and only for those', () => {
    const masked = { idDocument: maskDocument(person.idDocument), phone: maskPhone(person.phone) }
    expect(masked).toEqual({ idDocument: '110105********002X', phone: '138****0001' })
    expect(planned(masked, serving)).toEqual([])
    expect(planned({ phone: '138****9999' }, serving)).toEqual(['MaskedValue phone'])
    expect(planned(masked, nobody)).toEqual(['MaskedValue idDocument'])
  })
  test('who has left comes back with a later start only', () => {
    expect(planned({}, gone)).toEqual(['HasLeft startDate'])
    const back = { startDate: '2024-09-01', contractFrom: '2024-09-01', contractSignedOn: '2024-08-30' }
    expect(planned(back, { ...gone, contracts: nobody.contracts })).toEqual(['DraftContract', 'SignContract', 'RegisterCounselor'])
  })
})

describe('the deciders judge the row before anything is written', () => {
  test('what passes says how many events each command adds', () => {
    expect(foreseen({}, nobody)).toEqual(['0+1', '0+1', '1+1', '0+1'])
  })
  test('R-AK-34: a full-time counselor without a signed contract', () => {
    const none = { contractFrom: '', contractTo: '', contractSignedOn: '' }
    expect(foreseen(none, nobody)).toEqual(['ContractMissing contractSignedOn'])
    expect(foreseen({ contractSignedOn: '' }, nobody)).toEqual(['ContractMissing contractSignedOn'])
  })
  test('R-AK-35, R-AK-36, R-AK-38', () => {
    expect(foreseen({ contractKind: '劳务派遣' }, nobody)).toEqual(['ForbiddenContractKind contractKind'])
    expect(foreseen({ employment: '兼职' }, nobody)).toEqual(['PartTimeSourceInvalid homeRole'])
    expect(foreseen({ attested: '否' }, nobody)).toEqual(['AttestationMissing attested'])
  })
})
