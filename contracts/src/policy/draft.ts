import { z } from 'zod'
import { localDate } from '../kit/index.js'
import type { PolicyEvent } from './evolve-policy.js'
import { firstIssue } from './first-issue.js'
import { type Preset, presets } from './parameter.js'
import { isPolicyKey, type PolicyKey, parameterOf } from './parameters.js'
import { contextsOfPreset, policyContexts, presetValues } from './presets.js'
import type { PolicyState } from './value-at.js'

/** A policy as somebody would adopt it, to be tried on what has happened. Key and preset are any text: an unknown one is a refusal. */
export const policyDraft = z
  .strictObject({
    entries: z
      .array(
        z.strictObject({
          key: z.string().min(1).max(120),
          /** `null`: the parameter would be retired. */
          value: z.json(),
          effectiveFrom: localDate,
        }),
      )
      .max(100)
      .default([]),
    preset: z
      .strictObject({
        preset: z.string().min(1).max(60),
        contexts: z.array(z.enum(policyContexts)).min(1).optional(),
        effectiveFrom: localDate,
      })
      .optional(),
    /** The draft is taken to have been in force from this day, whatever its own dates say. */
    replayFrom: localDate.optional(),
  })
  .refine((draft) => draft.entries.length > 0 || draft.preset !== undefined, {
    path: ['entries'],
    message: 'give at least one entry (key, value, effectiveFrom) or a preset',
  })
export type PolicyDraft = z.output<typeof policyDraft>

/** One value of a draft and the day from which it is tried. */
export const draftEntry = z.object({ key: z.string(), value: z.json(), from: localDate })
export interface DraftEntry {
  readonly key: PolicyKey
  /** `null` retires the key. */
  readonly value: unknown
  readonly from: string
}
export type DraftRefusal = { readonly code: string; readonly rules: readonly string[]; readonly params: Readonly<Record<string, unknown>> }

/** A day before every other: a draft for the future is tried on the whole of the past. */
const BEGINNING = '0001-01-01'

/**
 * The entries of a draft as they are tried: each from its own day, one that lies after `today` on the whole of the past, all from
 * `replayFrom` where that is given. What the commands of the policy would refuse is refused with the same codes.
 */
export const draftEntries = (draft: PolicyDraft, today: string): readonly DraftEntry[] | DraftRefusal => {
  const refused = (code: string, params: DraftRefusal['params']): DraftRefusal => ({ code, rules: ['R-AK-27'], params })
  const from = (effectiveFrom: string): string => draft.replayFrom ?? (effectiveFrom > today ? BEGINNING : effectiveFrom)
  const adopted: DraftEntry[] = []
  if (draft.preset) {
    const { preset, contexts, effectiveFrom } = draft.preset
    const known = presets.find((name): name is Preset => name === preset)
    if (!known) return refused('UnknownPreset', { field: 'preset.preset', preset, known: presets })
    const values = presetValues(known, contexts ?? contextsOfPreset(known))
    if (Object.keys(values).length === 0)
      return refused('InvalidValue', {
        key: preset,
        field: 'preset.contexts',
        reasonZh: `这个预设只含 ${contextsOfPreset(known).join('、')} 的参数`,
        reasonEn: `it has values for ${contextsOfPreset(known).join(', ')}`,
      })
    for (const [key, value] of Object.entries(values)) adopted.push({ key: key as PolicyKey, value, from: from(effectiveFrom) })
  }
  const own: DraftEntry[] = []
  for (const [index, { key, value, effectiveFrom }] of draft.entries.entries()) {
    const field = `entries.${index}`
    if (!isPolicyKey(key)) return refused('UnknownParameter', { field: `${field}.key`, key })
    const parsed = parameterOf(key).schema.safeParse(value)
    if (value !== null && !parsed.success) {
      const { path, zh, en } = firstIssue(parameterOf(key).schema, value)
      const at = [field, 'value', path].filter(Boolean).join('.')
      return refused('InvalidValue', { key, field: at, reasonZh: zh, reasonEn: en })
    }
    own.push({ key, value: value === null ? null : parsed.data, from: from(effectiveFrom) })
  }
  // of a preset and an entry for the same day, the entry is what the campus would set after it
  return [...adopted.filter((a) => !own.some((o) => o.key === a.key && o.from === a.from)), ...own]
}

const firstDayOf = (draft: readonly DraftEntry[], key: string): string | undefined =>
  draft
    .filter((entry) => entry.key === key)
    .map(({ from }) => from)
    .sort()
    .at(0)

/** The policy as it would read under the draft: from its first day on, the draft alone speaks for a key. */
export const withDraft = (policy: PolicyState, draft: readonly DraftEntry[]): PolicyState => {
  const entries = { ...policy.entries }
  for (const key of new Set(draft.map((entry) => entry.key))) {
    const first = firstDayOf(draft, key) as string
    entries[key] = [
      ...(policy.entries[key] ?? []).filter((entry) => entry.effectiveFrom < first),
      ...draft.filter((entry) => entry.key === key).map(({ value, from }) => ({ value, effectiveFrom: from, version: policy.version })),
    ]
  }
  return { entries, version: policy.version }
}

/** An event of a policy stream without what the draft would have taken the place of; `null` when nothing is left of it. */
export const withoutDrafted = (event: PolicyEvent, draft: readonly DraftEntry[]): PolicyEvent | null => {
  const replaced = (key: string, effectiveFrom: string): boolean => {
    const first = firstDayOf(draft, key)
    return first !== undefined && effectiveFrom >= first
  }
  switch (event.type) {
    case 'PresetAdopted': {
      const { values, effectiveFrom } = event.data
      const kept = Object.entries(values).filter(([key]) => !replaced(key, effectiveFrom))
      return { ...event, data: { ...event.data, values: Object.fromEntries(kept) } }
    }
    case 'PolicyParameterSet':
    case 'PolicyParameterCorrected':
    case 'PolicyParameterRetired':
      return replaced(event.data.key, event.data.effectiveFrom) ? null : event
    default:
      return event
  }
}
