import type { CommandDefinition } from '@fudao/contracts/kit'
import { z } from 'zod'

type Payload = Readonly<Record<string, unknown>>

/** Most payloads that are tried for one decision. */
const MAX_TRIES = 32

/** Subsets of the fields, the smaller first and the whole set right after the empty one. */
const subsets = (fields: readonly string[]): readonly (readonly string[])[] => {
  const found: (readonly string[])[] = [[]]
  for (const field of fields) found.push(...found.map((subset) => [...subset, field]))
  return [...found.slice(0, 1), ...found.slice(-1), ...found.slice(1, -1).sort((a, b) => a.length - b.length)].slice(0, MAX_TRIES)
}

/** What a command may have said of a recorded value: an event can hold more about each part (a department and its verdict). */
const saidOf = (schema: z.core.$ZodType, value: unknown): unknown => {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return saidOf(schema.unwrap(), value)
  if (typeof value !== 'object' || value === null) return value
  if (schema instanceof z.ZodArray) return Array.isArray(value) ? value.map((item) => saidOf(schema.element, item)) : value
  const entries = Object.entries(value)
  if (schema instanceof z.ZodRecord) return Object.fromEntries(entries.map(([key, item]) => [key, saidOf(schema.valueType, item)]))
  if (!(schema instanceof z.ZodObject)) return value
  return Object.fromEntries(entries.flatMap(([key, item]) => (schema.shape[key] ? [[key, saidOf(schema.shape[key], item)]] : [])))
}

/**
 * Payloads that may have led to the events, the likeliest first: an event repeats what its command said, but what is optional in the
 * command may have been worked out by the decision (a due day). Which one it was shows when deciding it gives the recorded events again.
 */
export function* payloadsOf(definition: CommandDefinition, recorded: Payload): Generator<Payload> {
  const signatures = ['coSigners', 'approvalRef'].filter((field) => recorded[field] !== undefined)
  const shape = Object.entries(definition.payload.shape).filter(([field]) => !signatures.includes(field) && recorded[field] !== undefined)
  const optional = shape.filter(([, schema]) => schema.safeParse(undefined).success).map(([field]) => field)
  const certain = [...signatures, ...shape.map(([field]) => field).filter((field) => !optional.includes(field))]
  const said = Object.fromEntries([
    ...signatures.map((field) => [field, recorded[field]] as const),
    ...shape.map(([field, schema]) => [field, saidOf(schema, recorded[field])] as const),
  ])
  for (const chosen of subsets(optional.slice(0, 6))) {
    const parsed = definition.payload.safeParse(Object.fromEntries([...certain, ...chosen].map((field) => [field, said[field]])))
    if (parsed.success) yield parsed.data as Payload
  }
}
