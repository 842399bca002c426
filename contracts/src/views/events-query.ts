import { z } from 'zod'
import { localDate, type Role } from '../kit/index.js'
import { pageParams } from './view.js'

/** Roles that read the stored facts of their campus; personal data stays encrypted in them. */
export const eventReaders: readonly Role[] = [
  'studentAffairs',
  'orgPersonnel',
  'partyCommittee',
  'disciplineInspection',
  'platformAdmin',
  'system',
]

/** Parameters of `GET /api/{campus}/events`. */
export const eventsFilter = z.strictObject({
  stream: z.string().min(1).max(300).optional(),
  correlation: z.string().min(1).max(100).optional(),
  causation: z.string().min(1).max(100).optional(),
  /** Stored type `<context>.<Event>`. */
  type: z.string().min(1).max(120).optional(),
  id: z.uuid().optional(),
  /** Position after which to begin; a page's `next` is the position of its last event. */
  from: z.string().min(1).max(64).optional(),
  token: pageParams.token,
  limit: pageParams.limit,
})

export const journalEvent = z.object({
  id: z.string(),
  type: z.string(),
  stream: z.string(),
  revision: z.int(),
  position: z.string(),
  asOf: localDate,
  recordedAt: z.string(),
  actor: z.object({ id: z.string(), role: z.string() }),
  rule: z.string().nullable(),
  correlationId: z.string(),
  causationId: z.string(),
  commandId: z.string(),
  policyVersion: z.int(),
  /** Trace the decision belongs to; `null` where nothing was traced, and for anonymous acts (C-12). */
  traceId: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
})
export type JournalEvent = z.output<typeof journalEvent>
