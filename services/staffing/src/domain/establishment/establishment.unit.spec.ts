import {
  ApprovePosts,
  HeadcountRecorded,
  PostsApproved,
  RecordHeadcount,
  RecordStaffingCheck,
  ShortfallCleared,
  ShortfallDeclared,
  StaffingChecked,
  staffingContext,
} from '@fudao/contracts/staffing'
import { happened } from '@fudao/domain-kit'
import { deciderSpec, decisionContext, type SpecContext } from '@fudao/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkDeciderProperties } from '../../fixtures/decider-properties.js'
import { testStateCommandTable } from '../../fixtures/state-command-table.js'
import { type EstablishmentCommand, establishmentDecider } from './establishment.js'

const aksu: SpecContext = { preset: 'aksu', asOf: '2024-06-30' }
const { given } = deciderSpec(establishmentDecider, aksu)
const weight = { num: 1, den: 3 }
const students = (n: number, asOf = '2024-01-01', byDepartment: Record<string, number> = {}) =>
  happened(HeadcountRecorded, { asOf, students: n, byDepartment })
const check = (n: number, fullTime: number, partTime = 0, context: SpecContext = {}) =>
  given(students(n)).when(RecordStaffingCheck, { fullTime, partTime }, context)
/** Data of the check and, when it changed, of the flag. */
const checked = (n: number, fullTime: number, partTime = 0, context: SpecContext = {}) =>
  check(n, fullTime, partTime, context)
    .thenRepeatsAsNothing()
    .events.map(({ type, data }) => ({ type, ...data }))
const declared = happened(ShortfallDeclared, { asOf: '2024-06-30', gapThirds: 3, vacancies: 0, perPost: 3 })

describe('StaffingEstablishment: state × command', () => {
  testStateCommandTable(
    establishmentDecider,
    staffingContext.commands.filter(({ aggregate }) => aggregate.name === 'StaffingEstablishment'),
    { none: [], balanced: [students(12_000)], short: [students(12_000), declared] },
    [
      {
        command: RecordHeadcount,
        payload: { asOf: '2024-01-01', students: 12_000 },
        cells: { none: 'accepts', balanced: 'nothing', short: 'nothing' },
      },
      {
        command: ApprovePosts,
        payload: { fullTimePosts: 60, approvalRef: 'r' },
        cells: { none: 'HeadcountMissing', balanced: 'accepts', short: 'accepts' },
      },
      {
        command: RecordStaffingCheck,
        payload: { fullTime: 60, partTime: 0 },
        cells: { none: 'HeadcountMissing', balanced: 'accepts', short: 'accepts' },
      },
    ],
    aksu,
  )
})

test('the same request on the resulting state yields no events; every event round-trips its schema', () => {
  const date = fc.constantFrom('2024-01-01', '2024-02-29', '2024-06-30', '2025-01-01')
  const sent = (
    definition: typeof RecordHeadcount | typeof ApprovePosts | typeof RecordStaffingCheck,
    fields: Record<string, fc.Arbitrary<unknown>>,
  ) =>
    fc.tuple(fc.record(fields), date).map(([payload, asOf]) => {
      const data = definition.payload.parse(JSON.parse(JSON.stringify(payload)))
      return { type: definition.name, data, metadata: decisionContext({ preset: 'aksu', asOf }) } as EstablishmentCommand
    })
  const maybeDate = fc.option(date, { nil: undefined })
  checkDeciderProperties(
    establishmentDecider,
    staffingContext.events.filter(({ aggregate }) => aggregate.name === 'StaffingEstablishment'),
    staffingContext.commands,
    fc.oneof(
      sent(RecordHeadcount, { asOf: maybeDate, students: fc.constantFrom(-1, 400, 600), byDepartment: fc.constantFrom({}, { a: 500 }) }),
      sent(ApprovePosts, { fullTimePosts: fc.constantFrom(-1, 2, 3), from: maybeDate }),
      sent(RecordStaffingCheck, { fullTime: fc.constantFrom(1, 2, 3), partTime: fc.constantFrom(0, 1, 3) }),
    ),
  )
})

