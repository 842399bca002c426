import { basis, type ContextDefinition, type EventDefinition } from '../kit/index.js'
import { redecideRequest, sandboxMessage } from '../policy/index.js'
import { rosterRequest } from '../roster/index.js'
import { envelopeSchema, wireDataSchema } from './cloud-event.js'
import {
  appendReply,
  appendRequest,
  commandMessage,
  commandReply,
  keysReply,
  keysRequest,
  queryMessage,
  queryReply,
  readReply,
  readRequest,
} from './replies.js'
import { type JsonSchema, toJsonSchema } from './schema.js'

const schemaRef = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })
const messageRef = (name: string): JsonSchema => ({ $ref: `#/components/messages/${name}` })
const channelRef = (name: string): JsonSchema => ({ $ref: `#/channels/${name}` })

const campus = { campus: { description: '学校标识 · campus id' } }

/** NestJS framing of requests and replies on `cmd.>` and `qry.>`. */
const framed = (data: JsonSchema): JsonSchema => ({
  type: 'object',
  required: ['pattern', 'data', 'id'],
  properties: {
    pattern: { type: 'string', description: 'the subject' },
    data,
    id: { type: 'string', description: 'required: without it nobody answers' },
  },
})
const framedReply = (response: JsonSchema): JsonSchema => ({
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'string' }, response, err: {}, isDisposed: { type: 'boolean' } },
})

interface Parts {
  readonly channels: Record<string, JsonSchema>
  readonly operations: Record<string, JsonSchema>
  readonly messages: Record<string, JsonSchema>
  readonly schemas: Record<string, JsonSchema>
}

/** A request channel that Fudao answers. */
const addRequest = (parts: Parts, name: string, address: string, title: string, request: JsonSchema, replyMessage: string): void => {
  const parameters = Object.fromEntries([...address.matchAll(/\{(\w+)\}/g)].map(([, p = '']) => [p, campus[p as 'campus'] ?? {}]))
  parts.messages[name] = { name, title, contentType: 'application/json', payload: request }
  parts.channels[name] = { address, title, parameters, messages: { request: messageRef(name) } }
  parts.operations[name] = {
    action: 'receive',
    title,
    channel: channelRef(name),
    messages: [{ $ref: `#/channels/${name}/messages/request` }],
    reply: { channel: channelRef('reply'), messages: [{ $ref: `#/channels/reply/messages/${replyMessage}` }] },
  }
}

/** What every event may carry is written once. */
const eventData = (e: EventDefinition): JsonSchema => {
  const schema = wireDataSchema(e)
  return { ...schema, properties: { ...(schema.properties as Record<string, unknown>), basis: schemaRef('Basis') } }
}

const addContext = (parts: Parts, { context, commands, events }: ContextDefinition): void => {
  for (const c of commands) {
    parts.schemas[`${context}.${c.name}`] = toJsonSchema(c.payload)
    const data = { allOf: [schemaRef('CommandMessage'), { properties: { payload: schemaRef(`${context}.${c.name}`) } }] }
    const address = `cmd.${c.aggregate.tenant ?? '{campus}'}.${context}.${c.name}`
    addRequest(parts, `cmd.${context}.${c.name}`, address, `${c.title.zh} · ${c.title.en}`, framed(data), 'command')
  }
  for (const e of events) {
    const name = `evt.${context}.${e.name}`
    const title = `${e.title.zh} · ${e.title.en}`
    parts.schemas[`${e.type}.v${e.version}`] = eventData(e)
    parts.messages[name] = {
      name: e.type,
      title,
      contentType: 'application/cloudevents+json',
      headers: schemaRef('EventHeaders'),
      payload: {
        allOf: [
          schemaRef('CloudEvent'),
          { properties: { type: { const: e.type }, schemaversion: { const: e.version }, data: schemaRef(`${e.type}.v${e.version}`) } },
        ],
      },
    }
    parts.channels[name] = {
      address: `evt.{campus}.${context}.${e.aggregate.name}.${e.name}`,
      title,
      parameters: campus,
      messages: { event: messageRef(name) },
    }
    parts.operations[name] = { action: 'send', title, channel: channelRef(name), messages: [{ $ref: `#/channels/${name}/messages/event` }] }
  }
}

