/** Exact rational (C-08 `:R`), always reduced, the denominator positive. No floating point in a decision. */
export interface Rational {
  readonly num: number
  readonly den: number
}

const gcd = (a: number, b: number): number => (b === 0 ? Math.abs(a) : gcd(b, a % b))

/** @throws RangeError when a part is no safe integer or the denominator is 0: a wrong figure is worse than none */
export const rational = (num: number, den = 1): Rational => {
  if (!Number.isSafeInteger(num) || !Number.isSafeInteger(den) || den === 0) throw new RangeError(`not an exact rational: ${num}/${den}`)
  const by = (gcd(num, den) || 1) * (den < 0 ? -1 : 1)
  // + 0: no negative zero
  return { num: num / by + 0, den: den / by }
}

export const addRational = (a: Rational, b: Rational): Rational => rational(a.num * b.den + b.num * a.den, a.den * b.den)
export const multiplyRational = (a: Rational, b: Rational): Rational => rational(a.num * b.num, a.den * b.den)
/** @throws RangeError when `b` is 0 */
export const divideRational = (a: Rational, b: Rational): Rational => rational(a.num * b.den, a.den * b.num)
/** Below 0: `a` is less; 0: equal; above 0: more. */
export const compareRational = (a: Rational, b: Rational): number => rational(a.num * b.den - b.num * a.den).num

/** Division of integers without a fraction in between. */
export const floorDivide = (num: number, den: number): number => {
  const { num: n, den: d } = rational(num, den)
  return (n - (((n % d) + d) % d)) / d
}
export const ceilDivide = (num: number, den: number): number => -floorDivide(-num, den) + 0

/** For the eye only: `digits` decimals, half up; `1/3` with 2 is `0.33`, `-0.5` with 0 is `0`. */
export const showRational = ({ num, den }: Rational, digits: number): string => {
  const scale = 10n ** BigInt(digits)
  const twice = 2n * BigInt(num) * scale + BigInt(den)
  const by = 2n * BigInt(den)
  const rounded = twice / by - (twice % by < 0n ? 1n : 0n)
  const sign = rounded < 0n ? '-' : ''
  const text = String(rounded < 0n ? -rounded : rounded).padStart(digits + 1, '0')
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}
