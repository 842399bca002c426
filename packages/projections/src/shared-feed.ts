import { consumeEvents, type EventMessage, type FeedState, Gathering } from '@fudao/messaging'
import type { Logger } from '@fudao/telemetry'
import type { NatsConnection } from '@nats-io/nats-core'
import { deliver } from './deliver.js'
import { isBefore, type Reader, Seat } from './seat.js'

export interface SharedFeedOptions {
  readonly nc: NatsConnection
  /** Shown as the consumer's name. */
  readonly name: string
  /** At most; default 4,000 (2,000 was measured twice as fast as 500, 4,000 not yet; at idle a batch is what has arrived). */
  readonly batchSize?: number
  /** Whether to wait for {@link SharedFeed.open}, so that all who are there from the start begin together. */
  readonly closed?: boolean
  /** A reader that takes longer for a batch goes on by itself; default 5 s. */
  readonly slowAfterMs?: number
  /** Default: {@link GATHER_MS} and {@link AT_ONCE}. */
  readonly gathering?: Gathering
  readonly logger?: Logger
}

// at a few hundred events a second a transaction per event would cost more than everything else the system does
const GATHER_MS = 15
/** The events of a chain come a few at a time: each is waited for. */
const AT_ONCE = 3

/** Waits for work, but no longer. */
const withinMs = async (work: Promise<unknown>, ms: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([work, late])
  clearTimeout(timer)
}

/**
 * One feed of all events for many readers: each event is delivered and parsed once, and only those see it who want it. The slowest
 * sets the pace, within bounds. Who fails leaves alone; who is behind reads by itself until it is close, then together with the others.
 */
export class SharedFeed {
  readonly #options: SharedFeedOptions
  readonly #batchSize: number
  readonly #gathering: Gathering
  readonly #seats = new Set<Seat>()
  readonly #opening: Promise<void>
  #open: (() => void) | undefined
  #turn = new AbortController()
  #reading = false
  /** Last event given to those who read together. */
  #position: string | null = null
  #pending = 0
  #state: FeedState | undefined

  constructor(options: SharedFeedOptions) {
    this.#options = options
    this.#batchSize = options.batchSize ?? 4_000
    this.#gathering = options.gathering ?? new Gathering({ ms: GATHER_MS, atOnce: AT_ONCE })
    this.#opening = new Promise((resolve) => {
      this.#open = resolve
    })
    if (!options.closed) this.open()
  }

  /** Begins where the one that has got furthest stands: the others must not wait for who is behind. */
  open(): void {
    this.#open?.()
    this.#open = undefined
  }

  /** Gathers no longer than while somebody waits, until `work` is settled. */
  hurry<T>(work: Promise<T>): Promise<T> {
    return this.#gathering.during(work)
  }

  /** How many read together. */
  get together(): number {
    return this.#seats.size
  }

  /** Gives a reader all that follows its position, in order, until its signal aborts. Rejects with what it throws. */
  async serve(reader: Reader): Promise<void> {
    const { nc } = this.#options
    const seat = new Seat(reader)
    while (!reader.signal.aborted && !nc.isClosed()) {
      const admitted = await this.#admits(seat)
      if (!admitted) await this.#readAlone(seat)
      if (!reader.signal.aborted && !nc.isClosed()) await this.#readTogether(seat)
    }
  }

  async #admits({ given, reader }: Seat): Promise<boolean> {
    if (this.#open) {
      if (isBefore(this.#position, given)) this.#position = given
      let stop = (): void => undefined
      const aborted = new Promise<void>((resolve) => {
        stop = resolve
        reader.signal.addEventListener('abort', stop)
      })
      await Promise.race([this.#opening, aborted])
      reader.signal.removeEventListener('abort', stop)
    }
    return !isBefore(given, this.#position)
  }

  /** Until the others are no further than a batch. */
  async #readAlone(seat: Seat): Promise<void> {
    const { signal, name } = seat.reader
    const turn = new AbortController()
    const end = (): void => turn.abort()
    signal.addEventListener('abort', end)
    try {
      await this.#consume(name, seat.given, turn.signal, {
        onState: (state) => seat.reader.onState(state),
        onBatch: async (messages) => {
          await seat.take(
            messages,
            messages.filter(({ type }) => seat.reader.handles(type)),
          )
          if (seat.error !== undefined) return end()
          const pending = messages.at(-1)?.pending ?? 0
          if (pending - this.#pending <= this.#batchSize || !isBefore(seat.given, this.#position)) end()
        },
      })
    } finally {
      signal.removeEventListener('abort', end)
    }
    if (seat.error !== undefined) throw seat.error
  }

  async #readTogether(seat: Seat): Promise<void> {
    const { signal } = seat.reader
    this.#seats.add(seat)
    if (this.#state) seat.reader.onState(this.#state)
    // those who have what is given again skip it
    if (isBefore(seat.given, this.#position)) this.#turn.abort()
    void this.#read()
    const leave = (): void => this.#dismiss(seat)
    signal.addEventListener('abort', leave)
    try {
      await seat.left()
    } finally {
      signal.removeEventListener('abort', leave)
      this.#dismiss(seat)
    }
  }

  /** Nothing more is given to it; what it has been given it ends. */
  #dismiss(seat: Seat): void {
    this.#seats.delete(seat)
    if (this.#seats.size === 0) this.#turn.abort()
    seat.leave()
  }

  /** Reads for all who sit, from where the last of them stands; again whenever one comes who stands before. */
  async #read(): Promise<void> {
    if (this.#reading) return
    this.#reading = true
    while (this.#seats.size > 0 && !this.#options.nc.isClosed()) {
      const turn = new AbortController()
      this.#turn = turn
      const after = [...this.#seats].map(({ given }) => given).reduce((least, given) => (isBefore(given, least) ? given : least))
      await this.#consume(this.#options.name, after, turn.signal, {
        onState: (state) => {
          this.#state = state
          for (const { reader } of this.#seats) reader.onState(state)
        },
        onBatch: async (messages) => {
          // who has just come may lack what is before
          if (!turn.signal.aborted) await this.#give(messages)
        },
      })
    }
    this.#reading = false
    for (const seat of this.#seats) this.#dismiss(seat)
  }

  async #give(messages: readonly EventMessage[]): Promise<void> {
    const last = messages.at(-1)
    if (!last) return
    this.#position = last.position
    this.#pending = last.pending
    const seats = [...this.#seats]
    const wanted = deliver(
      messages,
      seats.map(({ reader }) => reader),
    )
    const work = Promise.all(seats.map((seat, at) => seat.take(messages, wanted[at] ?? [])))
    // nobody else waits for one who is by itself
    await (seats.length === 1 ? work : withinMs(work, this.#options.slowAfterMs ?? 5_000))
    for (const seat of seats) {
      if (seat.busy) this.#options.logger?.warn('one who reads is slower than the others and goes on alone', { reader: seat.reader.name })
      if (seat.busy || seat.error !== undefined) this.#dismiss(seat)
    }
  }

  #consume(
    name: string,
    after: string | null,
    signal: AbortSignal,
    on: { readonly onState: (state: FeedState) => void; readonly onBatch: (messages: readonly EventMessage[]) => Promise<void> },
  ): Promise<void> {
    const { nc, logger } = this.#options
    const [batchSize, gathering] = [this.#batchSize, this.#gathering]
    return consumeEvents({ nc, name, after, batchSize, gathering, signal, ...(logger ? { logger } : {}), ...on })
  }
}
