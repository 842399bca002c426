import type { AppendReply, AppendRequest, RecordedEvent, StreamSlice } from '@fudao/contracts/kit'

/** Which part of a stream: from revision `from` (inclusive; default the first, backwards the last), at most `limit` events (default 1,000). */
export interface StreamRead {
  readonly stream: string
  readonly from?: number
  readonly limit?: number
  readonly backwards?: boolean
}

/**
 * A slice whose events are JSON text: the elements of each column of the ledger's answer, separated by commas. Stored JSON stands in it
 * as it was stored.
 */
export interface SliceText {
  readonly stream: string
  /** Last revision of the stream, -1 if it does not exist. */
  readonly revision: number
  /** More events follow. */
  readonly more: boolean
  readonly count: number
  readonly columns: Readonly<Record<SliceColumn, string>>
}
export const sliceColumns = ['ids', 'types', 'revisions', 'positions', 'times', 'data', 'metadata'] as const
export type SliceColumn = (typeof sliceColumns)[number]

export interface EventStore {
  /**
   * Appends each request atomically and durably, all of them as cheaply as one. The answers are in the order of the requests, and none
   * depends on its neighbours': one that conflicts, is invalid or repeated leaves the others alone. Never throws: an unknown outcome is
   * resolved by asking for the event ids, and what stays unknown is `unavailable` (ask again with the same event ids).
   * Content is compared by stream, type and data; metadata is not, since it holds the trace of the attempt.
   */
  readonly append: (requests: readonly AppendRequest[]) => Promise<readonly AppendReply[]>
  /** Slices in the order asked, each consistent in itself. @throws StoreUnavailable */
  readonly read: (reads: readonly StreamRead[]) => Promise<readonly StreamSlice[]>
  /** As `read`, for whoever passes the events on as text. @throws StoreUnavailable */
  readonly readText: (reads: readonly StreamRead[]) => Promise<readonly SliceText[]>
  /** Events of all streams after a position, in commit order, without gaps; an event appears only when all before it are visible. @throws StoreUnavailable */
  readonly feed: (after: string | null, limit: number) => Promise<readonly RecordedEvent[]>
  /** Position of the last event, null while there is none. @throws StoreUnavailable */
  readonly head: () => Promise<string | null>
  /** Calls the listener soon after any instance has appended (at least once per burst). Returns the way to stop. */
  readonly onAppend: (listener: () => void) => () => void
  /** Finishes what is being appended, then lets go of the connections. */
  readonly close: () => Promise<void>
}

/** The store cannot be reached, or did not answer. Nothing is known about what it holds. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
}
