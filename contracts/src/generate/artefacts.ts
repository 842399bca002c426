import type { ContextDefinition } from '../kit/index.js'
import { asyncApiDocument } from './asyncapi.js'
import { jsonSchemaFiles } from './json-schemas.js'
import { openApiDocument } from './openapi.js'
import { referenceFiles } from './reference.js'
import { toText } from './schema.js'

type Named = { readonly name: string; readonly aggregate: { readonly name: string } }
const byAggregate = (a: Named, b: Named): number => compare(a.aggregate.name, b.aggregate.name) || compare(a.name, b.name)
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The order in which a module lists its exports differs between loaders; documents have one order. */
export const inOrder = (contexts: readonly ContextDefinition[]): readonly ContextDefinition[] =>
  contexts.map((c) => ({
    ...c,
    aggregates: c.aggregates.toSorted((a, b) => compare(a.name, b.name)),
    commands: c.commands.toSorted(byAggregate),
    events: c.events.toSorted(byAggregate),
    refusals: Object.fromEntries(Object.entries(c.refusals).toSorted(([a], [b]) => compare(a, b))),
  }))

/** Every generated file by its path below `contracts/generated`; the same contracts give the same bytes. */
export const artefacts = (published: readonly ContextDefinition[], version: string): Map<string, string> => {
  const contexts = inOrder(published)
  return new Map([
    ...jsonSchemaFiles(contexts),
    ['openapi.json', toText(openApiDocument(contexts, version))],
    ['asyncapi.json', toText(asyncApiDocument(contexts, version))],
    ...referenceFiles(contexts),
  ])
}
