import { metricsText } from '@fudao/telemetry'
import { eventually, startTestNats, type TestNats } from '@fudao/testing'
import type { NatsConnection } from '@nats-io/nats-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectNats } from './connect-nats.js'
import { type ConsumeEventsOptions, consumeEvents, type FeedState } from './consume-events.js'
import { Gathering } from './gathering.js'
import { TestRelay } from './testing/test-relay.js'

describe.each([
  ['each as it comes', undefined],
  ['gathering', new Gathering({ ms: 5 })],
])('consumeEvents, %s', (_, gathering) => {
  let server: TestNats
  let nc: NatsConnection
  let relay: TestRelay
  let stop: AbortController
  beforeEach(async () => {
    server = await startTestNats()
    nc = await connectNats({ url: server.url, name: 'test' })
    relay = new TestRelay(nc)
    stop = new AbortController()
  })
  afterEach(async () => {
    stop.abort()
    await nc.close()
    await server.stop()
  })

  /** Publishes the numbered events `from` to `to`. */
  const publish = async (from: number, to: number, campus = 'aksu'): Promise<void> => {
    for (let index = relay.ledger.recorded.length + 1; index <= to; index += 1)
      relay.ledger.record({ campus, type: 'staffing.CounselorRegistered', stream: `counselor-${campus}.c_${index}`, data: {} })
    await relay.publishRecorded(from, to)
  }
  const start = (after: string | null, more: Partial<ConsumeEventsOptions> = {}) => {
    const seen: string[] = []
    const states: FeedState[] = []
    const batches: number[] = []
    const done = consumeEvents({
      nc,
      name: 'test__reader',
      after,
      signal: stop.signal,
      heartbeatMs: 200,
      ...(gathering ? { gathering } : {}),
      onState: (state) => void states.push(state),
      onBatch: (batch) => {
        batches.push(batch.length)
        for (const message of batch) seen.push(message.position)
        return Promise.resolve()
      },
      ...more,
    })
    return { seen, states, batches, done }
  }
  const range = (from: number, to: number): string[] =>
    Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => relay.position(from + index))
  const reaches = (seen: readonly string[], last: number) =>
    eventually(`event ${last}`, () => seen.at(-1) === relay.position(last), { within: 15_000 })

  it('waits for a stream that does not exist yet', async () => {
    const { seen, states } = start(null)
    await eventually('waiting', () => states.some((s) => s.state === 'waiting'))
    await relay.createStream()
    await publish(1, 3)
    await reaches(seen, 3)
    expect(seen).toEqual(range(1, 3))
  })
  it('hands on every event once, in order, in batches of at most the wanted size', async () => {
    await relay.createStream()
    await publish(1, 1_000)
    const { seen, batches } = start(null, { batchSize: 64 })
    await reaches(seen, 1_000)
    await publish(1_001, 1_005)
    await reaches(seen, 1_005)
    expect(seen).toEqual(range(1, 1_005))
    expect(Math.max(...batches)).toBeLessThanOrEqual(64)
  })
  it('gathers events that follow closely, while the first after a pause goes at once', async () => {
    await relay.createStream()
    const { seen, batches } = start(null, { gathering: new Gathering({ ms: 500 }) })
    await publish(1, 1)
    await reaches(seen, 1)
    for (let index = 2; index <= 6; index += 1) await publish(index, index)
    await reaches(seen, 6)
    expect(seen).toEqual(range(1, 6))
    expect(batches).toEqual([1, 5])
  })
  it('does not wait to gather when stopped', async () => {
    await relay.createStream()
    const { seen, done } = start(null, { gathering: new Gathering({ ms: 60_000 }) })
    await publish(1, 1)
    await reaches(seen, 1)
    stop.abort()
    await done
  })
  it.each([0, 1, 2, 499, 998, 999, 1_000])('starts after checkpoint %i of 1000, found by position', async (checkpoint) => {
    await relay.createStream()
    await publish(1, 1_000)
    const { seen } = start(checkpoint === 0 ? null : relay.position(checkpoint))
    await publish(1_001, 1_001)
    await reaches(seen, 1_001)
    expect(seen).toEqual(range(checkpoint + 1, 1_001))
  })
  it('takes no more than it can hold while the handler is slow', async () => {
    await relay.createStream()
    await publish(1, 2_000)
    let open: (() => void) | undefined
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const before = nc.stats().inMsgs
    start(null, { batchSize: 50, onBatch: () => gate })
    await eventually('some messages', () => nc.stats().inMsgs > before + 50)
    // whatever was asked for has come when nothing came in twenty round trips
    for (let still = 0, seen = 0; still < 20; still += 1) {
      await nc.rtt()
      if (nc.stats().inMsgs !== seen) still = 0
      seen = nc.stats().inMsgs
    }
    expect(nc.stats().inMsgs - before).toBeLessThan(400)
    open?.()
  })
  it('reports a gap, hands on nothing behind it and goes on once the stream is whole', async () => {
    await relay.createStream()
    await publish(1, 5)
    await publish(8, 9)
    const { seen, states } = start(null)
    await eventually('gap', () => states.find((s) => s.state === 'gap'))
    expect(states.find((s) => s.state === 'gap')).toEqual({ state: 'gap', after: relay.position(5), found: relay.position(8) })
    expect(seen).toEqual(range(1, 5))
    expect(await metricsText()).toContain('fudao_event_feed_gaps_total{consumer="test__reader"}')
    await relay.deleteStream()
    await relay.createStream()
    await publish(1, 12)
    await reaches(seen, 12)
    expect(seen).toEqual(range(1, 12))
  })
  it('does not skip the head of a stream that begins too late', async () => {
    await relay.createStream()
    await publish(4, 6)
    const { seen, states } = start(null)
    await eventually('gap', () => states.some((s) => s.state === 'gap'))
    expect(seen).toEqual([])
  })
  it('goes on with the store position when the stream is deleted and rebuilt under it', async () => {
    await relay.createStream()
    await publish(1, 300)
    const { seen } = start(null)
    await reaches(seen, 300)
    await relay.deleteStream()
    await relay.createStream()
    await publish(1, 310)
    await reaches(seen, 310)
    expect(seen).toEqual(range(1, 310))
  })
  it('goes on when the rebuilt stream has lost its tail', async () => {
    await relay.createStream()
    await publish(1, 20)
    const { seen, states } = start(null)
    await reaches(seen, 20)
    await relay.deleteStream()
    await relay.createStream()
    await publish(1, 15)
    await eventually('the rebuilt stream to be read', () => states.filter((s) => s.state === 'reading').length > 1, { within: 15_000 })
    await publish(16, 22)
    await reaches(seen, 22)
    expect(seen).toEqual(range(1, 22))
  })
  it('survives a crash and restart of the server', async () => {
    await relay.createStream()
    await publish(1, 50)
    const { seen } = start(null)
    await reaches(seen, 50)
    await server.kill()
    await server.restart()
    await eventually('connection', async () => (await nc.rtt()) > 0)
    await publish(51, 60)
    await reaches(seen, 60)
    expect(seen).toEqual(range(1, 60))
  })
  it('survives a restart that loses the stream', async () => {
    await relay.createStream()
    await publish(1, 50)
    const { seen } = start(null)
    await reaches(seen, 50)
    await server.restart({ lost: true })
    await eventually('connection', async () => (await nc.rtt()) > 0)
    await relay.createStream()
    await publish(1, 55)
    await reaches(seen, 55)
    expect(seen).toEqual(range(1, 55))
  })
  it('keeps one subscription through a long silence', async () => {
    await relay.createStream()
    await publish(1, 1)
    const { seen, states } = start(null, { heartbeatMs: 100 })
    await reaches(seen, 1)
    // longer than a pull lives: the silence is over when it has been renewed twice
    let pulls = 0
    const witness = nc.subscribe('$JS.API.CONSUMER.MSG.NEXT.EVENTS.>', { callback: () => void pulls++ })
    await eventually('two more pulls', () => pulls >= 2, { within: 15_000 })
    witness.unsubscribe()
    await publish(2, 2)
    await reaches(seen, 2)
    expect(states).toEqual([{ state: 'reading', after: null }])
  })
  it('ends with what the handler throws', async () => {
    await relay.createStream()
    await publish(1, 1)
    const { done } = start(null, { onBatch: () => Promise.reject(new RangeError('rows')) })
    await expect(done).rejects.toThrow(RangeError)
  })
  it('ends quietly when told to stop, in the middle of silence', async () => {
    await relay.createStream()
    const { done, states } = start(null)
    await eventually('reading', () => states.some((s) => s.state === 'reading'))
    stop.abort()
    await done
  })
  it('shows one campus only its own events when filtered', async () => {
    await relay.createStream()
    await publish(1, 1)
    await publish(2, 2, 'lanzhou')
    await publish(3, 3)
    const { seen } = start(null, { filter: 'evt.aksu.>' })
    await reaches(seen, 3)
    expect(seen).toEqual([relay.position(1), relay.position(3)])
  })
})
