import { connectNats } from '@fudao/messaging'
import { TestRelay } from '@fudao/messaging/testing'
import { createLogger, metricsText } from '@fudao/telemetry'
import { createDatabase, eventually, startTestNats, startTestPostgres, type TestDatabase, type TestNats } from '@fudao/testing'
import type { NatsConnection } from '@nats-io/nats-core'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readCampus } from './campus-reader.js'
import { connectDatabase } from './connect-database.js'
import { defineProjection, onType, type ProjectionDefinition } from './projection.js'
import { type CommittedBatch, ProjectionRunner } from './projection-runner.js'
import { type Db, ensureProjection } from './schema.js'
import { defineTable } from './table.js'

const counts = defineTable('counts', {
  columns: { thingId: 'text', count: 'int', last: 'json', seen: 'bool' },
  key: ['thingId'],
  indexes: [['count']],
})
const poison = { active: true }
const define = (name: string, version = 1): ProjectionDefinition =>
  defineProjection({
    name,
    version,
    tables: [counts],
    handlers: [
      onType(
        { type: 'test.Added', version: 1 },
        counts,
        (e) => [String(e.data.id)],
        (row, e, [thingId = '']) => {
          if (e.data.poison === name && poison.active) throw new RangeError('cannot be folded')
          return { campus: e.campus, thingId, count: (row?.count ?? 0) + 1, last: { position: e.position, 引: '“"\\' }, seen: true }
        },
      ),
    ],
  })

