/** All that rules do to the exit of one counselor goes out in the order it was decided, whichever rule decided it. */
export const exitLane = (counselorId: string): string => `exit:${counselorId}`

/** Route of events that name their counselor. */
export const byCounselor = (event: { readonly data: Readonly<Record<string, unknown>> }): string[] =>
  typeof event.data.counselorId === 'string' ? [event.data.counselorId] : []

/** Route of events of one counselor's year. */
export const byCounselorYear = (event: { readonly data: Readonly<Record<string, unknown>> }): string[] => {
  const { counselorId, year } = event.data
  return typeof counselorId === 'string' && typeof year === 'number' ? [`${counselorId}_${year}`] : []
}
