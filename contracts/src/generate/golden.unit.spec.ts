import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { contexts } from '../contexts.js'
import { upcast } from '../kit/index.js'
import { dataSchema } from './cloud-event.js'
import { breakingChanges } from './compatibility.js'
import { consumersOf, incompatible, readConsumers } from './consumers.js'
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
const consumers = readConsumers()

describe('golden samples', () => {
  it('exist for every event version', () => {
    for (const e of events)
      for (let version = 1; version <= e.version; version += 1)
        expect(existsSync(`${home}/golden/${e.aggregate.context}/${e.name}.v${version}.json`), `${e.type} v${version}`).toBe(true)
  })
  it.each(files('golden').map((path) => [path.slice(home.length), path] as const))('%s is decoded by today’s contract', (_, path) => {
    const { type, schemaversion, data } = json(path)
    const definition = events.find((e) => e.type === type)
    expect(definition, `${String(type)} is no longer in the published language`).toBeDefined()
    expect(definition?.version).toBeGreaterThanOrEqual(Number(schemaversion))
    if (!definition) return
    // A version below the present one goes through its upcasters; the present one is read as it is.
    const present = upcast(definition, data as Readonly<Record<string, unknown>>, { schemaversion: Number(schemaversion), commandid: 'c1' })
    expect(definition.data.parse(present)).toEqual(present)
    if (definition.version === schemaversion) expect(present).toEqual(data)
  })
})

describe('released event versions', () => {
  it.each(files('released').map((path) => [path.slice(home.length), path] as const))('%s still holds', (_, path) => {
    const released = json(path)
    const version = Number(/\.v(\d+)\.json$/.exec(path)?.[1])
    const definition = events.find((e) => e.type === released.title)
    expect(definition, `${String(released.title)} was released and must stay`).toBeDefined()
    if (definition?.version === version) {
      const changes = breakingChanges(released, dataSchema(definition))
      expect(changes, incompatible(definition, changes, consumersOf(definition.type, consumers))).toEqual([])
    } else expect(definition?.version).toBeGreaterThan(version)
  })
})

describe('the refusal of a breaking change', () => {
  const offerAccepted = events.find((e) => e.type === 'staffing.OfferAccepted')
  it('names the event, the change, every consumer and what to do', () => {
    if (!offerAccepted) return expect.fail('staffing.OfferAccepted is gone')
    const text = incompatible(offerAccepted, ['data.on: the field is gone'], consumersOf(offerAccepted.type, consumers))
    expect(text).toContain('staffing.OfferAccepted v2 was released')
    expect(text).toContain('data.on: the field is gone')
    for (const consumer of ['rules X-02', 'rules X-03', 'projector exit-watch', 'staffing ExitCase']) expect(text).toContain(consumer)
    expect(text).toContain('version: 3')
  })
  it('is of events that are published: no consumer waits for a type nobody has', () => {
    const known = new Set(events.map((e) => e.type))
    for (const [service, types] of Object.entries(consumers))
      expect(
        Object.keys(types).filter((type) => !known.has(type)),
        service,
      ).toEqual([])
  })
})

describe('an event that has a second version', () => {
  it('R-AK-83: an acceptance of version 1 without a statement is its own statement, as version 2 says', () => {
    const definition = events.find((e) => e.type === 'staffing.OfferAccepted')
    if (!definition) return expect.fail('staffing.OfferAccepted is gone')
    const { data } = json(`${home}/golden/staffing/OfferAccepted.v1-in-person.json`)
    const before = data as Readonly<Record<string, unknown>>
    expect(before).not.toHaveProperty('statementRef')
    expect(definition.data.safeParse(before).success).toBe(false)
    const now = upcast(definition, before, { schemaversion: 1, commandid: '6f6a3f0e' })
    expect(definition.data.parse(now)).toEqual({ ...before, statementRef: 'command:6f6a3f0e' })
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
