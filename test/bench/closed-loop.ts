import { quantile } from './statistics.js'

export interface Measured {
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  readonly count: number
}

/** `callers` callers, each waiting for its answer before it asks again, for `ms`. What they throw ends the measurement. */
export const closedLoop = async (callers: number, ms: number, call: (caller: number) => Promise<void>): Promise<Measured> => {
  const latencies: number[] = []
  const started = performance.now()
  const end = started + ms
  const one = async (caller: number): Promise<void> => {
    for (let before = performance.now(); before < end; ) {
      await call(caller)
      const after = performance.now()
      latencies.push(after - before)
      before = after
    }
  }
  await Promise.all(Array.from({ length: callers }, (_, caller) => one(caller)))
  const elapsed = performance.now() - started
  const sorted = Float64Array.from(latencies).sort()
  return { perSecond: (sorted.length / elapsed) * 1_000, p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), count: sorted.length }
}
