import type { z } from 'zod'
import type { Preset } from './parameter.js'
import { type PolicyKey, parameterOf, parameters } from './parameters.js'

/** Parts of the policy that a preset can be adopted for (C-01: the six business contexts). */
export const policyContexts = ['staffing', 'training', 'workshops', 'mentorship', 'assessment', 'campaigns'] as const
export type PolicyContextName = (typeof policyContexts)[number]
/** What the parameters of a key prefix belong to; awards are decided with the assessment. */
export const contextOfKey = (key: string): string => {
  const prefix = key.slice(0, key.indexOf('.'))
  return prefix === 'awards' ? 'assessment' : prefix
}

/** Values a preset sets in the chosen contexts: only keys it lists, none unset. */
export const presetValues = (preset: Preset, contexts: readonly string[] = policyContexts): Record<string, z.core.util.JSONType> => {
  const values: Record<string, z.core.util.JSONType> = {}
  for (const key of Object.keys(parameters) as PolicyKey[]) {
    const value = parameterOf(key).presets?.[preset]
    if (value !== undefined && contexts.includes(contextOfKey(key))) values[key] = value as z.core.util.JSONType
  }
  return values
}
/** Contexts a preset has values for. */
export const contextsOfPreset = (preset: Preset): readonly PolicyContextName[] =>
  policyContexts.filter((context) => Object.keys(presetValues(preset, [context])).length > 0)
