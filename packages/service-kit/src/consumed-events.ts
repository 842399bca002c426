import type { AggregateHandlers } from './host/handlers.js'
import type { ReferenceDefinition } from './references/define-reference.js'

/**
 * Stored types a deciding service folds, with the aggregates and reference tables that do; what `contracts/consumers/<service>.json` holds, so that an
 * incompatible change of an event names who would break.
 */
export const consumedEvents = (
  handlers: readonly AggregateHandlers[],
  references: readonly ReferenceDefinition[] = [],
): Readonly<Record<string, readonly string[]>> => {
  const folded = handlers.flatMap(({ aggregate, events }) => events.map(({ type }) => [type, aggregate.name] as const))
  const referred = references.flatMap(({ name, projection }) => projection.handlers.map(({ type }) => [type, name] as const))
  return byType([...folded, ...referred])
}

/** Pairs of stored type and consumer, in one order whatever the order of the pairs. */
export const byType = (pairs: readonly (readonly [type: string, consumer: string])[]): Readonly<Record<string, readonly string[]>> => {
  const types = [...new Set(pairs.map(([type]) => type))].sort()
  return Object.fromEntries(
    types.map((type) => [type, [...new Set(pairs.filter(([t]) => t === type).map(([, consumer]) => consumer))].sort()]),
  )
}
