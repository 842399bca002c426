import { connectNats, sendCommand, sendQuery } from '@fudao/messaging'
import { TestRelay } from '@fudao/messaging/testing'
import { createLogger, startTracing } from '@fudao/telemetry'
import { createDatabase, eventually, startTestNats, startTestPostgres, type TestDatabase, type TestNats } from '@fudao/testing'
import type { NatsConnection } from '@nats-io/nats-core'
import { type Kysely, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { broke, day, lit, makeLampRule } from './fixtures/lamp-rules.js'
import { accepted, refused, TestService } from './fixtures/test-service.js'
import { type OpsOperation, opsQuery, serveRulesOps } from './ops.js'
import type { Rule } from './rule.js'
import { type RulesOptions, type RulesRuntime, startRules } from './runtime.js'
import { connectRulesDatabase, type RulesDatabase } from './store/database.js'

const silent = createLogger('rules-test', { write: () => undefined })
let nats: TestNats
let database: TestDatabase
let nc: NatsConnection
let db: Kysely<RulesDatabase>
let relay: TestRelay
let running: RulesRuntime[]
const defect = { broken: true }

const start = async (options: Partial<RulesOptions> = {}): Promise<RulesRuntime> => {
  const runtime = await startRules({ nc, db, rules: [makeLampRule(defect)], logger: silent, ...options })
  running.push(runtime)
  return runtime
}
const stop = async (runtime: RulesRuntime): Promise<void> => {
  running = running.filter((r) => r !== runtime)
  await runtime.stop()
}
const caughtUp = (runtime: RulesRuntime, position: string) =>
  eventually(`rules at ${position}`, async () => ((await runtime.status()).position ?? '') >= position)
const idle = (runtime: RulesRuntime) => eventually('no command pending', async () => (await runtime.status()).pendingCommands === 0)
const outcomes = async (): Promise<string[]> =>
  (await db.selectFrom('rules.outgoing').select(['command', 'status']).orderBy('seq').execute()).map((r) => `${r.command} ${r.status}`)

beforeEach(async () => {
  defect.broken = true
  running = []
  nats = await startTestNats()
  database = await createDatabase()
  nc = await connectNats({ url: nats.url, name: 'rules-test', logger: silent })
  db = connectRulesDatabase(database.url)
  relay = new TestRelay(nc)
  await relay.createStream()
})
afterEach(async () => {
  await Promise.all(running.map((runtime) => runtime.stop()))
  await nc.close()
  await db.destroy()
  await database.drop()
  await nats.stop()
})

describe('rules runtime', () => {
  it('an event leads to its command within 100 ms at idle', async () => {
    const service = new TestService(nc, 'demo')
    const runtime = await start()
    await caughtUp(runtime, await relay.publish(lit('warm')))
    await eventually('the first command', () => service.received.length === 1)
    const times: number[] = []
    for (let n = 0; n < 10; n += 1) {
      const from = performance.now()
      await relay.publish(lit(`l${n}`))
      const last = await eventually('its command', () => service.received[n + 1], { every: 1 })
      times.push(last.at - from)
    }
    // the best of ten: other tests on the machine can only add to it
    expect(Math.min(...times)).toBeLessThan(100)
  })

  it('stores and sends once, whatever is delivered again', async () => {
    const service = new TestService(nc, 'demo')
    const first = await start()
    const end = await relay.publish(lit('a'), lit('b'), lit('a'))
    await caughtUp(first, end)
    await eventually('three commands', () => service.received.length === 3)
    await stop(first)
    // the operator's worst: the checkpoint is lost and everything comes again
    await db.updateTable('rules.checkpoint').set({ position: null }).execute()
    const second = await start()
    await caughtUp(second, end)
    await idle(second)
    expect(service.told).toEqual(['CountLamp a 1', 'CountLamp b 1', 'CountLamp a 2'])
    expect(await outcomes()).toEqual(['CountLamp accepted', 'CountLamp accepted', 'CountLamp accepted'])
  })

  it('a command carries the position of its event, so that who decides has heard of it; one of a timer has none', async () => {
    const service = new TestService(nc, 'demo')
    const runtime = await start()
    const at = await relay.publish(lit('a', '2024-01-01'))
    await caughtUp(runtime, await relay.publish(day('2024-01-04')))
    await idle(runtime)
    expect(service.received.map(({ command, message }) => [command, message.token])).toEqual([
      ['CountLamp', at],
      ['CheckLamp', undefined],
      ['PutOut', undefined],
    ])
  })

  it('a crash between commit and send: the command goes out after the restart, once', async () => {
    // nobody answers: the process dies with the command stored
    const first = await start({ send: () => Promise.resolve({ status: 'unavailable', reason: 'noResponders' }) })
    await caughtUp(first, await relay.publish(lit('a')))
    await stop(first)
    expect(await outcomes()).toEqual(['CountLamp pending'])
    const service = new TestService(nc, 'demo')
    await idle(await start())
    expect(service.told).toEqual(['CountLamp a 1'])
  })

  it('a crash between answer and record: the same command id is sent again, the service answers as before', async () => {
    const service = new TestService(nc, 'demo', ({ message }, count) => (count === 1 ? null : accepted(message, true)))
    const runtime = await start({ send: (c) => sendCommand(nc, c.campusId, c.context, c.command, c.message, { timeoutMs: 100 }) })
    await caughtUp(runtime, await relay.publish(lit('a')))
    await idle(runtime)
    expect(service.received).toHaveLength(2)
    expect(new Set(service.received.map((r) => r.message.commandId)).size).toBe(1)
    expect(await outcomes()).toEqual(['CountLamp accepted'])
  })

  it('waits for a service that is away, and keeps the order of an instance meanwhile', async () => {
    const runtime = await start()
    await caughtUp(runtime, await relay.publish(lit('a'), lit('a'), lit('a'), lit('b')))
    expect((await runtime.status()).pendingCommands).toBe(4)
    const service = new TestService(nc, 'demo')
    await idle(runtime)
    expect(service.told.filter((t) => t.includes(' a '))).toEqual(['CountLamp a 1', 'CountLamp a 2', 'CountLamp a 3'])
    expect(service.told).toContain('CountLamp b 1')
  })

  it('a command that says all an earlier one of its slot said takes its place while that waits unsent', async () => {
    const plain = makeLampRule(defect)
    const slotted: Rule = {
      ...plain,
      react: (...args) => {
        const reaction = plain.react(...args)
        return { ...reaction, commands: (reaction.commands ?? []).map((c) => ({ ...c, slot: 'count' })) }
      },
    }
    const runtime = await start({ rules: [slotted] })
    await caughtUp(runtime, await relay.publish(lit('a'), lit('a'), lit('b')))
    // sent while nobody answers: no longer replaced
    await eventually(
      'tried',
      async () => (await db.selectFrom('rules.outgoing').where('attempts', '>', 0).select('seq').execute()).length === 2,
    )
    await caughtUp(runtime, await relay.publish(lit('a'), lit('a')))
    await caughtUp(runtime, await relay.publish(lit('a')))
    const service = new TestService(nc, 'demo')
    await idle(runtime)
    expect(service.told.filter((t) => t.includes(' a '))).toEqual(['CountLamp a 2', 'CountLamp a 5'])
    expect(service.told).toContain('CountLamp b 1')
  })

  it('a refusal is recorded and becomes a task; steps that build on it are not sent; a goal that holds is no failure', async () => {
    const service = new TestService(nc, 'demo', ({ command, message }) =>
      command === 'CountLamp' ? refused('Counted') : command === 'CheckLamp' ? refused('Dark') : accepted(message),
    )
    const tasks = new TestService(nc, 'tasks')
    const runtime = await start()
    await caughtUp(runtime, await relay.publish(lit('a', '2024-01-01'), day('2024-01-04')))
    await idle(runtime)
    await eventually('the task', () => tasks.received.length === 1)
    await idle(runtime)
    expect(service.received.map((r) => r.command)).toEqual(['CountLamp', 'CheckLamp'])
    expect(await outcomes()).toEqual(['CountLamp holds', 'CheckLamp refused', 'PutOut skipped', 'RaiseTask accepted'])
    expect(tasks.received[0]).toMatchObject({
      campus: 'aksu',
      command: 'RaiseTask',
      message: {
        actor: { userId: 'rules', role: 'system' },
        rule: 'X-90',
        asOf: '2024-01-04',
        payload: {
          ruleId: 'X-90',
          ownerRole: 'studentAffairs',
          subject: 'lamp-aksu.a',
          action: 'commandRefused',
          params: { rule: 'X-90', command: 'CheckLamp', code: 'Dark' },
        },
      },
    })
  })

  it('a refusal with another way: the task of its own and the command in its place go out; redelivered, it adds nothing', async () => {
    const service = new TestService(nc, 'demo', ({ command, message }) => (command === 'CountLamp' ? refused('Burnt') : accepted(message)))
    new TestService(nc, 'tasks')
    const runtime = await start()
    const end = await relay.publish(lit('a'))
    await caughtUp(runtime, end)
    await eventually('the other way', () => service.received.length === 2)
    await idle(runtime)
    expect(service.told).toEqual(['CountLamp a 1', 'PutOut a'])
    expect(await outcomes()).toEqual(['CountLamp refused', 'PutOut accepted', 'RaiseTask accepted'])
  })

  it('timers live through a restart and fire once, days that were missed in due order with their own dates', async () => {
    const service = new TestService(nc, 'demo')
    const first = await start()
    await caughtUp(
      first,
      await relay.publish(day('2024-01-01'), lit('late', '2024-01-10'), lit('early', '2024-01-02'), lit('other', '2024-01-03', 'tarim')),
    )
    await idle(first)
    await stop(first)
    const second = await start()
    await caughtUp(second, await relay.publish(day('2024-02-01')))
    await idle(second)
    const checks = () =>
      service.received.filter((r) => r.command === 'CheckLamp').map((r) => [r.message.payload.lampId, r.message.asOf].join(' '))
    // another campus keeps its own date
    expect(checks().toSorted()).toEqual(['early 2024-01-05', 'late 2024-01-13'])
    await caughtUp(second, await relay.publish(day('2024-02-02'), day('2024-02-03')))
    await idle(second)
    expect(checks()).toHaveLength(2)
    expect((await second.status()).timers).toBe(1)
    const order = await db.selectFrom('rules.outgoing').select('stream').where('command', '=', 'CheckLamp').orderBy('seq').execute()
    expect(order.map((o) => o.stream)).toEqual(['lamp-aksu.early', 'lamp-aksu.late'])
  })

  it('parks an instance at its event while others flow; later causes queue behind it; a retry carries on in order', async () => {
    const service = new TestService(nc, 'demo')
    const runtime = await start()
    const ops = serveRulesOps(nc, runtime, { logger: silent })
    const ask = (operation: OpsOperation, params: Record<string, string>, role: 'platformAdmin' | 'orgPersonnel' = 'platformAdmin') =>
      sendQuery(nc, 'aksu', opsQuery(operation), { actor: { userId: 'op', role }, params })
    const of = { rule: 'X-90', key: 'a' }
    await caughtUp(runtime, await relay.publish(lit('a'), broke('a'), lit('a', '2024-01-05'), lit('b'), day('2024-01-10')))
    await idle(runtime)
    expect(service.told).toEqual(expect.arrayContaining(['CountLamp a 1', 'CountLamp b 1', 'CheckLamp b']))
    expect(service.told.filter((t) => t.includes(' a'))).toEqual(['CountLamp a 1'])
    expect(await ask('list', {})).toMatchObject({
      status: 'ok',
      result: [
        { campusId: 'aksu', ...of, error: expect.stringContaining('cannot be handled yet'), position: relay.position(2), waiting: 2 },
      ],
    })
    expect(await ask('retry', of)).toMatchObject({ status: 'ok', result: { status: 'parked' } })
    expect(await ask('show', of)).toMatchObject({
      result: { version: 1, waiting: [{ kind: 'event' }, { kind: 'event' }], timers: [{ dueOn: '2024-01-04' }] },
    })
    expect(await ask('show', { ...of, key: 'nobody' })).toMatchObject({ status: 'unknown', code: 'NotFound' })
    expect(await ask('show', { key: 'a' })).toMatchObject({ status: 'invalid' })
    expect(await ask('list', {}, 'orgPersonnel')).toMatchObject({ status: 'forbidden' })
    expect(await ask('explode' as OpsOperation, {})).toMatchObject({ status: 'unknown' })
    expect(await ask('status', {})).toMatchObject({ status: 'ok', result: { parkedInstances: 1, trouble: null } })

    defect.broken = false
    expect(await ask('retry', of)).toMatchObject({ status: 'ok', result: { status: 'running' } })
    await idle(runtime)
    expect(service.received.filter((r) => r.message.payload.lampId === 'a').map((r) => `${r.command} ${r.message.asOf}`)).toEqual([
      'CountLamp 2024-01-01',
      'CountLamp 2024-01-05',
      'CheckLamp 2024-01-08',
      'PutOut 2024-01-08',
    ])
    expect(await ask('list', {})).toMatchObject({ status: 'ok', result: [] })
    expect(await ask('retry', of)).toMatchObject({ result: { status: 'notParked' } })
    await ops.close()
  })

  it('a cause that can never be handled is discarded on record, and the rest carries on', async () => {
    const service = new TestService(nc, 'demo')
    const runtime = await start()
    await caughtUp(runtime, await relay.publish(broke('a'), lit('a')))
    const of = { campusId: 'aksu', rule: 'X-90', key: 'a' }
    expect(await runtime.parking.discard(of, 'operator', 'nonsense')).toEqual({ status: 'running' })
    await idle(runtime)
    expect(service.told).toEqual(['CountLamp a 1'])
    const kept = await db.selectFrom('rules.discarded').selectAll().executeTakeFirstOrThrow()
    expect(kept).toMatchObject({ key: 'a', reason: 'nonsense', discarded_by: 'operator' })
  })

  it('an event whose data no rule can read is parked alone, and applied late once it can', async () => {
    const service = new TestService(nc, 'demo')
    const runtime = await start()
    const strange = { ...lit('a'), data: { lampId: 7 } }
    await caughtUp(runtime, await relay.publish(strange, lit('a')))
    await eventually('the sound one', () => service.received.length === 1)
    const [parked] = await runtime.parking.list()
    expect(parked).toMatchObject({ rule: 'X-90', key: expect.stringMatching(/^!/), waiting: 1 })
    if (!parked) throw new Error('nothing parked')
    expect(await runtime.parking.retry(parked)).toMatchObject({ status: 'parked' })
    expect(await runtime.parking.discard(parked, 'operator', 'unreadable')).toEqual({ status: 'running' })
    expect(await runtime.parking.list()).toEqual([])
  })

  it('goes on where it was when PostgreSQL or NATS was away', async () => {
    await using postgres = await startTestPostgres({ durable: true })
    await using own = await createDatabase({ serverUrl: postgres.url })
    const elsewhere = connectRulesDatabase(own.url)
    const service = new TestService(nc, 'demo')
    const runtime = await start({ db: elsewhere })
    await relay.publish(lit('a'))
    await eventually('the first command', () => service.received.length === 1)
    await postgres.kill()
    await relay.publish(lit('b'))
    await eventually('trouble told', async () => (await runtime.status().catch(() => null)) === null)
    await postgres.restart()
    await eventually('the second command', () => service.received.length === 2, { within: 10_000 })
    await nats.kill()
    await nats.restart()
    relay.ledger.record(lit('c'))
    const end = await eventually('NATS is back', () => relay.publishRecorded(3, 3), { within: 10_000 })
    await eventually('the third command', () => service.received.length === 3, { within: 10_000 })
    await caughtUp(runtime, end)
    expect(service.told).toEqual(['CountLamp a 1', 'CountLamp b 1', 'CountLamp c 1'])
    await stop(runtime)
    await elsewhere.destroy()
  })

  it('two processes on one database: one fences the other, every command is stored once', async () => {
    const service = new TestService(nc, 'demo')
    const [one, two] = [await start(), await start()]
    let end = ''
    for (let n = 0; n < 40; n += 1) end = await relay.publish(lit(`l${n}`), lit(`l${n}`))
    await caughtUp(one, end)
    await caughtUp(two, end)
    await idle(one)
    const stored = await sql<{
      n: number
      ids: number
    }>`select count(*)::int as n, count(distinct command_id)::int as ids from rules.outgoing`.execute(db)
    expect(stored.rows).toEqual([{ n: 80, ids: 80 }])
    expect(new Set(service.received.map((r) => r.message.commandId)).size).toBe(80)
  })

  it('carries the trace of the event into the command, over a restart too', async () => {
    const tracing = startTracing({ service: 'rules-test', processors: [] })
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    const first = await start()
    await caughtUp(first, await relay.publish({ ...lit('a'), traceparent }))
    await stop(first)
    const service = new TestService(nc, 'demo')
    await idle(await start())
    expect(service.received[0]?.traceparent).toContain('0af7651916cd43dd8448eb211c80319c')
    await tracing.stop()
  })
})
