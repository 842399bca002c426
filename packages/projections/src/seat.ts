import type { EventMessage, FeedState } from '@fudao/messaging'

/** Part of the stream as one reader gets it. */
export interface Delivery {
  /** All events after those it was given before, at least one. */
  readonly messages: readonly EventMessage[]
  /** Those of the types it handles. */
  readonly relevant: readonly EventMessage[]
}

/** Who reads from a feed. */
export interface Reader {
  /** Consumer's name while it reads by itself. */
  readonly name: string
  /** Store position of the last event it has, `null` for none. */
  readonly after: string | null
  readonly signal: AbortSignal
  readonly handles: (type: string) => boolean
  /** What it throws ends its reading, and only its. */
  readonly onDelivery: (delivery: Delivery) => Promise<void>
  readonly onState: (state: FeedState) => void
}

export const isBefore = (a: string | null, b: string | null): boolean => b !== null && (a === null || a < b)

/** A reader at a feed: what it was given, and whether it is at work. */
export class Seat {
  readonly reader: Reader
  #given: string | null
  #working: Promise<void> = Promise.resolve()
  #busy = false
  #leave: (() => void) | undefined
  error: unknown

  constructor(reader: Reader) {
    this.reader = reader
    this.#given = reader.after
  }

  /** Position of the last event it was given. */
  get given(): string | null {
    return this.#given
  }
  get busy(): boolean {
    return this.#busy
  }

  /** Hands over what it does not have yet; never rejects: who fails leaves. */
  take(messages: readonly EventMessage[], relevant: readonly EventMessage[]): Promise<void> {
    const given = this.#given
    const isNew = ({ position }: EventMessage): boolean => given === null || position > given
    const all = messages[0] !== undefined && isNew(messages[0])
    const rest = all ? messages : messages.filter(isNew)
    const last = rest.at(-1)
    if (!last) return Promise.resolve()
    this.#given = last.position
    this.#busy = true
    this.#working = this.#work({ messages: rest, relevant: all ? relevant : relevant.filter(isNew) })
    return this.#working
  }

  async #work(delivery: Delivery): Promise<void> {
    try {
      await this.reader.onDelivery(delivery)
    } catch (error) {
      this.error = error ?? new Error('a reader failed')
      this.leave()
    } finally {
      this.#busy = false
    }
  }

  leave(): void {
    this.#leave?.()
  }

  /** Waits until it leaves and what it has been given is done. Rejects with what it threw. */
  async left(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#leave = resolve
    })
    this.#leave = undefined
    await this.#working
    if (this.error !== undefined) throw this.error
  }
}
