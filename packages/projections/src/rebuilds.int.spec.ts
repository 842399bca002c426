import { connectNats, HeadWatch } from '@fudao/messaging'
import { TestRelay } from '@fudao/messaging/testing'
import { createLogger } from '@fudao/telemetry'
import { createDatabase, eventually, startTestNats, type TestDatabase, type TestNats } from '@fudao/testing'
import type { NatsConnection } from '@nats-io/nats-core'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readCampus } from './campus-reader.js'
import { connectDatabase } from './connect-database.js'
import { defineProjection, onType } from './projection.js'
import { ProjectionRunner } from './projection-runner.js'
import { Rebuilds } from './rebuilds.js'
import type { Db } from './schema.js'
import { defineTable } from './table.js'

const counts = defineTable('counts', {
  columns: { thingId: 'text', count: 'int', data: 'document', note: 'text' },
  key: ['thingId'],
  indexes: [['count']],
})
const poison = { active: false }
const projection = defineProjection({
  name: 'counted',
  version: 1,
  tables: [counts],
  handlers: [
    onType(
      { type: 'test.Added', version: 1 },
      counts,
      (e) => [String(e.data.id)],
      (row, e, [thingId = '']) => {
        if (e.data.poison && poison.active) throw new RangeError('cannot be folded')
        return { campus: e.campus, thingId, count: (row?.count ?? 0) + 1, data: { at: e.position, 引: '“"\\{},' }, note: null }
      },
    ),
  ],
})

