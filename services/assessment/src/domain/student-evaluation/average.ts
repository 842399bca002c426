/** Mean of whole points in hundredths, rounded half up; 0 of nothing. Exact: 88, 89 → 8850. */
export const averageHundredths = (points: readonly number[]): number => {
  if (points.length === 0) return 0
  const sum = points.reduce((a, b) => a + b, 0)
  return Math.floor((200 * sum + points.length) / (2 * points.length))
}
