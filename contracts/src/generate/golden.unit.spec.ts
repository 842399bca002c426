import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { contexts } from '../contexts.js'
import { dataSchema } from './cloud-event.js'
import { breakingChanges } from './compatibility.js'
import type { JsonSchema } from './schema.js'

const home = fileURLToPath(new URL('../..', import.meta.url))
const json = (path: string): JsonSchema => JSON.parse(readFileSync(path, 'utf8')) as JsonSchema
const files = (folder: string): string[] =>
  existsSync(`${home}/${folder}`)
    ? readdirSync(`${home}/${folder}`, { recursive: true, encoding: 'utf8' })
        .filter((f) => f.endsWith('.json'))
        .map((f) => `${home}/${folder}/${f}`)
    : []
const events = contexts.flatMap((c) => c.events)

describe('golden samples', () => {
  it('exist for every event version', () => {
    for (const e of events) expect(existsSync(`${home}/golden/${e.aggregate.context}/${e.name}.v${e.version}.json`), e.type).toBe(true)
  })
  it.each(files('golden').map((path) => [path.slice(home.length), path] as const))('%s is decoded by today’s contract', (_, path) => {
    const { type, schemaversion, data } = json(path)
    const definition = events.find((e) => e.type === type)
    expect(definition, `${String(type)} is no longer in the published language`).toBeDefined()
    expect(definition?.version).toBeGreaterThanOrEqual(Number(schemaversion))
    // An older version is read by the upcasters of its service; here the current one is read as it is.
    if (definition?.version === schemaversion) expect(definition?.data.parse(data)).toEqual(data)
  })
})

describe('released event versions', () => {
  it.each(files('released').map((path) => [path.slice(home.length), path] as const))('%s still holds', (_, path) => {
    const released = json(path)
    const version = Number(/\.v(\d+)\.json$/.exec(path)?.[1])
    const definition = events.find((e) => e.type === released.title)
    expect(definition, `${String(released.title)} was released and must stay`).toBeDefined()
    if (definition?.version === version) expect(breakingChanges(released, dataSchema(definition))).toEqual([])
    else expect(definition?.version).toBeGreaterThan(version)
  })
})

describe('a change that breaks a released event is found', () => {
  const before: JsonSchema = {
    type: 'object',
    properties: {
      id: { type: 'string', pattern: '^[a-z]+$' },
      grade: { type: 'string', enum: ['qualified', 'unqualified'] },
      hours: { type: 'number', minimum: 0, maximum: 16 },
      note: { type: 'string', 'x-personal': true },
      list: { type: 'array', items: { type: 'object', properties: { on: { type: 'string', format: 'date' } }, required: ['on'] } },
    },
    required: ['id', 'grade'],
  }
  const changed = (properties: Record<string, unknown>, required = ['id', 'grade']): JsonSchema => ({
    ...before,
    properties: { ...(before.properties as object), ...properties },
    required,
  })
  it.each([
    ['a field is gone', { ...before, properties: { id: { type: 'string', pattern: '^[a-z]+$' } }, required: ['id'] }],
    ['another type', changed({ hours: { type: 'string' } })],
    ['a new required field', changed({ year: { type: 'integer' } }, ['id', 'grade', 'year'])],
    ['an optional field becomes required', changed({}, ['id', 'grade', 'hours'])],
    ['a required field becomes optional', changed({}, ['id'])],
    ['an enum value is gone', changed({ grade: { type: 'string', enum: ['qualified'] } })],
    ['a free text becomes an enum', changed({ note: { type: 'string', 'x-personal': true, enum: ['a'] } })],
    ['a bound is tighter', changed({ hours: { type: 'number', minimum: 0, maximum: 8 } })],
    ['a bound is new', changed({ note: { type: 'string', 'x-personal': true, maxLength: 10 } })],
    ['another pattern', changed({ id: { type: 'string', pattern: '^[a-c]+$' } })],
    ['personal data no longer encrypted', changed({ note: { type: 'string' } })],
    ['a change inside a list', changed({ list: { type: 'array', items: { type: 'object', properties: {}, required: [] } } })],
    ['unknown fields refused', { ...before, additionalProperties: false }],
  ])('%s', (_, now) => {
    expect(breakingChanges(before, now as JsonSchema)).not.toEqual([])
  })
  it.each([
    ['nothing', before],
    ['a new optional field', changed({ reason: { type: 'string' } })],
    ['a further enum value', changed({ grade: { type: 'string', enum: ['qualified', 'unqualified', 'excellent'] } })],
    ['a wider bound', changed({ hours: { type: 'number', minimum: 0, maximum: 32 } })],
    ['another description', { ...before, description: 'x' }],
  ])('compatible: %s', (_, now) => {
    expect(breakingChanges(before, now as JsonSchema)).toEqual([])
  })
})
