import { staffingRatioView } from '@fudao/contracts/views'
import { readRatioPolicy } from '@fudao/domain-kit'
import { policyStateOf, policyViewOf } from '@fudao/testing'
import { describe, expect, test } from 'vitest'
import { explainStaffing } from './explain-staffing.js'
import { staffingFigures } from './staffing-figures.js'

type Overrides = Parameters<typeof policyStateOf>[1]
const policyOf = (overrides: Overrides = {}) => readRatioPolicy(policyViewOf(policyStateOf('aksu', overrides), '2024-09-01'))
const inputs = (students: number | null, fullTime: number, partTime = 0, approvedPosts: number | null = null) => ({
  headcountAsOf: students === null ? null : '2024-09-01',
  students,
  fullTime,
  partTime,
  approvedPosts,
})
const figures = (students: number | null, fullTime: number, partTime = 0, posts: number | null = null, overrides: Overrides = {}) =>
  staffingFigures(inputs(students, fullTime, partTime, posts), policyOf(overrides))
const linesOf = (name: string, ...[students, fullTime, partTime = 0]: readonly [number, number, number?]) => {
  const of = inputs(students, fullTime, partTime)
  const found = explainStaffing(of, staffingFigures(of, policyOf()), policyOf()).find((figure) => figure.name === name)
  return (found?.lines ?? []).map(({ en }) => en)
}

describe('RM-01', () => {
  test('12,001 students and 60 full-time: 1:200.0 is shown, it is not compliant, and the arithmetic says why', () => {
    expect(figures(12_001, 60)).toMatchObject({ ratio: '1:200.0', compliant: false, gapThirds: 1, minimumPosts: 61 })
    expect(linesOf('compliant', 12_001, 60)).toEqual([
      '(3 × 60 + 1 × 0) × 200 = 36000 < 3 × 12001 = 36003',
      'not met; compared before any rounding, “1:x” is for display only',
    ])
    expect(linesOf('gapThirdsFte', 12_001, 60)).toEqual([
      '⌈3 × 12001 ÷ 200⌉ = 181',
      'max(0, 181 − (3 × 60 + 1 × 0)) = max(0, 181 − 180) = 1',
      '⌈1 ÷ 3⌉ = 1 full-time missing',
    ])
  })
  test('T-13 exactly 1:200 is compliant', () => {
    expect(figures(12_000, 60)).toMatchObject({ ratio: '1:200.0', compliant: true, gapThirds: 0 })
  })
  test('T-16 both bases are always shown; the policy says which one counts', () => {
    const both = { ratio: '1:200.0', ratioFullTime: '1:206.9', compliantFte: true, compliantFullTimeOnly: false, fteShown: '60.00' }
    expect(figures(12_000, 58, 6)).toMatchObject({ ...both, compliant: true, gapThirds: 0, gapThirdsFullTimeOnly: 6 })
    expect(figures(12_000, 58, 6, null, { 'staffing.ratio.basis': 'fullTimeOnly' })).toMatchObject({
      ...both,
      compliant: false,
      gapThirds: 6,
    })
  })
  test('T-19 45.5 % full-time is no majority, and the ratio is judged apart', () => {
    expect(figures(2_000, 10, 12)).toMatchObject({ fullTimeMajority: false, fullTimeShareShown: '45.5%', compliant: true })
  })
  test('nobody there: none; no students: a ratio of 0; no headcount: nothing can be said', () => {
    expect(figures(100, 0)).toMatchObject({ ratio: 'none', ratioFullTime: 'none', compliant: false, fullTimeShare: null })
    expect(figures(0, 3)).toMatchObject({ ratio: '1:0.0', compliant: true })
    expect(figures(0, 0)).toMatchObject({ ratio: null, compliant: true })
    expect(figures(null, 3)).toMatchObject({ ratio: null, compliant: null, gapThirds: null, required: null, vacancies: null })
  })
  test('R-AK-30: vacancies are approved posts that no full-time counselor fills', () => {
    expect(figures(12_000, 58, 6, 60)).toMatchObject({ approvedPosts: 60, minimumPosts: 60, vacancies: 2 })
    expect(figures(12_000, 61, 0, 60)).toMatchObject({ vacancies: 0 })
  })
  test('R-AK-36: part-time counselors above the number the campus has fixed', () => {
    expect(figures(100, 1, 5, null, { 'staffing.partTime.quota': 3 })).toMatchObject({ partTimeQuota: 3, partTimeOverQuota: 2 })
    expect(figures(100, 1, 5)).toMatchObject({ partTimeQuota: null, partTimeOverQuota: null })
  })
  test('every column that can be asked about is a column, and each figure speaks both languages', () => {
    const of = inputs(12_001, 58, 6, 60)
    for (const figure of explainStaffing(of, staffingFigures(of, policyOf()), policyOf({ 'staffing.partTime.quota': 3 }))) {
      expect(Object.keys(staffingRatioView.row.shape)).toContain(figure.name)
      expect(figure.title.zh).toMatch(/\p{Script=Han}/u)
    }
  })
})
