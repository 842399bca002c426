import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gradeOf, type WeightedScore, weightedTotal } from './total.js'

/** Four whole weights above 0 that sum 100, with scores of 0.00 to 100.00 points. */
const fourParties: fc.Arbitrary<WeightedScore[]> = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 3, maxLength: 3 }),
    fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 4, maxLength: 4 }),
  )
  .map(([cuts, scores]) => {
    const edges = [0, ...[...cuts].sort((a, b) => a - b), 100]
    return scores.map((score, i) => ({ weight: (edges[i + 1] ?? 0) - (edges[i] ?? 0), score }))
  })

describe('the weighted total', () => {
  it('T-69: 40/20/20/20 of 85, 90, 80, 88 is 85.60', () => {
    const scores = [8500, 9000, 8000, 8800].map((score, i) => ({ weight: i === 0 ? 40 : 20, score }))
    expect(weightedTotal(scores)).toBe(8560)
  })
  it('is exact: no further than half a hundredth from Σ weight × score ÷ 100, halves upwards', () => {
    fc.assert(
      fc.property(fourParties, (scores) => {
        const exact = scores.reduce((sum, { weight, score }) => sum + BigInt(weight) * BigInt(score), 0n)
        const total = BigInt(weightedTotal(scores)) * 100n
        return total - exact <= 50n && exact - total < 50n
      }),
    )
  })
  it('does not depend on the order of the parties', () => {
    fc.assert(
      fc.property(
        fourParties.chain((scores) => fc.tuple(fc.constant(scores), fc.shuffledSubarray(scores, { minLength: 4 }))),
        ([scores, shuffled]) => weightedTotal(shuffled) === weightedTotal(scores),
      ),
    )
  })
  it('stays between the lowest and the highest score, and a higher score never lowers it', () => {
    fc.assert(
      fc.property(fourParties, fc.nat(3), (scores, i) => {
        const total = weightedTotal(scores)
        const points = scores.map((s) => s.score)
        const raised = scores.map((s, k) => (k === i ? { ...s, score: s.score + 1 } : s))
        return total >= Math.min(...points) && total <= Math.max(...points) && weightedTotal(raised) >= total
      }),
    )
  })
})

describe('the grade of a total', () => {
  it('never falls when the total rises', () => {
    const rank = { unqualified: 0, qualified: 1, excellent: 2 }
    const total = fc.integer({ min: 0, max: 10_000 })
    fc.assert(
      fc.property(total, total, total, total, (a, b, c, d) => {
        const [qualified, excellent] = a < b ? [a, b] : [b, a]
        const [low, high] = c < d ? [c, d] : [d, c]
        return rank[gradeOf(low, { qualified, excellent })] <= rank[gradeOf(high, { qualified, excellent })]
      }),
    )
  })
  it('without a threshold for excellence nobody is excellent', () => {
    expect(gradeOf(10_000, { qualified: 6000 })).toBe('qualified')
  })
})
