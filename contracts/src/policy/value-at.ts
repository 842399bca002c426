import { type PolicyKey, type PolicyValueOf, parameters } from './parameters.js'

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

/** The entry with the greatest `effectiveFrom` on or before `date`; of two with the same date the later version wins (R-AK-86). */
export const readPolicy = <K extends PolicyKey>(policy: PolicyState, key: K, date: string): PolicyReading<PolicyValueOf<K>> => {
  let best: PolicyEntry | undefined
  for (const entry of policy.entries[key] ?? []) {
    if (entry.effectiveFrom > date) continue
    if (!best || entry.effectiveFrom > best.effectiveFrom || (entry.effectiveFrom === best.effectiveFrom && entry.version >= best.version))
      best = entry
  }
  if (best) return { value: best.value as PolicyValueOf<K> | null, version: best.version, effectiveFrom: best.effectiveFrom }
  const everywhere = (parameters[key] as { everywhere?: unknown }).everywhere
  return { value: (everywhere ?? null) as PolicyValueOf<K> | null, version: -1 }
}
