import fc from 'fast-check'
import { expect, it } from 'vitest'
import { averageHundredths } from './average.js'

it('is 0 of nothing and exact in hundredths, halves upwards', () => {
  expect(averageHundredths([])).toBe(0)
  expect(averageHundredths([88, 89])).toBe(8850)
  expect(averageHundredths([100, 100, 99])).toBe(9967)
  expect(averageHundredths([0, 0, 0, 0, 0, 0, 0, 1])).toBe(13)
})
it('does not depend on the order and is at most half a hundredth away', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 300 }), (points) => {
      const average = averageHundredths(points)
      const scaled = points.reduce((a, b) => a + b, 0) * 100
      const away = average * points.length - scaled
      return averageHundredths([...points].reverse()) === average && 2 * away <= points.length && -2 * away < points.length
    }),
  )
})
