/** Lets a few pieces of heavy work go on at once; others wait in order. */
export class Gate {
  readonly #most: number
  readonly #waiting: (() => void)[] = []
  #inside = 0

  constructor(most: number) {
    this.#most = most
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#inside >= this.#most) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#inside += 1
    try {
      return await work()
    } finally {
      // the place goes on to the next one, or is free again
      const next = this.#waiting.shift()
      if (next) next()
      else this.#inside -= 1
    }
  }
}
