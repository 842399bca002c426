import type { EventOf } from '../kit/index.js'
import type { PolicyParameterCorrected, PolicyParameterRetired, PolicyParameterSet, PolicyTextAttached, PresetAdopted } from './events.js'
import type { PolicyEntry, PolicyState } from './value-at.js'

export type PolicyEvent =
  | EventOf<typeof PresetAdopted>
  | EventOf<typeof PolicyParameterSet>
  | EventOf<typeof PolicyParameterCorrected>
  | EventOf<typeof PolicyParameterRetired>
  | EventOf<typeof PolicyTextAttached>

const withEntry = (entries: PolicyState['entries'], key: string, entry: PolicyEntry): PolicyState['entries'] => ({
  ...entries,
  [key]: [...(entries[key] ?? []), entry],
})

/**
 * Folds one event of a policy stream; `version` is its revision. Shared by every deciding service and the rules, so that all of
 * them read the same policy. An event of another kind only moves the version on.
 */
export const evolvePolicy = (
  state: PolicyState,
  event: { readonly type: string; readonly data: unknown },
  version: number,
): PolicyState => {
  const known = event as PolicyEvent
  const next = (entries: PolicyState['entries']): PolicyState => ({ entries, version })
  switch (known.type) {
    case 'PresetAdopted': {
      const { values, effectiveFrom } = known.data
      return next(
        Object.entries(values).reduce((entries, [key, value]) => withEntry(entries, key, { value, effectiveFrom, version }), state.entries),
      )
    }
    case 'PolicyParameterSet':
    case 'PolicyParameterCorrected':
      return next(withEntry(state.entries, known.data.key, { value: known.data.value, effectiveFrom: known.data.effectiveFrom, version }))
    case 'PolicyParameterRetired':
      return next(withEntry(state.entries, known.data.key, { value: null, effectiveFrom: known.data.effectiveFrom, version }))
    default:
      return next(state.entries)
  }
}
