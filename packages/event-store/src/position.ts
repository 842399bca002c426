/** Positions are compared as strings and never calculated with: 20 digits hold any 64-bit number. */
export const positionWidth = 20

/** Opaque position of a store's own log number. */
export const toPosition = (logNumber: bigint | number | string): string => String(logNumber).padStart(positionWidth, '0')

/** Whether a text was given out as a position. */
export const isPosition = (text: string): boolean => /^\d{20}$/.test(text)
