import type { ContextDefinition } from '../kit/index.js'
import { dataSchema } from './cloud-event.js'
import { draft, toJsonSchema, toText } from './schema.js'

/** One file per command and per event version: `json-schema/<context>/{commands,events}/…`. */
export const jsonSchemaFiles = (contexts: readonly ContextDefinition[]): Map<string, string> => {
  const files = new Map<string, string>()
  for (const { context, commands, events } of contexts) {
    for (const c of commands)
      files.set(
        `json-schema/${context}/commands/${c.name}.json`,
        toText({
          $schema: draft,
          $id: `urn:fudao:command:${context}.${c.name}`,
          title: c.title.en,
          description: c.title.zh,
          ...toJsonSchema(c.payload),
        }),
      )
    for (const e of events)
      files.set(
        `json-schema/${context}/events/${e.name}.v${e.version}.json`,
        toText({
          $schema: draft,
          $id: `urn:fudao:event:${e.type}:v${e.version}`,
          title: e.title.en,
          description: e.title.zh,
          ...dataSchema(e),
        }),
      )
  }
  return files
}
