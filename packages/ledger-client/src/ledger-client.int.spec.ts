import { randomBytes, randomUUID } from 'node:crypto'
import {
  CommandHandler,
  DeciderCommandHandler,
  ExpectedVersionConflictError,
  STREAM_DOES_NOT_EXIST,
  STREAM_EXISTS,
} from '@event-driven-io/emmett'
import { DayStarted } from '@fudao/contracts/calendar'
import { defineAggregate, type EventMetadata, type EventOf, personal } from '@fudao/contracts/kit'
import { connectNats } from '@fudao/messaging'
import { createLogger } from '@fudao/telemetry'
import { createDatabase, startTestNats, startTestService, type TestDatabase, type TestNats, type TestService } from '@fudao/testing'
import type { NatsConnection } from '@nats-io/nats-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createEventCodec, type OutgoingEvent } from './codec/event-codec.js'
import { createLedger, type Ledger, LedgerRefused, LedgerUnavailable } from './ledger.js'
import { createKeyRing } from './personal/key-ring.js'
import { LedgerEventStore } from './store/ledger-event-store.js'
import { LedgerStreams } from './store/ledger-streams.js'
import { StateCache } from './store/state-cache.js'
import { uuidV5 } from './uuid-v5.js'

const Counter = defineAggregate({
  context: 'test',
  name: 'Counter',
  category: 'counter',
  key: ['counterId'],
  title: { zh: '计数', en: 'Counter' },
})
const Counted = Counter.event('Counted', {
  title: { zh: '已计数', en: 'Counted' },
  subject: 'by',
  data: { counterId: z.string(), n: z.int(), by: z.string(), note: personal(z.string()).optional() },
})
type Event = EventOf<typeof Counted>
interface Sum {
  readonly total: number
  readonly notes: readonly string[]
}
const sum = {
  initialState: (): Sum => ({ total: 0, notes: [] }),
  evolve: (s: Sum, e: Event): Sum => ({ total: s.total + e.data.n, notes: e.data.note ? [...s.notes, e.data.note] : s.notes }),
}
const metadata = (campusid: string, commandid: string = randomUUID()): EventMetadata => ({
  campusid,
  schemaversion: 1,
  actorid: 'u',
  actorrole: 'system',
  asof: '2024-01-01',
  policyversion: -1,
  correlationid: commandid,
  causationid: commandid,
  commandid,
  commandhash: 'h',
})
const counted = (n: number, over: { readonly note?: string; readonly commandId?: string; readonly by?: string } = {}): OutgoingEvent => ({
  id: randomUUID(),
  definition: Counted,
  data: { counterId: 'c', n, by: over.by ?? 'p1', ...(over.note === undefined ? {} : { note: over.note }) },
  metadata: metadata('aksu', over.commandId),
})

let database: TestDatabase
let nats: TestNats
let service: TestService
let nc: NatsConnection
let ledger: Ledger
const masterKey = randomBytes(32)
const codecOver = (over: Ledger) => createEventCodec({ events: [Counted, DayStarted], keys: createKeyRing(masterKey, over.keys) })
const streamsOver = (over: Ledger) => new LedgerStreams({ ledger: over, codec: codecOver(over) })
const newStream = () => `counter-aksu.${randomBytes(5).toString('hex')}`

beforeAll(async () => {
  ;[database, nats] = await Promise.all([createDatabase(), startTestNats()])
  service = await startTestService('ledger', {
    NATS_URL: nats.url,
    DATABASE_URL: database.url,
    FUDAO_MASTER_KEY: masterKey.toString('base64'),
  })
  nc = await connectNats({ url: nats.url, name: 'test', logger: createLogger('test', { level: 'error' }) })
  ledger = createLedger(nc)
})
afterAll(async () => {
  await nc.drain()
  await service.stop()
  await nats.stop()
  await database.drop()
})

