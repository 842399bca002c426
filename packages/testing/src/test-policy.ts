import {
  type PolicyEntry,
  type PolicyKey,
  type PolicyState,
  type PolicyValueOf,
  type Preset,
  parameters,
  readPolicy,
} from '@fudao/contracts/policy'
import type { PolicyView } from '@fudao/domain-kit'

/** Values to set over the preset; null retires a parameter. */
export type PolicyOverrides = { readonly [K in PolicyKey]?: PolicyValueOf<K> | null }

/** The folded policy of a campus that adopted `preset` before all dates and then set `overrides`. */
export const policyStateOf = (preset?: Preset, overrides: PolicyOverrides = {}): PolicyState => {
  const entries: Record<string, readonly PolicyEntry[]> = {}
  for (const [key, definition] of Object.entries(parameters)) {
    const values = (definition as { presets?: Partial<Record<Preset, unknown>> }).presets
    const own = Object.hasOwn(overrides, key) ? { value: overrides[key as PolicyKey] } : undefined
    if (own) entries[key] = [{ value: own.value ?? null, effectiveFrom: '0001-01-01', version: 1 }]
    else if (preset && values && Object.hasOwn(values, preset))
      entries[key] = [{ value: values[preset], effectiveFrom: '0001-01-01', version: 0 }]
  }
  return { entries, version: 1 }
}

/** The policy as a decider sees it on `asOf`. */
export const policyViewOf = (state: PolicyState, asOf: string): PolicyView => ({
  value: (key, on) => readPolicy(state, key, on ?? asOf).value,
})
