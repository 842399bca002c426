import type { RecordedEvent, StreamSlice } from '@fudao/contracts/kit'
import type pg from 'pg'
import type { StreamRead } from '../event-store.js'
import { toPosition } from '../position.js'
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
const readText = `
select r.n, s.last, ${columns}
  from unnest($1::text[], $2::int[], $3::int[], $4::boolean[]) with ordinality as r (stream, start, size, backwards, n)
 cross join lateral (
   select coalesce((select h.revision from fudao_ledger.event h where h.stream = r.stream order by h.revision desc limit 1), -1) as last offset 0
 ) s
  left join lateral (
   (select f.* from fudao_ledger.event f
     where not r.backwards and f.stream = r.stream and f.revision >= r.start order by f.revision limit r.size)
   union all
   (select b.* from fudao_ledger.event b
     where r.backwards and b.stream = r.stream and b.revision <= r.start order by b.revision desc limit r.size)
 ) e on true
 order by r.n, case when r.backwards then -e.revision else e.revision end`

const maxInt = 2 ** 31 - 1
export const defaultLimit = 1_000

/** All slices in one statement, so that each is of one moment. One event more than asked tells whether more follow. */
export const readStreams = async (pool: pg.Pool, reads: readonly StreamRead[]): Promise<readonly StreamSlice[]> => {
  if (reads.length === 0) return []
  const limits = reads.map((r) => Math.max(0, Math.min(r.limit ?? defaultLimit, 100_000)))
  const found = await rows(pool, 'read_streams', readText, [
    textArray(reads.map((r) => r.stream)),
    reads.map((r) => Math.min(Math.max(r.from ?? (r.backwards ? maxInt : 0), -1), maxInt)),
    limits.map((limit) => limit + 1),
    reads.map((r) => r.backwards === true),
  ])
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

/** Stored events with these ids, whatever their stream. */
export const readByIds = async (client: pg.Pool | pg.ClientBase, ids: readonly string[]): Promise<ReadonlyMap<string, StoredEvent>> => {
  const result = await client.query<string[]>({
    text: `select ${columns} from fudao_ledger.event e where e.id = any ($1::uuid[])`,
    values: [uuidArray(ids)],
    rowMode: 'array',
    types: rawTypes,
  })
  return new Map(result.rows.map((row) => toEvent(row, 0)).map((event) => [event.id, event]))
}