describe('folded streams over the real ledger', () => {
  it('a stream that is not there is its initial state at revision -1', async () => {
    const [folded] = await streamsOver(ledger).fold('aksu', [{ stream: newStream(), fold: sum }])
    expect(folded).toMatchObject({ state: { total: 0 }, revision: -1, position: null })
  })

  it('goes on from what it folded before: only new events are read', async () => {
    const asked: (number | undefined)[] = []
    const counting: Ledger = {
      ...ledger,
      read: (campus, requests) => {
        asked.push(...requests.map((request) => request.from))
        return ledger.read(campus, requests)
      },
    }
    const streams = streamsOver(counting)
    const stream = newStream()
    expect(await streams.append(stream, -1, [counted(1), counted(2)])).toMatchObject({ status: 'appended', revision: 1 })
    const [first] = await streams.fold('aksu', [{ stream, fold: sum }])
    expect(first).toMatchObject({ state: { total: 3 }, revision: 1 })
    await streams.append(stream, 1, [counted(4)])
    const [second] = await streams.fold('aksu', [{ stream, fold: sum }])
    expect(second).toMatchObject({ state: { total: 7 }, revision: 2 })
    expect(asked).toEqual([0, 2])
  })

  it('several streams in one round trip, and one stream with two folds', async () => {
    const streams = streamsOver(ledger)
    const [a, b] = [newStream(), newStream()]
    await streams.append(a, -1, [counted(1)])
    await streams.append(b, -1, [counted(2), counted(3)])
    const count = { initialState: () => 0, evolve: (n: number, _e: Event) => n + 1 }
    const [x, y, z] = await streams.fold('aksu', [
      { stream: a, fold: sum },
      { stream: b, fold: sum },
      { stream: b, fold: count },
    ])
    expect([x.state.total, y.state.total, z.state]).toEqual([1, 5, 2])
  })

  it('tells what each command added, so that a repeat is recognised', async () => {
    const streams = streamsOver(ledger)
    const stream = newStream()
    const commandId = randomUUID()
    const events = [counted(1, { commandId }), counted(2, { commandId })]
    await streams.append(stream, -1, events)
    const [folded] = await streams.fold('aksu', [{ stream, fold: sum }])
    expect(folded.commands.get(commandId)).toMatchObject({
      hash: 'h',
      events: events.map(({ id }) => ({ id, type: 'test.Counted' })),
      revision: 1,
      position: folded.position,
    })
  })

  it('lastOnly reads the end of a long stream, then what is new', async () => {
    const streams = streamsOver(ledger)
    const stream = `day-aksu.${randomBytes(5).toString('hex')}`
    const day = (on: string): OutgoingEvent => ({
      id: uuidV5(`${stream}${on}`),
      definition: DayStarted,
      data: { on },
      metadata: metadata('aksu'),
    })
    const last = { initialState: () => '', evolve: (_: string, e: EventOf<typeof DayStarted>) => e.data.on }
    await streams.append(stream, -1, ['2024-01-01', '2024-01-02', '2024-01-03'].map(day))
    const request = { stream, fold: last, lastOnly: true }
    expect((await streams.fold('aksu', [request]))[0]).toMatchObject({ state: '2024-01-03', revision: 2 })
    await streams.append(stream, 2, [day('2024-01-04')])
    expect((await streams.fold('aksu', [request]))[0]).toMatchObject({ state: '2024-01-04', revision: 3 })
  })

  it('reads streams longer than a page', async () => {
    const streams = streamsOver(ledger)
    const stream = newStream()
    for (let i = 0; i < 3; i += 1)
      await streams.append(
        stream,
        i * 500 - 1,
        Array.from({ length: 500 }, () => counted(1)),
      )
    expect((await streams.fold('aksu', [{ stream, fold: sum }]))[0]).toMatchObject({ state: { total: 1_500 }, revision: 1_499 })
  })

  it('what finds no room in the reply beside other streams is asked for by itself, one event from the end too', async () => {
    const streams = streamsOver(ledger)
    const [a, b] = [newStream(), newStream()]
    const large = (n: number): OutgoingEvent => ({ ...counted(n), data: { counterId: 'x'.repeat(2_500_000), n, by: 'p1' } })
    for (const stream of [a, b]) for (let n = 0; n < 3; n += 1) await streams.append(stream, n - 1, [large(n)])
    const slices = await ledger.read('aksu', [{ stream: a }, { stream: b }, { stream: b, backwards: true, limit: 1 }])
    expect(slices.map(({ events, revision }) => [events.map((event) => event.data.n), revision])).toEqual([
      [[0, 1, 2], 2],
      [[0, 1, 2], 2],
      [[2], 2],
    ])
  })

  it('A8: personal fields are ciphertext in the store and plain in the state', async () => {
    const streams = streamsOver(ledger)
    const stream = newStream()
    await streams.append(stream, -1, [counted(1, { note: '古丽' })])
    expect((await ledger.read('aksu', [{ stream }]))[0]?.events[0]?.data.note).toMatch(/^enc:1:/)
    expect((await streamsOver(ledger).fold('aksu', [{ stream, fold: sum }]))[0].state.notes).toEqual(['古丽'])
  })

  it('A8: old events of an erased person fold from the start, for who never saw them: all but the text is there', async () => {
    const [writer, stream] = [streamsOver(ledger), newStream()]
    const about = (n: number) => counted(n, { note: '古丽', by: 'p_erased' })
    await writer.append(stream, -1, [about(1), about(2), counted(4, { note: '阿依' })])
    await ledger.erase('aksu', { personId: 'p_erased' })
    const expected = { state: { total: 7, notes: ['已删除', '已删除', '阿依'] }, revision: 2 }
    expect((await streamsOver(ledger).fold('aksu', [{ stream, fold: sum }]))[0]).toMatchObject(expected)
    await writer.append(stream, 2, [counted(8)])
    expect((await streamsOver(ledger).fold('aksu', [{ stream, fold: sum }]))[0]).toMatchObject({ state: { total: 15 }, revision: 3 })
  })

  it('a bounded cache forgets, and reads again', async () => {
    const streams = new LedgerStreams({ ledger, codec: codecOver(ledger), cache: new StateCache({ maxStreams: 1, maxEvents: 10 }) })
    const [a, b] = [newStream(), newStream()]
    for (const stream of [a, b]) await streams.append(stream, -1, [counted(1)])
    for (const stream of [a, b, a]) expect((await streams.fold('aksu', [{ stream, fold: sum }]))[0].state.total).toBe(1)
  })

  it('another campus’s stream is refused', async () => {
    await expect(ledger.read('aksu', [{ stream: 'counter-lanzhou.c' }])).rejects.toThrow(LedgerRefused)
    await expect(ledger.append('aksu', { stream: 'counter-lanzhou.c', expectedRevision: 'none', events: [] })).rejects.toThrow(
      LedgerRefused,
    )
  })
})

