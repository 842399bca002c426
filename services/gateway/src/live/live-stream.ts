import type { Writable } from 'node:stream'
import type { LiveChange } from '@fudao/contracts/views'

export interface LiveStreamOptions {
  readonly heartbeatMs: number
  /** Epoch milliseconds: the stream ends when the token does. */
  readonly expiresAt: number
  /** A reader that takes nothing for this long is cut off. */
  readonly stalledMs?: number
  readonly onEnd: () => void
}

/** Longest wait `setTimeout` can express. */
const longestTimer = 2_147_483_647

/**
 * Server-sent events to one reader. Memory is bounded however slow the reader is: while it does not keep up, changes
 * are merged per view (the reader reloads a view whole), and after `stalledMs` it is cut off to reconnect.
 */
export class LiveStream {
  readonly #out: Writable
  readonly #options: LiveStreamOptions
  readonly #waiting = new Map<string, LiveChange>()
  readonly #timers: NodeJS.Timeout[] = []
  #blockedSince: number | undefined
  #ended = false

  constructor(out: Writable, options: LiveStreamOptions) {
    this.#out = out
    this.#options = options
    out.on('drain', () => this.#flush())
    out.on('close', () => this.end())
    this.#write('retry: 1000\nevent: ready\ndata: {}\n\n')
    this.#timers.push(setInterval(() => this.#beat(), options.heartbeatMs))
    this.#timers.push(setTimeout(() => this.#expire(), Math.min(Math.max(options.expiresAt - Date.now(), 0), longestTimer)))
  }

  send(change: LiveChange): void {
    if (this.#ended) return
    if (this.#blockedSince === undefined) {
      this.#write(LiveStream.#frame(change))
      return
    }
    const earlier = this.#waiting.get(change.view)
    // Merged: empty ids mean "anything of this view".
    this.#waiting.set(change.view, earlier ? { ...change, ids: [] } : change)
  }

  /** Ends the stream; safe to call twice. */
  end(): void {
    if (this.#ended) return
    this.#ended = true
    for (const timer of this.#timers) clearTimeout(timer)
    this.#waiting.clear()
    this.#options.onEnd()
    this.#out.end()
  }

  static #frame(change: LiveChange): string {
    return `id: ${change.position}\nevent: change\ndata: ${JSON.stringify(change)}\n\n`
  }

  #write(text: string): void {
    if (!this.#out.write(text)) this.#blockedSince ??= Date.now()
  }

  #flush(): void {
    this.#blockedSince = undefined
    for (const [view, change] of this.#waiting) {
      if (this.#blockedSince !== undefined) return
      this.#waiting.delete(view)
      this.#write(LiveStream.#frame(change))
    }
  }

  #beat(): void {
    if (this.#blockedSince === undefined) this.#write(': heartbeat\n\n')
    else if (Date.now() - this.#blockedSince > (this.#options.stalledMs ?? 60_000)) {
      this.#out.destroy()
      this.end()
    }
  }

  #expire(): void {
    if (Date.now() < this.#options.expiresAt) {
      this.#timers.push(setTimeout(() => this.#expire(), Math.min(this.#options.expiresAt - Date.now(), longestTimer)))
      return
    }
    this.#write('event: expired\ndata: {}\n\n')
    this.end()
  }
}
