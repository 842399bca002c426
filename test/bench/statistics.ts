/** Value below which the given share of the sorted numbers lies; NaN of none. */
export const quantile = (sorted: ArrayLike<number>, share: number): number =>
  sorted.length === 0 ? Number.NaN : (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN)

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return quantile(sorted, 0.5)
}

export const round = (value: number, digits = 2): number => Number(value.toFixed(digits))
