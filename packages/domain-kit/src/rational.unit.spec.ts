import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addRational,
  ceilDivide,
  compareRational,
  divideRational,
  floorDivide,
  multiplyRational,
  rational,
  showRational,
} from './rational.js'

const whole = fc.integer({ min: -1_000_000, max: 1_000_000 })
const parts = fc.tuple(whole, fc.integer({ min: 1, max: 1_000 })).map(([num, den]) => rational(num, den))

test('is reduced and has a positive denominator', () => {
  expect(rational(60, -180)).toEqual({ num: -1, den: 3 })
  expect(rational(0, 7)).toEqual({ num: 0, den: 1 })
  expect(() => rational(1, 0)).toThrow(RangeError)
  expect(() => rational(0.5)).toThrow(RangeError)
  expect(() => rational(2 ** 53)).toThrow(RangeError)
})
test('three thirds are one, which no float says of thirds added up', () => {
  const third = rational(1, 3)
  expect(addRational(addRational(third, third), third)).toEqual(rational(1))
})
test('arithmetic is exact', () => {
  fc.assert(
    fc.property(parts, parts, (a, b) => {
      expect(addRational(a, b)).toEqual(addRational(b, a))
      expect(Math.sign(compareRational(addRational(a, b), a))).toBe(Math.sign(b.num))
      if (b.num !== 0) expect(multiplyRational(divideRational(a, b), b)).toEqual(a)
    }),
  )
})
test('floor and ceil hold the quotient between them', () => {
  fc.assert(
    fc.property(whole, fc.integer({ min: 1, max: 1_000 }), (num, den) => {
      const [low, high] = [floorDivide(num, den), ceilDivide(num, den)]
      expect(low * den <= num && num < (low + 1) * den).toBe(true)
      expect(high).toBe(num % den === 0 ? low : low + 1)
    }),
  )
})
test.each([
  [12_001, 60, 1, '200.0'],
  [12_000, 59, 1, '203.4'],
  [1, 3, 2, '0.33'],
  [2, 3, 2, '0.67'],
  [1, 2, 0, '1'],
  [-1, 2, 0, '0'],
  [-3, 2, 0, '-1'],
  [1, 20, 1, '0.1'],
  [-7, 3, 2, '-2.33'],
])('%d/%d is shown with %d decimals as %s', (num, den, digits, text) => {
  expect(showRational(rational(num, den), digits)).toBe(text)
})
