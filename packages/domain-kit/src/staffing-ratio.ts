import type { PolicyView } from './decision.js'
import { ceilDivide, floorDivide, type Rational, rational } from './rational.js'

/** Everything of the policy that the staffing ratio stands on (R-AK-29, R-AK-30, R-AK-36, R-AK-37, A-03…A-07). */
export interface RatioPolicy {
  /** `null`: the campus has no ratio; nothing can be short. */
  readonly studentsPerCounselor: number | null
  /** exactly the ratio is enough. */
  readonly inclusive: boolean
  /** who counts. */
  readonly basis: RatioBasis
  /** where the ratio must hold. */
  readonly scope: 'campus' | 'department'
  /** how the majority is counted. */
  readonly majority: 'headcount' | 'fte'
  /** R-AK-37, A-07. */
  readonly weight: Rational
  /** R-AK-36. */
  readonly partTimeQuota: number | null
}
export type RatioBasis = 'fte' | 'fullTimeOnly'

/** Counselors who serve or are on leave, and the students they serve. */
export interface Staff {
  readonly students: number
  readonly fullTime: number
  readonly partTime: number
}

/** Keys that {@link readRatioPolicy} reads. */
export const ratioPolicyKeys = [
  'staffing.ratio.studentsPerCounselor',
  'staffing.ratio.inclusive',
  'staffing.ratio.basis',
  'staffing.ratio.scope',
  'staffing.fullTimeMajority',
  'staffing.partTimeWeight',
  'staffing.partTime.quota',
] as const

/** The value in force on `on`: a point-in-time check (C-10). */
export const readRatioPolicy = (policy: PolicyView, on?: string): RatioPolicy => {
  const weight = policy.value('staffing.partTimeWeight', on) ?? { num: 1, den: 3 }
  return {
    studentsPerCounselor: policy.value('staffing.ratio.studentsPerCounselor', on),
    inclusive: policy.value('staffing.ratio.inclusive', on) ?? true,
    basis: policy.value('staffing.ratio.basis', on) ?? 'fte',
    scope: policy.value('staffing.ratio.scope', on) ?? 'campus',
    majority: policy.value('staffing.fullTimeMajority', on) ?? 'headcount',
    weight: rational(weight.num, weight.den),
    partTimeQuota: policy.value('staffing.partTime.quota', on),
  }
}

/** Least whole number of units, of which one counselor is `den`, that is enough for the students. */
export const leastUnits = (students: number, { studentsPerCounselor, inclusive }: RatioPolicy, den: number): number => {
  if (studentsPerCounselor === null) return 0
  return inclusive ? ceilDivide(students * den, studentsPerCounselor) : floorDivide(students * den, studentsPerCounselor) + 1
}

/** Least full-time posts of the ratio. */
export const minimumPosts = (students: number, policy: RatioPolicy): number => leastUnits(students, policy, 1)

/** Counselors in units of `weight.den`: thirds for the weight 1/3. */
export const unitsOf = ({ fullTime, partTime }: Staff, { weight }: RatioPolicy, basis: RatioBasis = 'fte'): number =>
  weight.den * fullTime + (basis === 'fte' ? weight.num * partTime : 0)

/** Units missing; 0 exactly when the ratio is met. */
export const gapOf = (staff: Staff, policy: RatioPolicy, basis: RatioBasis = policy.basis): number =>
  Math.max(0, leastUnits(staff.students, policy, policy.weight.den) - unitsOf(staff, policy, basis))

/** 「以专为主」: a warning, never a refusal. */
export const hasFullTimeMajority = ({ fullTime, partTime }: Staff, { majority, weight }: RatioPolicy): boolean =>
  majority === 'headcount' ? fullTime > partTime : weight.den * fullTime > weight.num * partTime

/** the gap of the campus as a whole, or of all its departments together when each must meet the ratio. */
export const gapInScope = (campus: Staff, departments: readonly Staff[], policy: RatioPolicy): number =>
  policy.scope === 'department' && departments.length > 0
    ? departments.reduce((sum, department) => sum + gapOf(department, policy), 0)
    : gapOf(campus, policy)
