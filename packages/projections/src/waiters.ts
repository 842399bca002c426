/** Those who wait until a read model has reached a position. */
export class Waiters {
  #waiting = new Set<{ readonly token: string; readonly done: (reached: boolean) => void }>()

  get count(): number {
    return this.#waiting.size
  }

  /** Resolves `true` when {@link reached} is told of `token` or later, `false` after `timeoutMs`. */
  wait(token: string, timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (reached: boolean): void => {
        clearTimeout(timer)
        this.#waiting.delete(waiter)
        resolve(reached)
      }
      const waiter = { token, done }
      const timer = setTimeout(() => done(false), timeoutMs)
      this.#waiting.add(waiter)
    })
  }

  reached(position: string): void {
    for (const waiter of this.#waiting) if (waiter.token <= position) waiter.done(true)
  }

  /** Ends every wait without success: nothing more will come. */
  giveUp(): void {
    for (const waiter of this.#waiting) waiter.done(false)
  }
}
