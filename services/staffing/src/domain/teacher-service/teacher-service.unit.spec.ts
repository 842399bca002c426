import * as c from '@fudao/contracts/staffing'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, test } from 'vitest'
import { teacherServiceDecider } from './teacher-service.js'

const teacherId = 'p1'
const spec = deciderSpec(teacherServiceDecider, { preset: 'aksu', asOf: '2024-09-01' })
const opened = (from: string, role: c.StintRole = 'classTeacher') => happened(c.StintOpened, { teacherId, role, from })
const closed = (from: string, to: string, role: c.StintRole = 'classTeacher') => happened(c.StintClosed, { teacherId, role, from, to })
const assessed = (year: number, qualified: boolean) => happened(c.StintAssessed, { teacherId, year, qualified, sourceRef: '考核表' })
const stint = (from: string, to: string, role: c.StintRole = 'classTeacher') => [opened(from, role), closed(from, to, role)] as const
const certify = { teacherId, targetRank: 'intermediate' } as const

describe('R-AK-48: 「须有至少一年担任辅导员或班主任工作经历并考核合格」', () => {
  test('T-26: class teacher 2023-09-01..2024-08-31, qualified: certified on 2024-09-01', () => {
    spec
      .given(...stint('2023-09-01', '2024-08-31'), assessed(2023, true))
      .when(c.CertifyEligibility, certify)
      .thenEmits(
        happened(c.PromotionEligibilityCertified, {
          teacherId,
          targetRank: 'intermediate',
          on: '2024-09-01',
          countedDays: 366,
          counted: [{ from: '2023-09-01', to: '2024-08-31' }],
          failedYears: [],
          enoughOn: '2024-09-01',
          assessedYear: 2023,
          youngBy: 'flag',
        }),
      )
  })
  test('T-26: the same with end 2024-08-30: one day short', () => {
    spec
      .given(...stint('2023-09-01', '2024-08-30'), assessed(2023, true))
      .when(c.CertifyEligibility, certify)
      .thenRefuses('ServiceTooShort', ['R-AK-48', 'A-15'], { countedDays: 365, years: 1 })
  })
  test('an open stint is enough on the day a year later, not before (C-05)', () => {
    const given = spec.given(opened('2023-09-01'), assessed(2023, true))
    given.when(c.CertifyEligibility, certify, { asOf: '2024-08-31' }).thenRefuses('ServiceTooShort')
    given.when(c.CertifyEligibility, certify, { asOf: '2024-09-01' }).thenRepeatsAsNothing()
  })
  test('考核合格: time without an assessment is not enough', () => {
    spec
      .given(...stint('2023-09-01', '2024-08-31'))
      .when(c.CertifyEligibility, certify)
      .thenRefuses('AssessmentNotQualified')
  })
  test('a campus without the rule certifies without it', () => {
    spec
      .given()
      .when(c.CertifyEligibility, certify, { policy: { 'staffing.teacherPromotion.minYears': null } })
      .thenRepeatsAsNothing()
  })
  test('the number of years is the campus’s', () => {
    spec
      .given(...stint('2022-09-01', '2024-08-31'), assessed(2023, true))
      .when(c.CertifyEligibility, certify, { policy: { 'staffing.teacherPromotion.minYears': 3 } })
      .thenRefuses('ServiceTooShort', ['R-AK-48', 'A-15'], { years: 3 })
  })
})

describe('A-15: 「至少一年」', () => {
  const mixed = [...stint('2022-03-01', '2022-08-31'), ...stint('2023-03-01', '2023-08-31', 'counselor'), assessed(2023, true)]
  test('default: added up, roles mixed', () => {
    spec
      .given(...mixed)
      .when(c.CertifyEligibility, certify)
      .thenRepeatsAsNothing()
  })
  test('the other reading: one stint alone', () => {
    spec
      .given(...mixed)
      .when(c.CertifyEligibility, certify, { policy: { 'staffing.teacherPromotion.cumulative': false } })
      .thenRefuses('ServiceTooShort')
  })
  test('time in a failed year is excluded; a later qualified one counts', () => {
    const given = spec.given(opened('2022-09-01'), assessed(2022, true), assessed(2023, false))
    given.when(c.CertifyEligibility, certify, { asOf: '2024-06-01' }).thenRefuses('ServiceTooShort', undefined, { enoughOn: '2024-09-01' })
    given.when(c.CertifyEligibility, certify, { asOf: '2024-09-01' }).thenRepeatsAsNothing()
  })
})

