import type { AppendRequest, RecordedEvent, StreamSlice } from '@fudao/contracts/kit'
import type pg from 'pg'
import type { SliceText, StreamRead } from '../event-store.js'
import { positionWidth, toPosition } from '../position.js'
import type { StoredEvent } from '../same-content.js'
import { textArray, uuidArray } from './binary-arrays.js'
import { rawTypes, toInstant } from './connection.js'

type Row = readonly string[]
const columns = 'e.position, e.recorded_at, e.revision, e.id, e.stream, e.type, e.data::text, e.metadata::text'

const toEvent = (row: Row, at: number): RecordedEvent => ({
  position: toPosition(row[at] ?? ''),
  recordedAt: toInstant(row[at + 1] ?? ''),
  revision: Number(row[at + 2]),
  id: row[at + 3] ?? '',
  stream: row[at + 4] ?? '',
  type: row[at + 5] ?? '',
  data: row[at + 6] ?? '',
  metadata: row[at + 7] ?? '',
})

const rows = async (pool: pg.Pool, name: string, text: string, values: readonly unknown[]): Promise<readonly Row[]> => {
  const result = await pool.query<string[]>({ name, text, values: [...values], rowMode: 'array', types: rawTypes })
  return result.rows
}

// `offset 0` keeps the planner from looking for the last revision once per event instead of once per stream.
const wanted = `
  from unnest($1::text[], $2::int[], $3::int[], $4::boolean[]) with ordinality as r (stream, start, size, backwards, n)
 cross join lateral (
   select coalesce((select h.revision from fudao_ledger.event h where h.stream = r.stream order by h.revision desc limit 1), -1) as last offset 0
 ) s`
const found = `
   (select f.* from fudao_ledger.event f
     where not r.backwards and f.stream = r.stream and f.revision >= r.start order by f.revision limit r.size)
   union all
   (select b.* from fudao_ledger.event b
     where r.backwards and b.stream = r.stream and b.revision <= r.start order by b.revision desc limit r.size)`
const streamsText = `
select r.n, s.last, ${columns} ${wanted}
  left join lateral (${found}) e on true
 order by r.n, case when r.backwards then -e.revision else e.revision end`

// One row per stream: what is stored is put together by the server and looked at by nobody on its way. Ids, types and times need no
// escaping; the times are those of a session in UTC.
const textsText = `
select s.last, t.* ${wanted}
 cross join lateral (
   select count(*), string_agg(e.id::text, '","') as ids, string_agg(e.type, '","') as types, string_agg(e.revision::text, ',') as revisions,
          string_agg(lpad(e.position::text, ${positionWidth}, '0'), '","') as positions,
          translate(replace(string_agg(e.recorded_at::text, '","'), '+00', 'Z'), ' ', 'T') as times,
          string_agg(e.data::text, ',') as data, string_agg(e.metadata::text, ',') as metadata
     from (${found}) e
 ) t
 order by r.n`

const maxInt = 2 ** 31 - 1
export const defaultLimit = 1_000

const limitOf = (read: StreamRead): number => Math.max(0, Math.min(read.limit ?? defaultLimit, 100_000))
const startOf = ({ from, backwards }: StreamRead): number => Math.min(Math.max(from ?? (backwards ? maxInt : 0), -1), maxInt)
const parameters = (reads: readonly StreamRead[], sizes: readonly number[]): readonly unknown[] => [
  textArray(reads.map((r) => r.stream)),
  reads.map(startOf),
  sizes,
  reads.map((r) => r.backwards === true),
]

