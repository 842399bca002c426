import { connectNats } from '@fudao/messaging'
import { TestRelay } from '@fudao/messaging/testing'
import { createLogger } from '@fudao/telemetry'
import { createDatabase, eventually, startTestNats, type TestDatabase, type TestNats } from '@fudao/testing'
import type { NatsConnection } from '@nats-io/nats-core'
import { type Kysely, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeLampRoom } from './fixtures/lamp-room.js'
import { broke, day, lit } from './fixtures/lamp-rules.js'
import { accepted } from './fixtures/test-service.js'
import type { Rule } from './rule.js'
import { type RulesRuntime, startRules } from './runtime.js'
import { connectRulesDatabase, type RulesDatabase } from './store/database.js'

const silent = createLogger('rules-test', { write: () => undefined })
const room = { campusId: 'aksu', rule: 'X-95', key: 'room' }
let nats: TestNats
let database: TestDatabase
let nc: NatsConnection
let db: Kysely<RulesDatabase>
let relay: TestRelay
let runtime: RulesRuntime

const start = async (rule: Rule = makeLampRoom()): Promise<void> => {
  runtime = await startRules({ nc, db, rules: [rule], logger: silent, send: (c) => Promise.resolve(accepted(c.message)) })
}
const caughtUp = (position: string) => eventually(`rules at ${position}`, async () => ((await runtime.status()).position ?? '') >= position)
const counted = async () =>
  (await db.selectFrom('rules.outgoing').select('message').orderBy('seq').execute()).map(({ message }) => message.payload)
/** Entries, and the transaction that wrote each. */
const entries = async () => {
  const { rows } = await sql<{ part: string; times: number; tx: string }>`
    select part, (value->>'times')::int as times, xmin::text as tx from rules.part order by part`.execute(db)
  return new Map(rows.map(({ part, ...row }) => [part, row]))
}

beforeEach(async () => {
  nats = await startTestNats()
  database = await createDatabase()
  nc = await connectNats({ url: nats.url, name: 'rules-test', logger: silent })
  db = connectRulesDatabase(database.url, { keyed: true })
  relay = new TestRelay(nc)
  await relay.createStream()
  await start()
})
afterEach(async () => {
  await runtime.stop()
  await nc.close()
  await db.destroy()
  await database.drop()
  await nats.stop()
})

describe('entries of a state in PostgreSQL', () => {
  it('an event writes its own entry and leaves the others and the rest of the state as they are', async () => {
    await caughtUp(await relay.publish(...Array.from({ length: 600 }, (_, n) => lit(`l${n}`))))
    const before = await entries()
    await caughtUp(await relay.publish(lit('l7'), broke('l8')))
    const after = await entries()
    const rewritten = [...after].filter(([part, { tx }]) => before.get(part)?.tx !== tx).map(([part, { times }]) => [part, times])
    expect(rewritten).toEqual([['l7', 2]])
    expect(after.size).toBe(599)
    const { state } = await db.selectFrom('rules.instance').select('state').executeTakeFirstOrThrow()
    expect(state).toEqual({ seen: ['l8'] })
  })
  it('after a restart a timer that looks at all sees all', async () => {
    await caughtUp(await relay.publish(lit('b', '2024-01-05'), lit('a', '2024-01-05')))
    await runtime.stop()
    await start()
    await caughtUp(await relay.publish(lit('c', '2024-01-05'), day('2024-01-05')))
    expect(await counted()).toEqual([{ lampId: 'a,b,c', n: 3 }])
  })
  it('a timer that is due when it is set sees entries that its event did not name', async () => {
    await caughtUp(await relay.publish(lit('a', '2024-01-05'), lit('b', '2024-01-05')))
    await caughtUp(await relay.publish(day('2024-01-04')))
    await caughtUp(await relay.publish(lit('c', '2024-01-01')))
    expect(await counted()).toEqual([{ lampId: 'a,b,c', n: 3 }])
  })
  it('a parked instance is shown and carried on with its entries', async () => {
    await caughtUp(await relay.publish(lit('a', '2024-01-05'), lit('b', '2024-01-05')))
    await runtime.stop()
    const sound = makeLampRoom()
    let broken = true
    await start({
      ...sound,
      evolve: (...given) => {
        if (broken) throw new Error('not yet')
        return sound.evolve(...given)
      },
    })
    await caughtUp(await relay.publish(lit('c', '2024-01-05'), day('2024-01-05')))
    expect((await runtime.parking.show(room))?.state).toMatchObject({ lamps: { a: { times: 1 }, b: { times: 1 } } })
    broken = false
    expect(await runtime.parking.retry(room)).toEqual({ status: 'running' })
    expect(await counted()).toEqual([{ lampId: 'a,b,c', n: 3 }])
  })
  it('a state that an earlier version stored whole is taken apart when it is next needed', async () => {
    const row = { campus_id: 'aksu', rule: 'X-95', key: 'room', version: 1, last_position: '' }
    const state = JSON.stringify({ lights: { a: { on: '2024-01-01', times: 4 }, b: { on: '2024-01-01', times: 1 } }, seen: [] })
    await db
      .insertInto('rules.instance')
      .values({ ...row, state, parked_error: null, parked_position: null, parked_since: null })
      .execute()
    await runtime.stop()
    await start(
      makeLampRoom({
        upgrade: (stored) => {
          const { lights, ...rest } = stored as { lights?: unknown }
          return lights ? { ...rest, lamps: lights } : stored
        },
      }),
    )
    await caughtUp(await relay.publish(lit('a')))
    expect([...(await entries())].map(([part, { times }]) => [part, times])).toEqual([
      ['a', 5],
      ['b', 1],
    ])
    expect((await db.selectFrom('rules.instance').select('state').executeTakeFirstOrThrow()).state).toEqual({ seen: ['a'] })
  })
})
