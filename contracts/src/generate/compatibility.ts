import { isDeepStrictEqual } from 'node:util'
import type { JsonSchema } from './schema.js'

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null && !Array.isArray(value)
const propertiesOf = (s: JsonSchema): Record<string, JsonSchema> =>
  isSchema(s.properties) ? (s.properties as Record<string, JsonSchema>) : {}
const requiredOf = (s: JsonSchema): readonly string[] => (Array.isArray(s.required) ? (s.required as string[]) : [])

/** Keywords with texts for people only. */
const silent = ['$id', '$schema', 'title', 'description', 'examples', 'default']
/** Lower bounds may only fall, upper bounds only rise: stored values must stay valid. */
const lower = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems']
const upper = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems']
const structural = ['properties', 'required', 'enum', 'items', 'additionalProperties', 'anyOf', 'oneOf', 'allOf']

const bounds = (path: string, before: JsonSchema, now: JsonSchema): string[] => {
  const tighter = (keyword: string, worse: (a: number, b: number) => boolean): string[] => {
    const [a, b] = [before[keyword], now[keyword]]
    if (typeof b !== 'number' || (typeof a === 'number' && !worse(a, b))) return []
    return [`${path}: ${keyword} is tighter than it was (${typeof a === 'number' ? a : 'none'} → ${b})`]
  }
  return [...lower.flatMap((k) => tighter(k, (a, b) => b > a)), ...upper.flatMap((k) => tighter(k, (a, b) => b < a))]
}

const objects = (path: string, before: JsonSchema, now: JsonSchema): string[] => {
  const [old, current] = [propertiesOf(before), propertiesOf(now)]
  const [must, mustNow] = [requiredOf(before), requiredOf(now)]
  return [
    ...Object.keys(old)
      .filter((f) => !(f in current))
      .map((f) => `${path}.${f}: the field is gone`),
    ...mustNow.filter((f) => !must.includes(f)).map((f) => `${path}.${f}: stored events do not have this required field`),
    ...must.filter((f) => f in current && !mustNow.includes(f)).map((f) => `${path}.${f}: consumers rely on this field being there`),
    ...Object.entries(current).flatMap(([f, s]) => (old[f] ? breakingChanges(old[f], s, `${path}.${f}`) : [])),
  ]
}

const enums = (path: string, before: JsonSchema, now: JsonSchema): string[] => {
  if (!Array.isArray(now.enum)) return []
  if (!Array.isArray(before.enum)) return [`${path}: only some values are allowed now`]
  const values = now.enum as unknown[]
  return (before.enum as unknown[]).filter((v) => !values.includes(v)).map((v) => `${path}: the value ${String(v)} is gone`)
}

const nested = (path: string, before: JsonSchema, now: JsonSchema): string[] => {
  const changes: string[] = []
  if (isSchema(before.items) && isSchema(now.items)) changes.push(...breakingChanges(before.items, now.items, `${path}[]`))
  for (const keyword of ['anyOf', 'oneOf', 'allOf']) {
    const [old, current] = [before[keyword], now[keyword]]
    if (!Array.isArray(old) && !Array.isArray(current)) continue
    const [a, b] = [(old ?? []) as JsonSchema[], (current ?? []) as JsonSchema[]]
    // Each stored alternative must still be readable by one of today's.
    for (const [i, option] of a.entries())
      if (!b.some((candidate) => breakingChanges(option, candidate, path).length === 0))
        changes.push(`${path}: alternative ${i + 1} of ${keyword} is gone or tighter`)
    if (a.length === 0) changes.push(`${path}: ${keyword} is new`)
  }
  const [openBefore, openNow] = [before.additionalProperties, now.additionalProperties]
  if (openNow === false && openBefore !== false) changes.push(`${path}: unknown fields are no longer tolerated`)
  else if (isSchema(openBefore) && isSchema(openNow)) changes.push(...breakingChanges(openBefore, openNow, `${path}.*`))
  return changes
}

const others = (path: string, before: JsonSchema, now: JsonSchema): string[] => {
  const known = [...silent, ...lower, ...upper, ...structural]
  const keywords = new Set([...Object.keys(before), ...Object.keys(now)].filter((k) => !known.includes(k)))
  return [...keywords]
    .filter((k) => !isDeepStrictEqual(before[k], now[k]))
    .map((k) => `${path}: ${k} was ${JSON.stringify(before[k]) ?? 'absent'}, is ${JSON.stringify(now[k]) ?? 'absent'}`)
}

/**
 * What in a changed schema would break stored events or the consumers of a released event version; empty when nothing does.
 * New optional fields, wider bounds, further enum values and other texts are compatible; everything else needs a new version with an upcaster.
 */
export const breakingChanges = (before: JsonSchema, now: JsonSchema, path = 'data'): string[] => [
  ...objects(path, before, now),
  ...enums(path, before, now),
  ...bounds(path, before, now),
  ...nested(path, before, now),
  ...others(path, before, now),
]
