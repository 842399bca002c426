import { setTimeout as delay } from 'node:timers/promises'
import type { RecordedEvent } from '@fudao/contracts/kit'
import type { EventStore } from '@fudao/event-store'
import { EVENTS_STREAM, whileConnected } from '@fudao/messaging'
import { errorText, type Logger } from '@fudao/telemetry'
import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream'
import { createInbox, type NatsConnection } from '@nats-io/nats-core'
import { ledgerMetrics } from '../metrics.js'
import { ChainBroken, ChainedPublisher } from './publisher.js'
import { findStreamEnd, type StreamEnd } from './stream-end.js'

export interface RelayOptions {
  readonly store: EventStore
  readonly nc: NatsConnection
  readonly subjectOf: (stream: string, type: string) => string
  readonly logger: Logger
  readonly replicas?: number
  /** Where this user may receive: acknowledgements come there. Default `_INBOX`. */
  readonly inboxPrefix?: string
  /** How long JetStream may take to acknowledge, ms. Default 5,000. */
  readonly ackTimeout?: number
  /** How often the stream is looked at when nothing happens, ms: finds what was cut off. Default 1,000. */
  readonly checkEvery?: number
  /** How long a relay that met another one watches before it takes over, ms. Default 500. */
  readonly standby?: number
}

/**
 * `publishing`: at work. `standby`: another relay publishes. `waiting`: NATS or the store is away. `diverged`: JetStream holds events the
 * store does not (an older store was restored): nothing is published until a person has looked.
 */
export type RelayState = 'starting' | 'publishing' | 'standby' | 'waiting' | 'diverged' | 'stopped'

const pageSize = 512
/** Shortest time from one look at the store to the next, ms. */
const lingerMs = 3
const pageBytes = 16 * 1024 * 1024
const maxPause = 2_000
/** Time that acknowledgements still have when the relay stops, ms. */
const stopBudget = 2_000

/**
 * Carries every event of the store to the stream EVENTS, once, in commit order (A4). It keeps no checkpoint: the last message of the
 * stream is where it goes on. Runs until `stop`, through restarts and losses of NATS, the stream and the store; any number may run.
 */
export class Relay {
  readonly #o: Required<RelayOptions>
  #state: RelayState = 'starting'
  #stopping = false
  #changed = true
  #wake: (() => void) | null = null
  #reconnected: (() => void) | null = null
  #publisher: ChainedPublisher | null = null
  #limit = pageSize
  #done: Promise<void> = Promise.resolve()

  constructor(options: RelayOptions) {
    this.#o = { replicas: 1, inboxPrefix: '_INBOX', ackTimeout: 5_000, checkEvery: 1_000, standby: 500, ...options }
  }

  get state(): RelayState {
    return this.#state
  }

  /** Age of the oldest event sent and not acknowledged, seconds; 0 when there is none. */
  get lagSeconds(): number {
    const oldest = this.#publisher?.oldest
    return oldest === undefined ? 0 : Math.max(0, (Date.now() - Date.parse(oldest.recordedAt)) / 1_000)
  }

