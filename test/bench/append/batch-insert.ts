import { randomUUID } from 'node:crypto'
import { intArray, jsonArray, textArray, uuidArray } from '@fudao/event-store/binary-arrays'
import pg from 'pg'
import { eventData, eventMetadata } from './workload.js'

const rows = 500

/**
 * The limit: one process that inserts 500 ready-made events per transaction into a table of the ledger's shape and indexes, with
 * no callers, no checks, nothing to answer. Events per second.
 */
export const batchInsert = async (
  url: string,
): Promise<{ readonly measure: (ms: number) => Promise<number>; readonly close: () => Promise<void> }> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`create table raw_event (position bigint primary key, recorded_at timestamptz not null, revision integer not null,
    id uuid not null unique, stream text collate "C" not null, type text collate "C" not null, data json not null, metadata json not null,
    unique (stream, revision))`)
  const numbers = Array.from({ length: rows }, (_, i) => i)
  const types = textArray(numbers.map(() => 'staffing.WorkRecorded'))
  const data = jsonArray(numbers.map((i) => JSON.stringify(eventData(i))))
  const metadata = jsonArray(numbers.map(() => JSON.stringify(eventMetadata('bench'))))
  const nth = intArray(numbers)
  let written = 0
  const insert = async (): Promise<void> => {
    await client.query({
      name: 'raw',
      text: `insert into raw_event select $1::bigint + u.n, now(), $2::int, u.id, u.stream, u.type, u.data, u.metadata
        from unnest($3::int[], $4::uuid[], $5::text[], $6::text[], $7::json[], $8::json[]) as u (n, id, stream, type, data, metadata)`,
      values: [
        written,
        Math.floor(written / rows),
        nth,
        uuidArray(numbers.map(() => randomUUID())),
        textArray(numbers.map((i) => `worklog-bench.r${i}`)),
        types,
        data,
        metadata,
      ],
    })
    written += rows
  }
  return {
    measure: async (ms) => {
      const [started, before] = [performance.now(), written]
      while (performance.now() - started < ms) await insert()
      return ((written - before) / (performance.now() - started)) * 1_000
    },
    close: () => client.end(),
  }
}
