import { z } from 'zod'

/**
 * What a decision stood on (C-06): the policy values and facts that were used, and the rules and events that asked for it.
 * It is copied into each event so that replay never changes history and *why?* can be answered from events alone.
 */
export const basis = z.object({
  /** key → value in force and the revision of the policy stream it was read at (-1: campus default). */
  policy: z.record(z.string(), z.object({ value: z.json(), version: z.int(), effectiveFrom: z.string().optional() })).optional(),
  /** name → stream and revision of the folded fact; of a row of a reference table its last event, the row, and the position the table had reached. */
  facts: z
    .record(z.string(), z.object({ stream: z.string(), revision: z.int(), position: z.string().optional(), value: z.json().optional() }))
    .optional(),
  /** Ids of regulation rules (`R-AK-83`), cross rules (`X-04`) and ambiguities (`A-12`). */
  rules: z.array(z.string()).optional(),
  /** Events the deciding rule used. */
  events: z.array(z.object({ id: z.string(), type: z.string(), stream: z.string().optional() })).optional(),
})
export type Basis = z.output<typeof basis>