describe('an append whose outcome is unknown', () => {
  const lost = new LedgerUnavailable('timeout', true)
  it('that was made is found in the stream and not made again', async () => {
    const streams = streamsOver({ ...ledger, append: (campus, request) => ledger.append(campus, request).then(() => Promise.reject(lost)) })
    const stream = newStream()
    expect(await streams.append(stream, -1, [counted(1), counted(2)])).toMatchObject({ status: 'appended', revision: 1, repeated: false })
    expect((await ledger.read('aksu', [{ stream }]))[0]?.revision).toBe(1)
  })
  it('that was not made, while somebody else’s was, is a conflict', async () => {
    const stream = newStream()
    const streams = streamsOver({
      ...ledger,
      append: async () => {
        await streamsOver(ledger).append(stream, -1, [counted(9)])
        throw lost
      },
    })
    expect(await streams.append(stream, -1, [counted(1)])).toEqual({ status: 'conflict', actual: 0 })
  })
  it('that may still come stays unknown; the same events again are safe', async () => {
    const stream = newStream()
    const events = [counted(1, { note: '古丽' })]
    await expect(streamsOver({ ...ledger, append: () => Promise.reject(lost) }).append(stream, -1, events)).rejects.toMatchObject({
      outcomeUnknown: true,
    })
    const streams = streamsOver(ledger)
    expect(await streams.append(stream, -1, events)).toMatchObject({ status: 'appended', repeated: false })
    // the encryption gives the same bytes, so the store knows the events
    expect(await streams.append(stream, -1, events)).toMatchObject({ status: 'appended', revision: 0, repeated: true })
  })
  it('a ledger that is not there is told apart from an unknown outcome', async () => {
    const nobody = await startTestNats()
    const alone = await connectNats({ url: nobody.url, name: 'alone', logger: createLogger('alone', { level: 'error' }) })
    await expect(streamsOver(createLedger(alone)).append(newStream(), -1, [counted(1)])).rejects.toMatchObject({ outcomeUnknown: false })
    await alone.drain()
    await nobody.stop()
  })
})