const replies = {
  command: framedReply(toJsonSchema(commandReply)),
  query: framedReply(toJsonSchema(queryReply)),
  sandbox: framedReply({ type: 'object', required: ['status'], properties: { status: { type: 'string' }, result: {} } }),
  redecide: { type: 'object', required: ['status', 'changes', 'decisions', 'notReplayed'] },
  roster: { type: 'object', required: ['status'] },
  append: toJsonSchema(appendReply),
  read: toJsonSchema(readReply),
  keys: toJsonSchema(keysReply),
}

/** The AsyncAPI 3 document of Fudao over NATS: commands and queries it answers, events it sends, the ledger's protocol. */
export const asyncApiDocument = (contexts: readonly ContextDefinition[], version: string): JsonSchema => {
  const parts: Parts = {
    channels: { reply: { address: null, messages: Object.fromEntries(Object.keys(replies).map((k) => [k, messageRef(`reply.${k}`)])) } },
    operations: {},
    messages: Object.fromEntries(
      Object.entries(replies).map(([k, payload]) => [`reply.${k}`, { name: `reply.${k}`, contentType: 'application/json', payload }]),
    ),
    schemas: {
      Basis: toJsonSchema(basis),
      CloudEvent: envelopeSchema,
      CommandMessage: toJsonSchema(commandMessage),
      EventHeaders: {
        type: 'object',
        required: ['Nats-Msg-Id', 'Fudao-Position'],
        properties: {
          'Nats-Msg-Id': { type: 'string', description: 'event id; JetStream keeps each event once' },
          'Fudao-Position': { type: 'string', description: 'store position: checkpoint by it, never by stream sequence' },
          'Fudao-Previous': { type: 'string', description: 'position of the event before; absent for the first' },
          traceparent: { type: 'string' },
        },
      },
    },
  }
  for (const context of contexts) addContext(parts, context)
  const query = framed(toJsonSchema(queryMessage))
  addRequest(parts, 'qry.views', 'qry.{campus}.views.{view}', '读取视图 · read a view', query, 'query')
  addRequest(parts, 'qry.why', 'qry.{campus}.why.{kind}', '依据 · why', query, 'query')
  addRequest(parts, 'qry.events', 'qry.{campus}.events', '读取事件 · read events', query, 'query')
  addRequest(parts, 'qry.sandbox', 'qry.{campus}.sandbox', '政策试算 · try a draft policy', framed(toJsonSchema(sandboxMessage)), 'sandbox')
  const redecide = toJsonSchema(redecideRequest)
  addRequest(parts, 'sandbox', 'sandbox.{campus}.{context}', '按草案重新计算决定 · make decisions anew under a draft', redecide, 'redecide')
  addRequest(
    parts,
    'roster.import',
    'roster.{campus}.import',
    '导入名册的行 · import rows of a roster',
    toJsonSchema(rosterRequest),
    'roster',
  )
  addRequest(parts, 'ledger.append', 'ledger.{campus}.append', '追加事件 · append events', toJsonSchema(appendRequest), 'append')
  addRequest(parts, 'ledger.read', 'ledger.{campus}.read', '读取流 · read streams', toJsonSchema(readRequest), 'read')
  addRequest(parts, 'ledger.keys', 'ledger.{campus}.keys', '个人数据密钥 · keys of persons', toJsonSchema(keysRequest), 'keys')
  const { channels, operations, messages, schemas } = parts
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Fudao 辅导 over NATS',
      version,
      description:
        'Events: JetStream stream EVENTS, subjects evt.>, CloudEvents 1.0 structured JSON. Commands and queries: request-reply in NestJS framing. Ledger: request-reply in plain JSON, for Fudao services only.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    servers: { nats: { host: '127.0.0.1:4172', protocol: 'nats' } },
    channels,
    operations,
    components: { messages, schemas },
  }
}
