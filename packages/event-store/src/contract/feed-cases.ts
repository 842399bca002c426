import assert from 'node:assert/strict'
import type { RecordedEvent } from '@fudao/contracts/kit'
import type { EventStore } from '../event-store.js'
import { appendOne, event, events, follow, inTime, mustAppend, newCampus, newStream, until, wholeFeed, withStores } from './fixtures.js'
import type { ContractCase } from './harness.js'

/** Every event comes after the one before it: positions ascend, and so do the revisions of each stream from where it began. */
const assertOrdered = (feed: readonly RecordedEvent[]): void => {
  const revisions = new Map<string, number>()
  let last = ''
  for (const e of feed) {
    assert.ok(e.position > last, `${e.position} comes after ${last}`)
    last = e.position
    const before = revisions.get(e.stream)
    if (before !== undefined) assert.equal(e.revision, before + 1, `a gap in ${e.stream}`)
    revisions.set(e.stream, e.revision)
  }
}

/** 32 writers on their own streams, by turns on the two stores; some of their appends are broken or conflict. Ids of what was accepted. */
const write32 = async (stores: readonly [EventStore, EventStore], campus: string): Promise<readonly string[]> => {
  const accepted: string[] = []
  const writers = Array.from({ length: 32 }, async (_, w) => {
    const store = stores[w % 2 === 0 ? 0 : 1]
    const stream = newStream(campus)
    for (let i = 0, revision = -1; i < 12; i++) {
      const broken = (w + i) % 4 === 0
      const batch = broken ? [event(), event({}, { data: '{"broken' })] : events(1 + (i % 3))
      const request = { stream, expectedRevision: revision < 0 ? ('none' as const) : revision, events: batch }
      const reply = await appendOne(store, (w + i) % 7 === 1 ? { ...request, expectedRevision: revision + 5 } : request)
      if (reply.status !== 'appended') continue
      revision = reply.revision
      accepted.push(...batch.map((e) => e.id))
    }
  })
  await Promise.all(writers)
  assert.ok(accepted.length > 300, `${accepted.length} events were accepted`)
  return accepted
}

export const feedCases: readonly ContractCase[] = [
  {
    name: 'the feed holds all events in commit order, and head is the position of the last',
    run: (harness) =>
      withStores(harness.open, 1, async (opened) => {
        const store = opened as EventStore
        const start = await store.head()
        const [a, b] = [newStream(), newStream()]
        const replies = [
          await mustAppend(store, { stream: a, expectedRevision: 'none', events: events(2) }),
          await mustAppend(store, { stream: b, expectedRevision: 'none', events: events(1) }),
          await mustAppend(store, { stream: a, expectedRevision: 1, events: events(2) }),
        ]
        const feed = await wholeFeed(store, start)
        assert.deepEqual(
          feed.map((e) => [e.stream, e.revision]),
          [
            [a, 0],
            [a, 1],
            [b, 0],
            [a, 2],
            [a, 3],
          ],
        )
        assertOrdered(feed)
        assert.equal(feed[2]?.position, replies[1]?.position)
        assert.equal(await store.head(), feed.at(-1)?.position)
      }),
  },
  {
    name: 'the feed resumes after any position, in pages of any size',
    run: (harness) =>
      withStores(harness.open, 1, async (opened) => {
        const store = opened as EventStore
        const start = await store.head()
        const streams = [newStream(), newStream(), newStream()]
        for (let i = 0; i < 12; i++)
          await mustAppend(store, { stream: streams[i % 3] as string, expectedRevision: 'any', events: events((i % 3) + 1) })
        const all = await wholeFeed(store, start)
        assert.equal(all.length, 24)
        for (const [i, e] of all.entries())
          assert.deepEqual(
            (await wholeFeed(store, e.position, 5)).map((f) => f.id),
            all.slice(i + 1).map((f) => f.id),
          )
        for (const page of [1, 2, 7, 24, 100])
          assert.deepEqual(
            (await wholeFeed(store, start, page)).map((f) => f.id),
            all.map((f) => f.id),
          )
      }),
  },
  {
    name: 'a reader that never looks back misses nothing while 32 writers on two instances run, some of them refused',
    disturbed: true,
    run: (harness) =>
      withStores(harness.open, 3, async (...stores) => {
        const [left, right, reader] = stores as [EventStore, EventStore, EventStore]
        const campus = newCampus()
        const calm = await harness.disturb()
        const seen: RecordedEvent[] = []
        let writing = true
        const start = await reader.head()
        const reading = (async () => {
          for (let after = start; ; ) {
            const finished = !writing
            const page = await reader.feed(after, 50)
            seen.push(...page)
            after = page.at(-1)?.position ?? after
            if (finished && page.length === 0) return
          }
        })()
        let accepted: readonly string[] = []
        try {
          accepted = await write32([left, right], campus)
        } finally {
          writing = false
          await calm()
        }
        await inTime('the reader to reach the end', reading, 10_000)
        const own = seen.filter((e) => e.stream.includes(campus))
        assertOrdered(own)
        assert.deepEqual(own.map((e) => e.id).sort(), [...accepted].sort())
      }),
  },
  {
    name: 'live tails see every event of 32 writers on two instances once and in order, woken by appends alone',
    disturbed: true,
    run: (harness) =>
      withStores(harness.open, 3, async (...stores) => {
        const [left, right, reader] = stores as [EventStore, EventStore, EventStore]
        const campus = newCampus()
        const calm = await harness.disturb()
        const start = await reader.head()
        // one far from the writers, one on an instance that writes itself
        const tails = [follow(reader, start), follow(left, start, 7)]
        const own = () => tails.map(({ seen }) => seen.filter((e) => e.stream.includes(campus)))
        try {
          const accepted = [...(await write32([left, right], campus))].sort()
          await until('the tails to see the last event', async () => own().every((seen) => seen.length >= accepted.length))
          for (const seen of own()) {
            assertOrdered(seen)
            assert.deepEqual(seen.map((e) => e.id).sort(), accepted)
          }
        } finally {
          await Promise.all([calm(), ...tails.map((tail) => tail.stop())])
        }
      }),
  },
  {
    name: 'a listener is woken by appends of its own and of another instance',
    run: (harness) =>
      withStores(harness.open, 2, async (...stores) => {
        const [here, there] = stores as [EventStore, EventStore]
        for (const writer of [here, there]) {
          let seen: readonly RecordedEvent[] = []
          const start = await here.head()
          const stop = here.onAppend(() => {
            void here.feed(start, 10).then((found) => {
              if (found.length > 0) seen = found
            })
          })
          try {
            // The first listener may still be connecting: it looks at the feed itself when it is.
            await mustAppend(writer, { stream: newStream(), expectedRevision: 'none', events: events(1) })
            await until('the listener to see the append', async () => seen.length === 1, 3_000)
          } finally {
            stop()
          }
        }
      }),
  },
]
