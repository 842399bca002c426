import { jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import { eventsStreamInfo } from './events-stream.js'
import { EVENTS_STREAM, eventHeader } from './subjects.js'

/** Last event of the stream. */
export interface StreamHead {
  readonly position: string
  /** When it was published, in epoch milliseconds. */
  readonly publishedAt: number
}

/**
 * Looks at the last event of the stream again and again, apart from every feed: a feed that has died cannot tell that it is behind.
 */
export class HeadWatch {
  readonly #nc: NatsConnection
  readonly #lookers = new Set<() => void>()
  readonly #timer: NodeJS.Timeout
  #sequence = -1
  #head: StreamHead | null = null
  #lookedAt = Date.now()
  #looking = false

  constructor(nc: NatsConnection, options: { readonly everyMs?: number } = {}) {
    this.#nc = nc
    this.#timer = setInterval(() => void this.look(), options.everyMs ?? 1_000)
    this.#timer.unref()
  }

  /** As last seen; `null` while the stream is empty or not there. */
  get head(): StreamHead | null {
    return this.#head
  }
  /** Epoch milliseconds of the last look that succeeded. */
  get lookedAt(): number {
    return this.#lookedAt
  }

  /** Calls back after every look that succeeded; the returned function ends it. */
  onLook(callback: () => void): () => void {
    this.#lookers.add(callback)
    return () => void this.#lookers.delete(callback)
  }

  /** Looks once. */
  async look(): Promise<void> {
    if (this.#looking || this.#nc.isClosed()) return
    this.#looking = true
    try {
      const jsm = await jetstreamManager(this.#nc, { checkAPI: false, timeout: 5_000 })
      const info = await eventsStreamInfo(jsm)
      if (!info || info.state.messages === 0) this.#head = null
      else if (info.state.last_seq !== this.#sequence || !this.#head) {
        const last = await jsm.streams.getMessage(EVENTS_STREAM, { seq: info.state.last_seq })
        if (last) this.#head = { position: last.header.get(eventHeader.position), publishedAt: last.time.getTime() }
      }
      this.#sequence = info?.state.last_seq ?? -1
      this.#lookedAt = Date.now()
      for (const looker of this.#lookers) looker()
    } catch {
      // the server is away: `lookedAt` tells
    } finally {
      this.#looking = false
    }
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
