import { startTestPostgres, type TestPostgres } from '@fudao/testing'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Databases, prepareDatabases } from './databases.js'

// A server of its own: roles belong to the whole server.
let server: TestPostgres
let databases: Databases
const password = (role: string) => `pw-${role}`

beforeAll(async () => {
  server = await startTestPostgres()
  databases = await prepareDatabases(server.url, password)
})
afterAll(() => server.stop())

const query = async (url: string, sql: string): Promise<readonly unknown[]> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
const databaseOf = (url: string, other: string): string => {
  const mixed = new URL(url)
  mixed.pathname = new URL(other).pathname
  return mixed.href
}

test('each owner makes tables in its own database', async () => {
  for (const owner of ['ledger', 'rules', 'projector', 'staffing', 'assessment'] as const) {
    await query(databases[owner], 'create table mine (id int)')
    expect(await query(databases[owner], 'select current_user as me')).toEqual([{ me: `fudao_${owner}` }])
  }
})

test.each([
  ['rules', 'ledger'],
  ['projector', 'ledger'],
  ['ledger', 'rules'],
  ['rules', 'projector'],
  ['staffing', 'projector'],
  ['projector', 'staffing'],
] as const)('%s cannot enter the database of %s', async (who, whose) => {
  await expect(query(databaseOf(databases[who], databases[whose]), 'select 1')).rejects.toThrow('permission denied for database')
})

/** The projector's connection, acting as the role that serves queries. */
const asReader = () => `${databases.projector}?options=${encodeURIComponent('-c role=fudao_reader')}`

test('the reader reads nothing it was not granted, and writes nothing', async () => {
  await query(databases.projector, 'create table secret (id int)')
  await expect(query(asReader(), 'select * from secret')).rejects.toThrow('permission denied for table')
  await expect(query(asReader(), 'create table t (id int)')).rejects.toThrow('permission denied for schema')
  await query(databases.projector, 'grant select on secret to fudao_reader')
  expect(await query(asReader(), 'select * from secret')).toEqual([])
  await expect(query(asReader(), 'insert into secret values (1)')).rejects.toThrow('permission denied for table')
})

test('nobody logs in as the reader, and nobody is a superuser or escapes row-level security', async () => {
  await expect(query(databases.projector.replace('fudao_projector:', 'fudao_reader:'), 'select 1')).rejects.toThrow(
    'not permitted to log in',
  )
  const roles = await query(
    server.url,
    "select rolname from pg_roles where rolname like 'fudao_%' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)",
  )
  expect(roles).toEqual([])
})

test('preparing twice keeps what is there', async () => {
  await query(databases.rules, 'create table kept as select 1 as n')
  expect(await prepareDatabases(server.url, password)).toEqual(databases)
  expect(await query(databases.rules, 'select n from kept')).toEqual([{ n: 1 }])
})

test('a server that is not there is one sentence', async () => {
  await expect(prepareDatabases('postgres://postgres@127.0.0.1:1/postgres', password)).rejects.toThrow(
    /could not be prepared .*check DATABASE_URL/,
  )
})
