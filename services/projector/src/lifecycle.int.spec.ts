import { randomBytes } from 'node:crypto'
import * as staffing from '@fudao/contracts/staffing'
import { liveSubject } from '@fudao/messaging'
import { CONTROL_SCHEMA } from '@fudao/projections'
import { startTracing } from '@fudao/telemetry'
import { createDatabase, eventually } from '@fudao/testing'
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { tell } from './fixtures/story.js'
import { idsOf, org, World } from './fixtures/world.js'

let world: World
beforeAll(async () => {
  world = await World.create()
})
afterAll(() => world.end())
const page = (...args: Parameters<World['page']>) => world.page(...args)

it('A12: a projected event continues the trace of its producer and links to it', async () => {
  const exporter = new InMemorySpanExporter()
  const tracing = startTracing({ service: 'projector', processors: [new SimpleSpanProcessor({ exporter })] })
  try {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    await world.relay.publish({ ...tell(staffing.RenewalDue, { contractId: 'k_c1', dueOn: '2024-11-01' }), traceparent })
    const name = 'process staffing.RenewalDue projector__contracts_v3'
    const span = await eventually('the span', () => exporter.getFinishedSpans().find((s) => s.name === name))
    expect(span.spanContext().traceId).toBe('0af7651916cd43dd8448eb211c80319c')
    expect(span.parentSpanContext?.spanId).toBe('b7ad6b7169203331')
    expect(span.links[0]?.context.spanId).toBe('b7ad6b7169203331')
    expect(span.attributes).toMatchObject({
      'messaging.system': 'nats',
      'messaging.consumer.group.name': 'projector__contracts_v3',
      'fudao.campus': 'aksu',
    })
  } finally {
    await tracing.stop()
  }
})
it('a change is told on live.<campus> after it is committed, to its campus only', async () => {
  const heard: { subject: string; change: { view: string; ids: string[]; position: string } }[] = []
  const subscription = world.nc.subscribe('live.*', { callback: (_, m) => void heard.push({ subject: m.subject, change: m.json() }) })
  await world.nc.flush()
  const position = await world.publish(tell(staffing.RenewalDue, { contractId: 'k_c2', dueOn: '2024-11-01' }))
  const change = await eventually('a live change', () => heard.find((h) => h.change.view === 'contracts' && h.change.position === position))
  expect(change).toEqual({ subject: liveSubject('aksu'), change: { view: 'contracts', ids: ['k_c2'], position } })
  expect((await page('contracts', org, { contractId: 'k_c2', token: position })).items).toMatchObject([{ state: 'renewalDue' }])
  expect(heard.every((h) => h.subject === liveSubject('aksu'))).toBe(true)
  subscription.unsubscribe()
})
it('A8: names are scrubbed when a person is erased', async () => {
  const position = await world.publish(tell(staffing.PersonErased, { personId: 'p_c3', reason: '本人申请' }))
  expect((await page('contracts', org, { contractId: 'k_c3', token: position })).items).toMatchObject([{ name: null }])
})
it('A8: a rebuild after an erasure gives the same rows, and no table holds a name', async () => {
  const before = await page('contracts', org, {})
  expect(before.items.map((row) => row.name)).toEqual(['姓名c1', '姓名c2', null])
  await world.stop()
  const client = new pg.Client({ connectionString: world.database.url })
  await client.connect()
  const held = await client.query<{ name: string | null }>('select name from rm_roster_v3.people where campus = $1 order by "personId"', [
    'aksu',
  ])
  expect(held.rows).toEqual([{ name: expect.stringMatching(/^enc:1:/) }, { name: expect.stringMatching(/^enc:1:/) }, { name: null }])
  await client.query('drop schema rm_roster_v3 cascade')
  await client.query(`delete from ${CONTROL_SCHEMA}.projection where name = 'roster'`)
  await client.end()
  await world.start()
  const last = world.relay.position(world.relay.ledger.recorded.length)
  const after = await eventually('the rebuilt rows', async () => {
    const seen = await page('contracts', org, { token: last })
    return !seen.stale && seen
  })
  expect(after.items).toEqual(before.items)
})
it('a restart goes on where it stopped, and a rebuild of the stream changes nothing', async () => {
  const before = await page('contracts', org, { token: world.relay.position(world.relay.ledger.recorded.length) })
  await world.stop()
  await world.relay.deleteStream()
  await world.relay.createStream()
  await world.relay.publishRecorded(1, world.relay.ledger.recorded.length)
  await world.start()
  const after = await page('contracts', org, { token: world.relay.position(world.relay.ledger.recorded.length) })
  expect(after.items).toEqual(before.items)
  const client = new pg.Client({ connectionString: world.database.url })
  await client.connect()
  const counted = async () =>
    Number(
      (await client.query<{ events: string }>(`select events from ${CONTROL_SCHEMA}.projection where name = 'journal'`)).rows[0]?.events,
    )
  // the token was of another projection
  await eventually('the journal at the end', async () => (await counted()) >= world.relay.ledger.recorded.length)
  expect(await counted()).toBe(world.relay.ledger.recorded.length)
  await client.end()
})

it('A11: a database owner without privileges fills the tables, a reader of its own serves the queries', async () => {
  const suffix = randomBytes(4).toString('hex')
  const [owner, reader] = [`owner_${suffix}`, `reader_${suffix}`]
  const own = await createDatabase()
  const admin = new pg.Client({ connectionString: own.url })
  await admin.connect()
  await admin.query(`create role ${owner} login nosuperuser nocreatedb nocreaterole nobypassrls`)
  await admin.query(`create role ${reader} login nosuperuser nocreatedb nocreaterole nobypassrls`)
  await admin.query(`grant ${reader} to ${owner}`)
  await admin.query(`alter database ${own.name} owner to ${owner}`)
  // one projector at a time answers the queries
  await world.stop()
  await world.start({ DATABASE_URL: own.urlAs(owner), READER_DATABASE_URL: own.urlAs(reader) })
  const last = world.relay.position(world.relay.ledger.recorded.length)
  await eventually('rows', async () => !(await page('contracts', org, { token: last })).stale, { within: 10_000 })
  expect(idsOf(await page('contracts', org, { token: last }), 'contractId')).toEqual(['k_c1', 'k_c2', 'k_c3'])
  const snooper = new pg.Client({ connectionString: own.urlAs(reader) })
  await snooper.connect()
  const seen = await snooper.query<{ n: string }>('select count(*) n from rm_contracts_v3.contracts')
  expect(Number(seen.rows[0]?.n)).toBe(0)
  await expect(snooper.query('delete from rm_contracts_v3.contracts')).rejects.toThrow(/permission denied/)
  await expect(snooper.query('alter table rm_contracts_v3.contracts disable row level security')).rejects.toThrow(/must be owner/)
  await snooper.end()
  await world.stop()
  await admin.end()
  await world.start()
  await own.drop()
  const cleaner = new pg.Client({ connectionString: world.database.url })
  await cleaner.connect()
  await cleaner.query(`drop role ${owner}, ${reader}`)
  await cleaner.end()
})
