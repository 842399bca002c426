import type { StreamHead } from '@fudao/messaging'

/**
 * `idle`: has all there is; `behind`: has not, and moves; `stuck`: has not, and has not moved for {@link STUCK_AFTER_MS};
 * `failed`: stands still at an event it cannot fold.
 */
export type Activity = 'idle' | 'behind' | 'stuck' | 'failed'

/** Longer than a batch, a reconnect or the restart of a database takes. */
export const STUCK_AFTER_MS = 15_000

export interface Signs {
  readonly failure: unknown
  /** Last event of the stream, looked at apart from the feed; `null` where it is not known. */
  readonly head: StreamHead | null
  readonly position: string | null
  /** Events behind the last one delivered, as the feed knows them. */
  readonly pending: number
  /** Epoch milliseconds of the last progress, or of the last look at which nothing was left to do. */
  readonly progressAt: number
  readonly now: number
}

/** Tells stuck from idle and from behind. A feed that has died knows of no lag: the head of the stream is the second witness. */
export const judgeActivity = ({ failure, head, position, pending, progressAt, now }: Signs): Activity => {
  if (failure) return 'failed'
  const missing = pending > 0 || (head !== null && (position === null || head.position > position))
  if (!missing) return 'idle'
  return now - progressAt > STUCK_AFTER_MS ? 'stuck' : 'behind'
}
