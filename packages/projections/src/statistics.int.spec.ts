import { createDatabase, type TestDatabase } from '@fudao/testing'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { BatchWriter } from './batch-writer.js'
import { connectDatabase } from './connect-database.js'
import { Folder, keyText, RowSet } from './fold.js'
import { defineProjection, onType, type ProjectedEvent } from './projection.js'
import { loadRows } from './rows-in-database.js'
import { type Db, ensureProjection } from './schema.js'
import { defineTable } from './table.js'

const WIDE = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'] as const
// an empty table of wide rows is taken for so small that a campus in it is one row
const things = defineTable('things', {
  columns: {
    thingId: 'text',
    owner: 'text',
    kind: 'text',
    ...(Object.fromEntries(WIDE.map((c) => [c, 'text'])) as Record<(typeof WIDE)[number], 'text'>),
  },
  key: ['thingId'],
  indexes: [['owner'], ['kind']],
})
const nothing = Object.fromEntries(WIDE.map((c) => [c, null])) as Record<(typeof WIDE)[number], null>
const projection = defineProjection({
  name: 'kinds-of-things',
  version: 1,
  tables: [things],
  handlers: [
    onType(
      { type: 'test.Added', version: 1 },
      things,
      ({ data }) => [String(data.id)],
      (_, { campus }, [thingId = '']) => ({ campus, thingId, owner: thingId, kind: null, ...nothing }),
    ),
  ],
})

let database: TestDatabase
let db: Db
beforeEach(async () => {
  database = await createDatabase()
  db = connectDatabase(database.url, { name: 'test', max: 1, keyed: true })
})
afterEach(async () => {
  await db.destroy()
  await database.drop()
})

const add = (n: number): ProjectedEvent =>
  ({ type: 'test.Added', schemaversion: 1, campus: 'aksu', position: String(n).padStart(20, '0'), data: { id: `t${n}` } }) as never

/** Rows of the table that the server looks at to find one. */
const looksAt = (thingId: string): Promise<number> =>
  db.transaction().execute(async (tx) => {
    const looked = async () => {
      const { rows } = await sql<{ n: number }>`select idx_tup_fetch::int n from pg_stat_xact_user_tables where relname = 'things'`.execute(
        tx,
      )
      return rows[0]?.n ?? 0
    }
    const key = ['aksu', thingId]
    const before = await looked()
    await loadRows(tx, 'rm_kinds_of_things_v1', new Map([[things, new Map([[keyText(key), key]])]]), new RowSet())
    return (await looked()) - before
  })

it('a row is found by its key though the statement was planned while the table was empty and its other indexes looked as good', async () => {
  const writer = new BatchWriter(db, projection, new Folder(projection), await ensureProjection(db, projection))
  for (let n = 0; n < 300; n += 20) {
    const events = Array.from({ length: 20 }, (_, i) => add(n + i))
    await writer.write(events, { to: events.at(-1)?.position ?? '', passed: 20, pending: 0 }, { ahead: false, done: () => undefined })
  }
  expect(await looksAt('t7')).toBe(1)
  expect(await looksAt('none')).toBe(0)
})
