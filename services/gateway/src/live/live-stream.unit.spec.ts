import { Writable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LiveStream } from './live-stream.js'

/** A reader that takes one write at a time, when told to. */
const slowReader = () => {
  const written: string[] = []
  const pending: (() => void)[] = []
  const out = new Writable({
    highWaterMark: 1,
    decodeStrings: false,
    write: (chunk: string, _encoding, done) => {
      written.push(chunk)
      pending.push(done)
    },
  })
  return { out, written, take: () => pending.shift()?.() }
}
const change = (view: string, position: string, id: string) => ({ view, position, ids: [id] })

describe('LiveStream', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const start = (out: Writable, stalledMs = 60_000) => {
    const onEnd = vi.fn()
    return { stream: new LiveStream(out, { heartbeatMs: 1_000, expiresAt: Date.now() + 10_000, stalledMs, onEnd }), onEnd }
  }

  it('merges changes per view while the reader does not keep up, and sends the newest when it does', async () => {
    const { out, written, take } = slowReader()
    const { stream } = start(out)
    for (let i = 0; i < 10_000; i += 1) stream.send(change(i % 2 ? 'contracts' : 'exit-watch', String(i).padStart(6, '0'), `k_${i}`))
    expect(written).toHaveLength(1)
    for (let i = 0; i < 5; i += 1) {
      take()
      await vi.advanceTimersByTimeAsync(0)
    }
    const text = written.join('')
    expect(text.match(/event: change/g)).toHaveLength(2)
    expect(text).toContain('009999')
    expect(text).toContain('"ids":[]')
  })
  it('cuts off a reader that takes nothing for too long', async () => {
    const { out } = slowReader()
    const { onEnd } = start(out, 3_000)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(out.destroyed).toBe(true)
    expect(onEnd).toHaveBeenCalledOnce()
  })
  it('ends with the token', async () => {
    const written: string[] = []
    const out = new Writable({
      decodeStrings: false,
      write: (chunk: string, _e, done) => {
        written.push(chunk)
        done()
      },
    })
    const { onEnd } = start(out)
    await vi.advanceTimersByTimeAsync(10_001)
    expect(written.at(-1)).toContain('event: expired')
    expect(onEnd).toHaveBeenCalledOnce()
  })
})
