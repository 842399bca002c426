import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { type EventStore, sliceColumns } from '../event-store.js'
import { event, events, mustAppend, newStream, numbers, readOne, withStores } from './fixtures.js'
import type { ContractCase } from './harness.js'

/** A stream of ten events, among others. */
const ofTen = (name: string, run: (store: EventStore, stream: string) => Promise<void>): ContractCase => ({
  name,
  run: (harness) =>
    withStores(harness.open, 1, async (opened) => {
      const store = opened as EventStore
      const stream = newStream()
      for (let i = 0; i < 10; i += 2) {
        await mustAppend(store, { stream, expectedRevision: 'any', events: events(2, i) })
        await mustAppend(store, { stream: newStream(), expectedRevision: 'any', events: events(2, 100) })
      }
      await run(store, stream)
    }),
})
const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.abs(to - from) + 1 }, (_, i) => (from <= to ? from + i : from - i))

export const readCases: readonly ContractCase[] = [
  ofTen('a stream is read forwards, whole and page by page', async (store, stream) => {
    assert.deepEqual(numbers((await readOne(store, { stream })).events), range(0, 9))
    const pages = [await readOne(store, { stream, limit: 4 }), await readOne(store, { stream, from: 4, limit: 4 })]
    pages.push(await readOne(store, { stream, from: 8, limit: 4 }))
    assert.deepEqual(
      pages.map((p) => [numbers(p.events), p.more, p.revision]),
      [
        [range(0, 3), true, 9],
        [range(4, 7), true, 9],
        [range(8, 9), false, 9],
      ],
    )
    const exact = await readOne(store, { stream, limit: 10 })
    assert.deepEqual([exact.events.length, exact.more], [10, false])
  }),
  ofTen('a stream is read backwards, from its end or from a revision, page by page', async (store, stream) => {
    assert.deepEqual(numbers((await readOne(store, { stream, backwards: true })).events), range(9, 0))
    const page = await readOne(store, { stream, backwards: true, limit: 3 })
    assert.deepEqual([numbers(page.events), page.more, page.revision], [range(9, 7), true, 9])
    const rest = await readOne(store, { stream, backwards: true, from: 2, limit: 3 })
    assert.deepEqual([numbers(rest.events), rest.more], [range(2, 0), false])
  }),
  ofTen('a read from beyond the end is empty and still tells the last revision', async (store, stream) => {
    assert.deepEqual(await readOne(store, { stream, from: 10 }), { stream, events: [], revision: 9, more: false })
    assert.deepEqual(numbers((await readOne(store, { stream, from: 9 })).events), [9])
    const none = await readOne(store, { stream, limit: 0 })
    assert.deepEqual([none.events.length, none.more, none.revision], [0, true, 9])
  }),
  ofTen('a read as text says what a read says, forwards, backwards, cut, empty and unknown', async (store, stream) => {
    await mustAppend(store, { stream, expectedRevision: 9, events: [event({ n: 10, 姓名: '阿依古丽', quote: '"\\\n' })] })
    const reads = [{}, { from: 4, limit: 3 }, { from: 8 }, { from: 11 }, { from: 50 }, { limit: 0 }, { limit: 11 }].flatMap((read) => [
      { stream, ...read },
      { stream, ...read, backwards: true },
      { stream: newStream(), ...read },
    ])
    const [slices, texts] = [await store.read(reads), await store.readText(reads)]
    assert.deepEqual([slices.length, slices[0]?.events.length], [reads.length, 11])
    assert.deepEqual(
      texts.map(({ columns, ...text }) => ({
        ...text,
        columns: JSON.parse(`[[${sliceColumns.map((name) => columns[name]).join('],[')}]]`),
      })),
      slices.map(({ events: found, ...slice }) => ({
        ...slice,
        count: found.length,
        columns: [
          found.map((e) => e.id),
          found.map((e) => e.type),
          found.map((e) => e.revision),
          found.map((e) => e.position),
          found.map((e) => e.recordedAt),
          found.map((e) => JSON.parse(e.data)),
          found.map((e) => JSON.parse(e.metadata)),
        ],
      })),
    )
  }),
  ofTen('an unknown stream is empty with revision -1, beside known ones in one read, in the order asked', async (store, stream) => {
    const unknown = newStream()
    const slices = await store.read([
      { stream: unknown },
      { stream, from: 8 },
      { stream: unknown, backwards: true },
      { stream, backwards: true, limit: 1 },
      { stream, limit: 1 },
    ])
    assert.deepEqual(
      slices.map((s) => [s.stream, numbers(s.events), s.revision, s.more]),
      [
        [unknown, [], -1, false],
        [stream, [8, 9], 9, false],
        [unknown, [], -1, false],
        [stream, [9], 9, true],
        [stream, [0], 9, true],
      ],
    )
  }),
  {
    name: 'an event of 1 MB goes in and comes out whole',
    run: (harness) =>
      withStores(harness.open, 1, async (opened) => {
        const store = opened as EventStore
        const stream = newStream()
        const text = randomBytes(500_000).toString('hex')
        await mustAppend(store, { stream, expectedRevision: 'none', events: [event({ text })] })
        const { events: found } = await readOne(store, { stream })
        assert.equal((JSON.parse(found[0]?.data ?? '{}') as { text?: string }).text, text)
      }),
  },
  {
    name: 'a stream of 10,000 events is written and read to its end',
    run: (harness) =>
      withStores(harness.open, 1, async (opened) => {
        const store = opened as EventStore
        const stream = newStream()
        for (let i = 0; i < 10_000; i += 500)
          await mustAppend(store, { stream, expectedRevision: i === 0 ? 'none' : i - 1, events: events(500, i) })
        const seen: number[] = []
        for (let from = 0; ; ) {
          const slice = await readOne(store, { stream, from, limit: 700 })
          seen.push(...numbers(slice.events))
          from += slice.events.length
          if (!slice.more) break
        }
        assert.deepEqual(seen, range(0, 9_999))
        assert.deepEqual(numbers((await readOne(store, { stream, backwards: true, limit: 2 })).events), [9_999, 9_998])
      }),
  },
]