describe('Rebuilds', () => {
  let server: TestNats
  let nc: NatsConnection
  let relay: TestRelay
  let database: TestDatabase
  let db: Db
  let head: HeadWatch
  let rebuilds: Rebuilds
  const quiet = createLogger('test', { level: 'error', write: () => undefined })
  const begin = async (): Promise<Rebuilds> => {
    const options = { db, nc, service: 'test', projection, logger: quiet, headWatch: head, batchSize: 500 }
    const made = new Rebuilds(options, new ProjectionRunner(options))
    await made.served.start()
    await made.start()
    return made
  }
  beforeEach(async () => {
    poison.active = false
    server = await startTestNats()
    nc = await connectNats({ url: server.url, name: 'test', logger: quiet })
    relay = new TestRelay(nc)
    await relay.createStream()
    database = await createDatabase()
    db = connectDatabase(database.url, { name: 'test' })
    head = new HeadWatch(nc, { everyMs: 50 })
    rebuilds = await begin()
  })
  afterEach(async () => {
    head.stop()
    await rebuilds.stop()
    await rebuilds.served.stop()
    await nc.close()
    await db.destroy()
    await Promise.all([server.stop(), database.drop()])
  })

  const add = (id: string, more: Record<string, unknown> = {}) => ({
    type: 'test.Added',
    stream: `thing-aksu.${id}`,
    data: { id, ...more },
  })
  const fill = async (n: number): Promise<void> => {
    const token = await relay.publish(...Array.from({ length: n }, (_, i) => add(`k${i % 37}`)))
    expect(await rebuilds.served.waitFor(token, 15_000)).toBe(true)
  }
  const total = (): Promise<number> =>
    readCampus(
      db,
      'aksu',
      async (rows) => Number((await sql<{ n: string | null }>`select sum(count) n from counts`.execute(rows)).rows[0]?.n ?? 0),
      undefined,
      [projection],
    )
  const rebuilt = async (): Promise<void> => {
    await rebuilds.rebuild()
    await eventually('rebuilt', async () => (await rebuilds.progress())?.state === 'ready', { within: 15_000 })
  }
  const break1 = () => sql`update rm_counted_v1.counts set count = count + 5 where "thingId" = 'k3'`.execute(db)
  /** Commands that go on while something else is done. */
  const meanwhile = async (work: () => Promise<void>): Promise<void> => {
    let last = ''
    let running = true
    const flow = (async () => {
      for (let i = 0; running; i += 1) last = await relay.publish(add(`k${i % 37}`))
    })()
    try {
      await work()
    } finally {
      running = false
      await flow
    }
    expect(await rebuilds.served.waitFor(last, 15_000)).toBe(true)
  }

  it('A9: a rebuild of a filled system shows its progress and equals what is served', async () => {
    await fill(3_000)
    await rebuilt()
    expect(await rebuilds.progress()).toMatchObject({ eventsDone: 3_000, eventsToDo: 0, secondsLeft: 0 })
    expect(await rebuilds.compare()).toMatchObject({ equal: true, differences: [], rows: { counts: 37 } })
  })
  it('A9: compare finds a row that was broken, lost or put in, and names the column but no value', async () => {
    await fill(500)
    await break1()
    await sql`delete from rm_counted_v1.counts where "thingId" = 'k4'`.execute(db)
    await sql`insert into rm_counted_v1.counts (campus, "thingId", count) values ('aksu', 'ghost', 1)`.execute(db)
    await rebuilt()
    const compared = await rebuilds.compare()
    expect(compared?.equal).toBe(false)
    expect(compared?.differences).toEqual([
      { table: 'counts', key: ['aksu', 'ghost'], difference: 'surplus', columns: [] },
      { table: 'counts', key: ['aksu', 'k3'], difference: 'columns', columns: ['count'] },
      { table: 'counts', key: ['aksu', 'k4'], difference: 'missing', columns: [] },
    ])
  })
  it('A9: while commands flow, rebuild, compare, swap and roll back lose and double nothing', async () => {
    await fill(1_000)
    await break1()
    await meanwhile(async () => {
      await rebuilt()
      expect((await rebuilds.compare())?.differences).toMatchObject([{ key: ['aksu', 'k3'], columns: ['count'] }])
      expect(await rebuilds.swap(10_000)).toBe('done')
    })
    expect(await total()).toBe(relay.ledger.recorded.length)
    expect((await rebuilds.generations()).map(({ role, generation }) => [generation, role])).toEqual([
      [1, 'served'],
      [0, 'previous'],
    ])
    await meanwhile(async () => {
      expect(await rebuilds.rollback(10_000)).toBe('done')
    })
    // the tables of before, the broken row with them, and every event since
    expect(await total()).toBe(relay.ledger.recorded.length + 5)
    expect(await rebuilds.rollback(10_000)).toBe('done')
    expect(await total()).toBe(relay.ledger.recorded.length)
  })
  it('A9: a swap is atomic for readers: one that has begun sees the old tables to its end, each sees one whole', async () => {
    await fill(500)
    await break1()
    await rebuilt()
    const read = (rows: Db) => sql<{ n: string }>`select sum(count) n from counts`.execute(rows).then((r) => Number(r.rows[0]?.n))
    const across = await readCampus(
      db,
      'aksu',
      async (rows) => {
        const before = await read(rows)
        expect(await rebuilds.swap(10_000)).toBe('done')
        return [before, await read(rows)]
      },
      undefined,
      [projection],
    )
    expect(across).toEqual([505, 505])
    expect(await total()).toBe(500)
  })
  it('A9: a rebuild that was at work goes on after a restart', async () => {
    await fill(200)
    await rebuilds.rebuild()
    await rebuilds.stop()
    await rebuilds.served.stop()
    rebuilds = await begin()
    await relay.publish(add('more'))
    await eventually('rebuilt', async () => (await rebuilds.compare())?.equal, { within: 15_000 })
    expect(await rebuilds.swap(10_000)).toBe('done')
    expect(await total()).toBe(201)
  })
  it('A9: a rebuild that fails stops alone, says at which event, and resumes after a repair', async () => {
    await fill(50)
    await relay.publish(add('bad', { poison: true }))
    await fill(50)
    poison.active = true
    await rebuilds.rebuild()
    const failed = await eventually('failed', async () => {
      const progress = await rebuilds.progress()
      return progress?.state === 'failed' ? progress : undefined
    })
    expect(failed.generation.failure).toMatchObject({ type: 'test.Added', stream: 'thing-aksu.bad', position: relay.position(51) })
    expect(await rebuilds.swap(100)).toBe('failed')
    await fill(10)
    poison.active = false
    await rebuilds.resume()
    await eventually('rebuilt', async () => (await rebuilds.progress())?.state === 'ready', { within: 15_000 })
    expect(await rebuilds.compare()).toMatchObject({ equal: true })
  })
  it('a projection that stands still resumes without a restart; failed, idle and behind are told apart', async () => {
    await fill(10)
    await eventually('idle', () => rebuilds.served.activity === 'idle')
    poison.active = true
    const token = await relay.publish(add('bad', { poison: true }))
    await eventually('failed', () => rebuilds.served.activity === 'failed')
    poison.active = false
    await rebuilds.resume()
    expect(await rebuilds.served.waitFor(token, 10_000)).toBe(true)
    await eventually('idle again', () => rebuilds.served.activity === 'idle')
    await rebuilds.served.stop()
    await relay.publish(add('a'))
    await head.look()
    expect(rebuilds.served.status).toMatchObject({ activity: 'behind', lagEvents: 1 })
  })
  it('there is nothing to swap, compare or roll back to without a rebuild, and a rebuild can be given up', async () => {
    expect([await rebuilds.swap(10), await rebuilds.rollback(10), await rebuilds.compare()]).toEqual(['none', 'none', null])
    await fill(20)
    await rebuilt()
    expect(await rebuilds.cancel()).toBe(true)
    expect(await rebuilds.progress()).toBeNull()
    expect(await total()).toBe(20)
  })
})
