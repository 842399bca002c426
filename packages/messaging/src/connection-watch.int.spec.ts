import { createLogger } from '@fudao/telemetry'
import { eventually, startTestNats, type TestNats } from '@fudao/testing'
import type { NatsConnection } from '@nats-io/nats-core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { connectNats } from './connect-nats.js'
import { watchConnection } from './connection-watch.js'
import { requestJson } from './request.js'
import { type JsonServer, serveJson } from './serve-json.js'

const logger = createLogger('watch-test', { level: 'error', write: () => undefined })
let server: TestNats
let service: NatsConnection
let client: NatsConnection
let asked: string[]
let json: JsonServer

beforeEach(async () => {
  server = await startTestNats()
  service = await connectNats({ url: server.url, name: 'service', logger })
  client = await connectNats({ url: server.url, name: 'client', logger })
  asked = []
  json = serveJson(service, {
    subject: 'ledger.*.read',
    queue: 'ledger',
    logger,
    // what says "wait" is never answered
    handle: (message) => {
      asked.push(message.string())
      return message.string() === '"wait"' ? new Promise(() => undefined) : Promise.resolve('"done"')
    },
    onError: () => null,
  })
  await service.flush()
})
afterEach(async () => {
  await Promise.all([client.close(), service.close()])
  await server.stop()
})
const ask = (body: string) => requestJson<string>(client, 'ledger.aksu.read', body, { timeoutMs: 15_000 })

it('what is asked while the server is away is sent when it is there again, not dropped', async () => {
  await server.kill()
  await eventually('the break to be noticed', () => !watchConnection(client).connected)
  const answer = eventually(
    'an answer',
    () => ask('go').catch((error: unknown) => (String(error).includes('noResponders') ? null : Promise.reject(error))),
    {
      within: 14_000,
    },
  )
  await server.restart()
  expect(await answer).toBe('done')
})

it('what was asked before the connection broke ends at once as disconnected, its outcome unknown', async () => {
  const answer = ask('wait').catch((error: unknown) => error)
  await eventually('the question', () => asked.length === 1)
  await server.kill()
  // not after its 15 s, which this test has not got
  expect(await answer).toMatchObject({ reason: 'disconnected', outcomeUnknown: true })
}, 10_000)

it('a server that is closed already closes quietly', async () => {
  await json.close()
  await json.close()
  expect(json.inFlight()).toBe(0)
})
