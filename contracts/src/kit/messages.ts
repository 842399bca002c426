import { z } from 'zod'
import { basis } from './basis.js'
import { actor } from './roles.js'
import { localDate } from './schema.js'

/** Body of a NATS command request `cmd.<campus>.<context>.<Command>`. */
export const commandMessage = z.strictObject({
  commandId: z.uuid(),
  payload: z.record(z.string(), z.unknown()),
  actor,
  /** Business date; default the campus's date. Allowed from people only in demo and test; `system` always states it. */
  asOf: localDate.optional(),
  /** If-Match: revision the caller saw (-1: the stream must not exist). */
  expectedRevision: z.int().min(-1).optional(),
  /** Consistency token: decide only after reference tables have reached it. */
  token: z.string().optional(),
  correlationId: z.string().optional(),
  /** Id of the event that made the command necessary. */
  causationId: z.string().optional(),
  /** X-id of the rule that issues the command (C-15). */
  rule: z.string().optional(),
  basis: basis.optional(),
})
export type CommandMessage = z.output<typeof commandMessage>

export interface Issue {
  readonly path: string
  readonly code: string
  readonly message: { readonly zh: string; readonly en: string }
}

/** Reason of an `unavailable` command whose service does not hold yet what it must decide on; nothing was changed. */
export const REFERENCE_BEHIND = 'referenceBehind'

/** Answer to a command; everything a user can cause is a value, never an exception. */
export type CommandReply =
  | {
      readonly status: 'accepted'
      readonly commandId: string
      readonly stream: string
      readonly revision: number
      readonly events: readonly { readonly id: string; readonly type: string }[]
      readonly token: string | null
      readonly repeated: boolean
      /** What the command was sent for, when that is more than its events (a blind signature); a repeat gets the same. */
      readonly answer?: Readonly<Record<string, unknown>> | undefined
    }
  | {
      readonly status: 'refused'
      readonly code: string
      readonly rules: readonly string[]
      readonly params: Readonly<Record<string, unknown>>
    }
  | { readonly status: 'invalid'; readonly issues: readonly Issue[] }
  | { readonly status: 'forbidden'; readonly code: 'NotAuthorized' | 'WrongCampus'; readonly params: Readonly<Record<string, unknown>> }
  | { readonly status: 'unknown'; readonly code: 'UnknownCommand' | 'UnknownCampus'; readonly params: Readonly<Record<string, unknown>> }
  | { readonly status: 'conflict'; readonly stream: string; readonly expected: number; readonly actual: number }
  | { readonly status: 'unavailable'; readonly reason: string }

/** Metadata stored with each event: flat CloudEvents extension attributes (lower-case names), so that the relay can splice them in unparsed. */
export interface EventMetadata {
  readonly campusid: string
  readonly schemaversion: number
  readonly actorid: string
  readonly actorrole: string
  readonly asof: string
  readonly policyversion: number
  readonly correlationid: string
  readonly causationid: string
  readonly commandid: string
  /** SHA-256 (first 16 hex digits) of the payload: tells a repeat from a reused idempotency key. */
  readonly commandhash: string
  readonly rule?: string
  readonly traceparent?: string
}

/** An event as consumers see it: CloudEvents 1.0, structured JSON mode, on `evt.<campus>.<context>.<Aggregate>.<Event>`. */
export interface CloudEvent<D = Record<string, unknown>> extends EventMetadata {
  readonly specversion: '1.0'
  readonly id: string
  /** `/fudao/<context>` */
  readonly source: string
  /** Stored type `<context>.<Name>`. */
  readonly type: string
  /** Stream name. */
  readonly subject: string
  /** recordedAt. */
  readonly time: string
  readonly datacontenttype: 'application/json'
  /** Opaque, totally ordered by string comparison; never calculated with. */
  readonly position: string
  /** 0-based within the stream. */
  readonly revision: number
  readonly data: D
}
