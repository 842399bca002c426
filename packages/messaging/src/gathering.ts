export interface GatheringOptions {
  /** Shortest time from the beginning of one batch to the next, ms. */
  readonly ms: number
  /** The same while somebody waits for what is gathered; default `ms`. */
  readonly awaitedMs?: number
  /** Batches that go at once after a pause, before the time between them counts; default 1. */
  readonly atOnce?: number
}

/**
 * How a feed at the head gathers events: those after a pause go at once, those that go on following closely are handled together, because a
 * transaction and a wake-up cost more than the events in them.
 */
export class Gathering {
  readonly #options: Required<GatheringOptions>
  readonly #looks = new Set<() => void>()
  #awaited = 0

  constructor({ ms, awaitedMs = ms, atOnce = 1 }: GatheringOptions) {
    this.#options = { ms, awaitedMs, atOnce }
  }

  get ms(): number {
    return this.#awaited > 0 ? this.#options.awaitedMs : this.#options.ms
  }

  /** Somebody waits while `work` is not settled. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.#awaited += 1
    for (const look of this.#looks) look()
    try {
      return await work
    } finally {
      this.#awaited -= 1
    }
  }

  /** Of one feed: after a batch that began at `began` (`performance.now()`), waits until the next may begin, or for `signal`. */
  pace(): (began: number, signal: AbortSignal) => Promise<void> {
    const { atOnce } = this.#options
    /** How many may begin at `at`; one more each time. */
    let [free, at] = [atOnce, 0]
    const freeAt = (now: number): number => Math.min(atOnce, free + (now - at) / this.ms)
    return async (began, signal) => {
      free = freeAt(began) - 1
      at = began
      for (;;) {
        const left = (1 - freeAt(performance.now())) * this.ms
        // timers count whole milliseconds
        if (left < 1 || signal.aborted) return
        await this.#sleep(left, signal)
      }
    }
  }

  #sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        clearTimeout(timer)
        this.#looks.delete(look)
        signal.removeEventListener('abort', look)
        resolve()
      }
      const timer = setTimeout(look, ms)
      this.#looks.add(look)
      signal.addEventListener('abort', look)
    })
  }
}