describe('R-AK-29 headcount and posts', () => {
  test('a negative number, more in the departments than on the campus → InvalidValue', () => {
    given().when(RecordHeadcount, { students: -1 }).thenRefuses('InvalidValue', ['R-AK-29'], { field: 'students' })
    given()
      .when(RecordHeadcount, { students: 10, byDepartment: { a: 11 } })
      .thenRefuses('InvalidValue', ['R-AK-29'], { field: 'byDepartment', together: 11 })
  })
  test('not older than the last → StaleHeadcount; one of the same day takes its place', () => {
    given(students(100)).when(RecordHeadcount, { asOf: '2023-12-31', students: 90 }).thenRefuses('StaleHeadcount', ['R-AK-29'])
    given(students(100)).when(RecordHeadcount, { asOf: '2024-01-01', students: 101 }).thenEmits(students(101))
  })
  test('posts are at least the students divided by 200, rounded up', () => {
    const approve = (n: number, context: SpecContext = {}) =>
      given(students(12_001)).when(ApprovePosts, { fullTimePosts: n, approvalRef: '纪要 9' }, context)
    approve(60).thenRefuses('PostsBelowRatio', ['R-AK-29', 'A-03', 'A-04'], { minimum: 61, studentsPerCounselor: 200 })
    approve(61).thenEmits(happened(PostsApproved, { fullTimePosts: 61, minimum: 61, from: '2024-06-30', students: 12_001 }))
    approve(48, { policy: { 'staffing.ratio.studentsPerCounselor': 250 } }).thenRefuses('PostsBelowRatio')
    approve(0, { policy: { 'staffing.ratio.studentsPerCounselor': null } }).thenRepeatsAsNothing()
  })
  test('A-04: part-time counselors fill no post, whatever the basis', () => {
    given(students(12_000))
      .when(ApprovePosts, { fullTimePosts: 58, approvalRef: 'r' }, { policy: { 'staffing.ratio.basis': 'fte' } })
      .thenRefuses('PostsBelowRatio', undefined, { minimum: 60 })
  })
})

