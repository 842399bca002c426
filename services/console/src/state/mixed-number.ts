/** `count` parts of which `parts` make one, as a whole and a fraction: 4 thirds are `1 1/3`. */
export const mixedNumber = (count: number, parts: number): string => {
  const whole = Math.floor(count / parts)
  const rest = count % parts
  if (rest === 0) return String(whole)
  return whole === 0 ? `${rest}/${parts}` : `${whole} ${rest}/${parts}`
}
