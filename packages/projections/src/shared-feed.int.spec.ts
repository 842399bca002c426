import { connectNats, EVENTS_STREAM } from '@fudao/messaging'
import { TestRelay } from '@fudao/messaging/testing'
import { createLogger } from '@fudao/telemetry'
import { createDatabase, eventually, startTestNats, type TestDatabase, type TestNats } from '@fudao/testing'
import type { NatsConnection } from '@nats-io/nats-core'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readCampus } from './campus-reader.js'
import { connectDatabase } from './connect-database.js'
import { defineProjection, onType, type ProjectionDefinition } from './projection.js'
import { ProjectionRunner } from './projection-runner.js'
import type { Db } from './schema.js'
import { SharedFeed } from './shared-feed.js'
import { defineTable } from './table.js'

const counts = defineTable('counts', { columns: { thingId: 'text', count: 'int' }, key: ['thingId'] })
const sick = new Set<string>()
const define = (name: string, more: Partial<ProjectionDefinition> = {}): ProjectionDefinition =>
  defineProjection({
    name,
    version: 1,
    tables: [counts],
    handlers: [
      onType(
        { type: 'test.Added', version: 1 },
        counts,
        (e) => [String(e.data.id)],
        (row, e, [thingId = '']) => {
          if (e.data.poison === name && sick.has(name)) throw new RangeError('cannot be folded')
          return { campus: e.campus, thingId, count: (row?.count ?? 0) + 1 }
        },
      ),
    ],
    ...more,
  })

