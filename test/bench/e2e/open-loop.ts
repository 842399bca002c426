import { setTimeout as delay } from 'node:timers/promises'

/**
 * Calls `call` at a fixed rate for `ms`, whether or not earlier calls have been answered, and waits for all of them. `due` is the
 * moment the call was to be made (`performance.now()`): latencies are counted from it, so that a stall of the system, or of this
 * process, shows in every call that had to wait for it.
 */
export const openLoop = async (perSecond: number, ms: number, call: (n: number, due: number) => Promise<void>): Promise<void> => {
  const total = Math.round((perSecond * ms) / 1_000)
  const started = performance.now()
  const calls: Promise<void>[] = []
  while (calls.length < total) {
    for (const now = performance.now(); calls.length < total; ) {
      const due = started + (calls.length * 1_000) / perSecond
      if (due > now) break
      calls.push(call(calls.length, due))
    }
    await delay(1)
  }
  await Promise.all(calls)
}