describe('A-16: 「青年教师」', () => {
  const given = spec.given(...stint('2023-09-01', '2024-08-31'), assessed(2023, true))
  test('default: personnel says who is young', () => {
    given.when(c.CertifyEligibility, { ...certify, youngTeacher: true }).thenRepeatsAsNothing()
    given.when(c.CertifyEligibility, { ...certify, youngTeacher: false }).thenRefuses('InvalidValue', ['R-AK-48', 'A-16'])
  })
  test('the other reading: an age limit', () => {
    const policy = { 'staffing.teacherPromotion.maxAge': 40 }
    given.when(c.CertifyEligibility, { ...certify, age: 40 }, { policy }).thenRepeatsAsNothing()
    given.when(c.CertifyEligibility, { ...certify, age: 41 }, { policy }).thenRefuses('InvalidValue', undefined, { maxAge: 40 })
    given.when(c.CertifyEligibility, certify, { policy }).thenRefuses('InvalidValue', undefined, { field: 'age' })
  })
})

describe('stints', () => {
  test('of one role do not overlap, both days inclusive', () => {
    const given = spec.given(...stint('2023-01-01', '2023-06-30'))
    given.when(c.OpenStint, { teacherId, role: 'classTeacher', from: '2023-06-30' }).thenRefuses('StintOverlap', ['R-AK-48'])
    given.when(c.OpenStint, { teacherId, role: 'classTeacher', from: '2023-07-01' }).thenEmits(opened('2023-07-01'))
    given.when(c.OpenStint, { teacherId, role: 'counselor', from: '2023-03-01' }).thenEmits(opened('2023-03-01', 'counselor'))
  })
  test('one that is over can be entered before a later one', () => {
    spec
      .given(opened('2024-01-01'))
      .when(c.OpenStint, { teacherId, role: 'classTeacher', from: '2020-09-01', to: '2021-07-15' })
      .thenEmits(...stint('2020-09-01', '2021-07-15'))
  })
  test('closing names the open one; closing again corrects the last day (C-11)', () => {
    spec.given(opened('2024-01-01')).when(c.CloseStint, { teacherId, to: '2024-06-30' }).thenEmits(closed('2024-01-01', '2024-06-30'))
    spec
      .given(...stint('2024-01-01', '2024-06-30'))
      .when(c.CloseStint, { teacherId, role: 'classTeacher', to: '2024-07-15' })
      .thenEmits(closed('2024-01-01', '2024-07-15'))
    spec
      .given(opened('2024-01-01'), opened('2024-02-01', 'counselor'))
      .when(c.CloseStint, { teacherId, to: '2024-06-30' })
      .thenRefuses('InvalidValue', ['R-AK-48'], { field: 'role' })
  })
  test('a year is assessed only where it touches a stint; the last word on a year holds', () => {
    const given = spec.given(...stint('2023-12-31', '2024-06-30'), assessed(2023, true))
    const year = (y: number, qualified = true) => ({ teacherId, year: y, qualified, sourceRef: '考核表' })
    given.when(c.RecordStintAssessment, year(2022)).thenRefuses('YearOutsideStint', ['R-AK-48'], { year: 2022 })
    given.when(c.RecordStintAssessment, year(2023)).thenNothing()
    given.when(c.RecordStintAssessment, year(2023, false)).thenEmits(assessed(2023, false))
  })
})

describe('a certificate', () => {
  const given = [...stint('2023-09-01', '2024-08-31'), assessed(2023, true)] as const
  const { events } = spec
    .given(...given)
    .when(c.CertifyEligibility, certify)
    .outcome()
  test('is withdrawn with its rank', () => {
    spec
      .given(...given, ...events)
      .when(c.WithdrawEligibility, { teacherId, reason: '更正' })
      .thenEmits(happened(c.EligibilityWithdrawn, { teacherId, targetRank: 'intermediate', reason: '更正' }))
    spec
      .given(...given, ...events)
      .when(c.WithdrawEligibility, { teacherId, targetRank: 'senior', reason: '更正' })
      .thenRefuses('WrongState')
  })
  test('is given anew for the next rank', () => {
    spec
      .given(...given, ...events)
      .when(c.CertifyEligibility, { ...certify, targetRank: 'associateSenior' })
      .thenRepeatsAsNothing()
  })
})
