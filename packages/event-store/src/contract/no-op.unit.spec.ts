import type { AppendReply } from '@fudao/contracts/kit'
import { describe, expect, it } from 'vitest'
import type { EventStore } from '../event-store.js'
import { toSliceText } from '../slice-text.js'
import { contractCases, type StoreHarness } from './index.js'

const doingNothing = (reply: (size: number) => AppendReply): StoreHarness => {
  const store: EventStore = {
    append: async (requests) => requests.map((r) => reply(r.events.length)),
    read: async (reads) => reads.map((r) => ({ stream: r.stream, events: [], revision: -1, more: false })),
    readText: async (reads) => reads.map((r) => toSliceText({ stream: r.stream, events: [], revision: -1, more: false })),
    feed: async () => [],
    head: async () => null,
    onAppend: () => () => undefined,
    close: async () => undefined,
  }
  const wire = { holdRepliesAfter: () => undefined, holdRequests: () => undefined, cut: () => undefined }
  return {
    open: async () => store,
    openOverWire: async () => ({ store, wire }),
    disturb: async () => async () => undefined,
    close: async () => undefined,
  }
}

const stores = {
  'a store that says yes and keeps nothing': doingNothing((size) => ({
    status: 'appended',
    revision: size - 1,
    position: '1'.padStart(20, '0'),
    repeated: false,
  })),
  'a store that is never there': doingNothing(() => ({ status: 'unavailable', reason: 'never there' })),
}

for (const [name, harness] of Object.entries(stores))
  describe(`the event store contract is failed by ${name}`, () => {
    for (const { name: promise, run } of contractCases)
      it.concurrent(`fails: ${promise}`, async () => {
        await expect(run(harness)).rejects.toThrow(/./)
      })
  })
