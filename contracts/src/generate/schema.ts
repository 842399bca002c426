import { z } from 'zod'

export type JsonSchema = { readonly [keyword: string]: unknown }

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** `z.json()` is the only recursive schema of the contracts: written as "anything" instead of a definition of JSON itself. */
const withoutJsonDefinition = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutJsonDefinition)
  if (!isObject(value)) return value
  if (typeof value.$ref === 'string' && value.$ref.startsWith('#/$defs/__schema')) {
    const { $ref: _, ...rest } = value
    return rest
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutJsonDefinition(inner)]))
}

/** JSON Schema 2020-12 of what may be *sent*: consumers stay tolerant of fields they do not know unless the contract is strict. */
export const toJsonSchema = (schema: z.ZodType): JsonSchema => {
  const { $schema: _schema, $defs, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' })
  for (const name of Object.keys($defs ?? {})) if (!name.startsWith('__schema')) throw new Error(`unexpected definition ${name}`)
  return withoutJsonDefinition(rest) as JsonSchema
}

/** Sorted keys and two spaces: the same input gives the same bytes. */
export const toText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

export const draft = 'https://json-schema.org/draft/2020-12/schema'
