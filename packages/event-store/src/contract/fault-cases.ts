import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { EventStore } from '../event-store.js'
import { appendOne, asAppended, event, events, inTime, newStream, readOne, until, withStores } from './fixtures.js'
import type { ContractCase, StoreHarness, Wire } from './harness.js'

const overWire = (harness: StoreHarness, run: (far: EventStore, wire: Wire, near: EventStore) => Promise<void>): Promise<void> =>
  withStores(harness.open, 1, async (near) => {
    const { store, wire } = await harness.openOverWire()
    try {
      await run(store, wire, near as EventStore)
    } finally {
      wire.cut()
      await store.close()
    }
  })

export const faultCases: readonly ContractCase[] = [
  {
    name: 'unknown commit outcome: the connection breaks after the commit, and the append is answered as appended, once',
    run: (harness) =>
      overWire(harness, async (far, wire, near) => {
        const stream = newStream()
        asAppended(await appendOne(far, { stream, expectedRevision: 'none', events: events(1) }))
        // A store may look before it appends, so the replies are held from the append on.
        const mark = randomUUID()
        wire.holdRepliesAfter(mark)
        const reply = appendOne(far, { stream, expectedRevision: 0, events: [event({ mark }), event({ n: 2 })] })
        await until('the append to be durable', async () => (await readOne(near, { stream })).revision === 2, 3_500)
        wire.cut()
        const { revision, repeated } = asAppended(await inTime('the answer', reply))
        assert.deepEqual({ revision, repeated }, { revision: 2, repeated: false })
        assert.equal((await readOne(near, { stream })).events.length, 3)
      }),
  },
  {
    name: 'unknown commit outcome: the connection breaks before the request arrives, and the append is made, once',
    run: (harness) =>
      overWire(harness, async (far, wire, near) => {
        const stream = newStream()
        asAppended(await appendOne(far, { stream, expectedRevision: 'none', events: events(1) }))
        wire.holdRequests()
        const reply = appendOne(far, { stream, expectedRevision: 0, events: events(2, 1) })
        wire.cut()
        assert.equal(asAppended(await inTime('the answer', reply)).revision, 2)
        assert.equal((await readOne(near, { stream })).events.length, 3)
      }),
  },
  {
    name: 'closing finishes what is being appended, and it is there for the next instance',
    run: (harness) =>
      withStores(harness.open, 1, async (near) => {
        const store = await harness.open()
        const streams = Array.from({ length: 40 }, () => newStream())
        const replies = streams.map((stream) => appendOne(store, { stream, expectedRevision: 'none', events: events(1) }))
        await store.close()
        for (const reply of await Promise.all(replies)) asAppended(reply)
        const slices = await (near as EventStore).read(streams.map((stream) => ({ stream })))
        assert.deepEqual(
          slices.map((s) => s.revision),
          streams.map(() => 0),
        )
      }),
  },
]
