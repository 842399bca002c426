import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { AppendRequest } from '@fudao/contracts/kit'
import type { EventStore } from '../event-store.js'
import { appendOne, asAppended, barrier, event, events, mustAppend, newStream, numbers, readOne, withStores } from './fixtures.js'
import type { ContractCase } from './harness.js'

const one = (name: string, run: (store: EventStore) => Promise<void>): ContractCase => ({
  name,
  run: (harness) => withStores(harness.open, 1, async (store) => run(store as EventStore)),
})

export const appendCases: readonly ContractCase[] = [
  one('what was appended is read back, with revisions from 0, ascending positions and the time', async (store) => {
    const stream = newStream()
    const proposed = [event({ 姓名: '阿依古丽', quote: '"\\\n', n: 1 }), event({ n: 2 }, { type: 'staffing.CounselorDeregistered' })]
    const reply = await mustAppend(store, { stream, expectedRevision: 'none', events: proposed })
    const { events: found, revision, more } = await readOne(store, { stream })
    assert.deepEqual({ revision, more, repeated: reply.repeated }, { revision: 1, more: false, repeated: false })
    assert.deepEqual(
      found.map((e) => [e.id, e.type, JSON.parse(e.data), JSON.parse(e.metadata), e.stream, e.revision]),
      proposed.map((e, i) => [e.id, e.type, JSON.parse(e.data), JSON.parse(e.metadata), stream, i]),
    )
    assert.ok(found[0] && found[1] && found[0].position < found[1].position)
    assert.equal(reply.position, found[1].position)
    assert.equal(reply.revision, 1)
    assert.match(found[0].recordedAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
    assert.ok(Math.abs(Date.parse(found[0].recordedAt) - Date.now()) < 60_000)
  }),

  one('expected revision: none, exact, exists and any hold what they say, and a conflict tells the actual revision', async (store) => {
    const stream = newStream()
    const at = (expectedRevision: AppendRequest['expectedRevision']) => appendOne(store, { stream, expectedRevision, events: [event()] })
    assert.deepEqual(await at(0), { status: 'conflict', actual: -1 })
    assert.deepEqual(await at('exists'), { status: 'conflict', actual: -1 })
    assert.equal(asAppended(await at('none')).revision, 0)
    assert.deepEqual(await at('none'), { status: 'conflict', actual: 0 })
    assert.equal(asAppended(await at(0)).revision, 1)
    assert.deepEqual(await at(0), { status: 'conflict', actual: 1 })
    assert.deepEqual(await at(2), { status: 'conflict', actual: 1 })
    assert.equal(asAppended(await at('exists')).revision, 2)
    assert.equal(asAppended(await at('any')).revision, 3)
    assert.equal((await readOne(store, { stream })).events.length, 4)
  }),

  one('an append repeated with the same ids and content is answered with its first result, however much came after it', async (store) => {
    const stream = newStream()
    await mustAppend(store, { stream, expectedRevision: 'none', events: events(2) })
    for (const expectedRevision of [1, 'any', 'exists'] as const) {
      const request = { stream, expectedRevision, events: events(3) }
      if (expectedRevision === 1) assert.equal(asAppended(await appendOne(store, request)).repeated, false)
      const first = expectedRevision === 1 ? asAppended(await appendOne(store, request)) : await mustAppend(store, request)
      await mustAppend(store, { stream, expectedRevision: 'any', events: events(1) })
      assert.deepEqual(await appendOne(store, request), { ...first, repeated: true })
    }
    assert.equal((await readOne(store, { stream })).revision, 2 + 3 * 4 - 1)
  }),

  one('a repeat may carry other metadata (the trace of another attempt)', async (store) => {
    const request = { stream: newStream(), expectedRevision: 'none', events: [event({ n: 1 })] } as const
    const first = await mustAppend(store, request)
    const again = { ...request, events: request.events.map((e) => ({ ...e, metadata: '{"traceparent":"other"}' })) }
    assert.deepEqual(await appendOne(store, again), { ...first, repeated: true })
  }),

  one('an event id used again with other content is refused, and nothing is stored', async (store) => {
    const stream = newStream()
    const [a, b] = [event({ n: 1 }), event({ n: 2 })]
    await mustAppend(store, { stream, expectedRevision: 'none', events: [a, b] })
    const refused = async (expectedRevision: AppendRequest['expectedRevision'], proposed: AppendRequest['events'], id: string) =>
      assert.deepEqual(await appendOne(store, { stream, expectedRevision, events: proposed }), { status: 'idReused', id })
    await refused('none', [{ ...a, data: '{"n":7}' }], a.id)
    await refused('any', [{ ...a, data: '{"n":7}' }], a.id)
    await refused('none', [{ ...a, type: 'staffing.Other' }, b], a.id)
    await refused('any', [b, a], a.id)
    await refused('any', [a, event({ n: 9 })], a.id)
    assert.deepEqual(numbers((await readOne(store, { stream })).events), [1, 2])
  }),

  one('the events of one append are stored all or none', async (store) => {
    const stream = newStream()
    const broken = [event({ n: 0 }), event({}, { data: '{"n":' }), event({ n: 2 })]
    assert.equal((await appendOne(store, { stream, expectedRevision: 'none', events: broken })).status, 'invalid')
    assert.equal((await appendOne(store, { stream, expectedRevision: 5, events: events(3) })).status, 'conflict')
    assert.equal((await readOne(store, { stream })).revision, -1)
    assert.equal((await mustAppend(store, { stream, expectedRevision: 'none', events: events(3) })).revision, 2)
    assert.deepEqual(numbers((await readOne(store, { stream })).events), [0, 1, 2])
  }),

  one('what no store may take is invalid and says why', async (store) => {
    const good = { stream: newStream(), expectedRevision: 'none', events: [event()] } as const
    const twice = event()
    const bad: AppendRequest[] = [
      { ...good, stream: '' },
      { ...good, stream: 'no campus' },
      { ...good, expectedRevision: -1 },
      { ...good, expectedRevision: 1.5 },
      { ...good, expectedRevision: 2 ** 40 },
      { ...good, events: [] },
      { ...good, events: [event({}, { id: 'x' })] },
      { ...good, events: [twice, twice] },
      { ...good, events: [event({}, { type: 'no type' })] },
      { ...good, events: [event({}, { data: '[1]' })] },
      { ...good, events: [event({}, { data: '{"a":1} trailing' })] },
      { ...good, events: [event({}, { metadata: '{a:1}' })] },
    ]
    const replies = await store.append([...bad, good])
    assert.deepEqual(
      replies.map((r) => r.status),
      [...bad.map(() => 'invalid'), 'appended'],
    )
    for (const reply of replies.slice(0, -1)) assert.ok(reply.status === 'invalid' && reply.reason.length > 10)
  }),

  {
    name: 'of writers that have all seen the same revision before any writes exactly one wins, over two instances',
    run: (harness) =>
      withStores(harness.open, 2, async (...stores) => {
        const stream = newStream()
        for (let round = 0; round < 5; round++) {
          const ids = Array.from({ length: 16 }, () => randomUUID())
          const rendezvous = barrier(ids.length)
          const replies = await Promise.all(
            ids.map(async (id, i) => {
              const store = stores[i % 2] as EventStore
              const { revision } = await readOne(store, { stream })
              await rendezvous()
              return appendOne(store, { stream, expectedRevision: revision < 0 ? 'none' : revision, events: [event({}, { id })] })
            }),
          )
          const winners = ids.filter((_, i) => replies[i]?.status === 'appended')
          assert.equal(winners.length, 1, JSON.stringify(replies))
          assert.ok(replies.every((r) => r.status === 'appended' || (r.status === 'conflict' && r.actual === round)))
          assert.equal((await readOne(stores[0] as EventStore, { stream, from: round })).events[0]?.id, winners[0])
        }
      }),
  },

  one('a group in which some conflict, repeat, reuse ids or are invalid: the others notice nothing', async (store) => {
    const [old, known] = [newStream(), event({ n: 0 })]
    await mustAppend(store, { stream: old, expectedRevision: 'none', events: [known] })
    const fresh = () => ({ stream: newStream(), expectedRevision: 'none', events: events(2) }) as const
    const group: AppendRequest[] = [
      fresh(),
      { stream: old, expectedRevision: 'none', events: [event()] },
      fresh(),
      { ...fresh(), events: [event(), event({}, { data: '{"broken' })] },
      { stream: old, expectedRevision: 'none', events: [known] },
      fresh(),
      { stream: old, expectedRevision: 'any', events: [{ ...known, data: '{"n":1}' }] },
      { stream: old, expectedRevision: 0, events: [event({ n: 1 })] },
      { stream: old, expectedRevision: 1, events: [event({ n: 2 })] },
      fresh(),
    ]
    const replies = await store.append(group)
    const expected = ['appended', 'conflict', 'appended', 'invalid', 'appended', 'appended', 'idReused', 'appended', 'appended', 'appended']
    assert.deepEqual(
      replies.map((r) => r.status),
      expected,
    )
    assert.ok(replies[4]?.status === 'appended' && replies[4].repeated)
    for (const [i, request] of group.entries()) {
      if (request.stream === old) continue
      const { revision } = await readOne(store, { stream: request.stream })
      assert.equal(revision, expected[i] === 'appended' ? 1 : -1)
    }
    assert.deepEqual(numbers((await readOne(store, { stream: old })).events), [0, 1, 2])
  }),
]
