import type { Accepted } from '@fudao/api-client'

/** What a client was told, at last. `unknown`: it gave up while no answer was certain. */
export type Outcome =
  | { readonly kind: 'accepted'; readonly reply: Accepted }
  | { readonly kind: 'refused'; readonly status: number; readonly code: string; readonly actual: number | null }
  | { readonly kind: 'unknown'; readonly reason: string }

/** One command of one client, with the same idempotency key however often it was sent. Times are `performance.now()`. */
export interface Call {
  readonly key: string
  readonly client: string
  readonly campus: string
  readonly context: string
  readonly command: string
  readonly role: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly ifMatch?: number
  readonly startedAt: number
  endedAt: number
  attempts: number
  /** At least one attempt got no certain answer. */
  unsure: boolean
  outcome: Outcome
  /** Answers to later repeats with the same key. */
  readonly repeats: Accepted[]
}

/** Something that must not be; the run fails. */
export interface Violation {
  readonly check: string
  readonly what: string
}
