/** Fields every event or command may carry besides its own. */
type Common = 'basis' | 'coSigners' | 'approvalRef'

/** An event's or command's own fields, without signatures and basis: those say how it was decided, not what. */
export type OwnData<T> = Omit<T, Common>

export const ownData = <T extends object>(data: T): OwnData<T> => {
  const { basis: _basis, coSigners: _coSigners, approvalRef: _approvalRef, ...own } = data as T & Partial<Record<Common, unknown>>
  return own as OwnData<T>
}

/** Structural equality of plain data; a field that is undefined counts as left out. */
export const sameData = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const left = a as Record<string, unknown>
  const right = b as Record<string, unknown>
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => sameData(left[key], right[key]))
}