describe('R-AK-29, R-AK-37 the check', () => {
  test('T-13 exactly 1:200 → compliant, no gap, no shortfall', () => {
    check(12_000, 60).thenEmits(
      happened(StaffingChecked, {
        asOf: '2024-06-30',
        students: 12_000,
        fullTime: 60,
        partTime: 0,
        fteThirds: 180,
        gapThirds: 0,
        fullTimeMajority: true,
        compliant: true,
        weight,
        headcountAsOf: '2024-01-01',
        vacancies: 0,
      }),
    )
  })
  test('12,001 students and 60 full-time are not compliant: one third is missing', () => {
    expect(checked(12_001, 60)).toMatchObject([
      { compliant: false, gapThirds: 1, fteThirds: 180 },
      { type: 'ShortfallDeclared', gapThirds: 1, perPost: 3 },
    ])
  })
  test('T-15 1:198 is higher than 1:200', () => expect(checked(11_880, 60)).toMatchObject([{ compliant: true }]))
  test('A-03 other reading: exactly the ratio is not enough', () => {
    expect(checked(12_000, 60, 0, { policy: { 'staffing.ratio.inclusive': false } })).toMatchObject([
      { compliant: false, gapThirds: 1 },
      { type: 'ShortfallDeclared' },
    ])
  })
  test('T-16 A-04: by equivalents compliant; by full-time alone two are missing', () => {
    expect(checked(12_000, 58, 6)).toMatchObject([{ compliant: true, fteThirds: 180 }])
    expect(checked(12_000, 58, 6, { policy: { 'staffing.ratio.basis': 'fullTimeOnly' } })).toMatchObject([
      { compliant: false, gapThirds: 6 },
      { type: 'ShortfallDeclared', gapThirds: 6 },
    ])
  })
  test('T-18 A-05: the campus is judged as a whole, or by the other reading each department', () => {
    const byDepartment = { a: { fullTime: 6, partTime: 0 }, b: { fullTime: 14, partTime: 0 } }
    const both = (context: SpecContext) =>
      given(students(3_900, '2024-01-01', { a: 1_500, b: 2_400 }))
        .when(RecordStaffingCheck, { fullTime: 20, partTime: 0, byDepartment }, context)
        .thenRepeatsAsNothing().events[0]?.data
    const departments = { a: { students: 1_500, gapThirds: 5, compliant: false }, b: { gapThirds: 0, compliant: true } }
    expect(both({})).toMatchObject({ compliant: true, gapThirds: 0, byDepartment: departments })
    expect(both({ policy: { 'staffing.ratio.scope': 'department' } })).toMatchObject({ compliant: false, gapThirds: 5 })
  })
  test('T-19 A-06: no full-time majority is a warning; the ratio is judged apart', () => {
    expect(checked(2_000, 10, 12)).toMatchObject([{ fullTimeMajority: false, compliant: true }])
    expect(checked(2_000, 10, 12, { policy: { 'staffing.fullTimeMajority': 'fte' } })).toMatchObject([{ fullTimeMajority: true }])
  })
  test('A-07: another weight n/d multiplies by d, and nothing is rounded', () => {
    expect(checked(600, 2, 2, { policy: { 'staffing.partTimeWeight': { num: 2, den: 5 } } })).toMatchObject([
      { fteThirds: 14, gapThirds: 1, weight: { num: 2, den: 5 }, compliant: false },
      { perPost: 5 },
    ])
    expect(checked(600, 2, 3)).toMatchObject([{ fteThirds: 9, compliant: true }])
  })
  test('R-AK-36: part-time counselors above the number the campus has fixed are reported', () => {
    expect(checked(600, 3, 5, { policy: { 'staffing.partTime.quota': 3 } })).toMatchObject([{ partTimeOverQuota: 2, compliant: true }])
    expect(checked(600, 3, 5)[0]).not.toHaveProperty('partTimeOverQuota')
  })
  test('R-AK-30: vacancies are approved posts without a full-time counselor, from the day they hold', () => {
    const approved = happened(PostsApproved, { fullTimePosts: 62, minimum: 60, from: '2024-06-30', students: 12_000 })
    const on = (asOf: string) =>
      given(students(12_000), approved).when(RecordStaffingCheck, { fullTime: 60, partTime: 0 }, { asOf }).outcome().events[0]?.data
    expect(on('2024-06-30')).toMatchObject({ approvedPosts: 62, vacancies: 2, compliant: true })
    expect(on('2024-06-29')).not.toHaveProperty('approvedPosts')
  })
  test('a headcount given ahead counts from its day', () => {
    const on = (asOf: string) =>
      given(students(200), students(400, '2024-09-01')).when(RecordStaffingCheck, { fullTime: 1, partTime: 0 }, { asOf }).outcome()
        .events[0]?.data
    expect(on('2024-08-31')).toMatchObject({ students: 200, compliant: true })
    expect(on('2024-09-01')).toMatchObject({ students: 400, compliant: false })
  })
})

describe('the flag', () => {
  const low = { fullTime: 59, partTime: 0 }
  test('T-20 changes only when the verdict does', () => {
    const short = given(students(12_000)).when(RecordStaffingCheck, low, { asOf: '2024-07-01' }).thenRepeatsAsNothing().events
    expect(short).toMatchObject([{ data: { gapThirds: 3 } }, { type: 'ShortfallDeclared', data: { gapThirds: 3 } }])
    const next = given(students(12_000), ...short)
      .when(RecordStaffingCheck, low, { asOf: '2024-08-01' })
      .thenRepeatsAsNothing().events
    expect(next.map(({ type }) => type)).toEqual(['StaffingChecked'])
    const filled = { fullTime: 60, partTime: 0 }
    const cleared = given(students(12_000), ...short)
      .when(RecordStaffingCheck, filled, { asOf: '2024-08-01' })
      .thenRepeatsAsNothing().events
    expect(cleared.at(-1)).toEqual(happened(ShortfallCleared, { asOf: '2024-08-01' }))
  })
  test('a campus that retires its ratio is no longer short', () => {
    const retired = given(students(12_000), declared).when(RecordStaffingCheck, low, {
      policy: { 'staffing.ratio.studentsPerCounselor': null },
    })
    expect(retired.thenRepeatsAsNothing().events.map(({ type }) => type)).toEqual(['StaffingChecked', 'ShortfallCleared'])
  })
  test('a check of a day before the last one adds nothing', () => {
    const last = given(students(12_000)).when(RecordStaffingCheck, low, { asOf: '2024-07-01' }).outcome().events
    given(students(12_000), ...last)
      .when(RecordStaffingCheck, { fullTime: 60, partTime: 0 }, { asOf: '2024-06-30' })
      .thenNothing()
  })
})
