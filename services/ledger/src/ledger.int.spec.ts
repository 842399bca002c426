import { randomBytes, randomUUID } from 'node:crypto'
import { contexts } from '@fudao/contracts'
import type { AppendReply, AppendRequest, AppendsReply, CloudEvent, EraseReply, KeysReply, ReadReply } from '@fudao/contracts/kit'
import { type EventStore, openEventStore } from '@fudao/event-store'
import { connectNats, consumeEvents, type EventMessage, KEY_ERASED_PATTERN, ledgerSubject, requestJson } from '@fudao/messaging'
import { createLogger } from '@fudao/telemetry'
import { createDatabase, eventually, startTestNats, type TestDatabase, type TestNats } from '@fudao/testing'
import type { NatsConnection } from '@nats-io/nats-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningLedger, startLedger } from './ledger.js'
import { openPersonKeys, type PersonKeys } from './person-keys.js'

const logger = createLogger('ledger-test', { level: 'error' })
const metadata = (over: object = {}) => JSON.stringify({ campusid: 'aksu', actorid: 'u1', ...over })
const event = (data: object = {}, over: object = {}) => ({
  id: randomUUID(),
  type: 'staffing.CounselorRegistered',
  data: JSON.stringify(data),
  metadata: metadata(),
  ...over,
})
const newStream = (campus = 'aksu') => `counselor-${campus}.${randomBytes(5).toString('hex')}`

let database: TestDatabase
let nats: TestNats
let store: EventStore
let keys: PersonKeys
let nc: NatsConnection
let client: NatsConnection
let ledger: RunningLedger

beforeAll(async () => {
  ;[database, nats] = await Promise.all([createDatabase(), startTestNats()])
  store = await openEventStore(database.url)
  keys = await openPersonKeys({ url: database.url, masterKey: randomBytes(32) })
  nc = await connectNats({ url: nats.url, name: 'ledger', logger })
  client = await connectNats({ url: nats.url, name: 'service', logger })
  ledger = startLedger({ nc, store, keys, contexts, logger })
  await nc.flush()
})
afterAll(async () => {
  await ledger.stop()
  await Promise.all([nc.drain(), client.drain(), store.close(), keys.close()])
  await nats.stop()
  await database.drop()
})

const append = (request: unknown, campus = 'aksu') => requestJson<AppendReply>(client, ledgerSubject(campus, 'append'), request)
const read = (request: unknown, campus = 'aksu') => requestJson<ReadReply>(client, ledgerSubject(campus, 'read'), request)
const askKeys = (request: unknown, campus = 'aksu') => requestJson<KeysReply>(client, ledgerSubject(campus, 'keys'), request)
const slices = (reply: ReadReply) => {
  if (reply.status !== 'ok') throw new Error(JSON.stringify(reply))
  return reply.slices.map(({ ids, types, revisions, positions, data, metadata: all, ...slice }) => ({
    ...slice,
    events: ids.map((id, i) => ({ id, type: types[i], revision: revisions[i], position: positions[i], data: data[i], metadata: all[i] })),
  }))
}

