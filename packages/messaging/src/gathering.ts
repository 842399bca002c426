/**
 * How long a feed at the head gathers events, in ms from the beginning of one batch to the next: the first after a pause goes at once, those
 * that follow closely are handled together, because a transaction and a wake-up cost more than the events in them.
 */
export class Gathering {
  readonly #calmMs: number
  readonly #awaitedMs: number
  readonly #looks = new Set<() => void>()
  #awaited = 0

  /** `awaitedMs`: while somebody waits for what is gathered; default the same. */
  constructor(calmMs: number, awaitedMs = calmMs) {
    this.#calmMs = calmMs
    this.#awaitedMs = awaitedMs
  }

  get ms(): number {
    return this.#awaited > 0 ? this.#awaitedMs : this.#calmMs
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

  /** Waits for the end of the time that began at `since` (`performance.now()`), or for `signal`. */
  async wait(since: number, signal: AbortSignal): Promise<void> {
    for (;;) {
      const left = this.ms - (performance.now() - since)
      // timers count whole milliseconds
      if (left < 1 || signal.aborted) return
      await new Promise<void>((resolve) => {
        const look = (): void => {
          clearTimeout(timer)
          this.#looks.delete(look)
          signal.removeEventListener('abort', look)
          resolve()
        }
        const timer = setTimeout(look, left)
        this.#looks.add(look)
        signal.addEventListener('abort', look)
      })
    }
  }
}
