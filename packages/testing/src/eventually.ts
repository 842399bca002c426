import { setTimeout as delay } from 'node:timers/promises'

/**
 * Waits until `probe` gives a value (not undefined, null or false) that `until` accepts, and returns it. A probe that throws is asked again.
 * After `within` ms (default 5,000) it rejects, naming what it waited for and the last thing it saw.
 */
export const eventually = async <T>(
  what: string,
  probe: () => T | Promise<T>,
  options: {
    readonly within?: number
    readonly every?: number
    readonly until?: (value: Exclude<Awaited<T>, undefined | null | false>) => boolean
  } = {},
): Promise<Exclude<Awaited<T>, undefined | null | false>> => {
  const { within = 5_000, every = 10, until = () => true } = options
  const started = performance.now()
  let last: unknown
  for (let attempt = 0; ; attempt++) {
    try {
      const value = await probe()
      if (value !== undefined && value !== null && value !== false) {
        const given = value as Exclude<Awaited<T>, undefined | null | false>
        if (until(given)) return given
      }
      last = value
    } catch (error) {
      last = error
    }
    const waited = performance.now() - started
    if (waited >= within) {
      const saw = last instanceof Error ? last.message : JSON.stringify(last)
      throw new Error(`waited ${Math.round(waited)} ms for: ${what}; asked ${attempt + 1} times, last saw: ${saw}`, {
        cause: last,
      })
    }
    await delay(Math.min(every, Math.max(0, within - waited)))
  }
}
