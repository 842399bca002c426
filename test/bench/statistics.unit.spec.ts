import { describe, expect, it } from 'vitest'
import { median, quantile, round } from './statistics.js'

describe('statistics of a benchmark', () => {
  it('a quantile is a value that was measured', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => i + 1)
    expect([0, 0.5, 0.99, 1].map((share) => quantile(hundred, share))).toEqual([1, 51, 100, 100])
    expect(quantile([7], 0.99)).toBe(7)
    expect(quantile([], 0.5)).toBeNaN()
  })
  it('a median does not need sorted numbers and leaves them as they are', () => {
    const values = [30, 10, 20]
    expect(median(values)).toBe(20)
    expect(values).toEqual([30, 10, 20])
  })
  it('rounds to what is shown', () => {
    expect([round(1.005), round(12.345, 1), round(1_234.5, 0)]).toEqual([1, 12.3, 1_235])
  })
})
