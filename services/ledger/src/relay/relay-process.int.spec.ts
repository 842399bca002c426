import { randomBytes, randomUUID } from 'node:crypto'
import { type EventStore, openEventStore } from '@fudao/event-store'
import { connectNats, consumeEvents, EVENTS_STREAM } from '@fudao/messaging'
import { createLogger } from '@fudao/telemetry'
import { createDatabase, eventually, startTestNats, startTestPostgres, startTestService, type TestService } from '@fudao/testing'
import { jetstreamManager } from '@nats-io/jetstream'
import { describe, expect, it } from 'vitest'
import { startNatsProxy } from '../fixtures/nats-proxy.js'

const logger = createLogger('relay-test', { level: 'error', write: () => undefined })
const masterKey = randomBytes(32).toString('base64')

const appendEvents = async (store: EventStore, count: number): Promise<void> => {
  const requests = Array.from({ length: count }, (_, n) => ({
    stream: `counselor-aksu.${randomUUID().replaceAll('-', '')}`,
    expectedRevision: 'none' as const,
    events: [{ id: randomUUID(), type: 'staffing.CounselorRegistered', data: JSON.stringify({ n }), metadata: '{"campusid":"aksu"}' }],
  }))
  for (const reply of await store.append(requests)) expect(reply.status).toBe('appended')
}

/** Real processes: ledgers, nats-server, PostgreSQL; and one consumer that runs all the time. */
const setUp = async () => {
  const [postgres, nats] = await Promise.all([startTestPostgres({ durable: true }), startTestNats()])
  const database = await createDatabase({ serverUrl: postgres.url })
  const store = await openEventStore(database.url)
  const nc = await connectNats({ url: nats.url, name: 'relay-test', logger })
  const ledgers: TestService[] = []
  const applied: string[] = []
  const stop = new AbortController()
  const consumer = consumeEvents({
    nc,
    name: 'test__relay',
    after: null,
    signal: stop.signal,
    logger,
    onBatch: async (batch) => void applied.push(...batch.map((message) => message.id)),
  })
  const jsm = () => jetstreamManager(nc, { checkAPI: false, timeout: 2_000 })
  const published = async (): Promise<readonly string[]> => {
    const manager = await jsm()
    const { state } = await manager.streams.info(EVENTS_STREAM)
    const ids: string[] = []
    for (let seq = Math.max(state.first_seq, 1); seq <= state.last_seq; seq++) {
      const message = await manager.streams.getMessage(EVENTS_STREAM, { seq })
      if (message) ids.push(message.header.get('Nats-Msg-Id'))
    }
    return ids
  }
  return {
    nats,
    postgres,
    store,
    jsm,
    published,
    ledger: async (natsUrl = nats.url): Promise<TestService> => {
      const service = await startTestService('ledger', { NATS_URL: natsUrl, DATABASE_URL: database.url, FUDAO_MASTER_KEY: masterKey })
      ledgers.push(service)
      return service
    },
    /** JetStream holds each event once in commit order, and the consumer has applied each once in that order. */
    whole: async (): Promise<void> => {
      const reached = async (): Promise<readonly string[]> => {
        const ids = (await eventually('the store', () => store.feed(null, 10_000), { within: 10_000 })).map((event) => event.id)
        await eventually('every event in JetStream', async () => (await published()).length >= ids.length, { within: 25_000, every: 50 })
        await eventually('every event at the consumer', () => applied.length >= ids.length, { within: 25_000 })
        return ids
      }
      await reached()
      // what comes too much is before the one that is written after all the others are there
      await appendEvents(store, 1)
      const ids = await reached()
      expect(await published()).toEqual(ids)
      expect(applied).toEqual(ids)
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort()
      await Promise.all(ledgers.map((service) => service.kill()))
      await consumer
      await nc.close()
      await store.close()
      await nats.stop()
      await postgres.stop()
    },
  }
}

describe('relay of a ledger that is killed: JetStream ends with every event once in commit order, the consumer applies each once', {
  timeout: 60_000,
}, () => {
  it('after the commit, before anything is published', async () => {
    await using at = await setUp()
    const first = await at.ledger()
    await appendEvents(at.store, 20)
    await at.whole()
    // without NATS nothing can be published
    await at.nats.kill()
    await appendEvents(at.store, 20)
    await first.kill()
    await at.nats.restart()
    await at.ledger()
    await at.whole()
  })

  it('between two publishes', async () => {
    await using at = await setUp()
    await using proxy = await startNatsProxy(at.nats.port)
    const first = await at.ledger(proxy.url)
    const cut = proxy.stopAfter(37)
    await appendEvents(at.store, 100)
    await cut
    await eventually('the first part in JetStream', async () => (await at.published()).length === 37)
    await first.kill()
    await at.ledger()
    await at.whole()
  })

  it('after the publish, before the acknowledgement', async () => {
    await using at = await setUp()
    await using proxy = await startNatsProxy(at.nats.port)
    const first = await at.ledger(proxy.url)
    await appendEvents(at.store, 10)
    await at.whole()
    proxy.holdAnswers()
    await appendEvents(at.store, 30)
    await eventually('all in JetStream', async () => (await at.published()).length === 41)
    await first.kill()
    await at.ledger()
    await at.whole()
    await appendEvents(at.store, 5)
    await at.whole()
  })

  it('at any moment, while two run and events are being written', async () => {
    await using at = await setUp()
    const [one, two] = await Promise.all([at.ledger(), at.ledger()])
    for (const victim of [one, two]) {
      const before = await at.store.head()
      const writing = Promise.all([
        appendEvents(at.store, 40),
        eventually('some to be written', async () => (await at.store.head()) !== before, { every: 1 }).then(() => victim.kill()),
      ])
      await at.ledger()
      await writing
      await appendEvents(at.store, 20)
    }
    await at.whole()
  })
})

describe('relay of a ledger that runs on: JetStream ends with every event once in commit order, the consumer applies each once', {
  timeout: 60_000,
}, () => {
  it('when the tail of JetStream is cut off, and when it is emptied', async () => {
    await using at = await setUp()
    await at.ledger()
    await appendEvents(at.store, 30)
    await at.whole()
    for (const seq of [31, 30, 29]) await (await at.jsm()).streams.deleteMessage(EVENTS_STREAM, seq)
    await at.whole()
    await (await at.jsm()).streams.purge(EVENTS_STREAM)
    await appendEvents(at.store, 10)
    await at.whole()
  })

  it('when nats-server is killed, comes back empty, and the store is killed', async () => {
    await using at = await setUp()
    await at.ledger()
    await appendEvents(at.store, 20)
    await at.whole()
    await at.nats.kill()
    await appendEvents(at.store, 10)
    await at.nats.restart()
    await at.whole()
    await at.nats.restart({ lost: true })
    await at.whole()
    await at.postgres.kill()
    await at.postgres.restart()
    await eventually('the store', () => at.store.head(), { within: 10_000 })
    await appendEvents(at.store, 10)
    await at.whole()
  })
})
