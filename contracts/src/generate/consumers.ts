import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { EventDefinition } from '../kit/index.js'

/** Stored type → who reads it within one service: rules, read models, aggregates. */
export type ConsumedEvents = Readonly<Record<string, readonly string[]>>
/** Service → what it consumes. */
export type Consumers = Readonly<Record<string, ConsumedEvents>>

const home = fileURLToPath(new URL('../../consumers', import.meta.url))

/** `contracts/consumers/<service>.json`: derived from each service's code by a test of its own, which fails when the file is stale. */
export const readConsumers = (): Consumers =>
  Object.fromEntries(
    (existsSync(home) ? readdirSync(home) : [])
      .filter((file) => file.endsWith('.json'))
      .sort()
      .map((file) => [file.slice(0, -'.json'.length), JSON.parse(readFileSync(`${home}/${file}`, 'utf8')) as ConsumedEvents]),
  )

/** Everyone who reads events of a stored type, as `<service> <part>`. */
export const consumersOf = (type: string, consumers: Consumers): readonly string[] =>
  Object.entries(consumers).flatMap(([service, types]) => (types[type] ?? []).map((part) => `${service} ${part}`))

/** What is said to who changed a released event incompatibly. */
export const incompatible = (event: Pick<EventDefinition, 'type' | 'version'>, changes: readonly string[], by: readonly string[]): string =>
  [
    `${event.type} v${event.version} was released and is changed incompatibly:`,
    ...changes.map((change) => `  ${change}`),
    by.length > 0
      ? `It would break ${by.length} consumers: ${by.join(', ')}; and whoever outside reads it.`
      : 'Consumers outside may read it.',
    `Leave v${event.version} as it is: give the event version: ${event.version + 1} with an upcaster from ${event.version} (contracts/README.md, “To change an event”).`,
    `事件 ${event.type} 的第 ${event.version} 版已发布，不能这样修改：请新增第 ${event.version + 1} 版，并写出由第 ${event.version} 版升级的函数。`,
  ].join('\n')
