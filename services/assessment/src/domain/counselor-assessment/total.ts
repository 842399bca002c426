import type { Grade } from '@fudao/contracts/assessment'

/** Weights in whole percent that add up to 100; scores in hundredths of a point. */
export interface WeightedScore {
  readonly weight: number
  readonly score: number
}

/**
 * Total in hundredths: Σ weight × score ÷ 100, summed in integers and rounded once, half up, so that neither the order of the
 * parties nor binary fractions change it. Inputs are not negative.
 */
export const weightedTotal = (scores: readonly WeightedScore[]): number =>
  Math.floor((scores.reduce((sum, { weight, score }) => sum + weight * score, 0) + 50) / 100)

/** Grade of a recorded total; a threshold is reached inclusively. Judged on the rounded total, so that what people see decides. */
export const gradeOf = (total: number, thresholds: { readonly excellent?: number | undefined; readonly qualified: number }): Grade => {
  if (thresholds.excellent !== undefined && total >= thresholds.excellent) return 'excellent'
  return total >= thresholds.qualified ? 'qualified' : 'unqualified'
}
