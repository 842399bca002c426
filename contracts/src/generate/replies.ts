import { z } from 'zod'
import {
  type AppendReply,
  type AppendRequest,
  type CommandReply,
  commandMessage,
  type KeysReply,
  type KeysRequest,
  type ReadReply,
  type ReadRequest,
} from '../kit/index.js'
import { type QueryReply, queryMessage, type ViewPage } from '../views/index.js'

// Replies are plain types between services; their schemas exist for the published documents and are tied to the types here.

const params = z.record(z.string(), z.unknown())
const texts = z.object({ zh: z.string(), en: z.string() })
const issue = z.object({ path: z.string(), code: z.string(), message: texts })
const eventRef = z.object({ id: z.uuid(), type: z.string() })
const unavailable = z.object({ status: z.literal('unavailable'), reason: z.string() })
const invalid = z.object({ status: z.literal('invalid'), issues: z.array(issue) })

/** What an accepted command answers over HTTP. */
export const accepted = z.object({
  commandId: z.uuid(),
  stream: z.string(),
  revision: z.int(),
  events: z.array(eventRef),
  token: z.string().nullable(),
  /** Only of commands that are sent for more than their events (`IssueBallotToken`: `blindSignature`). */
  answer: z.record(z.string(), z.unknown()).optional(),
})

export const commandReply: z.ZodType<CommandReply> = z.discriminatedUnion('status', [
  accepted.extend({ status: z.literal('accepted'), repeated: z.boolean() }),
  z.object({ status: z.literal('refused'), code: z.string(), rules: z.array(z.string()), params }),
  invalid,
  z.object({ status: z.literal('forbidden'), code: z.enum(['NotAuthorized', 'WrongCampus']), params }),
  z.object({ status: z.literal('unknown'), code: z.enum(['UnknownCommand', 'UnknownCampus']), params }),
  z.object({ status: z.literal('conflict'), stream: z.string(), expected: z.int(), actual: z.int() }),
  unavailable,
])

export const viewPage: z.ZodType<ViewPage> = z.object({
  items: z.array(z.record(z.string(), z.unknown())),
  next: z.string().nullable(),
  campusName: z.string().nullable(),
  asOf: z.string(),
  position: z.string().nullable(),
  stale: z.boolean(),
})
export const queryReply: z.ZodType<QueryReply<unknown>> = z.discriminatedUnion('status', [
  z.object({ status: z.literal('ok'), result: z.unknown() }),
  invalid,
  z.object({ status: z.literal('forbidden'), code: z.literal('NotAuthorized'), params }),
  z.object({ status: z.literal('unknown'), code: z.enum(['UnknownQuery', 'UnknownCampus', 'NotFound']), params }),
  unavailable,
])

const jsonText = z.string().meta({ contentMediaType: 'application/json' })
const proposedEvent = z.object({ id: z.uuid(), type: z.string(), data: jsonText, metadata: jsonText })
const expectedRevision = z.union([z.int(), z.enum(['any', 'none', 'exists'])])

export const appendRequest: z.ZodType<AppendRequest> = z.object({ stream: z.string(), expectedRevision, events: z.array(proposedEvent) })
export const appendReply: z.ZodType<AppendReply> = z.discriminatedUnion('status', [
  z.object({ status: z.literal('appended'), revision: z.int(), position: z.string(), repeated: z.boolean() }),
  z.object({ status: z.literal('conflict'), actual: z.int() }),
  z.object({ status: z.literal('idReused'), id: z.string() }),
  z.object({ status: z.literal('invalid'), reason: z.string() }),
  unavailable,
])
export const readRequest = z.object({
  streams: z.array(
    z.object({ stream: z.string(), from: z.int().optional(), limit: z.int().optional(), backwards: z.boolean().optional() }),
  ),
}) as unknown as z.ZodType<ReadRequest>
const json = z.array(z.record(z.string(), z.unknown()))
const column = z.array(z.string())
const slice = z.object({
  stream: z.string(),
  revision: z.int(),
  more: z.boolean(),
  ids: z.array(z.uuid()),
  types: column,
  revisions: z.array(z.int()),
  positions: column,
  times: column,
  data: json,
  metadata: json,
})
export const readReply: z.ZodType<ReadReply> = z.discriminatedUnion('status', [
  z.object({ status: z.literal('ok'), slices: z.array(slice) }),
  z.object({ status: z.enum(['invalid', 'unavailable']), reason: z.string() }),
])
export const keysRequest: z.ZodType<KeysRequest> = z.object({ personIds: z.array(z.string()), create: z.boolean() })
export const keysReply: z.ZodType<KeysReply> = z.discriminatedUnion('status', [
  z.object({ status: z.literal('ok'), keys: z.record(z.string(), z.string().nullable()) }),
  unavailable,
])
export { commandMessage, queryMessage }