describe('SharedFeed', () => {
  let server: TestNats
  let nc: NatsConnection
  let relay: TestRelay
  let database: TestDatabase
  let db: Db
  let feed: SharedFeed
  const runners = new Set<ProjectionRunner>()
  const quiet = createLogger('test', { level: 'error', write: () => undefined })
  beforeEach(async () => {
    sick.clear()
    server = await startTestNats()
    nc = await connectNats({ url: server.url, name: 'test', logger: quiet })
    relay = new TestRelay(nc)
    await relay.createStream()
    database = await createDatabase()
    db = connectDatabase(database.url, { name: 'test' })
    feed = makeFeed()
  })
  afterEach(async () => {
    await Promise.all([...runners].map(stop))
    await nc.close()
    await db.destroy()
    await Promise.all([server.stop(), database.drop()])
  })

  const makeFeed = (slowAfterMs = 5_000) =>
    new SharedFeed({ nc, name: 'test__projections', closed: true, batchSize: 100, slowAfterMs, logger: quiet })
  const start = async (projection: ProjectionDefinition) => {
    const runner = new ProjectionRunner({ db, nc, service: 'test', projection, feed, logger: quiet })
    runners.add(runner)
    await runner.start()
    return runner
  }
  const stop = async (runner: ProjectionRunner) => {
    runners.delete(runner)
    await runner.stop()
  }
  const three = async () => {
    const started = [await start(define('one')), await start(define('two')), await start(define('three'))] as const
    feed.open()
    return started
  }
  const add = (id: string, more: Record<string, unknown> = {}) => ({
    type: 'test.Added',
    stream: `thing-aksu.${id}`,
    data: { id, ...more },
  })
  const many = (n: number) => Array.from({ length: n }, (_, i) => add(`k${i % 7}`))
  const reached = async (token: string, ...all: readonly ProjectionRunner[]) =>
    expect(await Promise.all(all.map((runner) => runner.waitFor(token, 4_000)))).toEqual(all.map(() => true))
  const total = (name: string): Promise<number> =>
    readCampus(db, 'aksu', async (rows) => {
      const found = await sql<{ n: string | null }>`select sum(count) n from ${sql.id(`rm_${name}_v1`, 'counts')}`.execute(rows)
      return Number(found.rows[0]?.n ?? 0)
    })
  const consumers = async (): Promise<number> => {
    const info = await nc.request(`$JS.API.STREAM.INFO.${EVENTS_STREAM}`)
    return info.json<{ readonly state: { readonly consumer_count: number } }>().state.consumer_count
  }
  /** All read together again, and nobody by itself. */
  const oneFeedFor = (readers: number) =>
    eventually('one feed', async () => ({ together: feed.together, consumers: await consumers() }), {
      until: (seen) => seen.together === readers && seen.consumers === 1,
    })

  it('however many read, events are delivered once', async () => {
    const all = await three()
    await reached(await relay.publish(...many(1_000)), ...all)
    expect(await Promise.all(['one', 'two', 'three'].map(total))).toEqual([1_000, 1_000, 1_000])
    await oneFeedFor(3)
  })
  it('one that fails stops alone, the others go on; after a repair it catches up and reads with them again', async () => {
    const [one, two, three_] = await three()
    sick.add('two')
    const before = await relay.publish(...many(5))
    await relay.publish(add('bad', { poison: 'two' }))
    await reached(await relay.publish(...many(300)), one, three_)
    expect(two.stopped).toBe(true)
    expect(two.position).toBe(before)
    expect([await total('one'), await total('two')]).toEqual([306, 5])
    await oneFeedFor(2)
    sick.clear()
    await two.resume()
    await reached(await relay.publish(...many(1)), one, two, three_)
    expect(await total('two')).toBe(307)
    await oneFeedFor(3)
    await reached(await relay.publish(...many(10)), one, two, three_)
    expect(await Promise.all(['one', 'two', 'three'].map(total))).toEqual([317, 317, 317])
  })
  it('one that stands where another stopped long ago keeps nobody waiting', async () => {
    const one = await start(define('one'))
    feed.open()
    await reached(await relay.publish(...many(1_000)), one)
    await stop(one)
    feed = makeFeed()
    let gate = (): void => undefined
    const closed = new Promise<void>((resolve) => {
      gate = resolve
    })
    const late = define('late', { prepare: async (events) => closed.then(() => events) })
    const [fresh, again] = [await start(late), await start(define('one'))]
    feed.open()
    const token = await relay.publish(...many(3))
    await reached(token, again)
    expect(fresh.position).toBeNull()
    gate()
    await reached(token, fresh)
    expect(await Promise.all(['late', 'one'].map(total))).toEqual([1_003, 1_003])
    await oneFeedFor(2)
  })
  it('one that is much slower goes on alone, and reads with the others again when it has caught up', async () => {
    feed = makeFeed(50)
    let gate = (): void => undefined
    const closed = new Promise<void>((resolve) => {
      gate = resolve
    })
    const [slow, quick] = [await start(define('slow', { prepare: (events) => closed.then(() => events) })), await start(define('quick'))]
    feed.open()
    await reached(await relay.publish(...many(3)), quick)
    await eventually('it is alone', () => feed.together === 1)
    const token = await relay.publish(...many(200))
    await reached(token, quick)
    expect(slow.position).toBeNull()
    gate()
    await reached(token, slow)
    await oneFeedFor(2)
    await reached(await relay.publish(...many(1)), slow, quick)
    expect(await Promise.all(['slow', 'quick'].map(total))).toEqual([204, 204])
  })
  it('JetStream emptied and filled again: each has every event once', async () => {
    const all = await three()
    await reached(await relay.publish(...many(250)), ...all)
    await relay.deleteStream()
    await relay.createStream()
    await relay.publishRecorded(1, 250)
    await reached(await relay.publish(...many(5)), ...all)
    expect(await Promise.all(['one', 'two', 'three'].map(total))).toEqual([255, 255, 255])
    await oneFeedFor(3)
  })
  it('after a restart from different checkpoints each has every event once', async () => {
    const all = await three()
    await reached(await relay.publish(...many(10)), ...all)
    await stop(all[0])
    await reached(await relay.publish(...many(500)), all[1], all[2])
    await Promise.all([stop(all[1]), stop(all[2])])
    await eventually('nobody reads', async () => (await consumers()) === 0)
    feed = makeFeed()
    const again = await three()
    await reached(await relay.publish(...many(3)), ...again)
    expect(await Promise.all(['one', 'two', 'three'].map(total))).toEqual([513, 513, 513])
    await oneFeedFor(3)
  })
  it('events keep flowing while readers come, go and come again', async () => {
    const all = await three()
    let flowing = true
    const flow = (async () => {
      let last = ''
      for (; flowing; ) last = await relay.publish(...many(5))
      return last
    })()
    for (let turn = 0; turn < 5; turn++) {
      await stop([...runners][0] ?? all[0])
      await start(define(['one', 'two', 'three'].find((name) => ![...runners].some((runner) => runner.name === name)) ?? 'one'))
    }
    flowing = false
    await reached(await flow, ...runners)
    const n = relay.ledger.recorded.length
    expect(await Promise.all(['one', 'two', 'three'].map(total))).toEqual([n, n, n])
    await oneFeedFor(3)
  })
  it('stops before it was opened', async () => {
    const one = await start(define('one'))
    await stop(one)
    expect(feed.together).toBe(0)
  })
})
