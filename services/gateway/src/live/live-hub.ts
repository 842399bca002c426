import { type LiveChange, liveChange } from '@fudao/contracts/views'
import type { Bus } from '../bus.js'

export type LiveListener = (change: LiveChange) => void

/** One NATS subscription per campus, however many people look at it. */
export class LiveHub {
  readonly #bus: Bus
  readonly #campuses = new Map<string, { readonly listeners: Set<LiveListener>; readonly stop: () => void }>()
  readonly #onCount: (change: 1 | -1) => void
  #count = 0

  constructor(bus: Bus, count: (change: 1 | -1) => void) {
    this.#bus = bus
    this.#onCount = count
  }

  get listeners(): number {
    return this.#count
  }

  /** Calls back for every change of the campus until the returned function is called. */
  listen(campus: string, listener: LiveListener): () => void {
    const entry = this.#campuses.get(campus) ?? this.#start(campus)
    entry.listeners.add(listener)
    this.#count += 1
    this.#onCount(1)
    return () => {
      if (!entry.listeners.delete(listener)) return
      this.#count -= 1
      this.#onCount(-1)
      if (entry.listeners.size > 0) return
      entry.stop()
      this.#campuses.delete(campus)
    }
  }

  #start(campus: string) {
    const listeners = new Set<LiveListener>()
    const stop = this.#bus.watch(campus, (message) => {
      const change = liveChange.safeParse(message)
      if (change.success) for (const listener of listeners) listener(change.data)
    })
    const entry = { listeners, stop }
    this.#campuses.set(campus, entry)
    return entry
  }
}
