/** Counts what is being worked on, so that shutting down can wait for it. */
export class InFlight {
  #count = 0
  #idle: (() => void)[] = []

  get count(): number {
    return this.#count
  }

  /** Returns the function that ends this piece of work; calling it twice counts once. */
  begin(): () => void {
    this.#count += 1
    let ended = false
    return () => {
      if (ended) return
      ended = true
      this.#count -= 1
      if (this.#count === 0) for (const wake of this.#idle.splice(0)) wake()
    }
  }

  /** Waits until nothing is in flight, at most `timeoutMs`; tells whether it got there. */
  async idle(timeoutMs: number): Promise<boolean> {
    if (this.#count === 0) return true
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), timeoutMs)
    })
    const done = new Promise<boolean>((resolve) => this.#idle.push(() => resolve(true)))
    try {
      return await Promise.race([done, late])
    } finally {
      clearTimeout(timer)
    }
  }
}
