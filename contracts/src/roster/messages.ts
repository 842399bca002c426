import { z } from 'zod'
import { actor, type Role } from '../kit/index.js'
import { type RosterField, rosterFields } from './columns.js'

/** Who imports a roster and takes it out with every column. */
export const rosterImporters: readonly Role[] = ['orgPersonnel']
/** Rows of one file. */
export const ROSTER_MAX_ROWS = 10_000
/** Bytes of one file. */
export const ROSTER_MAX_BYTES = 5 * 1024 * 1024
/** Rows of one request on NATS. */
export const ROSTER_BATCH = 50

/** A row of the file: what its cells say, as texts; empty cells are left out. */
export const rosterRow = z.strictObject({
  /** Line in the file, the header being 1. */
  line: z.int().min(2),
  cells: z.partialRecord(z.enum(rosterFields as readonly [RosterField, ...RosterField[]]), z.string().max(500)),
})
export type RosterRow = z.output<typeof rosterRow>

/** Body of a request `roster.<campus>.import`: plain personal data, as in any command. */
export const rosterRequest = z.strictObject({
  actor,
  /** Decides and reports; writes nothing. */
  dryRun: z.boolean(),
  /** Names the import in every event of it (`correlationid`). */
  importId: z.uuid(),
  rows: z.array(rosterRow).max(ROSTER_BATCH),
})
export type RosterRequest = z.output<typeof rosterRequest>

/** Why a row came back; the texts are those of `rosterReasons`, or of the context's refusals for its codes. */
export interface RosterReason {
  readonly code: string
  readonly field?: RosterField
  readonly rules: readonly string[]
  readonly params: Readonly<Record<string, unknown>>
}
export const rosterOutcomes = ['accepted', 'unchanged', 'failed'] as const
export interface RosterRowResult {
  readonly line: number
  /** `unchanged`: all of it is so already. A `failed` row has its reasons, and nothing of it was written unless one says so. */
  readonly outcome: (typeof rosterOutcomes)[number]
  /** Events written, or in a dry run those that would be. */
  readonly events: number
  readonly reasons: readonly RosterReason[]
}
export type RosterReply =
  | { readonly status: 'ok'; readonly rows: readonly RosterRowResult[] }
  | { readonly status: 'invalid' | 'forbidden' | 'unknown' }
  | { readonly status: 'unavailable'; readonly reason: string }

/** State of an import as `GET …/roster-import/{jobId}` shows it. */
export const rosterJob = z.object({
  jobId: z.uuid(),
  state: z.enum(['running', 'done', 'broken']).meta({ description: 'broken: 系统缺陷，请重新导入 · a defect; import again' }),
  dryRun: z.boolean(),
  total: z.int(),
  done: z.int(),
  accepted: z.int(),
  unchanged: z.int(),
  failed: z.int(),
  /** Events written so far, or in a dry run those that would be. */
  events: z.int(),
  seconds: z.number(),
  /** Address of the workbook with the faulty rows, once there are some and the import is over. */
  result: z.string().nullable(),
})
export type RosterJob = z.output<typeof rosterJob>
