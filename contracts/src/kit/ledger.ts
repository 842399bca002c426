/** Protocol of `ledger.<campus>.*` (NATS request-reply, plain JSON, not Nest framing). */

/** First event of a stream has revision 0. */
export type ExpectedRevision = number | 'any' | 'none' | 'exists'

/** Event on its way to the store. `data` and `metadata` are JSON *text*: parsed by nobody between service and consumer. */
export interface ProposedEvent {
  readonly id: string
  readonly type: string
  readonly data: string
  readonly metadata: string
}
export interface AppendRequest {
  readonly stream: string
  readonly expectedRevision: ExpectedRevision
  readonly events: readonly ProposedEvent[]
}
export type AppendReply =
  | { readonly status: 'appended'; readonly revision: number; readonly position: string; readonly repeated: boolean }
  | { readonly status: 'conflict'; readonly actual: number }
  /** Same event id with other content (R: idempotent append). */
  | { readonly status: 'idReused'; readonly id: string }
  | { readonly status: 'invalid'; readonly reason: string }
  /** The outcome is unknown or the store is away: ask again with the same event ids. */
  | { readonly status: 'unavailable'; readonly reason: string }

/** Several appends as one request; each is stored, or not, by itself. */
export interface AppendsRequest {
  readonly appends: readonly AppendRequest[]
}
/** In the order of the request. */
export type AppendsReply = { readonly replies: readonly AppendReply[] } | { readonly status: 'invalid'; readonly reason: string }

export interface RecordedEvent extends ProposedEvent {
  readonly stream: string
  readonly revision: number
  readonly position: string
  readonly recordedAt: string
}
/** Several streams in one round trip; each from `from` (inclusive revision), oldest first. */
export interface ReadRequest {
  readonly streams: readonly { readonly stream: string; readonly from?: number; readonly limit?: number; readonly backwards?: boolean }[]
}
export interface StreamSlice {
  readonly stream: string
  readonly events: readonly RecordedEvent[] /** Last revision of the stream, -1 if it does not exist. */
  readonly revision: number /** More events follow. */
  readonly more: boolean
}
type Json = Readonly<Record<string, unknown>>
/**
 * A slice as it is answered: a column for each field of its events, all of one length. The JSON that was stored stands in it as it was
 * stored, so that it is copied by the ledger and parsed once, by whoever asked.
 */
export interface SliceColumns {
  readonly stream: string
  readonly revision: number
  readonly more: boolean
  readonly ids: readonly string[]
  readonly types: readonly string[]
  readonly revisions: readonly number[]
  readonly positions: readonly string[]
  readonly times: readonly string[]
  readonly data: readonly Json[]
  readonly metadata: readonly Json[]
}
export type ReadReply =
  | { readonly status: 'ok'; readonly slices: readonly SliceColumns[] }
  | { readonly status: 'invalid' | 'unavailable'; readonly reason: string }

/** `ledger.<campus>.keys`: data keys of persons, wrapped under the master key (A8). A destroyed key is `null`. */
export interface KeysRequest {
  readonly personIds: readonly string[]
  readonly create: boolean
}
export type KeysReply =
  | { readonly status: 'ok'; readonly keys: Readonly<Record<string, string | null>> }
  | { readonly status: 'unavailable'; readonly reason: string }

/**
 * `ledger.<campus>.erase`: destroys the data key of a person for ever (A8). Asked again, it answers the same. Every holder of keys
 * hears of it on `keys.<campus>.erased` ({@link KeyErased}).
 */
export interface EraseRequest {
  readonly personId: string
}
export type EraseReply = { readonly status: 'ok' } | { readonly status: 'invalid' | 'unavailable'; readonly reason: string }
/** Told to whoever holds keys, once a key is destroyed. */
export interface KeyErased {
  readonly personId: string
}
