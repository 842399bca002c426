import type { EventDefinition } from './define.js'
import type { CloudEvent, EventMetadata } from './messages.js'

type Data = Readonly<Record<string, unknown>>
/** Turns the data of one stored version into data of the next: pure; it may use what the event's metadata say. */
export type Upcaster = (data: Data, metadata: Readonly<Partial<EventMetadata>>) => Data

/**
 * Data of a stored event in the present version of its definition, step by step. What is as new as the definition, or newer, is
 * returned as it is. Everything that reads events comes through here: the codec, projections, rules, analytics.
 */
export const upcast = (
  definition: Pick<EventDefinition, 'version' | 'upcasters'>,
  data: Data,
  metadata: Readonly<Partial<EventMetadata>>,
): Data => {
  let present = data
  for (let version = metadata.schemaversion ?? 1; version < definition.version; version += 1) {
    // defineAggregate(...).event() refuses a definition without a step
    present = definition.upcasters?.[version]?.(present, metadata) ?? present
  }
  return present
}

/** The event as its present version; one that is current already is returned itself. */
export const upcastEvent = <E extends CloudEvent>(definition: Pick<EventDefinition, 'version' | 'upcasters'>, event: E): E =>
  event.schemaversion >= definition.version
    ? event
    : { ...event, schemaversion: definition.version, data: upcast(definition, event.data, event) }
