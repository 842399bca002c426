import type { ReadRequest } from '@fudao/contracts/kit'
import { categoryOf, tenantOf } from '@fudao/contracts/kit'
import type { EventStore, StreamRead } from '@fudao/event-store'
import { ledgerMetrics } from '../metrics.js'

/** Streams of one request. */
export const maxStreams = 500
/** Events of one slice, whatever the limit: what is cut off is told by `more`. */
export const maxEventsPerSlice = 1_000
/** A stream is asked for in small steps first, so that a few large events do not fill the memory. */
const step = 200

const isRevision = (value: unknown): boolean => value === undefined || (typeof value === 'number' && Number.isInteger(value) && value >= 0)

/** A campus reads its own streams and, of the platform's, those that are about itself (`campus-platform.<campus>`). */
const mayRead = (stream: string, campus: string): boolean =>
  tenantOf(stream) === campus || stream === `${categoryOf(stream)}-platform.${campus}`

/** Why a read cannot be answered, or null. */
export const whyUnreadable = (body: unknown, campus: string): string | null => {
  const streams = (body as Partial<ReadRequest> | null)?.streams
  if (!Array.isArray(streams)) return 'a read is {streams: [{stream, from?, limit?, backwards?}]}'
  if (streams.length > maxStreams) return `a read names at most ${maxStreams} streams`
  for (const [i, read] of (streams as readonly (Partial<StreamRead> | null)[]).entries()) {
    if (typeof read?.stream !== 'string' || !isRevision(read.from) || !isRevision(read.limit)) return `streams[${i}] is malformed`
    if (!mayRead(read.stream, campus)) return `WrongCampus: ${read.stream.slice(0, 120)} is not of ${campus}`
  }
  return null
}

interface Slice {
  readonly read: StreamRead
  readonly wanted: number
  readonly parts: string[]
  next: number | undefined
  revision: number
  more: boolean
}

/**
 * Reads streams and writes the reply as text of at most `maxBytes`, whole events only: JSON that is stored is escaped once and never
 * parsed. @throws StoreUnavailable
 */
export const readReply = async (store: Pick<EventStore, 'read'>, request: ReadRequest, maxBytes: number): Promise<string> => {
  const slices = request.streams.map((read): Slice => {
    const wanted = Math.min(read.limit ?? maxEventsPerSlice, maxEventsPerSlice)
    return { read, wanted, parts: [], next: read.from, revision: -1, more: true }
  })
  let room = maxBytes - 100 - slices.reduce((sum, s) => sum + s.read.stream.length + 100, 0)
  let count = 0
  let open = slices
  for (let first = true; open.length > 0; first = false) {
    const found = await store.read(
      open.map((s) => ({ ...s.read, ...(s.next === undefined ? {} : { from: s.next }), limit: Math.min(step, s.wanted - s.parts.length) })),
    )
    for (const [i, slice] of open.entries()) {
      const page = found[i]
      if (page === undefined) continue
      if (first) slice.revision = page.revision
      slice.more = page.more
      for (const event of page.events) {
        const text = JSON.stringify(event)
        room -= Buffer.byteLength(text) + 1
        if (room < 0) {
          slice.more = true
          break
        }
        slice.parts.push(text)
        slice.next = event.revision + (slice.read.backwards ? -1 : 1)
        count++
      }
    }
    open = room < 0 ? [] : open.filter((s) => s.more && s.parts.length < s.wanted)
  }
  ledgerMetrics.read.add(count)
  const texts = slices.map(
    (s) => `{"stream":${JSON.stringify(s.read.stream)},"events":[${s.parts.join(',')}],"revision":${s.revision},"more":${s.more}}`,
  )
  return `{"status":"ok","slices":[${texts.join(',')}]}`
}
