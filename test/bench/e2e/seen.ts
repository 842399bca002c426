import type { Change } from './http.js'

/** Remembers when rows of a view were first seen on the live changes of a campus (`performance.now()`). */
export class Seen {
  readonly #view: string
  readonly #at = new Map<string, number>()
  readonly #waiting = new Map<string, (at: number) => void>()

  constructor(view: string) {
    this.#view = view
  }

  readonly onChange = ({ view, ids }: Change): void => {
    if (view !== this.#view) return
    const now = performance.now()
    for (const id of ids) {
      if (this.#at.has(id)) continue
      this.#at.set(id, now)
      this.#waiting.get(id)?.(now)
      this.#waiting.delete(id)
    }
  }

  at(id: string): number | undefined {
    return this.#at.get(id)
  }

  /** When the row was seen; `undefined` after `ms`. */
  wait(id: string, ms: number): Promise<number | undefined> {
    const at = this.#at.get(id)
    if (at !== undefined) return Promise.resolve(at)
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), ms)
      this.#waiting.set(id, (found) => {
        clearTimeout(timer)
        resolve(found)
      })
    })
  }
}
