import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Validator } from '@seriousme/openapi-schema-validator'
import Ajv from 'ajv'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { contexts } from '../contexts.js'
import { views } from '../views/index.js'
import { artefacts } from './artefacts.js'
import { asyncApiDocument } from './asyncapi.js'
import { openApiDocument } from './openapi.js'

const version = '0.1.0'
const openapi = openApiDocument(contexts, version)
const asyncapi = asyncApiDocument(contexts, version)
const commands = contexts.flatMap((c) => c.commands)
const require = createRequire(import.meta.url)

/** Every `$ref` of a document resolves inside it. */
const danglingRefs = (document: unknown): string[] => {
  const refs: string[] = []
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk)
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) {
        if (key === '$ref' && typeof inner === 'string') refs.push(inner)
        else walk(inner)
      }
  }
  walk(document)
  const resolves = (ref: string): boolean =>
    ref
      .slice(2)
      .split('/')
      .reduce<unknown>(
        (at, step) => (at as Record<string, unknown> | undefined)?.[step.replaceAll('~1', '/').replaceAll('~0', '~')],
        document,
      ) !== undefined
  return [...new Set(refs)].filter((ref) => !ref.startsWith('#/') || !resolves(ref))
}

describe('OpenAPI', () => {
  it('is a valid OpenAPI 3.1 document', async () => {
    const result = await new Validator().validate(structuredClone(openapi) as Record<string, unknown>)
    expect(result.errors ?? []).toEqual([])
    expect(result.valid).toBe(true)
    expect(danglingRefs(openapi)).toEqual([])
  })
  it('has one path per command, and a valid example for each', () => {
    const paths = openapi.paths as Record<string, { post?: { requestBody: { content: Record<string, { example: unknown }> } } }>
    const ajv = addFormats.default(new Ajv2020.default({ strict: false }))
    const schemas = (openapi.components as { schemas: Record<string, object> }).schemas
    for (const command of commands) {
      const path = `/api/${command.aggregate.tenant ?? '{campus}'}/${command.aggregate.context}/${command.name}`
      const example = paths[path]?.post?.requestBody.content['application/json']?.example
      const validate = ajv.compile(schemas[`${command.aggregate.context}.${command.name}`] ?? false)
      expect(validate(example), `${path}: ${JSON.stringify(validate.errors)}`).toBe(true)
    }
  })
  it('has one path per view', () => {
    for (const view of views) expect(Object.keys(openapi.paths as object)).toContain(`/api/{campus}/views/${view.name}`)
  })
  it('every refusal that a command names has its texts', () => {
    for (const context of contexts)
      for (const command of context.commands)
        for (const code of command.refusals)
          expect(
            code in context.refusals ||
              ['WrongState', 'InvalidValue', 'NotAuthorized', 'SignatureMissing', 'ApprovalMissing'].includes(code),
            `${context.context}.${command.name}: ${code}`,
          ).toBe(true)
  })
})

describe('AsyncAPI', () => {
  it('is a valid AsyncAPI 3.0 document', () => {
    const schema = JSON.parse(readFileSync(require.resolve('@asyncapi/specs/schemas/3.0.0-without-$id.json'), 'utf8')) as object
    const ajv = addFormats.default(new Ajv.default({ strict: false, validateFormats: false, allErrors: false }))
    const validate = ajv.compile(schema)
    expect(validate(asyncapi), JSON.stringify(validate.errors?.slice(0, 5))).toBe(true)
    expect(danglingRefs(asyncapi)).toEqual([])
  })
  it('has a channel per command and per event', () => {
    const channels = Object.keys(asyncapi.channels as object)
    for (const c of commands) expect(channels).toContain(`cmd.${c.aggregate.context}.${c.name}`)
    for (const e of contexts.flatMap((c) => c.events)) expect(channels).toContain(`evt.${e.type}`)
  })
  it('shows personal fields as encrypted', () => {
    const schemas = (asyncapi.components as { schemas: Record<string, { properties?: Record<string, { type?: string }> }> }).schemas
    for (const e of contexts.flatMap((c) => c.events))
      for (const field of e.personal?.fields ?? [])
        expect(schemas[`${e.type}.v${e.version}`]?.properties?.[field]?.type, `${e.type}.${field}`).toBeUndefined()
  })
})

describe('generated files', () => {
  it('are checked in as the contracts have them (else: npm run generate)', () => {
    const home = new URL('../../generated/', import.meta.url)
    for (const [path, text] of artefacts(contexts, version)) {
      let present = ''
      try {
        present = readFileSync(new URL(path, home), 'utf8')
      } catch {
        // Missing: reported as stale below.
      }
      expect(present === text, `contracts/generated/${path} is stale`).toBe(true)
    }
  })
  it('no two commands or events share a name within a context', () => {
    for (const { commands: own, events } of contexts) {
      expect(new Set(own.map((c) => c.name)).size).toBe(own.length)
      expect(new Set(events.map((e) => `${e.name}.${e.version}`)).size).toBe(events.length)
    }
  })
})
