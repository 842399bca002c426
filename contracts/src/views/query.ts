import { z } from 'zod'
import { actor, type Issue } from '../kit/index.js'

/** Body of a NATS query request `qry.<campus>.<name>`. Parameters are the texts of the HTTP query string; the read side checks them. */
export const queryMessage = z.strictObject({
  actor,
  params: z.record(z.string(), z.string()),
})
export type QueryMessage = z.output<typeof queryMessage>

/** Answer to a query; everything a user can cause is a value, never an exception. */
export type QueryReply<T> =
  | { readonly status: 'ok'; readonly result: T }
  | { readonly status: 'invalid'; readonly issues: readonly Issue[] }
  | { readonly status: 'forbidden'; readonly code: 'NotAuthorized'; readonly params: Readonly<Record<string, unknown>> }
  | {
      readonly status: 'unknown'
      readonly code: 'UnknownQuery' | 'UnknownCampus' | 'NotFound'
      readonly params: Readonly<Record<string, unknown>>
    }
  | { readonly status: 'unavailable'; readonly reason: string }

/** One page of a read model. */
export interface ViewPage<Row = Record<string, unknown>> {
  readonly items: readonly Row[]
  /** Cursor of the next page, `null` on the last. */
  readonly next: string | null
  /** Of the campus as it was registered; `null` while that is not known here. */
  readonly campusName: string | null
  /** The campus's date that the rows are true for. */
  readonly asOf: string
  /** Store position the rows are true for. */
  readonly position: string | null
  /** The read model did not reach the asked token in time: the rows are older. */
  readonly stale: boolean
}
