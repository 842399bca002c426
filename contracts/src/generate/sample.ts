import type { ContextDefinition, EventDefinition } from '../kit/index.js'
import { dataSchema } from './cloud-event.js'
import type { JsonSchema } from './schema.js'

type Known = ReadonlyMap<string, unknown>

/** Values of command examples by field name, so that samples read like real events. */
const knownValues = ({ commands }: ContextDefinition, aggregate: string): Known => {
  const known = new Map<string, unknown>()
  const of = (own: boolean) => commands.filter((c) => (c.aggregate.name === aggregate) === own)
  for (const command of [...of(false), ...of(true)])
    for (const [field, value] of Object.entries(command.example as Record<string, unknown>)) known.set(field, value)
  return known
}

const byFormat: Readonly<Record<string, string>> = {
  date: '2024-09-01',
  'date-time': '2024-09-01T08:00:00+08:00',
  uuid: '0197a7a2-0000-5000-8000-000000000001',
}
const byPattern = (pattern: string, length: number): string => {
  const candidates = ['c_0001', 'X-04', 'R-AK-83', '01-01', '14430', '1', '2024', 'a'.repeat(64), 'A'.repeat(length)]
  return candidates.find((c) => c.length >= length && new RegExp(pattern).test(c)) ?? 'A'.repeat(length)
}

const sampleOf = (schema: JsonSchema, name: string): unknown => {
  if ('const' in schema) return schema.const
  if (Array.isArray(schema.enum)) return schema.enum[0]
  const option = ((schema.anyOf ?? schema.oneOf ?? schema.allOf) as JsonSchema[] | undefined)?.[0]
  if (option) return sampleOf(option, name)
  switch (schema.type) {
    case 'string': {
      if (typeof schema.format === 'string' && byFormat[schema.format]) return byFormat[schema.format]
      if (typeof schema.pattern === 'string') return byPattern(schema.pattern, Number(schema.minLength ?? 1))
      return schema.minLength && Number(schema.minLength) > 12 ? 'A'.repeat(Number(schema.minLength)) : `${name}示例`
    }
    case 'integer':
    case 'number':
      return Math.max(Number(schema.minimum ?? 1), Number(schema.minimum ?? 0) >= 1990 ? 2024 : 1)
    case 'boolean':
      return true
    case 'array':
      return [sampleOf((schema.items ?? {}) as JsonSchema, name)]
    case 'object':
      return sampleObject(schema, new Map())
    default:
      return 1
  }
}

const sampleObject = (schema: JsonSchema, known: Known): Record<string, unknown> => {
  const required = (schema.required ?? []) as readonly string[]
  return Object.fromEntries(
    Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>)
      .filter(([field]) => required.includes(field) || known.has(field))
      .map(([field, s]) => [field, known.get(field) ?? sampleOf(s, field)]),
  )
}

/** A first golden sample of an event version. Written once; afterwards it is history and stays as it is. */
export const firstSample = (context: ContextDefinition, definition: EventDefinition): Record<string, unknown> => {
  const schema = dataSchema(definition)
  const withExamples = sampleObject(schema, knownValues(context, definition.aggregate.name))
  if (definition.data.safeParse(withExamples).success) return withExamples
  // A command field of the same name can have another shape.
  const plain = sampleObject(schema, new Map())
  for (const [field, value] of Object.entries(withExamples))
    if (definition.data.safeParse({ ...plain, [field]: value }).success) plain[field] = value
  const invalid = definition.data.safeParse(plain).error
  if (invalid) throw new Error(`write the golden sample of ${definition.type} by hand: ${invalid.message}`)
  return plain
}