describe('Emmett’s EventStore over the ledger', () => {
  const store = () =>
    new LedgerEventStore({
      streams: streamsOver(ledger),
      events: [Counted],
      envelope: () => ({ id: randomUUID(), metadata: metadata('aksu') }),
    })
  const event = (n: number): Event => ({ type: 'Counted', data: { counterId: 'c', n, by: 'p1' } })

  it('versions count events, as Emmett has it', async () => {
    const emmett = store()
    const stream = newStream()
    expect(await emmett.streamExists(stream)).toBe(false)
    expect(await emmett.readStream(stream)).toEqual({ events: [], currentStreamVersion: 0n, streamExists: false })
    expect(await emmett.appendToStream(stream, [event(1), event(2)], { expectedStreamVersion: STREAM_DOES_NOT_EXIST })).toEqual({
      nextExpectedStreamVersion: 2n,
      createdNewStream: true,
    })
    expect(await emmett.appendToStream(stream, [event(3)], { expectedStreamVersion: 2n })).toEqual({
      nextExpectedStreamVersion: 3n,
      createdNewStream: false,
    })
    expect(await emmett.appendToStream(stream, [event(4)], { expectedStreamVersion: STREAM_EXISTS })).toMatchObject({
      nextExpectedStreamVersion: 4n,
    })
    expect(await emmett.appendToStream(stream, [event(5)])).toMatchObject({ nextExpectedStreamVersion: 5n })
    expect(await emmett.streamExists(stream)).toBe(true)
    const { events } = await emmett.readStream<Event>(stream, { from: 2n, to: 4n, maxCount: 2n })
    expect(events.map((e) => [e.data.n, e.metadata.streamPosition])).toEqual([
      [2, 2n],
      [3, 3n],
    ])
    expect(await emmett.aggregateStream<Sum, Event>(stream, sum)).toMatchObject({
      state: { total: 15 },
      currentStreamVersion: 5n,
      streamExists: true,
    })
  })

  it('another expected version is Emmett’s conflict', async () => {
    const emmett = store()
    const stream = newStream()
    await emmett.appendToStream(stream, [event(1)])
    await expect(emmett.appendToStream(stream, [event(2)], { expectedStreamVersion: STREAM_DOES_NOT_EXIST })).rejects.toThrow(
      ExpectedVersionConflictError,
    )
    await expect(emmett.readStream(stream, { expectedStreamVersion: 7n })).rejects.toThrow(ExpectedVersionConflictError)
    await expect(emmett.appendToStream(stream, [{ type: 'Unheard', data: {} }])).rejects.toThrow('no contract')
  })

  it('Emmett’s CommandHandler works on it, concurrent handlers included', async () => {
    const emmett = store()
    const stream = newStream()
    const handle = CommandHandler<Sum, Event>({ ...sum, retry: { onVersionConflict: { retries: 12, minTimeout: 2 } } })
    await Promise.all(Array.from({ length: 6 }, () => handle(emmett, stream, (s) => event(s.total + 1))))
    // each saw the state the others left: 1, 2, 4, 8, 16, 32
    expect(await emmett.aggregateStream<Sum, Event>(stream, sum)).toMatchObject({ state: { total: 63 }, currentStreamVersion: 6n })
  })

  it('Emmett’s DeciderCommandHandler works on it', async () => {
    const decider = { ...sum, decide: (c: { type: 'Add'; data: { n: number } }, _s: Sum): Event[] => [event(c.data.n)] }
    const stream = newStream()
    const result = await DeciderCommandHandler<Sum, { type: 'Add'; data: { n: number } }, Event>(decider)(store(), stream, {
      type: 'Add',
      data: { n: 7 },
    })
    expect(result).toMatchObject({ newState: { total: 7 }, nextExpectedStreamVersion: 1n })
  })
})
