import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Gathering } from './gathering.js'

describe('Gathering', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
  afterEach(() => void vi.useRealTimers())

  const never = new AbortController().signal
  /** Whether the wait that begins now is over after each of these milliseconds. */
  const overAfter = async (gathering: Gathering, times: readonly number[], signal = never): Promise<readonly boolean[]> => {
    let over = false
    void gathering.wait(performance.now(), signal).then(() => {
      over = true
    })
    const seen: boolean[] = []
    for (const [at, time] of times.entries()) {
      await vi.advanceTimersByTimeAsync(time - (times[at - 1] ?? 0))
      seen.push(over)
    }
    return seen
  }

  it('lasts its time, counted from the beginning of the batch', async () => {
    expect(await overAfter(new Gathering(50), [49, 50])).toEqual([false, true])
  })
  it('is over at once after a batch that took longer', async () => {
    const began = performance.now()
    await vi.advanceTimersByTimeAsync(60)
    await expect(new Gathering(50).wait(began, never)).resolves.toBeUndefined()
  })
  it('is shorter while somebody waits, and for a wait that has begun', async () => {
    const gathering = new Gathering(50, 15)
    let come = (): void => undefined
    const work = gathering.during(
      new Promise<void>((resolve) => {
        come = resolve
      }),
    )
    expect(await overAfter(gathering, [14, 15])).toEqual([false, true])
    come()
    await work
    const later = overAfter(gathering, [10, 15, 20])
    await vi.advanceTimersByTimeAsync(0)
    void gathering.during(new Promise(() => undefined))
    expect(await later).toEqual([false, true, true])
  })
  it('is longer again when nobody waits any more, also when the waiting failed', async () => {
    const gathering = new Gathering(50, 15)
    await gathering.during(Promise.reject(new Error('gone'))).catch(() => undefined)
    expect(await overAfter(gathering, [15, 50])).toEqual([false, true])
  })
  it('ends with its signal', async () => {
    const stop = new AbortController()
    const over = overAfter(new Gathering(50), [10, 11], stop.signal)
    stop.abort()
    expect(await over).toEqual([true, true])
  })
})
