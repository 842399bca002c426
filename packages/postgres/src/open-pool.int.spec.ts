import { createDatabase, type TestDatabase } from '@fudao/testing'
import type pg from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openPool } from './open-pool.js'

let database: TestDatabase
let pool: pg.Pool
beforeEach(async () => {
  database = await createDatabase()
  pool = openPool(database.url, { name: 'test', max: 1, keyed: true })
  await pool.query('create table things (id text primary key, n int)')
})
afterEach(async () => {
  await pool.end()
  await database.drop()
})

const find = 'select t.n from things t join unnest($1::text[]) as k(id) on t.id = k.id'
const prepared = async () =>
  (
    await pool.query<{ statement: string; generic: number; custom: number }>(
      'select statement, generic_plans::int generic, custom_plans::int custom from pg_prepared_statements order by name',
    )
  ).rows

it('a statement that comes again is planned once', async () => {
  for (let n = 0; n < 20; n++) await pool.query(find, [[String(n)]])
  expect(await prepared()).toEqual([{ statement: find, generic: 20, custom: 0 }])
})
it('the plan made for an empty table goes by index when the table is large', async () => {
  await pool.query(find, [['1']])
  await pool.query('insert into things select n::text, n from generate_series(1, 20000) n')
  const read = async () =>
    Number((await pool.query<{ n: string }>(`select seq_tup_read n from pg_stat_xact_user_tables where relname = 'things'`)).rows[0]?.n)
  await pool.query('begin')
  expect((await pool.query(find, [['7', '19999', 'none']])).rows).toEqual([{ n: 7 }, { n: 19_999 }])
  expect(await read()).toBe(0)
  await pool.query('rollback')
})
it('texts made up as a program goes do not pile up in the server', async () => {
  for (let n = 0; n < 320; n++) expect((await pool.query(`select $1::int + ${n} as sum`, [1])).rows).toEqual([{ sum: 1 + n }])
  expect(await prepared()).toHaveLength(300)
})
it('a pool that is not keyed leaves planning to the server', async () => {
  const plain = openPool(database.url, { name: 'plain', max: 1 })
  await plain.query(find, [['1']])
  expect((await plain.query('select from pg_prepared_statements')).rowCount).toBe(0)
  await plain.end()
})
it('a connection that the server ends is replaced, and its statements are prepared anew', async () => {
  await pool.query(find, [['1']])
  const admin = openPool(database.url, { name: 'admin', max: 1 })
  await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test' and datname = current_database()`,
  )
  await admin.end()
  // the first may still meet the broken one
  await pool.query(find, [['1']]).catch(() => undefined)
  expect((await pool.query(find, [['1']])).rows).toEqual([])
})
