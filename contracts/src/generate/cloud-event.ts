import type { EventDefinition } from '../kit/index.js'
import { type JsonSchema, toJsonSchema } from './schema.js'

const text = { type: 'string' } as const

/** Envelope of every event on NATS: CloudEvents 1.0, structured JSON mode, attributes flat and lower case. */
export const envelopeSchema: JsonSchema = {
  type: 'object',
  required: [
    'specversion',
    'id',
    'source',
    'type',
    'subject',
    'time',
    'datacontenttype',
    'position',
    'revision',
    'campusid',
    'schemaversion',
    'actorid',
    'actorrole',
    'asof',
    'policyversion',
    'correlationid',
    'causationid',
    'commandid',
    'data',
  ],
  properties: {
    specversion: { const: '1.0' },
    id: { type: 'string', format: 'uuid', description: 'UUIDv5 of the command id, the stream and the index' },
    source: { ...text, description: '/fudao/<context>' },
    type: { ...text, description: 'stored type <context>.<Event>' },
    subject: { ...text, description: 'stream <category>-<campus>.<key>' },
    time: { type: 'string', format: 'date-time' },
    datacontenttype: { const: 'application/json' },
    position: { ...text, description: 'opaque; ordered by plain string comparison; never calculated with' },
    revision: { type: 'integer', minimum: 0 },
    campusid: text,
    schemaversion: { type: 'integer', minimum: 1 },
    actorid: text,
    actorrole: text,
    asof: { type: 'string', format: 'date', description: 'business date of the decision' },
    policyversion: { type: 'integer', description: 'revision of the policy stream, -1 without one' },
    correlationid: text,
    causationid: text,
    commandid: text,
    commandhash: text,
    rule: { ...text, description: 'X-id of the rule that issued the command' },
    traceparent: { ...text, description: 'W3C trace context of the decision' },
    data: { type: 'object' },
  },
}

/** Personal fields leave the service encrypted (A8): consumers see an object in their place, or nothing once the person is erased. */
const encryptedOnTheWire = (definition: EventDefinition, schema: JsonSchema): JsonSchema => {
  const fields = definition.personal?.fields ?? []
  if (fields.length === 0) return schema
  const properties = { ...(schema.properties as Record<string, unknown>) }
  for (const field of fields)
    properties[field] = { 'x-personal': true, description: `encrypted under the key of the person in ${definition.personal?.subject}` }
  return { ...schema, properties }
}

/** JSON Schema of an event's data as its service decides it. */
export const dataSchema = (definition: EventDefinition): JsonSchema => toJsonSchema(definition.data)
/** JSON Schema of an event's data as consumers receive it. */
export const wireDataSchema = (definition: EventDefinition): JsonSchema => encryptedOnTheWire(definition, dataSchema(definition))
