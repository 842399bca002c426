import { type AllStreamSubscription, END, excludeSystemEvents, type KurrentDBClient } from '@kurrent/kurrentdb-client'

const retryMs = 250

/** Wakes listeners by a subscription to the end of `$all`, opened with the first listener and re-opened for ever. */
export class WakeUp {
  readonly #client: KurrentDBClient
  readonly #listeners = new Set<() => void>()
  #subscription: AllStreamSubscription | null = null
  #closed = false
  #retry: NodeJS.Timeout | null = null

  constructor(client: KurrentDBClient) {
    this.#client = client
  }

  add(listener: () => void): () => void {
    const own = () => listener()
    this.#listeners.add(own)
    this.#subscribe()
    return () => {
      this.#listeners.delete(own)
    }
  }

  wake(): void {
    for (const listener of this.#listeners) listener()
  }

  #subscribe(): void {
    if (this.#subscription !== null || this.#closed) return
    const subscription = this.#client.subscribeToAll({ fromPosition: END, filter: excludeSystemEvents() })
    this.#subscription = subscription
    const lost = () => {
      if (this.#subscription !== subscription || this.#closed) return
      this.#subscription = null
      this.#retry ??= setTimeout(() => {
        this.#retry = null
        this.#subscribe()
        // What was appended meanwhile was not heard.
        this.wake()
      }, retryMs)
    }
    subscription.on('data', () => this.wake())
    subscription.on('error', lost)
    subscription.on('end', lost)
  }

  async close(): Promise<void> {
    this.#closed = true
    if (this.#retry !== null) clearTimeout(this.#retry)
    const subscription = this.#subscription
    this.#subscription = null
    await subscription?.unsubscribe().catch(() => undefined)
  }
}