describe('ledger over NATS', () => {
  it('appends, answers with revision and position, and reads back the same JSON', async () => {
    const stream = newStream()
    const events = [event({ name: '古丽', quote: '"\\' }), event({ n: 2 })]
    const reply = await append({ stream, expectedRevision: 'none', events })
    expect(reply).toMatchObject({ status: 'appended', revision: 1, repeated: false })
    const [slice] = slices(await read({ streams: [{ stream }] }))
    expect(
      slice?.events.map(({ id, type, data, metadata: m }) => ({ id, type, data: JSON.stringify(data), metadata: JSON.stringify(m) })),
    ).toEqual(events)
    expect(slice).toMatchObject({ stream, revision: 1, more: false })
    expect(reply.status === 'appended' && reply.position).toBe(slice?.events[1]?.position)
  })

  it('answers conflict, repeated and idReused as values', async () => {
    const stream = newStream()
    const request = { stream, expectedRevision: 'none', events: [event({ n: 1 })] } as const
    const first = await append(request)
    expect(await append(request)).toEqual({ ...first, repeated: true })
    expect(await append({ ...request, events: [event()] })).toEqual({ status: 'conflict', actual: 0 })
    expect(await append({ ...request, events: [{ ...request.events[0], data: '{"n":2}' }] })).toEqual({
      status: 'idReused',
      id: request.events[0].id,
    })
  })

  it('several appends in one request each have their own answer', async () => {
    const [a, b] = [newStream(), newStream()]
    const good = { stream: a, expectedRevision: 'none', events: [event()] }
    const reply = await requestJson<AppendsReply>(client, ledgerSubject('aksu', 'append'), {
      appends: [
        good,
        { ...good, events: [event()] },
        { stream: b, expectedRevision: 0, events: [event()] },
        { stream: newStream('other') },
        good,
      ],
    })
    expect(reply).toMatchObject({
      replies: [
        { status: 'appended', revision: 0 },
        { status: 'conflict', actual: 0 },
        { status: 'conflict', actual: -1 },
        { status: 'invalid' },
        { status: 'appended', repeated: true },
      ],
    })
    expect(slices(await read({ streams: [{ stream: a }, { stream: b }] })).map(({ revision }) => revision)).toEqual([0, -1])
  })

  it.each<[string, unknown, RegExp]>([
    ['a stream of another campus (WrongCampus)', { stream: newStream('hz'), expectedRevision: 'none', events: [event()] }, /WrongCampus/],
    [
      'metadata of another campus (WrongCampus)',
      { stream: newStream(), expectedRevision: 'none', events: [event({}, { metadata: metadata({ campusid: 'hz' }) })] },
      /WrongCampus/,
    ],
    [
      'metadata that poses as the envelope',
      { stream: newStream(), expectedRevision: 'none', events: [event({}, { metadata: metadata({ position: '1' }) })] },
      /"position"/,
    ],
    ['data that is no JSON', { stream: newStream(), expectedRevision: 'none', events: [event({}, { data: '{"a":1},"x":{' })] }, /json/i],
    ['an event that is no object of texts', { stream: newStream(), expectedRevision: 'none', events: [{ id: 1 }] }, /events\[0\]/],
    ['no events', { stream: newStream(), expectedRevision: 'none', events: [] }, /at least one/],
    ['no expected revision', { stream: newStream(), events: [event()] }, /expectedRevision/],
    ['nonsense', 7, /stream/],
  ])('refuses %s as invalid', async (_, request, reason) => {
    const reply = await append(request)
    expect(reply).toMatchObject({ status: 'invalid', reason: expect.stringMatching(reason) })
  })

  it('answers what is not even JSON', async () => {
    const reply = await client.request(ledgerSubject('aksu', 'append'), '{"stream":')
    expect(reply.json()).toMatchObject({ status: 'invalid' })
    expect((await client.request(ledgerSubject('aksu', 'read'), '{')).json()).toMatchObject({ status: 'invalid' })
  })

  it('reads only streams of the campus, and of the platform its own registration (A11)', async () => {
    for (const stream of [newStream('hz'), 'campus-platform.hz', 'nonsense'])
      expect(await read({ streams: [{ stream }] })).toMatchObject({ status: 'invalid', reason: expect.stringContaining('WrongCampus') })
    expect(slices(await read({ streams: [{ stream: 'campus-platform.aksu' }] }))[0]).toMatchObject({ revision: -1, events: [] })
  })

  it('reads several streams in one round trip, in pages and backwards', async () => {
    const [a, b] = [newStream(), newStream()]
    await append({ stream: a, expectedRevision: 'none', events: Array.from({ length: 450 }, (_, n) => event({ n })) })
    await append({ stream: b, expectedRevision: 'none', events: [event({ n: 0 })] })
    const found = slices(
      await read({
        streams: [
          { stream: b },
          { stream: a, from: 440 },
          { stream: a, backwards: true, limit: 2 },
          { stream: a },
          { stream: newStream() },
        ],
      }),
    )
    expect(found.map((s) => [s.events.length, s.revision, s.more])).toEqual([
      [1, 0, false],
      [10, 449, false],
      [2, 449, true],
      [450, 449, false],
      [0, -1, false],
    ])
    expect(found[2]?.events.map((e) => e.revision)).toEqual([449, 448])
    expect(found[3]?.events.map((e) => e.revision)).toEqual(Array.from({ length: 450 }, (_, n) => n))
  })

  it('cuts a reply that would be larger than NATS takes, and says that more follows', async () => {
    const stream = newStream()
    const text = '"'.repeat(1_400_000) // Doubled on its way.
    for (let n = 0; n < 4; n++) await append({ stream, expectedRevision: 'any', events: [event({ n, text })] })
    let [events, more, from] = [0, true, 0]
    for (let rounds = 0; more && rounds < 10; rounds++) {
      const [slice] = slices(await read({ streams: [{ stream, from }] }))
      events += slice?.events.length ?? 0
      more = slice?.more ?? false
      from = (slice?.events.at(-1)?.revision ?? -1) + 1
      expect(slice?.events.length).toBeGreaterThan(0)
    }
    expect([events, more]).toEqual([4, false])
  })

  it('answers an event that could not be relayed as invalid, and relays one of 2 MB', async () => {
    const huge = event({ text: 'x'.repeat(8 * 1024 * 1024 - 10_000) })
    expect(await append({ stream: newStream(), expectedRevision: 'none', events: [huge] })).toMatchObject({ status: 'invalid' })
    const large = event({ text: 'x'.repeat(2_000_000) })
    await append({ stream: newStream(), expectedRevision: 'none', events: [large] })
    const seen = await collect((m) => m.id === large.id)
    expect(seen.at(-1)?.json().data).toEqual(JSON.parse(large.data))
  })

  it('A8: destroys a key when asked, tells its holders each time, and answers the same again', async () => {
    await askKeys({ personIds: ['gone'], create: true })
    const told: unknown[] = []
    const subscription = client.subscribe(KEY_ERASED_PATTERN, { callback: (_, m) => void told.push([m.subject, m.json()]) })
    await client.flush()
    const erase = (body: unknown) => requestJson<EraseReply>(client, ledgerSubject('aksu', 'erase'), body, { timeoutMs: 20_000 })
    expect(await erase({ personId: 'gone' })).toEqual({ status: 'ok' })
    expect(await erase({ personId: 'gone' })).toEqual({ status: 'ok' })
    expect(await erase({ personId: 'no such id' })).toMatchObject({ status: 'invalid' })
    expect(await askKeys({ personIds: ['gone'], create: true })).toEqual({ status: 'ok', keys: { gone: null } })
    await client.flush()
    expect(told).toEqual([
      ['keys.aksu.erased', { personId: 'gone' }],
      ['keys.aksu.erased', { personId: 'gone' }],
    ])
    subscription.unsubscribe()
  })
  it('makes a key per person and campus once, wrapped; a destroyed key stays null (A8)', async () => {
    const ask = { personIds: ['p1', 'p2'], create: true }
    const replies = await Promise.all(Array.from({ length: 10 }, () => askKeys(ask)))
    const [first] = replies
    for (const reply of replies) expect(reply).toEqual(first)
    if (first?.status !== 'ok') throw new Error('no keys')
    expect(new Set(Object.values(first.keys)).size).toBe(2)
    expect(Buffer.from(first.keys.p1 ?? '', 'base64')).toHaveLength(12 + 16 + 32)
    expect(await askKeys({ personIds: ['p1', 'p9'], create: false })).toEqual({ status: 'ok', keys: { p1: first.keys.p1 } })
    expect(await askKeys({ personIds: ['p1'], create: false }, 'hz')).toEqual({ status: 'ok', keys: {} })
    expect(await keys.destroy('aksu', 'p1')).toBe(true)
    expect(await keys.destroy('aksu', 'p1')).toBe(false)
    expect(await keys.destroy('aksu', 'p3')).toBe(true)
    expect(await askKeys({ personIds: ['p1', 'p2', 'p3'], create: true })).toEqual({
      status: 'ok',
      keys: { p1: null, p2: first.keys.p2, p3: null },
    })
    expect(await askKeys({ personIds: 'p1', create: true })).toMatchObject({ status: 'unavailable' })
  })

  const collect = async (until: (message: EventMessage) => boolean): Promise<readonly EventMessage[]> => {
    const seen: EventMessage[] = []
    const end = new AbortController()
    const feed = consumeEvents({
      nc: client,
      name: 'test__collect',
      after: null,
      signal: end.signal,
      logger,
      onBatch: async (batch) => {
        seen.push(...batch)
        if (batch.some(until)) end.abort()
      },
    })
    try {
      await eventually('the relayed event', () => end.signal.aborted, { within: 10_000 })
    } finally {
      end.abort()
      await feed
    }
    return seen
  }

  it('relays each event as a CloudEvent on evt.<campus>.<context>.<Aggregate>.<Event> with position, predecessor and trace', async () => {
    const stream = newStream()
    const traceparent = `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`
    const events = [
      event({ n: 1 }, { metadata: metadata({ traceparent }) }),
      event({ n: 2 }, { type: 'staffing.NobodyKnowsThis', metadata: '{ }' }),
    ]
    const reply = await append({ stream, expectedRevision: 'none', events } satisfies AppendRequest)
    const seen = await collect((m) => m.id === events[1]?.id)
    const [one, two] = seen.slice(-2)
    expect([one?.subject, two?.subject]).toEqual([
      'evt.aksu.staffing.Counselor.CounselorRegistered',
      'evt.aksu.staffing.Unknown.NobodyKnowsThis',
    ])
    expect(one?.traceparent).toBe(traceparent)
    expect(two?.previous).toBe(one?.position)
    expect(seen[0]?.previous).toBe(null)
    expect(one?.json()).toEqual({
      campusid: 'aksu',
      actorid: 'u1',
      traceparent,
      specversion: '1.0',
      id: events[0]?.id,
      source: '/fudao/staffing',
      type: 'staffing.CounselorRegistered',
      subject: stream,
      time: expect.stringMatching(/^20\d\d-.*Z$/),
      datacontenttype: 'application/json',
      position: one?.position,
      revision: 0,
      data: { n: 1 },
    } satisfies Partial<Record<keyof CloudEvent, unknown>>)
    expect(reply.status === 'appended' && reply.position).toBe(two?.position)
  })

  it('answers a thousand appends of 200 callers at once, each its own', async () => {
    const requests = Array.from({ length: 1_000 }, () => ({ stream: newStream(), expectedRevision: 'none', events: [event()] }))
    const replies = await Promise.all(requests.map((request) => append(request)))
    expect(new Set(replies.map((r) => r.status))).toEqual(new Set(['appended']))
    expect(new Set(replies.map((r) => (r.status === 'appended' ? r.position : ''))).size).toBe(1_000)
  })
})
