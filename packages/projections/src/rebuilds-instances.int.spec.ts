import { connectNats } from '@fudao/messaging'
import { TestRelay } from '@fudao/messaging/testing'
import { createLogger } from '@fudao/telemetry'
import { createDatabase, eventually, startTestNats } from '@fudao/testing'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { readCampus } from './campus-reader.js'
import { connectDatabase } from './connect-database.js'
import { defineProjection, onType } from './projection.js'
import { ProjectionRunner } from './projection-runner.js'
import { Rebuilds } from './rebuilds.js'
import { SharedFeed } from './shared-feed.js'
import { defineTable } from './table.js'

const counts = defineTable('counts', { columns: { thingId: 'text', count: 'int' }, key: ['thingId'], indexes: [['count']] })
const projection = defineProjection({
  name: 'counted',
  version: 1,
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
  Array.from({ length: n }, (_, i) => ({ type: 'test.Added', stream: 'thing-aksu.a', data: { id: `k${i % 7}` } }))

/** Three instances, each with connections and a feed of its own, on one database. */
const setUp = async () => {
  const [nats, database] = await Promise.all([startTestNats(), createDatabase()])
  const quiet = createLogger('test', { level: 'error', write: () => undefined })
  const nc = await connectNats({ url: nats.url, name: 'test', logger: quiet })
  const relay = new TestRelay(nc)
  await relay.createStream()
  const begin = async () => {
    const own = await connectNats({ url: nats.url, name: 'test', logger: quiet })
    const db = connectDatabase(database.url, { name: 'test' })
    const feed = new SharedFeed({ nc: own, name: 'test__projections', batchSize: 50, logger: quiet })
    const options = { db, nc: own, service: 'test', projection, feed, batchSize: 50, logger: quiet }
    const rebuilds = new Rebuilds(options, new ProjectionRunner(options))
    await rebuilds.served.start()
    await rebuilds.start()
    const end = async () => {
      await rebuilds.stop()
      await rebuilds.served.stop()
      await own.close()
      await db.destroy()
    }
    return { rebuilds, db, end }
  }
  const [a, b, c] = [await begin(), await begin(), await begin()]
  const total = (): Promise<number> =>
    readCampus(
      c.db,
      'aksu',
      async (rows) => Number((await sql<{ n: string | null }>`select sum(count) n from counts`.execute(rows)).rows[0]?.n ?? 0),
      undefined,
      [projection],
    )
  const reached = async (token: string) =>
    expect(await Promise.all([a, b, c].map(({ rebuilds }) => rebuilds.served.waitFor(token, 10_000)))).toEqual([true, true, true])
  return {
    relay,
    a,
    b,
    c,
    total,
    reached,
    fill: async (n: number) => reached(await relay.publish(...things(n))),
    /** Does `work` while events flow; afterwards every instance has all of them. */
    meanwhile: async (work: () => Promise<void>) => {
      let flowing = true
      const flow = (async () => {
        let last = ''
        for (; flowing; ) last = await relay.publish(...things(5))
        return last
      })()
      await work().finally(() => {
        flowing = false
      })
      await reached(await flow)
    },
    rebuilt: (rebuilds: Rebuilds) => eventually('rebuilt', async () => (await rebuilds.progress())?.state === 'ready', { within: 15_000 }),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([a, b, c].map(({ end }) => end()))
      await nc.close()
      await Promise.all([nats.stop(), database.drop()])
    },
  }
}

describe('Rebuilds of several instances', { timeout: 60_000 }, () => {
  it('A9: any instance may be asked while events flow: all write and serve the same tables, each event counts once', async () => {
    await using at = await setUp()
    const [a, b, c] = [at.a.rebuilds, at.b.rebuilds, at.c.rebuilds]
    await at.fill(500)
    await sql`update rm_counted_v1.counts set count = count + 5 where "thingId" = 'k3'`.execute(at.a.db)
    await at.meanwhile(async () => {
      await a.rebuild()
      await at.rebuilt(c)
      expect((await c.compare())?.differences).toMatchObject([{ key: ['aksu', 'k3'], columns: ['count'] }])
      expect(await b.swap(10_000)).toBe('done')
    })
    expect(await at.total()).toBe(at.relay.ledger.recorded.length)
    expect((await a.generations()).map(({ role, generation }) => [generation, role])).toEqual([
      [1, 'served'],
      [0, 'previous'],
    ])
    await at.meanwhile(async () => {
      expect(await c.rollback(10_000)).toBe('done')
    })
    expect(await at.total()).toBe(at.relay.ledger.recorded.length + 5)
    await at.meanwhile(async () => {
      expect(await a.rollback(10_000)).toBe('done')
    })
    expect(await at.total()).toBe(at.relay.ledger.recorded.length)
  })
  it('A9: who began a rebuild that another swapped or gave up begins the next one anew', async () => {
    await using at = await setUp()
    const [a, b] = [at.a.rebuilds, at.b.rebuilds]
    await at.fill(100)
    for (const turn of ['swapped', 'given up', 'swapped']) {
      await a.rebuild()
      await at.rebuilt(a)
      expect(turn === 'swapped' ? await b.swap(10_000) : await b.cancel(), turn).toBe(turn === 'swapped' ? 'done' : true)
      await at.fill(20)
    }
    expect(await at.total()).toBe(160)
  })
  it('A9: who has not heard of a swap writes to the new tables, and leaves those of before alone', async () => {
    await using at = await setUp()
    await at.fill(100)
    await at.a.rebuilds.rebuild()
    await at.rebuilt(at.a.rebuilds)
    expect(await at.b.rebuilds.swap(10_000)).toBe('done')
    // c hears of it when it writes
    const token = await at.relay.publish(...things(50))
    await at.reached(token)
    const [served, previous] = await at.c.rebuilds.generations()
    expect([served?.role, served?.events, previous?.role, previous?.events]).toEqual(['served', 150, 'previous', 100])
  })
})
