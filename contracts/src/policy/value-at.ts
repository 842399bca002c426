import { type PolicyKey, type PolicyValueOf, parameterOf } from './parameters.js'

/** One dated entry of a parameter; `value: null` retires it. `version` is the revision of the policy stream that set it. */
export interface PolicyEntry {
  readonly value: unknown
  readonly effectiveFrom: string
  readonly version: number
}
/** Folded policy of one tenant. */
export interface PolicyState {
  readonly entries: Readonly<Record<string, readonly PolicyEntry[]>>
  readonly version: number
}
export interface PolicyReading<T> {
  readonly value: T | null
  readonly version: number
  readonly effectiveFrom?: string
}

export const emptyPolicy: PolicyState = { entries: {}, version: -1 }

const entryAt = (policy: PolicyState, key: string, date: string, known = Number.POSITIVE_INFINITY): PolicyEntry | undefined => {
  let best: PolicyEntry | undefined
  for (const entry of policy.entries[key] ?? []) {
    if (entry.effectiveFrom > date || entry.version > known) continue
    if (!best || entry.effectiveFrom > best.effectiveFrom || (entry.effectiveFrom === best.effectiveFrom && entry.version >= best.version))
      best = entry
  }
  return best
}

/** What holds where a campus has set `value`; `null`: it has set none, or retired it. */
export const valueInForce = (key: PolicyKey, value: unknown): unknown => {
  const { everywhere = null, byEntry } = parameterOf(key)
  if (value === null || value === undefined) return everywhere
  return byEntry ? { ...(everywhere as object | null), ...(value as object) } : value
}

/**
 * `valueAt`: the entry with the greatest `effectiveFrom` on or before `date`; of two with the same date the later version wins
 * (R-AK-86). A key never set, or retired, has the value that holds on every campus, if there is one (`domain/20`), else `null`.
 * With `known`, a version of the policy, entries recorded after it are left out: what a decision of that version read.
 */
export const readPolicy = <K extends PolicyKey>(
  policy: PolicyState,
  key: K,
  date: string,
  known?: number,
): PolicyReading<PolicyValueOf<K>> => {
  const best = entryAt(policy, key, date, known)
  const value = valueInForce(key, best?.value) as PolicyValueOf<K> | null
  return best ? { value, version: best.version, effectiveFrom: best.effectiveFrom } : { value, version: -1 }
}

/** Whether the campus itself set the key, so that it is in force on `date`. */
export const isSetAt = (policy: PolicyState, key: PolicyKey, date: string): boolean => (entryAt(policy, key, date)?.value ?? null) !== null

/** C-10: a yearly, quarterly or term obligation uses the value in force on the first day of its period. */
export const readPolicyForPeriod = <K extends PolicyKey>(
  policy: PolicyState,
  key: K,
  period: { readonly from: string },
): PolicyReading<PolicyValueOf<K>> => readPolicy(policy, key, period.from)