describe('ProjectionRunner', () => {
  let server: TestNats
  let nc: NatsConnection
  let relay: TestRelay
  let database: TestDatabase
  let db: Db
  const runners: ProjectionRunner[] = []
  const quiet = createLogger('test', { level: 'error', write: () => undefined })
  beforeEach(async () => {
    poison.active = true
    server = await startTestNats()
    nc = await connectNats({ url: server.url, name: 'test', logger: quiet })
    relay = new TestRelay(nc)
    await relay.createStream()
    database = await createDatabase()
    db = connectDatabase(database.url, { name: 'test' })
  })
  afterEach(async () => {
    await Promise.all(runners.splice(0).map((runner) => runner.stop()))
    await nc.close()
    await db.destroy()
    await Promise.all([server.stop(), database.drop()])
  })

  const start = async (
    projection: ProjectionDefinition,
    more: { batchSize?: number; onCommitted?: (b: CommittedBatch) => void; db?: Db } = {},
  ) => {
    const runner = new ProjectionRunner({ db, nc, service: 'test', projection, logger: quiet, ...more })
    runners.push(runner)
    await runner.start()
    return runner
  }
  const add = (id: string, more: Record<string, unknown> = {}, campus = 'aksu') => ({
    type: 'test.Added',
    stream: `thing-${campus}.${id}`,
    campus,
    data: { id, ...more },
  })
  const many = (n: number, keys = 10) => Array.from({ length: n }, (_, i) => add(`k${i % keys}`))
  const total = async (name: string, campus = 'aksu', version = 1): Promise<number> =>
    readCampus(db, campus, async (rows) => {
      const found = await sql<{ n: string | null }>`select sum(count) n from ${sql.id(`rm_${name}_v${version}`, 'counts')}`.execute(rows)
      return Number(found.rows[0]?.n ?? 0)
    })

  it('projects everything once, over batches and a restart, in the checkpoint of the store', async () => {
    const token = await relay.publish(...many(1_000))
    const first = await start(define('once'), { batchSize: 37 })
    expect(await first.waitFor(token, 10_000)).toBe(true)
    await first.stop()
    const second = await start(define('once'))
    const next = await relay.publish(...many(50))
    expect(await second.waitFor(next, 5_000)).toBe(true)
    expect(await total('once')).toBe(1_050)
    expect(second.status).toMatchObject({ state: 'reading', lagEvents: 0, failure: null, position: next })
  })
  it('changes nothing when the stream is rebuilt and everything is published again', async () => {
    const token = await relay.publish(...many(200))
    const runner = await start(define('again'))
    await runner.waitFor(token, 5_000)
    await relay.deleteStream()
    await relay.createStream()
    await relay.publishRecorded(1, 200)
    const next = await relay.publish(add('k1'))
    expect(await runner.waitFor(next, 10_000)).toBe(true)
    expect(await total('again')).toBe(201)
  })
  it('a token beyond the end is waited for and then given up', async () => {
    const runner = await start(define('wait'))
    const token = relay.position(1)
    expect(await runner.waitFor(token, 50)).toBe(false)
    const waiting = runner.waitFor(token, 5_000)
    await relay.publish(add('a'))
    expect(await waiting).toBe(true)
  })
  it('a token of an event that concerns other read models is reached too, and kept over a restart', async () => {
    const runner = await start(define('others'))
    const token = await relay.publish({ type: 'test.Nothing', stream: 'thing-aksu.a', data: {} })
    expect(await runner.waitFor(token, 5_000)).toBe(true)
    await runner.stop()
    const control = await ensureProjection(db, define('others'))
    expect(control.position).toBe(token)
  })
  it('stops exactly before an event it cannot fold, alone, says where, and goes on after a repair', async () => {
    const before = await relay.publish(...many(10))
    await relay.publish(add('bad', { poison: 'sick' }))
    const token = await relay.publish(...many(5))
    const sick = await start(define('sick'))
    const healthy = await start(define('healthy'))
    expect(await healthy.waitFor(token, 5_000)).toBe(true)
    await eventually('stopped', () => sick.stopped)
    expect(sick.position).toBe(before)
    expect(sick.status.failure).toMatchObject({ type: 'test.Added', stream: 'thing-aksu.bad', error: 'RangeError: cannot be folded' })
    expect(await sick.waitFor(token, 5_000)).toBe(false)
    expect([await total('sick'), await total('healthy')]).toEqual([10, 16])
    expect(await metricsText()).toContain('fudao_projection_stopped{projection="sick"} 1')
    await sick.stop()
    poison.active = false
    const repaired = await start(define('sick'))
    expect(await repaired.waitFor(token, 5_000)).toBe(true)
    expect(await total('sick')).toBe(16)
  })
  it('two instances of one projection count nothing twice', async () => {
    const one = await start(define('twins'), { batchSize: 5 })
    const other = connectDatabase(database.url, { name: 'other' })
    const two = await start(define('twins'), { batchSize: 5, db: other })
    const token = await relay.publish(...many(100))
    expect(await Promise.all([one.waitFor(token, 15_000), two.waitFor(token, 15_000)])).toEqual([true, true])
    expect(await total('twins')).toBe(100)
    await two.stop()
    await other.destroy()
  })
  it('waits for a database that is away and goes on', async () => {
    const postgres = await startTestPostgres()
    const away = connectDatabase(postgres.url, { name: 'away', logger: quiet })
    const runner = await start(define('away'), { db: away })
    await relay.publish(...many(3))
    await postgres.kill()
    const token = await relay.publish(...many(3))
    await postgres.restart()
    expect(await runner.waitFor(token, 15_000)).toBe(true)
    await runner.stop()
    await away.destroy()
    await postgres.stop()
  })
  it('tells of changes after they are committed, by campus and key', async () => {
    const told: CommittedBatch[] = []
    const runner = await start(define('told'), { onCommitted: (batch) => void told.push(batch) })
    const token = await relay.publish(add('a'), add('b', {}, 'lanzhou'))
    await runner.waitFor(token, 5_000)
    const changes = told.flatMap((batch) => batch.changes)
    expect(changes).toContainEqual({ table: 'counts', campus: 'aksu', keys: [['a']] })
    expect(changes).toContainEqual({ table: 'counts', campus: 'lanzhou', keys: [['b']] })
  })
  it('fills the next version beside the live one and makes it live when it has caught up', async () => {
    const token = await relay.publish(...many(20))
    const old = await start(define('versions'))
    await old.waitFor(token, 5_000)
    expect((await ensureProjection(db, define('versions'))).live).toBe(true)
    expect((await ensureProjection(db, define('versions', 2))).live).toBe(false)
    const next = await start(define('versions', 2))
    await next.waitFor(token, 5_000)
    await eventually('version 2 is live', async () => (await ensureProjection(db, define('versions', 2))).live)
    expect((await ensureProjection(db, define('versions'))).live).toBe(false)
    expect([await total('versions'), await total('versions', 'aksu', 2)]).toEqual([20, 20])
  })
  it('refuses to start on tables that changed without a new version', async () => {
    await ensureProjection(db, define('shape'))
    const wider = defineTable('counts', { columns: { thingId: 'text', more: 'text' }, key: ['thingId'] })
    await expect(ensureProjection(db, defineProjection({ name: 'shape', version: 1, tables: [wider], handlers: [] }))).rejects.toThrow(
      /without a new version/,
    )
  })

  describe('row-level security', () => {
    const table = sql.id('rm_secret_v1', 'counts')
    beforeEach(async () => {
      const runner = await start(define('secret'))
      await runner.waitFor(await relay.publish(add('a'), add('b', {}, 'lanzhou')), 5_000)
    })
    const ids = (rows: { rows: readonly { thingId: string }[] }): string[] => rows.rows.map((row) => row.thingId)

    it('a query that forgets its campus sees its own rows only', async () => {
      expect(
        await readCampus(db, 'aksu', async (rows) => ids(await sql<{ thingId: string }>`select * from ${table}`.execute(rows))),
      ).toEqual(['a'])
    })
    it('asking for another campus by name gives nothing', async () => {
      const asked = readCampus(db, 'aksu', async (rows) =>
        ids(await sql<{ thingId: string }>`select * from ${table} where campus = 'lanzhou'`.execute(rows)),
      )
      expect(await asked).toEqual([])
    })
    it('without a campus nothing is seen', async () => {
      const seen = await db.connection().execute(async (c) => {
        await sql`begin`.execute(c)
        await sql`set local role fudao_reader`.execute(c)
        const rows = ids(await sql<{ thingId: string }>`select * from ${table}`.execute(c))
        await sql`rollback`.execute(c)
        return rows
      })
      expect(seen).toEqual([])
    })
    it('the campus of one reading does not stay for the next', async () => {
      await readCampus(db, 'lanzhou', (rows) => sql`select 1`.execute(rows))
      const one = connectDatabase(database.url, { name: 'one', max: 1 })
      await readCampus(one, 'lanzhou', (rows) => sql`select 1`.execute(rows))
      const setting = await sql<{
        campus: string | null
        role: string
      }>`select current_setting('fudao.campus', true) campus, current_user role`.execute(one)
      expect(setting.rows[0]?.campus || null).toBeNull()
      expect(setting.rows[0]?.role).not.toBe('fudao_reader')
      await one.destroy()
    })
    it('the reader cannot write, nor read the control table, nor pass a campus that is none', async () => {
      await expect(readCampus(db, 'aksu', (rows) => sql`delete from ${table}`.execute(rows))).rejects.toThrow(/permission denied|read-only/)
      await expect(readCampus(db, 'aksu', (rows) => sql`select failure from fudao_projection.projection`.execute(rows))).rejects.toThrow(
        /denied/,
      )
      await expect(readCampus(db, `aksu'; set role postgres; --`, (rows) => sql`select 1`.execute(rows))).rejects.toThrow(TypeError)
    })
  })
})
