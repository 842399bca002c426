import { describe, expect, it } from 'vitest'
import { cuttableWire, eventStoreContract } from '../contract/index.js'
import { openEventStore } from '../open-event-store.js'

const kurrentUrl = process.env.KURRENTDB_URL
const notShown = 'NOT SHOWN here: foreign transactions and their rollback; the server offers a client none'

if (kurrentUrl === undefined)
  describe('event store contract: KurrentDB', () => {
    it('DID NOT RUN against KurrentDB: set KURRENTDB_URL=kurrentdb://… to run it; here only that the adapter is chosen by its URL', async () => {
      const store = await openEventStore('kurrentdb://127.0.0.1:1?tls=false&maxDiscoverAttempts=1')
      await expect(store.head()).rejects.toThrow(/./)
      await store.close()
    })
  })
else
  eventStoreContract(`KurrentDB at ${new URL(kurrentUrl).host}`, notShown, async () => {
    const target = new URL(kurrentUrl)
    const wire = await cuttableWire({ host: target.hostname, port: Number(target.port || 2113) })
    const url = new URL(kurrentUrl)
    url.port = String(wire.port)
    url.hostname = '127.0.0.1'
    return {
      open: () => openEventStore(kurrentUrl),
      openOverWire: async () => ({ store: await openEventStore(url.href), wire }),
      disturb: async () => async () => undefined,
      close: wire.close,
    }
  })
