import type { PayloadOf } from '@fudao/contracts/kit'
import {
  ChangePerson,
  ErasePerson,
  PersonChanged,
  PersonErased,
  PersonRegistered,
  RegisterPerson,
  staffingContext,
} from '@fudao/contracts/staffing'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, expect, test } from 'vitest'
import { testStateCommandTable } from '../../fixtures/state-command-table.js'
import { claimsDocument, claimsStaffNumber, personDecider } from './person.js'
import { isResidentId } from './resident-id.js'

const free = { facts: { staffNumber: { holder: undefined, personRevision: -1 }, inService: [] } }
const spec = deciderSpec(personDecider, free)
const { given } = spec
const data = {
  personId: 'p1',
  name: '示例甲',
  staffNo: '2021017',
  idDocument: '11010519491231002X',
  phone: '13800000000',
} satisfies PayloadOf<typeof RegisterPerson>
const known = happened(PersonRegistered, data)
const erasure = { personId: 'p1', reason: '本人申请', approvalRef: '组人删 1' } satisfies PayloadOf<typeof ErasePerson>
const erased = happened(PersonErased, { personId: 'p1', reason: '本人申请' })
const heldBy = (holder: string) => ({ facts: { staffNumber: { holder, personRevision: 0 } } })

describe('Person: state × command', () => {
  testStateCommandTable(
    personDecider,
    staffingContext.commands.filter(({ aggregate }) => aggregate.name === 'Person'),
    { none: [], known: [known], erased: [known, erased] },
    [
      { command: RegisterPerson, payload: data, cells: { none: 'accepts', known: 'nothing', erased: 'PersonErased' } },
      {
        command: RegisterPerson,
        payload: { ...data, name: '示例乙' },
        cells: { none: 'accepts', known: 'AlreadyRegistered', erased: 'PersonErased' },
      },
      {
        command: ChangePerson,
        payload: { ...data, phone: '13900000000' },
        cells: { none: 'WrongState', known: 'accepts', erased: 'PersonErased' },
      },
      { command: ErasePerson, payload: erasure, cells: { none: 'PersonUnknown', known: 'accepts', erased: 'nothing' } },
      { command: ErasePerson, payload: { personId: 'p1' }, cells: { none: 'PersonUnknown', known: 'ReasonMissing', erased: 'nothing' } },
      {
        command: ErasePerson,
        payload: erasure,
        context: { facts: { inService: ['c1'] } },
        cells: { none: 'PersonUnknown', known: 'PersonInService', erased: 'nothing' },
      },
    ],
    free,
  )
})

describe('a staff number is one person’s (R-AK-31)', () => {
  test('registering with a number somebody else holds → AlreadyRegistered', () => {
    given().when(RegisterPerson, data, heldBy('p2')).thenRefuses('AlreadyRegistered', ['R-AK-31'], { field: 'staffNo' })
  })
  test('changing to a number somebody else holds → AlreadyRegistered', () => {
    given(known)
      .when(ChangePerson, { ...data, staffNo: '2021018' }, heldBy('p2'))
      .thenRefuses('AlreadyRegistered', ['R-AK-31'], { field: 'staffNo' })
  })
  test('one’s own number is free to oneself', () => {
    given().when(RegisterPerson, data, heldBy('p1')).thenEmits(known)
  })
  test('a number is claimed exactly when the command would otherwise be accepted and needs it', () => {
    const claims = (type: 'RegisterPerson' | 'ChangePerson', change: Partial<typeof data>, ...history: (typeof known)[]) =>
      claimsStaffNumber({ type, data: { ...data, ...change } }, spec.fold(history))
    expect(claims('RegisterPerson', {})).toBe(true)
    expect(claims('RegisterPerson', {}, known)).toBe(false)
    expect(claims('RegisterPerson', { idDocument: '110105194912310021' })).toBe(false)
    expect(claims('ChangePerson', {})).toBe(false)
    expect(claims('ChangePerson', { phone: '13900000000' }, known)).toBe(false)
    expect(claims('ChangePerson', { staffNo: '2021018' }, known)).toBe(true)
  })
})

