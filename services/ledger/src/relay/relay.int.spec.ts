import { randomUUID } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { contexts } from '@fudao/contracts'
import { type EventStore, openEventStore } from '@fudao/event-store'
import { startNats } from '@fudao/local-servers'
import { connectNats, EVENTS_STREAM, eventHeader } from '@fudao/messaging'
import { createLogger } from '@fudao/telemetry'
import { createDatabase, eventually, startTestNats, startTestPostgres } from '@fudao/testing'
import { jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import { describe, expect, it } from 'vitest'
import { makeSubjects } from './event-subjects.js'
import { Relay } from './relay.js'

const logger = createLogger('relay-test', { level: 'error', write: () => undefined })
const subjectOf = makeSubjects(contexts)
const fast = { ackTimeout: 1_000, checkEvery: 100, standby: 80 }

const appendEvents = async (store: EventStore, count: number): Promise<void> => {
  for (let n = 0; n < count; n += 50) {
    const requests = Array.from({ length: Math.min(50, count - n) }, (_, i) => ({
      stream: `counselor-aksu.${randomUUID().replaceAll('-', '')}`,
      expectedRevision: 'none' as const,
      events: [
        { id: randomUUID(), type: 'staffing.CounselorRegistered', data: JSON.stringify({ n: n + i }), metadata: '{"campusid":"aksu"}' },
      ],
    }))
    for (const reply of await store.append(requests)) expect(reply.status).toBe('appended')
  }
}

interface Message {
  readonly id: string
  readonly position: string
  readonly previous: string
}
const messages = async (nc: NatsConnection): Promise<readonly Message[]> => {
  const jsm = await jetstreamManager(nc, { checkAPI: false, timeout: 2_000 })
  const { state } = await jsm.streams.info(EVENTS_STREAM)
  const found: Message[] = []
  for (let seq = Math.max(state.first_seq, 1); seq <= state.last_seq; seq++) {
    const message = await jsm.streams.getMessage(EVENTS_STREAM, { seq })
    if (message === null) continue
    const h = message.header
    found.push({ id: h.get(eventHeader.id), position: h.get(eventHeader.position), previous: h.get(eventHeader.previous) })
  }
  return found
}

/** The stream holds what the store holds: each event once, in commit order, each with its predecessor. */
const expectWhole = async (store: EventStore, nc: NatsConnection, within = 30_000): Promise<void> => {
  const expected = (await store.feed(null, 10_000)).map((e, i, all) => ({
    id: e.id,
    position: e.position,
    previous: all[i - 1]?.position ?? '',
  }))
  const end = performance.now() + within
  let found: readonly Message[] = []
  // Looked at once more after it is whole: what comes too much comes late.
  for (let whole = 0; whole < 2 && performance.now() < end; ) {
    found = await messages(nc).catch(() => [])
    whole = isDeepStrictEqual(found, expected) ? whole + 1 : 0
    await delay(50)
  }
  expect(found).toEqual(expected)
}

const disconnected = async (nc: NatsConnection): Promise<void> => {
  for await (const { type } of nc.status()) if (type === 'disconnect') return
}

const setUp = async () => {
  const [database, nats] = await Promise.all([createDatabase(), startTestNats()])
  const store = await openEventStore(database.url)
  const nc = await connectNats({ url: nats.url, name: 'relay-test', logger })
  const jsm = () => jetstreamManager(nc, { checkAPI: false, timeout: 2_000 })
  const relays: Relay[] = []
  const relay = (over: object = {}) => {
    const made = new Relay({ store, nc, subjectOf, logger, ...fast, ...over })
    relays.push(made)
    made.start()
    return made
  }
  const tearDown = async () => {
    await Promise.all(relays.map((r) => r.stop()))
    await nc.close()
    await store.close()
    await nats.stop()
    await database.drop()
  }
  return { database, nats, store, nc, jsm, relay, [Symbol.asyncDispose]: tearDown }
}

describe('relay', { timeout: 60_000 }, () => {
  it('publishes each event once, in commit order, and goes on as they come', async () => {
    await using at = await setUp()
    await appendEvents(at.store, 700)
    at.relay()
    await appendEvents(at.store, 300)
    await expectWhole(at.store, at.nc)
    await appendEvents(at.store, 1)
    await expectWhole(at.store, at.nc)
  })

  it('is woken by another instance of the store', async () => {
    await using at = await setUp()
    at.relay({ checkEvery: 60_000 })
    const other = await openEventStore(at.database.url)
    await appendEvents(other, 3)
    await expectWhole(at.store, at.nc, 3_000)
    await appendEvents(other, 3)
    await expectWhole(at.store, at.nc, 3_000)
    await other.close()
  })

  it('resumes from the last message after a restart', async () => {
    await using at = await setUp()
    await appendEvents(at.store, 20)
    const first = at.relay()
    await expectWhole(at.store, at.nc)
    await first.stop()
    expect(first.state).toBe('stopped')
    await appendEvents(at.store, 20)
    at.relay()
    await expectWhole(at.store, at.nc)
  })

  it('does no harm when three run at once, and one takes over when the others stop', async () => {
    await using at = await setUp()
    const relays = [at.relay(), at.relay(), at.relay()]
    for (let i = 0; i < 10; i++) await appendEvents(at.store, 60)
    await expectWhole(at.store, at.nc)
    await relays[0]?.stop()
    await appendEvents(at.store, 60)
    await expectWhole(at.store, at.nc)
    await relays[1]?.stop()
    await appendEvents(at.store, 60)
    await expectWhole(at.store, at.nc)
  })

  it('fills a stream that was emptied while it ran, also one that remembers the ids', async () => {
    await using at = await setUp()
    const jsm = await at.jsm()
    await jsm.streams.add({ name: EVENTS_STREAM, subjects: ['evt.>'], duplicate_window: 120_000_000_000 })
    at.relay()
    await appendEvents(at.store, 50)
    await expectWhole(at.store, at.nc)
    await jsm.streams.purge(EVENTS_STREAM)
    await expectWhole(at.store, at.nc)
    await appendEvents(at.store, 5)
    await expectWhole(at.store, at.nc)
  })

  it('makes and fills a stream that was deleted while it ran', async () => {
    await using at = await setUp()
    at.relay()
    await appendEvents(at.store, 50)
    await expectWhole(at.store, at.nc)
    await (await at.jsm()).streams.delete(EVENTS_STREAM)
    await expectWhole(at.store, at.nc)
  })

  it('publishes a tail again that was cut off', async () => {
    await using at = await setUp()
    at.relay()
    await appendEvents(at.store, 50)
    await expectWhole(at.store, at.nc)
    const jsm = await at.jsm()
    for (const seq of [50, 49, 48]) await jsm.streams.deleteMessage(EVENTS_STREAM, seq)
    await expectWhole(at.store, at.nc)
  })

  it('leaves a stream alone in which numbers are free, because its tail was cut off and published again', async () => {
    await using at = await setUp()
    const first = at.relay()
    await appendEvents(at.store, 20)
    await expectWhole(at.store, at.nc)
    const jsm = await at.jsm()
    for (const seq of [20, 19]) await jsm.streams.deleteMessage(EVENTS_STREAM, seq)
    await expectWhole(at.store, at.nc)
    await first.stop()
    at.relay()
    await appendEvents(at.store, 1)
    await expectWhole(at.store, at.nc)
    expect((await jsm.streams.info(EVENTS_STREAM)).state).toMatchObject({ first_seq: 1, last_seq: 23, messages: 21 })
  })

  it('fills a stream again whose tail was cut off, and the next event came behind the hole before the relay looked', async () => {
    await using at = await setUp()
    const blind = at.relay({ checkEvery: 60_000 })
    await appendEvents(at.store, 50)
    await expectWhole(at.store, at.nc)
    const jsm = await at.jsm()
    for (const seq of [50, 49, 48]) await jsm.streams.deleteMessage(EVENTS_STREAM, seq)
    await appendEvents(at.store, 1)
    await eventually('the event behind the hole', async () => (await jsm.streams.info(EVENTS_STREAM)).state.last_seq === 51)
    await blind.stop()
    at.relay()
    await expectWhole(at.store, at.nc)
    await appendEvents(at.store, 5)
    await expectWhole(at.store, at.nc)
  })

  it('fills a stream again that lost messages in the middle while two relays run', async () => {
    await using at = await setUp()
    at.relay()
    at.relay()
    await appendEvents(at.store, 50)
    await expectWhole(at.store, at.nc)
    const jsm = await at.jsm()
    for (const seq of [7, 8, 30]) await jsm.streams.deleteMessage(EVENTS_STREAM, seq)
    await appendEvents(at.store, 5)
    await expectWhole(at.store, at.nc)
  })

  it('fills a stream again that lost its head', async () => {
    await using at = await setUp()
    at.relay()
    await appendEvents(at.store, 50)
    await expectWhole(at.store, at.nc)
    await (await at.jsm()).streams.purge(EVENTS_STREAM, { seq: 10 })
    await expectWhole(at.store, at.nc)
  })

  it('fills up a stream that an older copy of the disk was put under (acknowledged, never flushed)', async () => {
    await using database = await createDatabase()
    const directory = await mkdtemp(join(tmpdir(), 'fudao-relay-'))
    const [live, copy] = [join(directory, 'live'), join(directory, 'copy')]
    let nats = await startNats({ directory: live })
    const store = await openEventStore(database.url)
    const nc = await connectNats({ url: nats.url, name: 'relay-test', logger })
    const relay = new Relay({ store, nc, subjectOf, logger, ...fast })
    relay.start()
    try {
      await appendEvents(store, 40)
      await expectWhole(store, nc)
      await nats.stop('kill')
      await cp(live, copy, { recursive: true })
      nats = await startNats({ directory: live, port: nats.port })
      await appendEvents(store, 40)
      await expectWhole(store, nc)
      await nats.stop('kill')
      await rm(live, { recursive: true })
      await cp(copy, live, { recursive: true })
      nats = await startNats({ directory: live, port: nats.port })
      await expectWhole(store, nc)
    } finally {
      await relay.stop()
      await nc.close()
      await store.close()
      await nats.stop('kill')
      await rm(directory, { recursive: true, force: true })
    }
  })

  it('goes on after nats-server was killed three times while events were being written', async () => {
    await using at = await setUp()
    at.relay()
    let writing = true
    const writer = (async () => {
      while (writing) await appendEvents(at.store, 20)
    })()
    for (let i = 0; i < 3; i++) {
      const before = await at.store.head()
      await eventually('more to be written', async () => (await at.store.head()) !== before)
      await at.nats.kill()
      await at.nats.restart({ lost: i === 1 })
    }
    writing = false
    await writer
    // thousands of messages, read one by one
    await expectWhole(at.store, at.nc, 45_000)
  })

  it('publishes at once what was appended while NATS was away: what the client dropped is not waited for', async () => {
    await using at = await setUp()
    // an acknowledgement that is waited for comes too late for this test
    const relay = at.relay({ ackTimeout: 60_000 })
    await appendEvents(at.store, 10)
    await expectWhole(at.store, at.nc)
    const away = disconnected(at.nc)
    await at.nats.kill()
    await away
    await appendEvents(at.store, 10)
    await eventually('the relay to have sent them to nobody, or to have noticed', () => relay.lagSeconds > 0 || relay.state === 'waiting')
    await at.nats.restart()
    await expectWhole(at.store, at.nc)
  })

  it('goes on after PostgreSQL was away', async () => {
    await using postgres = await startTestPostgres({ durable: true })
    await using nats = await startTestNats()
    const database = await createDatabase({ serverUrl: postgres.url })
    const store = await openEventStore(database.url)
    const nc = await connectNats({ url: nats.url, name: 'relay-test', logger })
    const relay = new Relay({ store, nc, subjectOf, logger, ...fast })
    relay.start()
    await appendEvents(store, 10)
    await expectWhole(store, nc)
    await postgres.kill()
    await eventually('the relay to notice', () => relay.state === 'waiting')
    await postgres.restart()
    await appendEvents(store, 10)
    await expectWhole(store, nc)
    await relay.stop()
    await nc.close()
    await store.close()
  })

  it.each([5, 30])(
    'publishes nothing while JetStream holds events that the store, restored and gone on to %i events, does not',
    async (count) => {
      await using at = await setUp()
      await using older = await createDatabase()
      const first = at.relay()
      await appendEvents(at.store, 20)
      await expectWhole(at.store, at.nc)
      await first.stop()
      const restored = await openEventStore(older.url)
      await appendEvents(restored, count)
      const relay = at.relay({ store: restored })
      await eventually('the relay to see it', () => relay.state === 'diverged')
      await expectWhole(at.store, at.nc)
      await relay.stop()
      await restored.close()
    },
  )
})
