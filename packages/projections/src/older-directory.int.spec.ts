import { connectNats } from '@fudao/messaging'
import { TestRelay } from '@fudao/messaging/testing'
import { createLogger } from '@fudao/telemetry'
import { createDatabase, eventually, startTestNats } from '@fudao/testing'
import { sql } from 'kysely'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { readCampus } from './campus-reader.js'
import { connectDatabase } from './connect-database.js'
import { defineProjection, onType } from './projection.js'
import { ProjectionRunner } from './projection-runner.js'
import { Rebuilds } from './rebuilds.js'
import { ensureProjection } from './schema.js'
import { SharedFeed } from './shared-feed.js'
import { defineTable } from './table.js'

const counts = defineTable('counts', { columns: { thingId: 'text', count: 'int' }, key: ['thingId'], indexes: [['count']] })
const counted = (version = 1) =>
  defineProjection({
    name: 'old-counts',
    version,
    tables: [counts],
    handlers: [
      onType(
        { type: 'test.Added', version: 1 },
        counts,
        (e) => [String(e.data.id)],
        (row, e, [thingId = '']) => ({ campus: e.campus, thingId, count: (row?.count ?? 0) + 1 }),
      ),
    ],
  })
const things = (n: number) =>
  Array.from({ length: n }, (_, i) => ({ type: 'test.Added', stream: 'thing-aksu.a', data: { id: `k${i % 5}` } }))

/** What the first version of this package left in a database, as it wrote it: tables, grants and the fingerprint of `counts`. */
const asLeft = (position: string) => `
  do $$ begin
    if not exists (select from pg_roles where rolname = 'fudao_reader') then create role fudao_reader nologin; end if;
  exception when duplicate_object or unique_violation then null;
  end $$;
  create schema fudao_projection;
  create table fudao_projection.projection (
    name text not null,
    version integer not null,
    fingerprint text not null,
    position text collate "C",
    events bigint not null default 0,
    live boolean not null default false,
    failure jsonb,
    updated_at timestamptz not null default now(),
    primary key (name, version));
  grant usage on schema fudao_projection to fudao_reader;
  grant select (name, version, position, live) on fudao_projection.projection to fudao_reader;
  create schema rm_old_counts_v1;
  grant usage on schema rm_old_counts_v1 to fudao_reader;
  create table rm_old_counts_v1.counts (campus text collate "C" not null, "thingId" text collate "C", count integer, primary key (campus, "thingId"));
  create index counts_0 on rm_old_counts_v1.counts (campus, count);
  alter table rm_old_counts_v1.counts enable row level security;
  create policy campus on rm_old_counts_v1.counts for select to fudao_reader using (campus = current_setting('fudao.campus', true));
  grant select on rm_old_counts_v1.counts to fudao_reader;
  insert into rm_old_counts_v1.counts select 'aksu', 'k' || n, 4 from generate_series(0, 4) n;
  insert into fudao_projection.projection (name, version, fingerprint, position, events, live)
    values ('old-counts', 1, 'ae37d90f79aad6e9', '${position}', 20, true)`

const setUp = async () => {
  const [nats, database] = await Promise.all([startTestNats(), createDatabase()])
  const quiet = createLogger('test', { level: 'error', write: () => undefined })
  const nc = await connectNats({ url: nats.url, name: 'test', logger: quiet })
  const relay = new TestRelay(nc)
  await relay.createStream()
  // the last one concerned others: the checkpoint stood behind what the rows hold
  const token = await relay.publish(...things(20), { type: 'test.Nothing', stream: 'thing-aksu.a', data: {} })
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query(asLeft(token))
  await client.end()
  const db = connectDatabase(database.url, { name: 'test' })
  const feed = new SharedFeed({ nc, name: 'test__projections', logger: quiet })
  const rebuilds: Rebuilds[] = []
  const begin = async (version = 1): Promise<Rebuilds> => {
    const options = { db, nc, service: 'test', projection: counted(version), feed, logger: quiet }
    const made = new Rebuilds(options, new ProjectionRunner(options))
    rebuilds.push(made)
    await made.served.start()
    await made.start()
    return made
  }
  const total = (version = 1): Promise<number> =>
    readCampus(
      db,
      'aksu',
      async (rows) => Number((await sql<{ n: string | null }>`select sum(count) n from counts`.execute(rows)).rows[0]?.n ?? 0),
      undefined,
      [counted(version)],
    )
  const tearDown = async () => {
    for (const one of rebuilds) {
      await one.stop()
      await one.served.stop()
    }
    await nc.close()
    await db.destroy()
    await Promise.all([nats.stop(), database.drop()])
  }
  return { db, relay, token, begin, total, [Symbol.asyncDispose]: tearDown }
}

describe('a database of before generations', () => {
  it('is served as it is: no event is folded again, and what comes is added', async () => {
    await using at = await setUp()
    const { served, generations } = await at.begin().then((r) => ({ served: r.served, generations: () => r.generations() }))
    expect(served.position).toBe(at.token)
    expect(await at.total()).toBe(20)
    expect(await generations()).toMatchObject([
      {
        generation: 0,
        role: 'served',
        schema: 'rm_old_counts_v1',
        position: at.token,
        applied: at.token,
        events: 20,
        live: true,
        ready: true,
      },
    ])
    expect(await served.waitFor(await at.relay.publish(...things(7)), 5_000)).toBe(true)
    expect(await at.total()).toBe(27)
    expect(await generations()).toMatchObject([{ events: 27 }])
  })
  it('is rebuilt, compared, swapped and rolled back like a new one', async () => {
    await using at = await setUp()
    const rebuilds = await at.begin()
    await rebuilds.rebuild()
    const seen = await eventually('compared', async () => (await rebuilds.compare()) ?? undefined, { within: 15_000 })
    expect(seen).toMatchObject({ equal: true })
    expect(await rebuilds.swap(5_000)).toBe('done')
    expect((await rebuilds.generations()).map(({ role, schema }) => [role, schema])).toEqual([
      ['served', 'rm_old_counts_v1_g1'],
      ['previous', 'rm_old_counts_v1'],
    ])
    expect(await rebuilds.served.waitFor(await at.relay.publish(...things(3)), 5_000)).toBe(true)
    expect(await rebuilds.rollback(5_000)).toBe('done')
    expect(await at.total()).toBe(23)
  })
  it('takes a new version of the read model beside the one it holds', async () => {
    await using at = await setUp()
    await at.begin(2)
    await eventually('version 2 is live', async () => (await ensureProjection(at.db, counted(2))).live, { within: 10_000 })
    expect([await at.total(2), (await ensureProjection(at.db, counted())).live]).toEqual([20, false])
  })
  it('is changed once, whoever starts first', async () => {
    await using at = await setUp()
    const rows = await Promise.all([1, 2, 3, 4].map(() => ensureProjection(at.db, counted())))
    expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(1)
    expect(rows[0]).toMatchObject({ generation: 0, role: 'served', position: at.token, live: true })
  })
})
