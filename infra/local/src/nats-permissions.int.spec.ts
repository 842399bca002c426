import { inboxPrefixOf } from '@fudao/messaging'
import { startTestNats, type TestNats } from '@fudao/testing'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type NatsUserName, permissionsOf, renderNatsAuthorization } from './nats-permissions.js'

// The real server with the configuration the launcher generates; each test tries to break it.
let server: TestNats
const connections: NatsConnection[] = []
const password = (user: string) => `secret-of-${user}`

beforeAll(async () => {
  server = await startTestNats({ configuration: renderNatsAuthorization(password) })
})
afterAll(async () => {
  await Promise.all(connections.map((c) => c.close()))
  await server.stop()
})

const as = async (user: NatsUserName): Promise<NatsConnection> => {
  const nc = await connect({
    servers: server.url,
    user,
    pass: password(user),
    inboxPrefix: inboxPrefixOf(user),
    noAsyncTraces: true,
    maxReconnectAttempts: 0,
  })
  connections.push(nc)
  return nc
}
/** The permission errors the server answers with until the next round trip. */
const refusalsOf = async (nc: NatsConnection, act: () => void): Promise<string[]> => {
  const seen: string[] = []
  const watch = async () => {
    for await (const s of nc.status()) if (s.type === 'error') seen.push(s.error.message)
  }
  void watch() // Ends when the connection is closed.
  act()
  await nc.flush()
  await nc.flush()
  return seen
}
const mayPublish = async (user: NatsUserName, subject: string): Promise<boolean> => {
  const nc = await as(user)
  return (await refusalsOf(nc, () => nc.publish(subject, 'x'))).length === 0
}
const maySubscribe = async (user: NatsUserName, subject: string): Promise<boolean> => {
  const nc = await as(user)
  const refused: Error[] = []
  nc.subscribe(subject, { callback: (error) => void (error && refused.push(error)) })
  await nc.flush()
  await nc.flush()
  return refused.length === 0
}

test('nobody gets in without a name, or with a wrong password', async () => {
  await expect(connect({ servers: server.url, maxReconnectAttempts: 0 })).rejects.toThrow(/authorization/i)
  await expect(connect({ servers: server.url, user: 'ledger', pass: 'guess', maxReconnectAttempts: 0 })).rejects.toThrow(/authorization/i)
})

describe('publishing', () => {
  test.each<[NatsUserName, string]>([
    ['staffing', 'evt.aksu.staffing.Counselor.CounselorRegistered'],
    ['rules', 'evt.aksu.staffing.Counselor.CounselorRegistered'],
    ['gateway', 'evt.aksu.staffing.Counselor.CounselorRegistered'],
    ['gateway', 'ledger.aksu.append'],
    ['gateway', 'ledger.aksu.erase'],
    ['assessment', 'ledger.aksu.erase'],
    ['rules', 'ledger.aksu.erase'],
    ['projector', 'ledger.aksu.erase'],
    ['staffing', 'keys.aksu.erased'],
    ['projector', 'ledger.aksu.append'],
    ['projector', 'cmd.aksu.staffing.RegisterCounselor'],
    ['staffing', 'cmd.aksu.assessment.FinalizeResult'],
    ['rules', 'cmd.aksu.policy.SetParameter'],
    ['rules', 'cmd.platform.registry.RegisterCampus'],
    ['clock', 'cmd.aksu.staffing.RegisterCounselor'],
    ['staffing', 'live.aksu'],
    ['staffing', `${inboxPrefixOf('projector')}.x`],
    ['gateway', `${inboxPrefixOf('rules')}.x`],
    ['analytics', `${inboxPrefixOf('gateway')}.x`],
    ['projector', `${inboxPrefixOf('ledger')}.x`],
    ['rules', `${inboxPrefixOf('projector')}.x`],
    ['registry', '$JS.API.CONSUMER.CREATE.EVENTS'],
    ['staffing', '$JS.API.STREAM.DELETE.EVENTS'],
    ['staffing', '$JS.API.STREAM.PURGE.EVENTS'],
    ['ledger', '$JS.API.STREAM.DELETE.EVENTS'],
    ['projector', '$JS.API.STREAM.UPDATE.EVENTS'],
    ['projector', '$JS.API.STREAM.CREATE.STOLEN'],
    ['projector', '$JS.API.CONSUMER.CREATE.OTHER'],
    ['analytics', 'evt.aksu.staffing.Counselor.CounselorRegistered'],
    ['analytics', 'cmd.aksu.staffing.RegisterCounselor'],
    ['analytics', 'ledger.aksu.read'],
    ['analytics', 'qry.aksu.views.contracts'],
    ['analytics', '$JS.API.CONSUMER.CREATE.EVENTS'],
    ['analytics', '$JS.API.STREAM.CREATE.EVENTS'],
  ])('%s may not publish %s', async (user, subject) => {
    expect(await mayPublish(user, subject)).toBe(false)
  })
  test.each<[NatsUserName, string]>([
    ['ledger', 'evt.aksu.staffing.Counselor.CounselorRegistered'],
    ['staffing', 'ledger.aksu.append'],
    ['staffing', 'ledger.aksu.erase'],
    ['ledger', 'keys.aksu.erased'],
    ['rules', 'cmd.aksu.staffing.OpenExitCase'],
    ['projector', 'live.aksu'],
    ['gateway', 'cmd.platform.registry.RegisterCampus'],
    ['gateway', 'qry.aksu.views.contracts'],
  ])('%s may publish %s', async (user, subject) => {
    expect(await mayPublish(user, subject)).toBe(true)
  })
})

