import type { AggregateDefinition } from './define.js'

/** Stream of an aggregate instance: `<category>-<tenant>.<key>` (architecture §3). */
export const streamName = (aggregate: AggregateDefinition, tenant: string, payload: Readonly<Record<string, unknown>>): string => {
  const key = aggregate.key.map((field) => String(payload[field])).join('-')
  return `${aggregate.category}-${aggregate.tenant ?? tenant}.${key || tenant}`
}
export const categoryOf = (stream: string): string => stream.slice(0, stream.indexOf('-'))
export const tenantOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1, stream.indexOf('.'))
