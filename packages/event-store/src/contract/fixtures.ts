import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { AppendReply, AppendRequest, ProposedEvent, RecordedEvent, StreamSlice } from '@fudao/contracts/kit'
import type { EventStore, StreamRead } from '../event-store.js'

export const newCampus = (): string => `c${randomBytes(6).toString('hex')}`
export const newStream = (campus = newCampus()): string => `counselor-${campus}.${randomBytes(6).toString('hex')}`

export const event = (data: unknown = {}, over: Partial<ProposedEvent> = {}): ProposedEvent => ({
  id: randomUUID(),
  type: 'staffing.CounselorRegistered',
  data: JSON.stringify(data),
  metadata: JSON.stringify({ campusid: 'aksu', commandid: randomUUID() }),
  ...over,
})
export const events = (count: number, first = 0): ProposedEvent[] => Array.from({ length: count }, (_, i) => event({ n: first + i }))

export type Appended = Extract<AppendReply, { status: 'appended' }>

export const appendOne = async (store: EventStore, request: AppendRequest): Promise<AppendReply> => {
  const [reply] = await store.append([request])
  assert.ok(reply, 'an append is answered')
  return reply
}
export const mustAppend = async (store: EventStore, request: AppendRequest): Promise<Appended> =>
  asAppended(await appendOne(store, request))
export const asAppended = (reply: AppendReply | undefined): Appended => {
  assert.equal(reply?.status, 'appended', JSON.stringify(reply))
  return reply as Appended
}

export const readOne = async (store: EventStore, read: StreamRead): Promise<StreamSlice> => {
  const [slice] = await store.read([read])
  assert.ok(slice, 'a read is answered')
  return slice
}
/** The `n` of each event's data. */
export const numbers = (found: readonly RecordedEvent[]): number[] => found.map((e) => (JSON.parse(e.data) as { n: number }).n)

/** Reads the feed page by page to its end. */
export const wholeFeed = async (store: EventStore, after: string | null, page = 500): Promise<RecordedEvent[]> => {
  const all: RecordedEvent[] = []
  for (let from = after; ; ) {
    const found = await store.feed(from, page)
    all.push(...found)
    const last = found.at(-1)
    if (last === undefined || found.length < page) return all
    from = last.position
  }
}

/** Asks until `probe` is true, at most `within` ms. */
export const until = async (what: string, probe: () => Promise<boolean>, within = 5_000): Promise<void> => {
  const end = performance.now() + within
  while (!(await probe())) {
    assert.ok(performance.now() < end, `waited ${within} ms for: ${what}`)
    await delay(5)
  }
}

/** Fails, saying what was waited for, unless the promise settles in time. */
export const inTime = async <T>(what: string, promise: Promise<T>, within = 5_000): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new assert.AssertionError({ message: `waited ${within} ms for: ${what}` })), within)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** A rendezvous: nobody goes on before `parties` have come. */
export const barrier = (parties: number): (() => Promise<void>) => {
  let come = 0
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return () => {
    come += 1
    if (come === parties) open()
    return opened
  }
}

/** Follows the feed after a position, looking at it only when woken; `seen` grows until `stop`. */
export const follow = (store: EventStore, after: string | null, page = 50) => {
  const seen: RecordedEvent[] = []
  let from = after
  let reading: Promise<void> | null = null
  let woken = false
  let stopped = false
  const read = async (): Promise<void> => {
    while (woken && !stopped) {
      woken = false
      for (let found = await store.feed(from, page); found.length > 0; found = await store.feed(from, page)) {
        seen.push(...found)
        from = found.at(-1)?.position ?? from
      }
    }
    reading = null
  }
  const unlisten = store.onAppend(() => {
    woken = true
    reading ??= read()
  })
  const stop = async (): Promise<void> => {
    stopped = true
    unlisten()
    await reading
  }
  return { seen, stop }
}

/** Opens instances, runs, closes them all. */
export const withStores = async (
  open: () => Promise<EventStore>,
  count: number,
  run: (...stores: EventStore[]) => Promise<void>,
): Promise<void> => {
  const stores = await Promise.all(Array.from({ length: count }, open))
  try {
    await run(...stores)
  } finally {
    await Promise.all(stores.map((store) => store.close()))
  }
}
