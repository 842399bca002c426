import { createDatabase, eventually } from '@fudao/testing'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { event, mustAppend, newStream } from '../contract/fixtures.js'
import { cuttableWire, eventStoreContract, type StoreHarness } from '../contract/index.js'
import { openPostgresEventStore } from './postgres-event-store.js'

const connected = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

const makeHarness = async (): Promise<StoreHarness> => {
  const database = await createDatabase()
  const target = new URL(database.url)
  const wire = await cuttableWire({ host: target.hostname, port: Number(target.port) })
  const url = new URL(database.url)
  url.port = String(wire.port)
  return {
    open: () => openPostgresEventStore({ url: database.url }),
    openOverWire: async () => ({ store: await openPostgresEventStore({ url: url.href }), wire }),
    // Long transactions with an id of their own, before and during the writes, some rolled back: a reader by snapshot horizon would stall,
    // a reader by sequence number would miss events.
    disturb: async () => {
      const open = await Promise.all(Array.from({ length: 3 }, () => connected(database.url)))
      for (const client of open)
        await client.query('begin; select pg_current_xact_id(); create temporary table noise (n int) on commit drop')
      let busy = true
      const other = await connected(database.url)
      const noise = (async () => {
        while (busy) await other.query('begin; select pg_current_xact_id(); select pg_sleep(0.003); rollback')
      })()
      return async () => {
        busy = false
        await noise
        for (const client of open) await client.query('rollback')
        await Promise.all([...open, other].map((client) => client.end()))
      }
    },
    close: async () => {
      await wire.close()
      await database.drop()
    },
  }
}

eventStoreContract('PostgreSQL', 'beside long foreign transactions and others that are rolled back', makeHarness)

describe('PostgreSQL event store', () => {
  it('is created by four instances at once, and again', async () => {
    await using database = await createDatabase()
    const stores = await Promise.all(Array.from({ length: 4 }, () => openPostgresEventStore({ url: database.url })))
    for (const store of stores) await mustAppend(store, { stream: newStream(), expectedRevision: 'none', events: [event()] })
    expect(await stores[0]?.feed(null, 10)).toHaveLength(4)
    await Promise.all(stores.map((store) => store.close()))
  })

  it('takes over a table whose ids had an index, and still finds a repeat by its ids in a long stream', async () => {
    await using database = await createDatabase()
    await (await openPostgresEventStore({ url: database.url })).close()
    const client = await connected(database.url)
    await client.query('alter table fudao_ledger.event add constraint event_id unique (id)')
    const store = await openPostgresEventStore({ url: database.url })
    const stream = newStream()
    const early = { stream, expectedRevision: 'any' as const, events: [event(), event()] }
    const first = await mustAppend(store, early)
    await mustAppend(store, { stream, expectedRevision: 1, events: Array.from({ length: 1_500 }, () => event()) })
    expect(await store.append([early])).toEqual([{ ...first, repeated: true }])
    expect(await store.append([{ ...early, events: [event(), ...early.events] }])).toEqual([
      { status: 'idReused', id: early.events[0]?.id },
    ])
    const { rows } = await client.query<{ conname: string }>(
      "select conname from pg_constraint where conrelid = 'fudao_ledger.event'::regclass and contype in ('p', 'u') order by conname",
    )
    expect(rows.map(({ conname }) => conname)).toEqual(['event_pkey', 'event_stream_revision'])
    await client.end()
    await store.close()
  })

  it('looks for a repeat right behind the revision that an append names, not in all that came after', async () => {
    await using database = await createDatabase()
    const store = await openPostgresEventStore({ url: database.url })
    const stream = newStream()
    const [first, second, late] = [event(), event(), event()]
    await mustAppend(store, { stream, expectedRevision: 'none', events: [first] })
    const repeatable = { stream, expectedRevision: 0, events: [second] }
    const told = await mustAppend(store, repeatable)
    await mustAppend(store, { stream, expectedRevision: 1, events: [event(), late] })
    expect(await store.append([repeatable])).toEqual([{ ...told, repeated: true }])
    expect(await store.append([{ ...repeatable, events: [late] }])).toEqual([{ status: 'conflict', actual: 3 }])
    expect(await store.append([{ ...repeatable, expectedRevision: 'any', events: [late, second] }])).toEqual([
      { status: 'idReused', id: second.id },
    ])
    await store.close()
  })

  it('keeps JSON as the text it was given', async () => {
    await using database = await createDatabase()
    const store = await openPostgresEventStore({ url: database.url })
    const data = '{ "b" : 1.50, "a" : "\\u00e9\\ud83d\\ude00",\n"n": 12345678901234567890 }'
    const stream = newStream()
    await mustAppend(store, { stream, expectedRevision: 'none', events: [event({}, { data })] })
    const [slice] = await store.read([{ stream }])
    expect(slice?.events[0]?.data).toBe(data)
    await store.close()
  })

  it('wakes an instance that came later, though the first listened alone', async () => {
    await using database = await createDatabase()
    const first = await openPostgresEventStore({ url: database.url })
    first.onAppend(() => undefined)
    await mustAppend(first, { stream: newStream(), expectedRevision: 'none', events: [event()] })
    const second = await openPostgresEventStore({ url: database.url })
    let woken = 0
    second.onAppend(() => woken++)
    // Woken once when it has begun to listen; the append after that must wake it again.
    await eventually('the second to listen', () => woken === 1)
    await eventually('the second to be woken', async () => {
      await mustAppend(first, { stream: newStream(), expectedRevision: 'none', events: [event()] })
      return woken > 1
    })
    await Promise.all([first.close(), second.close()])
  })

  it('gives out positions without gaps, whatever was refused or rolled back between', async () => {
    await using database = await createDatabase()
    const store = await openPostgresEventStore({ url: database.url })
    for (let i = 0; i < 5; i++) {
      await mustAppend(store, { stream: newStream(), expectedRevision: 'none', events: [event(), event()] })
      await store.append([{ stream: newStream(), expectedRevision: 'none', events: [event({}, { data: '{broken' })] }])
      await store.append([{ stream: newStream(), expectedRevision: 3, events: [event()] }])
    }
    const client = await connected(database.url)
    const { rows } = await client.query<{ ok: boolean }>('select max(position) = count(*) and count(*) = 10 as ok from fudao_ledger.event')
    expect(rows[0]?.ok).toBe(true)
    await client.end()
    await store.close()
  })
})
