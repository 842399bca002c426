import { AckPolicy, DeliverPolicy, type JetStreamManager, jetstreamManager } from '@nats-io/jetstream'
import { createInbox, type Msg, type NatsConnection, nanos, nuid, type Subscription } from '@nats-io/nats-core'
import { deliveryOf } from './event-message.js'
import { eventsStreamInfo, sequenceAfter } from './events-stream.js'
import { inboxPrefixOfConnection } from './request-inbox.js'
import { EVENTS_STREAM } from './subjects.js'

export interface SubscriptionSettings {
  readonly nc: NatsConnection
  readonly name: string
  readonly after: string | null
  readonly filter?: string
  readonly batchSize: number
  readonly heartbeatMs: number
  /** Events wait in the server until they are taken, and then come together; otherwise each comes as soon as it is there. */
  readonly gathers: boolean
}

/** Why a subscription ended; the consumer subscribes again from its checkpoint. */
export type EndReason = 'noStream' | 'stalled' | 'reconnected' | 'consumerLost' | 'lostMessages' | 'gap' | 'closed' | 'failed'

// at most this much waits in memory for the consumer
const MAX_BUFFERED_BYTES = 16 * 1024 * 1024

// a reader that is behind works while the rest comes
const ENOUGH = 256

/**
 * One ephemeral pull consumer without acks, with credit by what the reader has taken. The client's own `consume()` is not used:
 * it asks for more when a message arrives, not when it was read, so a slow reader would buffer the whole stream.
 */
export class EventSubscription {
  readonly #settings: SubscriptionSettings
  readonly #jsm: JetStreamManager
  readonly #consumer: string
  readonly #subscription: Subscription
  readonly #inbox: string
  readonly #watchdog: NodeJS.Timeout
  #buffer: Msg[] = []
  #bufferedBytes = 0
  #outstanding = 0
  #received = 0
  #last: Msg | undefined
  #lastTraffic = Date.now()
  #wake: (() => void) | undefined
  #ended: EndReason | undefined

  private constructor(settings: SubscriptionSettings, jsm: JetStreamManager, consumer: string) {
    this.#settings = settings
    this.#jsm = jsm
    this.#consumer = consumer
    this.#inbox = createInbox(inboxPrefixOfConnection(settings.nc))
    this.#subscription = settings.nc.subscribe(this.#inbox, {
      callback: (error, message) => {
        if (error) this.end('failed')
        else this.#receive(message)
      },
    })
    this.#watchdog = setInterval(() => this.#watch(), settings.heartbeatMs)
    this.#watchdog.unref()
    void this.#watchConnection()
    this.#pull()
  }

  /** `null` while the stream does not exist. */
  static async open(settings: SubscriptionSettings): Promise<EventSubscription | null> {
    const jsm = await jetstreamManager(settings.nc, { checkAPI: false, timeout: 5_000 })
    const info = await eventsStreamInfo(jsm)
    if (!info) return null
    const consumer = await jsm.consumers.add(EVENTS_STREAM, {
      name: `${settings.name}_${nuid.next()}`,
      ack_policy: AckPolicy.None,
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: Math.max(1, await sequenceAfter(jsm, info, settings.after)),
      inactive_threshold: nanos(60_000),
      mem_storage: true,
      ...(settings.filter === undefined ? {} : { filter_subject: settings.filter }),
    })
    return new EventSubscription(settings, jsm, consumer.name)
  }

  get ended(): EndReason | undefined {
    return this.#ended
  }

  /** Waits for messages; empty once the subscription has ended. */
  async take(max: number): Promise<readonly Msg[]> {
    while (this.#buffer.length === 0 || this.#isComing) {
      if (this.#ended) return []
      await new Promise<void>((resolve) => {
        this.#wake = resolve
        this.#pull()
      })
    }
    const taken = this.#buffer.splice(0, max)
    for (const message of taken) this.#bufferedBytes -= message.data.length
    this.#pull()
    return taken
  }

  end(reason: EndReason): void {
    if (this.#ended) return
    this.#ended = reason
    clearInterval(this.#watchdog)
    if (!this.#settings.nc.isClosed()) {
      this.#subscription.unsubscribe()
      if (reason !== 'consumerLost' && reason !== 'stalled' && reason !== 'reconnected')
        this.#jsm.consumers.delete(EVENTS_STREAM, this.#consumer).catch(() => undefined) // it goes by itself when inactive
    }
    this.#rouse()
  }

  #pull(): void {
    const { batchSize, heartbeatMs, nc, gathers } = this.#settings
    if (this.#ended || this.#outstanding > (gathers ? 0 : batchSize / 2)) return
    // nobody is there to take what may come: it comes later, with what follows it
    if (gathers && !this.#wake && !this.#isBehind) return
    if (this.#buffer.length + this.#outstanding > 2 * batchSize || this.#bufferedBytes > MAX_BUFFERED_BYTES) return
    this.#outstanding += batchSize
    this.#lastTraffic = Date.now()
    const body = {
      batch: batchSize,
      expires: nanos(heartbeatMs * 10),
      idle_heartbeat: nanos(heartbeatMs),
      // what is there, or the first that comes; then the request is over
      ...(gathers ? { no_wait: true } : {}),
    }
    nc.publish(`$JS.API.CONSUMER.MSG.NEXT.${EVENTS_STREAM}.${this.#consumer}`, JSON.stringify(body), { reply: this.#inbox })
  }

  /** What was asked for together has not all come yet; a good part of it is taken all the same. */
  get #isComing(): boolean {
    return this.#settings.gathers && !this.#ended && this.#outstanding > 0 && this.#buffer.length < ENOUGH
  }

  /** The server had more when it sent the last message. */
  get #isBehind(): boolean {
    return this.#last !== undefined && deliveryOf(this.#last).pending > 0
  }

  #receive(message: Msg): void {
    this.#lastTraffic = Date.now()
    // protocol messages come on the inbox itself, events on their own subject
    if (message.subject === this.#inbox) this.#control(message)
    else {
      this.#outstanding = Math.max(0, this.#outstanding - 1)
      this.#received += 1
      this.#last = message
      this.#buffer.push(message)
      this.#bufferedBytes += message.data.length
    }
    if (this.#buffer.length > 0 && !this.#isComing) this.#rouse()
    this.#pull()
  }

  #rouse(): void {
    const wake = this.#wake
    this.#wake = undefined
    wake?.()
  }

  #control(message: Msg): void {
    const headers = message.headers
    switch (headers?.code) {
      case 100: {
        const delivered = headers.get('Nats-Last-Consumer')
        if (delivered && Number(delivered) > this.#received) this.end('lostMessages')
        break
      }
      case 404:
      case 408: {
        const left = headers.get('Nats-Pending-Messages')
        this.#outstanding = left ? Math.max(0, this.#outstanding - Number(left)) : 0
        break
      }
      case 409:
        if (/deleted|not found|leadership/i.test(headers.description)) this.end('consumerLost')
        else this.#outstanding = 0
        break
      default:
        // 503: no such consumer; anything else is not understood, so start again from the checkpoint
        this.end('consumerLost')
    }
  }

  #watch(): void {
    if (this.#outstanding > 0 && Date.now() - this.#lastTraffic > this.#settings.heartbeatMs * 3) this.end('stalled')
  }

  async #watchConnection(): Promise<void> {
    for await (const status of this.#settings.nc.status()) {
      if (this.#ended) return
      // pulls asked for before the break are forgotten by the server, and a restarted one has forgotten the consumer
      if (status.type === 'reconnect') return this.end('reconnected')
      if (status.type === 'close') return this.end('closed')
    }
    this.end('closed')
  }
}
