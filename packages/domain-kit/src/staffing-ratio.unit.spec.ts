import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gapInScope, gapOf, hasFullTimeMajority, minimumPosts, type RatioPolicy, type Staff } from './staffing-ratio.js'

const aksu: RatioPolicy = {
  studentsPerCounselor: 200,
  inclusive: true,
  basis: 'fte',
  scope: 'campus',
  majority: 'headcount',
  weight: { num: 1, den: 3 },
  partTimeQuota: null,
}
const staff = (students: number, fullTime: number, partTime = 0): Staff => ({ students, fullTime, partTime })

describe('R-AK-29 「师生比不低于1:200」', () => {
  test('T-13 12,000 students and 60 counselors are exactly 1:200: enough', () => expect(gapOf(staff(12_000, 60), aksu)).toBe(0))
  test('12,001 students and 60 counselors are not, although 1:200.0 is shown: a third is missing', () =>
    expect(gapOf(staff(12_001, 60), aksu)).toBe(1))
  test('T-15 1:198 is higher than 1:200', () => expect(gapOf(staff(11_880, 60), aksu)).toBe(0))
  test('R-AK-29 posts: the students divided by 200, rounded up', () => {
    expect(minimumPosts(12_000, aksu)).toBe(60)
    expect(minimumPosts(12_001, aksu)).toBe(61)
  })
})
describe('A-03: exactly the ratio', () => {
  test('is enough', () => expect(gapOf(staff(12_000, 60), { ...aksu, inclusive: true })).toBe(0))
  test('other reading: it takes more', () => {
    const strict = { ...aksu, inclusive: false }
    expect(gapOf(staff(12_000, 60), strict)).toBe(1)
    expect(gapOf(staff(12_000, 60, 1), strict)).toBe(0)
    expect(minimumPosts(12_000, strict)).toBe(61)
    expect(minimumPosts(12_001, strict)).toBe(61)
  })
})
describe('A-04 T-16: 12,000 students, 58 full-time, 6 part-time', () => {
  test('full-time equivalents: 60, enough', () => expect(gapOf(staff(12_000, 58, 6), aksu)).toBe(0))
  test('other reading, full-time only: 2 missing', () =>
    expect(gapOf(staff(12_000, 58, 6), { ...aksu, basis: 'fullTimeOnly' })).toBe(2 * 3))
})
describe('A-05 T-18: departments of 1,500/6 and 2,400/14', () => {
  const departments = [staff(1_500, 6), staff(2_400, 14)]
  test('「总体上」: the campus as a whole has enough', () => expect(gapInScope(staff(3_900, 20), departments, aksu)).toBe(0))
  test('other reading, each department: one and a half missing', () =>
    expect(gapInScope(staff(3_900, 20), departments, { ...aksu, scope: 'department' })).toBe(5))
  test('other reading where no department was counted: the campus', () =>
    expect(gapInScope(staff(3_900, 20), [], { ...aksu, scope: 'department' })).toBe(0))
})
describe('A-06 「以专为主」 T-19: 10 full-time, 12 part-time', () => {
  test('heads: no majority', () => expect(hasFullTimeMajority(staff(0, 10, 12), aksu)).toBe(false))
  test('other reading, workload: 10 against 4', () =>
    expect(hasFullTimeMajority(staff(0, 10, 12), { ...aksu, majority: 'fte' })).toBe(true))
})
describe('A-07 「三分之一」', () => {
  test('three part-time counselors are one', () => expect(gapOf(staff(200, 0, 3), aksu)).toBe(0))
  test('other weight n/d: everything is multiplied by d', () =>
    expect(gapOf(staff(200, 0, 2), { ...aksu, weight: { num: 2, den: 5 } })).toBe(1))
})
test('a campus without a ratio is never short', () => expect(gapOf(staff(9_000, 0), { ...aksu, studentsPerCounselor: null })).toBe(0))

test('the gap is what must be added: filled up it is 0, with one unit less it is not', () => {
  const policy = fc.record({
    studentsPerCounselor: fc.integer({ min: 1, max: 400 }),
    inclusive: fc.boolean(),
    basis: fc.constant('fte' as const),
    scope: fc.constant('campus' as const),
    majority: fc.constant('headcount' as const),
    weight: fc.constantFrom({ num: 1, den: 3 }, { num: 1, den: 2 }, { num: 1, den: 7 }),
    partTimeQuota: fc.constant(null),
  })
  fc.assert(
    fc.property(policy, fc.nat(100_000), fc.nat(600), fc.nat(600), (p, students, fullTime, partTime) => {
      const gap = gapOf(staff(students, fullTime, partTime), p)
      expect(gapOf(staff(students, fullTime, partTime + gap), p)).toBe(0)
      if (gap > 0) expect(gapOf(staff(students, fullTime, partTime + gap - 1), p)).toBe(1)
    }),
  )
})
