import { z } from 'zod'
import { actor, type Issue, localDate, type Role } from '../kit/index.js'
import { draftEntry, policyDraft } from './draft.js'

/** Roles that try a draft at their campus; organisation-personnel only `staffing.*`. */
export const sandboxReaders: readonly Role[] = ['studentAffairs', 'orgPersonnel', 'partyCommittee']
/** Tries a draft over every campus of the province, without names. */
export const provinceSandboxReaders: readonly Role[] = ['provincialDepartment']
/** A count below this is not shown to the province. */
export const SMALLEST_CELL = 5

const bilingual = z.object({ zh: z.string(), en: z.string() })
const figures = z.record(z.string(), z.unknown())

export const sandboxKinds = ['decision', 'command', 'task', 'timer'] as const
/** `refused`: would not be allowed; `gone`: would not happen; `new`: would happen besides; `other`: with other figures. */
export const sandboxChanges = ['refused', 'gone', 'new', 'other'] as const

/** Something that would be different under the draft. */
export const sandboxRow = z.object({
  kind: z.enum(sandboxKinds),
  change: z.enum(sandboxChanges),
  /** Rules that the decision carried out (`R-AK-83`, `X-08`). */
  ruleIds: z.array(z.string()),
  /** Parameters of the draft it hangs on. */
  keys: z.array(z.string()),
  /** What it is about: event, command, task or timer, as it is stored. */
  what: z.string(),
  title: bilingual,
  subject: z.string(),
  counselorId: z.string().nullable(),
  /** `null` where nobody is named, and of an erased person. */
  name: z.string().nullable(),
  /** The recorded event that the decision made or followed. */
  event: z.object({ id: z.string(), type: z.string(), on: localDate }).nullable(),
  before: figures.nullable(),
  after: figures.nullable(),
  sentence: bilingual,
})
export type SandboxRow = z.output<typeof sandboxRow>

const tried = draftEntry.extend({
  title: bilingual,
  /** Value in force on `from` (or today, where the whole of the past is replayed). */
  now: z.unknown(),
})
const replayed = z.object({
  /** Events read, in store order. */
  events: z.int(),
  /** Decisions made anew under the draft. */
  decisions: z.int(),
  /** Decisions that could not be made anew, by event type. */
  notReplayed: z.record(z.string(), z.int()),
})

/** What a campus is shown. */
export const sandboxResult = z.object({
  campus: z.string(),
  asOf: localDate,
  /** Store position of the last event replayed. */
  position: z.string().nullable(),
  draft: z.array(tried),
  replayed,
  /** Whether history and list are whole; `limits` says what is not. */
  complete: z.boolean(),
  total: z.int(),
  counselors: z.int(),
  rows: z.array(sandboxRow),
  limits: z.array(bilingual),
})
export type SandboxResult = z.output<typeof sandboxResult>

/** A count that is not shown is `null`. */
export const sandboxCell = z.object({
  campus: z.string(),
  rule: z.string(),
  kind: z.enum(sandboxKinds),
  change: z.enum(sandboxChanges),
  count: z.int().nullable(),
})
export type SandboxCell = z.output<typeof sandboxCell>
/** What a province is shown: counts, no names, no ids of persons. */
export const provinceSandboxResult = z.object({
  province: z.string(),
  draft: z.array(draftEntry.extend({ title: bilingual })),
  campuses: z.array(z.object({ campus: z.string(), complete: z.boolean(), events: z.int() })),
  cells: z.array(sandboxCell),
  complete: z.boolean(),
  limits: z.array(bilingual),
})
export type ProvinceSandboxResult = z.output<typeof provinceSandboxResult>

/** Body of the NATS request `qry.<tenant>.sandbox`. */
export const sandboxMessage = z.strictObject({ actor, draft: policyDraft })
export type SandboxMessage = z.input<typeof sandboxMessage>
export type SandboxReply =
  | { readonly status: 'ok'; readonly result: SandboxResult | ProvinceSandboxResult }
  | { readonly status: 'invalid'; readonly issues: readonly Issue[] }
  | {
      readonly status: 'refused'
      readonly code: string
      readonly rules: readonly string[]
      readonly params: Readonly<Record<string, unknown>>
    }
  | { readonly status: 'forbidden'; readonly params: Readonly<Record<string, unknown>> }
  | { readonly status: 'unknown'; readonly params: Readonly<Record<string, unknown>> }
  | { readonly status: 'unavailable'; readonly reason: string }

/** `sandbox.<campus>.<context>`: decisions of one context to be made anew under a draft; nothing is written. */
export const redecideRequest = z.strictObject({
  draft: z.array(draftEntry),
  /** Streams and the revisions of their events to decide anew. */
  streams: z.array(z.strictObject({ stream: z.string(), revisions: z.array(z.int().min(0)) })),
})
export type RedecideRequest = z.input<typeof redecideRequest>
/** One decision that would have come out otherwise. */
export interface Redecided {
  readonly eventId: string
  /** Stored type. */
  readonly type: string
  readonly stream: string
  readonly on: string
  readonly ruleIds: readonly string[]
  readonly keys: readonly string[]
  readonly change: 'refused' | 'gone' | 'other'
  readonly before: Readonly<Record<string, unknown>>
  readonly after: Readonly<Record<string, unknown>> | null
}
export interface RedecideReply {
  readonly status: 'ok' | 'invalid' | 'unavailable'
  readonly changes: readonly Redecided[]
  readonly decisions: number
  readonly notReplayed: Readonly<Record<string, number>>
}