  start(): void {
    const unsubscribe = this.#o.store.onAppend(() => this.#notice())
    void this.#watchConnection()
    this.#done = this.#run().finally(() => {
      unsubscribe()
      this.#enter('stopped')
    })
  }

  /** Stops after what is on its way was acknowledged, or is not going to be. */
  async stop(): Promise<void> {
    this.#stopping = true
    this.#notice()
    const late = setTimeout(() => this.#publisher?.close(), stopBudget)
    await this.#done
    clearTimeout(late)
  }

  /** What was sent before the connection broke, or while it was being made again, is not acknowledged any more: it is not waited for. */
  async #watchConnection(): Promise<void> {
    for await (const status of this.#o.nc.status()) {
      if (this.#state === 'stopped') return
      if (status.type === 'disconnect') this.#publisher?.lost()
      if (status.type === 'reconnect') {
        this.#publisher?.lost()
        this.#reconnected?.()
      }
    }
  }

  #enter(state: RelayState): void {
    if (this.#state === state) return
    this.#o.logger.info('relay', { state, before: this.#state })
    this.#state = state
  }

  #notice(): void {
    this.#changed = true
    this.#wake?.()
  }

  /** Until something is appended, NATS is there again, the relay is stopped, or the time is over. */
  async #rest(ms: number, despiteAppends = false): Promise<void> {
    if (this.#stopping || (this.#changed && !despiteAppends)) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      const end = () => {
        clearTimeout(timer)
        resolve()
      }
      this.#reconnected = end
      this.#wake = () => {
        if (!despiteAppends || this.#stopping) end()
      }
    })
    this.#wake = null
    this.#reconnected = null
  }

  async #run(): Promise<void> {
    let pause = 25
    while (!this.#stopping && !this.#o.nc.isClosed()) {
      try {
        const jsm = await jetstreamManager(this.#o.nc, { checkAPI: false, timeout: this.#o.ackTimeout })
        const end = await this.#findEnd(jsm)
        if (await this.#hasDiverged(end)) {
          this.#enter('diverged')
          await this.#rest(maxPause, true)
          continue
        }
        this.#enter('publishing')
        await this.#publishFrom(jsm, end, () => {
          pause = 25
        })
      } catch (error) {
        if (this.#stopping) return
        const reason = error instanceof ChainBroken ? error.reason : 'failed'
        ledgerMetrics.resynced.add(1, { reason })
        if (reason === 'otherWriter') {
          this.#o.logger.info('another relay publishes, or the stream was changed', { detail: errorText(error) })
          await this.#standBy()
        } else {
          this.#o.logger.warn('the relay starts over', { error: errorText(error), pause })
          this.#enter('waiting')
          await this.#rest(pause * (0.5 + Math.random()), true)
          pause = Math.min(pause * 2, maxPause)
        }
      }
    }
  }

  #findEnd(jsm: JetStreamManager): Promise<StreamEnd> {
    const onLoss = (lost: 'head' | 'middle') =>
      this.#o.logger.warn('the stream has lost events: it is emptied and filled again', { stream: EVENTS_STREAM, lost })
    return whileConnected(this.#o.nc, this.#o.ackTimeout, () => findStreamEnd(jsm, { replicas: this.#o.replicas, onLoss }))
  }

  /** The last message must be the store's event at its place. */
  async #hasDiverged({ last }: StreamEnd): Promise<boolean> {
    if (last === null) return false
    const [event] = await this.#o.store.feed(last.previous, 1)
    if (event?.id === last.id && event.position === last.position) return false
    this.#o.logger.error(
      'JetStream holds events that the store does not: an older store was restored. Delete the stream EVENTS and rebuild the read models once that is clear.',
      { last: last.position, id: last.id },
    )
    return true
  }

  /** Publishes what the store has and goes on with what comes. @throws ChainBroken when it has to start over. */
  async #publishFrom(jsm: JetStreamManager, end: StreamEnd, onProgress: () => void): Promise<void> {
    let acknowledged = 0
    let after = end.last?.position ?? null
    const publisher = new ChainedPublisher({
      nc: this.#o.nc,
      subjectOf: this.#o.subjectOf,
      after: { sequence: end.sequence, position: after },
      ackTimeout: this.#o.ackTimeout,
      inbox: createInbox(this.#o.inboxPrefix),
      onAck: (count) => {
        acknowledged += count
        ledgerMetrics.relayed.add(count)
        onProgress()
      },
    })
    this.#publisher = publisher
    let checked = performance.now()
    try {
      while (!this.#stopping) {
        this.#changed = false
        const looked = performance.now()
        const limit = this.#limit
        const page = await this.#o.store.feed(after, limit)
        for (const [i, event] of page.entries()) {
          if (publisher.full) await publisher.room()
          publisher.publish(event, i === page.length - 1)
        }
        after = page.at(-1)?.position ?? after
        this.#adapt(page)
        if (page.length < limit) {
          // The end was reached; whatever came since has been noticed.
          if (page.length > 0) await linger(looked)
          await this.#rest(this.#o.checkEvery)
        }
        if (performance.now() - checked < this.#o.checkEvery) continue
        await publisher.flushed()
        await this.#check(jsm, { ...end, sequence: publisher.sequence, messages: end.messages + acknowledged })
        checked = performance.now()
      }
      await publisher.flushed()
    } finally {
      this.#publisher = null
      publisher.close()
    }
  }

  /** Pages of large events are small. */
  #adapt(page: readonly RecordedEvent[]): void {
    if (page.length === 0) return
    const bytes = page.reduce((sum, event) => sum + event.data.length + event.metadata.length, 0)
    this.#limit = Math.max(1, Math.min(pageSize, Math.floor((pageBytes * page.length) / Math.max(bytes, 1))))
  }

  /** Publishing alone does not show that messages were removed: the numbers go on. */
  async #check(jsm: JetStreamManager, expected: StreamEnd): Promise<void> {
    const { state } = await whileConnected(this.#o.nc, this.#o.ackTimeout, () => jsm.streams.info(EVENTS_STREAM))
    const same = state.last_seq === expected.sequence && state.messages === expected.messages
    if (!same)
      throw new ChainBroken(
        'refused',
        `the stream was changed: ${state.messages} messages to ${state.last_seq}, not ${expected.messages} to ${expected.sequence}`,
      )
  }

  /** Watches the other relay, and takes over when there are events that nobody publishes. */
  async #standBy(): Promise<void> {
    this.#enter('standby')
    let seen: string | null | undefined
    while (!this.#stopping && !this.#o.nc.isClosed()) {
      await this.#rest(this.#o.standby * (0.75 + Math.random() / 2), true)
      try {
        const jsm = await jetstreamManager(this.#o.nc, { checkAPI: false, timeout: this.#o.ackTimeout })
        const position = (await this.#findEnd(jsm)).last?.position ?? null
        const waiting = (await this.#o.store.feed(position, 1)).length > 0
        if (waiting && position === seen) return
        seen = position
      } catch (error) {
        this.#o.logger.warn('cannot see what the other relay does', { error: errorText(error) })
        return
      }
    }
  }
}

/** Under load the store is not asked for every commit: the first event after a pause goes at once, the next ones in small batches. */
const linger = async (since: number): Promise<void> => {
  const left = lingerMs - (performance.now() - since)
  if (left > 0.5) await delay(left)
}