describe('listening', () => {
  test.each<[NatsUserName, string]>([
    ['staffing', '>'],
    ['staffing', 'cmd.>'],
    ['staffing', 'cmd.*.assessment.*'],
    ['assessment', 'cmd.*.staffing.*'],
    ['gateway', 'cmd.*.staffing.*'],
    ['rules', 'ledger.*.append'],
    ['staffing', `${inboxPrefixOf('ledger')}.>`],
    ['staffing', '_INBOX.>'],
    ['projector', `${inboxPrefixOf('gateway')}.*`],
    ['gateway', 'evt.>'],
    ['analytics', '>'],
    ['analytics', 'cmd.>'],
    ['analytics', 'live.*'],
    ['analytics', 'keys.*.erased'],
    ['analytics', 'ledger.>'],
    ['analytics', '$JS.>'],
  ])('%s may not subscribe to %s', async (user, subject) => {
    expect(await maySubscribe(user, subject)).toBe(false)
  })
  test.each<[NatsUserName, string]>([
    ['staffing', 'cmd.*.staffing.*'],
    ['projector', 'keys.*.erased'],
    ['gateway', 'live.*'],
    ['analytics', 'evt.aksu.>'],
  ])('%s may subscribe to %s', async (user, subject) => {
    expect(await maySubscribe(user, subject)).toBe(true)
  })
})

test.each<[NatsUserName, NatsUserName, string]>([
  ['gateway', 'staffing', 'cmd.aksu.staffing.RegisterCounselor'],
  ['gateway', 'projector', 'qry.aksu.views.contracts'],
  ['staffing', 'ledger', 'ledger.aksu.append'],
  ['gateway', 'rules', 'cmd.aksu.tasks.CompleteTask'],
  ['rules', 'rules', 'cmd.aksu.tasks.RaiseTask'],
  ['rules', 'staffing', 'cmd.aksu.staffing.OpenExitCase'],
])('%s is answered by %s', async (asker, answerer, subject) => {
  const [asking, answering] = await Promise.all([as(asker), as(answerer)])
  answering.subscribe(permissionsOf(answerer).subscribe.find((s) => s.split('.')[0] === subject.split('.')[0]) ?? '', {
    callback: (_, m) => void m.respond('done'),
  })
  await answering.flush()
  expect((await asking.request(subject, 'x')).string()).toBe('done')
})

test('the relay fills the stream, a service consumes it, analytics reads it by sequence', async () => {
  const [ledger, projector, analytics] = await Promise.all([as('ledger'), as('projector'), as('analytics')])
  await (await jetstreamManager(ledger)).streams.add({ name: 'EVENTS', subjects: ['evt.>'], allow_direct: true })
  await jetstream(ledger).publish('evt.aksu.staffing.Counselor.CounselorRegistered', '{"n":1}', { msgID: 'e1' })

  const manager = await jetstreamManager(projector)
  const { name } = await manager.consumers.add('EVENTS', { name: 'projector__contracts', ack_policy: 'none' })
  const consumer = await jetstream(projector).consumers.get('EVENTS', name)
  expect((await consumer.next({ expires: 1000 }))?.json()).toEqual({ n: 1 })

  const reader = await jetstreamManager(analytics)
  expect((await reader.streams.info('EVENTS')).state.messages).toBe(1)
  expect((await reader.streams.getMessage('EVENTS', { seq: 1 }))?.json()).toEqual({ n: 1 })
  await expect(reader.consumers.add('EVENTS', { name: 'mine', ack_policy: 'none' })).rejects.toThrow(/permission/i)
  await expect(reader.streams.delete('EVENTS')).rejects.toThrow(/permission/i)
})

test('who hears thousands of messages that could be answered still hears and answers as fast as at first', async () => {
  const [staffing, ledger] = await Promise.all([as('staffing'), as('ledger')])
  ledger.subscribe('ledger.*.append', { callback: (_, m) => void m.respond('done') })
  await ledger.flush()
  const part = 3_000
  const ask = async (): Promise<number> => {
    const started = performance.now()
    let sent = 0
    const caller = async () => {
      while (sent++ < part) await staffing.request('ledger.aksu.append', 'x', { timeout: 20_000 })
    }
    await Promise.all(Array.from({ length: 64 }, caller))
    return performance.now() - started
  }
  const first = await ask()
  for (let i = 0; i < 4; i++) await ask()
  // With `allow_responses` the last ones take seven times as long.
  expect(await ask()).toBeLessThan(2.5 * first + 100)
}, 60_000)
