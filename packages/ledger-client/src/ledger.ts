import type {
  AppendReply,
  AppendRequest,
  AppendsReply,
  AppendsRequest,
  EraseReply,
  EraseRequest,
  EventMetadata,
  KeysReply,
  KeysRequest,
  ReadReply,
  ReadRequest,
  SliceColumns,
} from '@fudao/contracts/kit'
import { type LedgerOperation, ledgerSubject, RequestUnavailable, requestJson } from '@fudao/messaging'
import type { NatsConnection } from '@nats-io/nats-core'
import { gatherReads } from './gather-reads.js'

/** The ledger could not say: it is away, or what it did is not known. */
export class LedgerUnavailable extends Error {
  override readonly name = 'LedgerUnavailable'
  constructor(
    readonly reason: string,
    /** The append may have been made; ask the stream for the event ids, never append blindly again. */
    readonly outcomeUnknown: boolean,
    options?: ErrorOptions,
  ) {
    super(`the ledger gave no answer: ${reason}`, options)
  }
}
/** The ledger refused a malformed request: a defect of the caller. */
export class LedgerRefused extends Error {
  override readonly name = 'LedgerRefused'
}

export type SettledAppend = Exclude<AppendReply, { readonly status: 'unavailable' | 'invalid' }>
type StreamRequest = ReadRequest['streams'][number]

/** A stored event as it is read, its JSON parsed. */
export interface ReadEvent {
  readonly id: string
  readonly type: string
  readonly stream: string
  readonly revision: number
  readonly position: string
  readonly recordedAt: string
  readonly data: Readonly<Record<string, unknown>>
  readonly metadata: Readonly<Partial<EventMetadata>>
}
export interface ReadSlice {
  readonly stream: string
  readonly events: readonly ReadEvent[]
  /** Last revision of the stream, -1 if it does not exist. */
  readonly revision: number
  /** More events follow. */
  readonly more: boolean
}

const toSlice = ({ stream, revision, more, ids, types, revisions, positions, times, data, metadata }: SliceColumns): ReadSlice => ({
  stream,
  revision,
  more,
  events: ids.map((id, i) => ({
    id,
    type: types[i] ?? '',
    stream,
    revision: revisions[i] ?? -1,
    position: positions[i] ?? '',
    recordedAt: times[i] ?? '',
    data: data[i] ?? {},
    metadata: metadata[i] ?? {},
  })),
})

/** The four operations of `ledger.<campus>.*`. */
export interface Ledger {
  /** @throws LedgerUnavailable with `outcomeUnknown` when the events may be stored, LedgerRefused */
  readonly append: (campus: string, request: AppendRequest) => Promise<SettledAppend>
  /** Several appends in one round trip, each with its own outcome. @throws LedgerUnavailable with `outcomeUnknown` when events may be stored */
  readonly appendAll: (campus: string, requests: readonly AppendRequest[]) => Promise<readonly AppendReply[]>
  /** Several streams in one round trip, each to its end. @throws LedgerUnavailable, LedgerRefused */
  readonly read: (campus: string, streams: readonly StreamRequest[]) => Promise<readonly ReadSlice[]>
  /** @throws LedgerUnavailable */
  readonly keys: (campus: string, request: KeysRequest) => Promise<Extract<KeysReply, { readonly status: 'ok' }>>
  /** Destroys the key of a person; safe to repeat. @throws LedgerUnavailable, LedgerRefused */
  readonly erase: (campus: string, request: EraseRequest) => Promise<void>
}

export const createLedger = (nc: NatsConnection, options: { readonly timeoutMs?: number } = {}): Ledger => {
  const timeoutMs = options.timeoutMs ?? 5_000
  const ask = async <T>(campus: string, operation: LedgerOperation, body: unknown): Promise<T> => {
    try {
      // the database is tidied up before an erasure is answered
      return await requestJson<T>(nc, ledgerSubject(campus, operation), body, {
        timeoutMs: operation === 'erase' ? 6 * timeoutMs : timeoutMs,
      })
    } catch (error) {
      if (error instanceof RequestUnavailable)
        throw new LedgerUnavailable(error.reason, operation === 'append' && error.outcomeUnknown, { cause: error })
      throw error
    }
  }
  const readOnce = async (campus: string, streams: readonly StreamRequest[]): Promise<readonly ReadSlice[]> => {
    const reply = await ask<ReadReply>(campus, 'read', { streams } satisfies ReadRequest)
    if (reply.status === 'ok') return reply.slices.map(toSlice)
    if (reply.status === 'invalid') throw new LedgerRefused(reply.reason)
    throw new LedgerUnavailable(reply.reason, false)
  }
  /** The rest of a stream whose first page was full, or that found no room beside the others. */
  const rest = async (campus: string, first: ReadSlice, request: StreamRequest): Promise<ReadSlice> => {
    let slice = first
    while (slice.more) {
      const limit = request.limit === undefined ? undefined : request.limit - slice.events.length
      if (limit !== undefined && limit <= 0) break
      const last = slice.events.at(-1)
      const from = last ? last.revision + (request.backwards ? -1 : 1) : request.from
      const [next] = await readOnce(campus, [
        { ...request, ...(from === undefined ? {} : { from }), ...(limit === undefined ? {} : { limit }) },
      ])
      if (!next || next.events.length === 0) break
      slice = { ...next, events: [...slice.events, ...next.events] }
    }
    return slice
  }
  const readPages = async (campus: string, streams: readonly StreamRequest[]): Promise<readonly ReadSlice[]> => {
    const slices = await readOnce(campus, streams)
    return Promise.all(
      streams.map(async (request, i) => {
        const slice = slices[i]
        if (!slice) throw new LedgerRefused('the ledger answered fewer streams than were asked for')
        return slice.more ? rest(campus, slice, request) : slice
      }),
    )
  }
  return {
    append: async (campus, request) => {
      const reply = await ask<AppendReply>(campus, 'append', request)
      if (reply.status === 'unavailable') throw new LedgerUnavailable(reply.reason, true)
      if (reply.status === 'invalid') throw new LedgerRefused(reply.reason)
      return reply
    },
    appendAll: async (campus, appends) => {
      const reply = await ask<AppendsReply>(campus, 'append', { appends } satisfies AppendsRequest)
      if ('replies' in reply) return reply.replies
      throw new LedgerRefused(reply.reason)
    },
    read: gatherReads(readPages),
    keys: async (campus, request) => {
      const reply = await ask<KeysReply>(campus, 'keys', request)
      if (reply.status === 'unavailable') throw new LedgerUnavailable(reply.reason, false)
      return reply
    },
    erase: async (campus, request) => {
      const reply = await ask<EraseReply>(campus, 'erase', request)
      if (reply.status === 'invalid') throw new LedgerRefused(reply.reason)
      if (reply.status === 'unavailable') throw new LedgerUnavailable(reply.reason, false)
    },
  }
}
