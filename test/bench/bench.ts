/** One measured value, printed as a JSON line. Ratio = value / peer, both of this run. */
export interface Result {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** Milliseconds. */
  readonly p50?: number
  readonly p99?: number
  /** What it is compared with, and that one's value. */
  readonly vs?: string
  readonly peer?: number
  readonly ratio?: number
  readonly [more: string]: unknown
}

export interface BenchOptions {
  /** A tenth of the time: shows that it works, not how fast it is. */
  readonly quick: boolean
  /** Events that the benchmark of a long history begins with. */
  readonly history: number
  readonly print: (result: Result) => void
  /** Progress for the person who waits. */
  readonly say: (text: string) => void
}

/** A benchmark: brings up what it needs, prints its results, cleans up. Says in the readme how long it takes. */
export interface Bench {
  readonly name: string
  readonly about: string
  readonly run: (options: BenchOptions) => Promise<void>
}
