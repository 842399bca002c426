/** Cursor of a page: the sort key of its last row, opaque to the caller. */
export type SortKey = readonly (string | number)[]

export const toCursor = (key: SortKey): string => Buffer.from(JSON.stringify(key)).toString('base64url')

/** `undefined` when the text is no cursor of a view sorted by `length` values. */
export const fromCursor = (cursor: string, length: number): SortKey | undefined => {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const valid =
      Array.isArray(key) && key.length === length && key.every((value) => typeof value === 'string' || Number.isSafeInteger(value))
    return valid ? (key as SortKey) : undefined
  } catch {
    return undefined
  }
}