/** All slices in one statement, so that each is of one moment. Revisions are without gaps, so that their number tells whether more follow. */
export const readTexts = async (pool: pg.Pool, reads: readonly StreamRead[]): Promise<readonly SliceText[]> => {
  if (reads.length === 0) return []
  const found = await rows(pool, 'read_texts', textsText, parameters(reads, reads.map(limitOf)))
  return found.map(([last, counted, ids, types, revisions, positions, times, data, metadata], i) => {
    const read = reads[i] ?? { stream: '' }
    const [revision, count, start] = [Number(last), Number(counted), startOf(read)]
    const more = read.backwards ? Math.min(start, revision) - count >= 0 : start + count <= revision
    const quoted = (texts: string | undefined): string => (count === 0 ? '' : `"${texts}"`)
    const columns = {
      ids: quoted(ids),
      types: quoted(types),
      revisions: revisions ?? '',
      positions: quoted(positions),
      times: quoted(times),
      data: data ?? '',
      metadata: metadata ?? '',
    }
    return { stream: read.stream, revision, more, count, columns }
  })
}

/** All slices in one statement, so that each is of one moment. One event more than asked tells whether more follow. */
export const readStreams = async (pool: pg.Pool, reads: readonly StreamRead[]): Promise<readonly StreamSlice[]> => {
  if (reads.length === 0) return []
  const limits = reads.map(limitOf)
  const found = await rows(
    pool,
    'read_streams',
    streamsText,
    parameters(
      reads,
      limits.map((limit) => limit + 1),
    ),
  )
  const slices = reads.map((r) => ({ stream: r.stream, events: [] as RecordedEvent[], revision: -1, more: false }))
  for (const row of found) {
    const index = Number(row[0]) - 1
    const slice = slices[index]
    if (slice === undefined) continue
    slice.revision = Number(row[1])
    if (row[2] === null) continue
    if (slice.events.length < (limits[index] ?? 0)) slice.events.push(toEvent(row, 2))
    else slice.more = true
  }
  return slices
}

export const readFeed = async (pool: pg.Pool, after: string | null, limit: number): Promise<readonly RecordedEvent[]> => {
  const text = `select ${columns} from fudao_ledger.event e where e.position > $1::bigint order by e.position limit $2::int`
  return (await rows(pool, 'read_feed', text, [after ?? '0', limit])).map((row) => toEvent(row, 0))
}

export const readHead = async (pool: pg.Pool): Promise<string | null> => {
  const found = await rows(pool, 'read_head', 'select e.position from fudao_ledger.event e order by e.position desc limit 1', [])
  const position = found[0]?.[0]
  return position === undefined ? null : toPosition(position)
}

/** Where a stream may hold what a request appends: its first revision there, and how many. Whoever names a revision wrote right behind it. */
const placeOf = ({ expectedRevision, events }: AppendRequest): { readonly start: number; readonly size: number } => {
  if (expectedRevision === 'any' || expectedRevision === 'exists') return { start: 0, size: maxInt }
  return { start: expectedRevision === 'none' ? 0 : expectedRevision + 1, size: events.length }
}

// `limit` has each stream looked up by its index, whatever the planner thinks of the number of its events.
const repeatedText = `
select ${columns}
  from unnest($1::text[], $2::int[], $3::int[]) as r (stream, start, size)
 cross join lateral (
   select f.* from fudao_ledger.event f where f.stream = r.stream and f.revision >= r.start order by f.revision limit r.size
 ) e
 where e.id = any ($4::uuid[])`

/** What the streams of these requests hold already of their events, by event id. */
export const readRepeated = async (
  client: pg.Pool | pg.ClientBase,
  requests: readonly AppendRequest[],
): Promise<ReadonlyMap<string, StoredEvent>> => {
  const places = requests.map(placeOf)
  const result = await client.query<string[]>({
    name: 'read_repeated',
    text: repeatedText,
    values: [
      textArray(requests.map(({ stream }) => stream)),
      places.map(({ start }) => start),
      places.map(({ size }) => size),
      uuidArray(requests.flatMap(({ events }) => events.map(({ id }) => id))),
    ],
    rowMode: 'array',
    types: rawTypes,
  })
  return new Map(result.rows.map((row) => toEvent(row, 0)).map((event) => [event.id, event]))
}
