import type { ReadRequest, StreamSlice } from '@fudao/contracts/kit'
import { categoryOf, tenantOf } from '@fudao/contracts/kit'
import { type EventStore, type SliceText, type StreamRead, sliceColumns, toSliceText } from '@fudao/event-store'
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
  readonly parts: SliceText[]
  count: number
  next: number | undefined
  revision: number
  more: boolean
}

/** Where the texts come from, and the events one by one where a text is larger than the reply may be. */
export interface ReadFrom {
  readonly texts: (reads: readonly StreamRead[]) => Promise<readonly SliceText[]>
  readonly events: EventStore['read']
}

const bytesOf = ({ columns }: SliceText): number => sliceColumns.reduce((sum, name) => sum + Buffer.byteLength(columns[name]) + 1, 0)

const add = (slice: Slice, part: SliceText): void => {
  if (part.count > 0) slice.parts.push(part)
  slice.count += part.count
  slice.more = part.more
  slice.next = slice.read.backwards
    ? Math.max(Math.min(slice.next ?? slice.revision, slice.revision) - part.count, 0)
    : (slice.next ?? 0) + part.count
}

/** As many events of a page as fit. */
const fitting = (page: StreamSlice, room: number): SliceText | null => {
  for (let count = page.events.length; count > 0; count = count >> 1) {
    const part = toSliceText({ ...page, events: page.events.slice(0, count), more: page.more || count < page.events.length })
    if (bytesOf(part) <= room) return part
  }
  return null
}

const toText = ({ read, revision, more, parts }: Slice): string => {
  const columns = sliceColumns.map((name) => `"${name}":[${parts.map((part) => part.columns[name]).join(',')}]`)
  return `{"stream":${JSON.stringify(read.stream)},"revision":${revision},"more":${more},${columns.join(',')}}`
}

/**
 * Reads streams and writes the reply as text of at most `maxBytes`, whole events only: JSON that is stored is neither parsed nor escaped.
 * A slice that finds no room beside the others is left out, which `more` tells. @throws StoreUnavailable
 */
export const readReply = async (from: ReadFrom, request: ReadRequest, maxBytes: number): Promise<string> => {
  const slices = request.streams.map((read): Slice => {
    const wanted = Math.min(read.limit ?? maxEventsPerSlice, maxEventsPerSlice)
    return { read, wanted, parts: [], count: 0, next: read.from, revision: -1, more: true }
  })
  let room = maxBytes - 100 - slices.reduce((sum, s) => sum + s.read.stream.length + 200, 0)
  let [open, count] = [slices, 0]
  for (let [first, full] = [true, false]; open.length > 0 && !full; first = false) {
    const asked = open.map((s) => ({
      ...s.read,
      ...(s.next === undefined ? {} : { from: s.next }),
      limit: Math.min(step, s.wanted - s.count),
    }))
    const found = await from.texts(asked)
    for (const [i, slice] of open.entries()) {
      const [page, read] = [found[i], asked[i]]
      if (page === undefined || read === undefined) continue
      if (first) slice.revision = page.revision
      let part: SliceText | null = page
      // nothing else is in the reply: cut, or whoever asks would never get on
      if (bytesOf(page) > room) part = count === 0 ? fitting((await from.events([read]))[0] ?? { ...page, events: [] }, room) : null
      full ||= part === null || part.count < page.count
      if (part === null) continue
      add(slice, part)
      room -= bytesOf(part)
      count += part.count
    }
    open = open.filter((s) => s.more && s.count < s.wanted)
  }
  ledgerMetrics.read.add(count)
  return `{"status":"ok","slices":[${slices.map(toText).join(',')}]}`
}
