import type { Bilingual } from '@fudao/contracts/kit'
import type { RowOfView, staffingRatioView } from '@fudao/contracts/views'
import {
  ceilDivide,
  gapOf,
  hasFullTimeMajority,
  leastUnits,
  minimumPosts,
  type RatioBasis,
  type Rational,
  type RatioPolicy,
  rational,
  type Staff,
  showRational,
  unitsOf,
} from '@fudao/domain-kit'

type Item = RowOfView<typeof staffingRatioView>

/** What is counted; everything else of a row follows from it and the policy. */
export interface StaffingInputs {
  readonly headcountAsOf: string | null
  /** `null`: no headcount by then. */
  readonly students: number | null
  readonly fullTime: number
  readonly partTime: number
  readonly approvedPosts: number | null
}
export type StaffingFigures = Omit<Item, 'id' | 'scope' | 'departmentId' | 'departmentName' | 'asOf' | 'policyVersion' | 'headcountAsOf'>

/** `1:200.0`: display only; whether it is enough is decided before any rounding (A-07). */
const showRatio = (students: number, counselors: Rational): string | null => {
  if (counselors.num > 0) return `1:${showRational(rational(students * counselors.den, counselors.num), 1)}`
  return students > 0 ? 'none' : null
}

/** The figures of RM-01, of a campus or a department, with exact arithmetic. `gap` is the campus's own when its scope is wider (A-05). */
export const staffingFigures = (inputs: StaffingInputs, policy: RatioPolicy, gap?: number): StaffingFigures => {
  const { students, fullTime, partTime, approvedPosts } = inputs
  const staff: Staff | null = students === null ? null : { students, fullTime, partTime }
  const judged = staff !== null && policy.studentsPerCounselor !== null
  const gapBy = (basis: RatioBasis): number | null => (judged ? gapOf(staff, policy, basis) : null)
  const fte = rational(unitsOf({ students: 0, fullTime, partTime }, policy), policy.weight.den)
  const required = judged ? rational(staff.students, policy.studentsPerCounselor ?? 1) : null
  const share = fullTime + partTime > 0 ? rational(fullTime, fullTime + partTime) : null
  const own = judged ? (gap ?? gapOf(staff, policy)) : null
  const met = (missing: number | null): boolean | null => (missing === null ? null : missing === 0)
  return {
    students,
    fullTime,
    partTime,
    partTimeWeight: policy.weight,
    fte,
    fteShown: showRational(fte, 2),
    studentsPerCounselor: policy.studentsPerCounselor,
    required,
    requiredShown: required && showRational(required, 2),
    ratio: staff && showRatio(staff.students, fte),
    ratioFullTime: staff && showRatio(staff.students, rational(fullTime)),
    basis: policy.basis,
    gapThirds: own,
    gapThirdsFte: gapBy('fte'),
    gapThirdsFullTimeOnly: gapBy('fullTimeOnly'),
    unitsPerPost: policy.weight.den,
    compliant: met(own),
    compliantFte: met(gapBy('fte')),
    compliantFullTimeOnly: met(gapBy('fullTimeOnly')),
    approvedPosts,
    minimumPosts: judged ? minimumPosts(staff.students, policy) : null,
    vacancies: approvedPosts === null ? null : Math.max(0, approvedPosts - fullTime),
    fullTimeShare: share,
    fullTimeShareShown: share && `${showRational(rational(share.num * 100, share.den), 1)}%`,
    fullTimeMajority: hasFullTimeMajority({ students: 0, fullTime, partTime }, policy),
    partTimeQuota: policy.partTimeQuota,
    partTimeOverQuota: policy.partTimeQuota === null ? null : Math.max(0, partTime - policy.partTimeQuota),
  }
}

const both = (text: string): Bilingual => ({ zh: text, en: text })
const counted = ({ fullTime, partTime }: Staff, { weight: { num, den } }: RatioPolicy, basis: RatioBasis): string =>
  basis === 'fte' ? `${den} × ${fullTime} + ${num} × ${partTime}` : `${den} × ${fullTime}`

/** `(3 × 60 + 1 × 0) × 200 = 36000 < 3 × 12001 = 36003`: the exact comparison, and what is missing. */
export const comparisonLines = (staff: Staff, policy: RatioPolicy, basis: RatioBasis): readonly Bilingual[] => {
  const { studentsPerCounselor: per, inclusive, weight } = policy
  if (per === null) return [{ zh: '本校未设师生比要求', en: 'the campus has set no ratio' }]
  const have = unitsOf(staff, policy, basis) * per
  const need = weight.den * staff.students
  const sign = have > need ? '>' : have === need ? '=' : '<'
  const enough = gapOf(staff, policy, basis) === 0
  const exact = inclusive ? { zh: '恰好相等即达标', en: 'equal is enough' } : { zh: '恰好相等不算达标', en: 'equal is not enough' }
  const verdict: Bilingual = enough ? { zh: '达标', en: 'met' } : { zh: '不达标', en: 'not met' }
  return [
    both(`(${counted(staff, policy, basis)}) × ${per} = ${have} ${sign} ${weight.den} × ${staff.students} = ${need}`),
    {
      zh: `${sign === '=' ? `${exact.zh}：` : ''}${verdict.zh}；先比较后取整，“1:x”只用于显示`,
      en: `${sign === '=' ? `${exact.en}: ` : ''}${verdict.en}; compared before any rounding, “1:x” is for display only`,
    },
  ]
}
export const gapLines = (staff: Staff, policy: RatioPolicy, basis: RatioBasis): readonly Bilingual[] => {
  const { studentsPerCounselor: per, inclusive, weight } = policy
  if (per === null) return []
  const least = leastUnits(staff.students, policy, weight.den)
  const have = unitsOf(staff, policy, basis)
  const gap = gapOf(staff, policy, basis)
  const rounded = `${weight.den} × ${staff.students} ÷ ${per}`
  const posts = ceilDivide(gap, weight.den)
  return [
    both(`${inclusive ? `⌈${rounded}⌉` : `⌊${rounded}⌋ + 1`} = ${least}`),
    both(`max(0, ${least} − (${counted(staff, policy, basis)})) = max(0, ${least} − ${have}) = ${gap}`),
    ...(gap > 0
      ? [{ zh: `⌈${gap} ÷ ${weight.den}⌉ = 还差专职 ${posts} 名`, en: `⌈${gap} ÷ ${weight.den}⌉ = ${posts} full-time missing` }]
      : []),
  ]
}
export const postsLines = (students: number, policy: RatioPolicy): readonly Bilingual[] =>
  policy.studentsPerCounselor === null
    ? []
    : [
        both(
          policy.inclusive
            ? `⌈${students} ÷ ${policy.studentsPerCounselor}⌉ = ${minimumPosts(students, policy)}`
            : `⌊${students} ÷ ${policy.studentsPerCounselor}⌋ + 1 = ${minimumPosts(students, policy)}`,
        ),
      ]
