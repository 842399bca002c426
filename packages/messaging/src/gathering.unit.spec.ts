import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Gathering } from './gathering.js'

describe('Gathering', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
  afterEach(() => void vi.useRealTimers())

  const never = new AbortController().signal
  /** When batches begin, in ms from now, of which each takes no time and the next is there at once. */
  const begins = async (gathering: Gathering, ms: number, signal = never): Promise<readonly number[]> => {
    const [start, seen] = [performance.now(), [] as number[]]
    const next = gathering.pace()
    let over = false
    void (async () => {
      for (; !over && !signal.aborted; await next(performance.now(), signal)) seen.push(Math.round(performance.now() - start))
    })()
    for (let passed = 0; passed < ms; passed++) await vi.advanceTimersByTimeAsync(1)
    over = true
    return seen
  }

  it('leaves its time between the beginnings of batches', async () => {
    expect(await begins(new Gathering({ ms: 50 }), 160)).toEqual([0, 50, 100, 150])
  })
  it('is over at once after a batch that took longer', async () => {
    const began = performance.now()
    await vi.advanceTimersByTimeAsync(60)
    await expect(new Gathering({ ms: 50 }).pace()(began, never)).resolves.toBeUndefined()
  })
  it('lets a few go at once, and again after a pause', async () => {
    const gathering = new Gathering({ ms: 20, atOnce: 3 })
    expect(await begins(gathering, 50)).toEqual([0, 0, 0, 20, 40])
    const next = gathering.pace()
    const atOnce = async (): Promise<boolean> => {
      let over = false
      const done = next(performance.now(), never).then(() => {
        over = true
      })
      await vi.advanceTimersByTimeAsync(0)
      const was = over
      if (!was) await vi.advanceTimersByTimeAsync(20)
      await done
      return was
    }
    expect([await atOnce(), await atOnce(), await atOnce(), await atOnce()]).toEqual([true, true, false, false])
    await vi.advanceTimersByTimeAsync(40)
    expect([await atOnce(), await atOnce(), await atOnce()]).toEqual([true, true, false])
  })
  it('is shorter while somebody waits, and for a wait that has begun; then it is longer again, also when the waiting failed', async () => {
    const gathering = new Gathering({ ms: 50, awaitedMs: 15 })
    let come = (): void => undefined
    const work = gathering.during(
      new Promise<void>((resolve) => {
        come = resolve
      }),
    )
    expect(await begins(gathering, 40)).toEqual([0, 15, 30])
    come()
    await work
    await gathering.during(Promise.reject(new Error('gone'))).catch(() => undefined)
    setTimeout(() => void gathering.during(new Promise(() => undefined)), 20)
    expect(await begins(gathering, 45)).toEqual([0, 20, 35])
  })
  it('ends with its signal', async () => {
    const stop = new AbortController()
    stop.abort()
    await expect(new Gathering({ ms: 60_000 }).pace()(performance.now(), stop.signal)).resolves.toBeUndefined()
  })
})
