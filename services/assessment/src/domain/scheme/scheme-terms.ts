import type { SchemeDrafted } from '@fudao/contracts/assessment'
import type { EventOf } from '@fudao/contracts/kit'
import { type LocalDate, type PolicyView, refuse } from '@fudao/domain-kit'
import { invalidValue } from '../refusing.js'

type Drafted = EventOf<typeof SchemeDrafted>['data']

/** What a scheme fixes for its year: whole-percent weights, criteria, thresholds in hundredths of a point. */
export type SchemeTerms = Pick<Drafted, 'weights' | 'criteria' | 'thresholds' | 'standardRef'>

/** A draft before the rules of the campus have been applied to it. */
export type SchemeProposal = Pick<SchemeTerms, 'criteria' | 'standardRef'> & {
  readonly weights?: SchemeTerms['weights'] | undefined
  readonly thresholds?: SchemeTerms['thresholds'] | undefined
}

const weightRules = ['R-AK-78', 'R-AK-80']
const fullMarks = 10_000

/**
 * The day whose policy values a scheme stands on: the first day of its year (C-10), or the day of the decision when the
 * year has begun, because a check made later is made by what is then in force.
 */
const inForceOn = (year: number, asOf: LocalDate): LocalDate => {
  const first = `${year}-01-01`
  return asOf > first ? asOf : first
}

const checkedWeights = (proposed: SchemeProposal['weights'], policy: PolicyView, on: LocalDate): SchemeTerms['weights'] => {
  const weights: Readonly<Record<string, number>> = proposed ?? policy.value('assessment.weights', on) ?? {}
  // A campus without a list of parties takes those its scheme names.
  const parties: readonly string[] = policy.value('assessment.parties', on) ?? Object.keys(weights)
  const sum = Object.values(weights).reduce((a, b) => a + b, 0)
  const each = parties.every((party) => (weights[party] ?? 0) > 0)
  const others = Object.keys(weights).some((party) => !parties.includes(party))
  if (sum !== 100 || !each || others) return refuse('WeightsInvalid', weightRules, { parties, sum, weights })
  return weights
}

const checkedCriteria = (given: SchemeTerms['criteria'], policy: PolicyView, on: LocalDate): SchemeTerms['criteria'] => {
  const required = policy.value('assessment.criteria', on) ?? []
  const missing = required.filter((criterion) => !given.some((c) => c === criterion))
  return missing.length > 0 ? refuse('CriteriaMissing', ['R-AK-79'], { missing }) : given
}

const checkedThresholds = (proposed: SchemeProposal['thresholds'], policy: PolicyView, on: LocalDate): SchemeTerms['thresholds'] => {
  const points = policy.value('assessment.thresholds', on)
  const hundredths = (n: number): number => Math.round(n * 100)
  const fromPolicy = points && {
    qualified: hundredths(points.qualified),
    ...(points.excellent === undefined ? {} : { excellent: hundredths(points.excellent) }),
  }
  const thresholds = proposed ?? fromPolicy
  const { qualified = -1, excellent = fullMarks } = thresholds ?? {}
  if (!thresholds || qualified < 0 || excellent < qualified || excellent > fullMarks)
    return invalidValue(
      ['R-AK-78'],
      'thresholds',
      { zh: '等次分数线', en: 'thresholds' },
      {
        zh: '0 ≤ 合格线 ≤ 优秀线 ≤ 100 分（以百分之一分计，满分 10000）',
        en: '0 ≤ qualified ≤ excellent ≤ 100 points, in hundredths (10000 is full marks)',
      },
      thresholds,
    )
  return thresholds
}

/** Applies the campus's rules to a draft: what may be stored and published. @throws Refusal WeightsInvalid, CriteriaMissing, InvalidValue */
export const checkedTerms = (year: number, proposal: SchemeProposal, policy: PolicyView, asOf: LocalDate): SchemeTerms => {
  const on = inForceOn(year, asOf)
  return {
    weights: checkedWeights(proposal.weights, policy, on),
    criteria: checkedCriteria(proposal.criteria, policy, on),
    thresholds: checkedThresholds(proposal.thresholds, policy, on),
    ...(proposal.standardRef === undefined ? {} : { standardRef: proposal.standardRef }),
  }
}
