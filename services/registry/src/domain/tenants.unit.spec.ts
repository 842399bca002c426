import { RegisterCampus, RegisterProvince } from '@fudao/contracts/registry'
import { deciderSpec } from '@fudao/testing'
import { describe, it } from 'vitest'
import { campusDecider, type TenantFacts } from './campus/campus.js'
import { provinceDecider } from './province/province.js'

const facts: TenantFacts = { taken: false, firstDayAllowed: true }
const campus = { campusId: 'aksu', name: '阿克苏职业技术学院', schoolCode: '13093', provinceId: 'xinjiang', timeZone: 'Asia/Shanghai' }
const province = { provinceId: 'liaoning', name: '辽宁省', timeZone: 'Asia/Shanghai' }
const registered = { type: 'CampusRegistered', data: campus } as const
const registeredProvince = { type: 'ProvinceRegistered', data: province } as const
const campuses = deciderSpec(campusDecider, { campusId: 'platform', actor: { role: 'platformAdmin' }, facts })
const provinces = deciderSpec(provinceDecider, { campusId: 'platform', actor: { role: 'platformAdmin' }, facts })

describe('RegisterCampus', () => {
  it('∅: CampusRegistered with the fields of the command', () => {
    campuses.given().when(RegisterCampus, campus).thenEmits(registered)
    campuses.given().when(RegisterCampus, campus).thenRepeatsAsNothing()
  })
  it('∅: with a first day in demo and test', () => {
    const data = { ...campus, firstDay: '2015-01-01' }
    campuses.given().when(RegisterCampus, data).thenEmits({ type: 'CampusRegistered', data })
  })
  it('∅: FirstDayNotAllowed in production', () => {
    campuses
      .given()
      .when(RegisterCampus, { ...campus, firstDay: '2015-01-01' }, { facts: { ...facts, firstDayAllowed: false } })
      .thenRefuses('FirstDayNotAllowed')
  })
  it('∅: IdReserved', () => {
    campuses
      .given()
      .when(RegisterCampus, { ...campus, campusId: 'platform' })
      .thenRefuses('IdReserved', [], { id: 'platform' })
  })
  it('∅: IdTaken by a province', () => {
    campuses
      .given()
      .when(RegisterCampus, campus, { facts: { ...facts, taken: true } })
      .thenRefuses('IdTaken', [], { id: 'aksu' })
  })
  it('registered: the same data is no change', () => {
    campuses.given(registered).when(RegisterCampus, campus).thenNothing()
  })
  it.each([
    ['name', { name: '另一所学院' }],
    ['schoolCode', { schoolCode: '10001' }],
    ['provinceId', { provinceId: 'gansu' }],
    ['timeZone', { timeZone: 'Asia/Urumqi' }],
    ['firstDay', { firstDay: '2015-01-01' }],
  ])('registered: CampusExists when %s differs', (_field, other) => {
    campuses
      .given(registered)
      .when(RegisterCampus, { ...campus, ...other })
      .thenRefuses('CampusExists', [], { campusId: 'aksu' })
  })
})

describe('RegisterProvince (C-14)', () => {
  it('∅: ProvinceRegistered; the same again is no change', () => {
    provinces.given().when(RegisterProvince, province).thenEmits(registeredProvince)
    provinces.given(registeredProvince).when(RegisterProvince, province).thenNothing()
  })
  it('∅: IdReserved, IdTaken, FirstDayNotAllowed', () => {
    const when = (payload: object, over: Partial<TenantFacts> = {}) =>
      provinces.given().when(RegisterProvince, { ...province, ...payload }, { facts: { ...facts, ...over } })
    when({ provinceId: 'platform' }).thenRefuses('IdReserved')
    when({}, { taken: true }).thenRefuses('IdTaken')
    when({ firstDay: '2020-01-01' }, { firstDayAllowed: false }).thenRefuses('FirstDayNotAllowed')
  })
  it.each([{ name: '吉林省' }, { timeZone: 'Asia/Urumqi' }, { firstDay: '2015-01-01' }])(
    'registered: ProvinceExists when %o differs',
    (other) => {
      provinces
        .given(registeredProvince)
        .when(RegisterProvince, { ...province, ...other })
        .thenRefuses('ProvinceExists', [], { provinceId: 'liaoning' })
    },
  )
})