describe('a document number is one person’s (R-AK-31)', () => {
  const documentOf = (holder: string) => ({ facts: { idDocument: { holder, personRevision: 0 } } })
  test('one that somebody else holds → DocumentHeld', () => {
    given().when(RegisterPerson, data, documentOf('p2')).thenRefuses('DocumentHeld', ['R-AK-31'], { field: 'idDocument' })
  })
  test('one’s own is free to oneself', () => {
    given().when(RegisterPerson, data, documentOf('p1')).thenEmits(known)
  })
  test('it is claimed exactly when the command would otherwise be accepted and gives another one', () => {
    const claims = (type: 'RegisterPerson' | 'ChangePerson', change: object, ...history: (typeof known)[]) =>
      claimsDocument({ type, data: { ...data, ...change } }, spec.fold(history))
    expect(claims('RegisterPerson', {})).toBe(true)
    expect(claims('RegisterPerson', { idDocument: undefined })).toBe(false)
    expect(claims('RegisterPerson', { idDocument: '110105194912310021' })).toBe(false)
    expect(claims('RegisterPerson', {}, known)).toBe(false)
    expect(claims('ChangePerson', { phone: '13900000000' }, known)).toBe(false)
    expect(claims('ChangePerson', { idDocument: '11010519491231002x' }, known)).toBe(false)
    expect(claims('ChangePerson', { idDocument: '440524188001010014' }, known)).toBe(true)
    expect(claims('ChangePerson', { idDocumentType: 'passport' }, known)).toBe(true)
  })
})

describe('A8, PIPL-47: erasing a person', () => {
  test('who still serves is not erased, and the refusal names the counselors and the articles (PIPL-13)', () => {
    given(known)
      .when(ErasePerson, erasure, { facts: { inService: ['c1', 'c2'] } })
      .thenRefuses('PersonInService', ['PIPL-13', 'PIPL-47'], { personId: 'p1', counselors: 'c1、c2' })
  })
  test('the event says why and nothing about the person; the state holds nothing either', () => {
    given(known).when(ErasePerson, erasure).thenEmits(erased)
    expect(spec.fold([known, erased])).toEqual({ status: 'erased' })
  })
})

describe('identity documents (GB 11643)', () => {
  test.each(['11010519491231002X', '11010519491231002x', '440524188001010014'])('%s is valid', (number) => {
    expect(isResidentId(number)).toBe(true)
  })
  test.each([
    ['wrong check character', '110105194912310021'],
    ['two digits swapped', '11010519491231020X'],
    ['no such day', '110105194902300020'],
    ['month 13', '440524188013010011'],
    ['15 digits of the old form', '110105491231002'],
    ['starts with 0', '01010519491231002X'],
    ['no province', '990105194912310021'],
    ['no leap year', '110105189902300024'],
    ['letters', 'ABCDEFGHIJKLMNOPQR'],
  ])('%s is not', (_, number) => {
    expect(isResidentId(number)).toBe(false)
  })
  test('a wrong number is refused, left out or of another kind it is not checked', () => {
    const wrong = { ...data, idDocument: '110105194912310021' }
    given().when(RegisterPerson, wrong).thenRefuses('InvalidValue', ['R-AK-31'], { field: 'idDocument' })
    given(known).when(ChangePerson, wrong).thenRefuses('InvalidValue', ['R-AK-31'], { field: 'idDocument' })
    const passport = { ...data, idDocument: 'E12345678', idDocumentType: 'passport' } as const
    given().when(RegisterPerson, passport).thenEmits(happened(PersonRegistered, passport))
    const { idDocument: _, ...without } = data
    given(known).when(ChangePerson, without).thenEmits(happened(PersonChanged, without))
  })
})

test('A8: name, staff number, document and phone are the person’s, and encrypted under the person’s key', () => {
  for (const event of [PersonRegistered, PersonChanged])
    expect(event).toMatchObject({ personal: { subject: 'personId', fields: ['name', 'staffNo', 'idDocument', 'phone'] } })
})
