import { createLogger, errorText, type Logger, meter, metricName } from '@fudao/telemetry'
import type { Msg, NatsConnection } from '@nats-io/nats-core'
import { untilConnected, whileConnected } from './connection-watch.js'
import { EventMessage } from './event-message.js'
import { type EndReason, EventSubscription } from './event-subscription.js'
import type { Gathering } from './gathering.js'

/** What the feed is doing, for logs, metrics and readiness. */
export type FeedState =
  | { readonly state: 'reading'; readonly after: string | null }
  /** The stream does not exist (yet, or any more). */
  | { readonly state: 'waiting' }
  /** Subscribing again from the checkpoint, and why. */
  | { readonly state: 'resubscribing'; readonly reason: EndReason }
  /** Events between `after` and `found` are missing from the stream; the feed waits for the relay to publish them and never skips. */
  | { readonly state: 'gap'; readonly after: string | null; readonly found: string }

export interface ConsumeEventsOptions {
  readonly nc: NatsConnection
  /** `<service>__<processor>`: shown as the consumer's name. */
  readonly name: string
  /** Checkpoint: store position of the last event handled, `null` to start with the first. */
  readonly after: string | null
  /** Gets batches in store order, never an event twice, never one without those before it. What it throws ends the feed. */
  readonly onBatch: (batch: readonly EventMessage[]) => Promise<void>
  /** At most; default 500. A batch holds what has arrived, it is not waited for. */
  readonly batchSize?: number
  readonly signal: AbortSignal
  /** Default: no gathering, each event comes from the server as soon as it is there. */
  readonly gathering?: Gathering
  /** Narrower subject filter than `evt.>`. Gaps cannot be told then, except losses on the way. */
  readonly filter?: string
  readonly heartbeatMs?: number
  readonly onState?: (state: FeedState) => void
  readonly logger?: Logger
}

interface Checked {
  readonly batch: readonly EventMessage[]
  readonly end?: { readonly reason: 'gap' | 'lostMessages'; readonly found: string }
}

const waitMs = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })

/** Drops what was seen, stops before a gap. `delivery` counts within one subscription. */
const check = (
  messages: readonly Msg[],
  last: string | null,
  delivered: number,
  chained: boolean,
): Checked & { readonly delivered: number } => {
  const batch: EventMessage[] = []
  let position = last
  let delivery = delivered
  for (const raw of messages) {
    const message = new EventMessage(raw)
    if (message.delivery !== delivery + 1) return { batch, delivered: delivery, end: { reason: 'lostMessages', found: message.position } }
    delivery += 1
    if (position !== null && message.position <= position) continue
    if (chained && message.previous !== position) return { batch, delivered: delivery, end: { reason: 'gap', found: message.position } }
    batch.push(message)
    position = message.position
  }
  return { batch, delivered: delivery }
}

/** How often a feed whose server is away looks whether it is to stop. */
const CONNECTION_WAIT_MS = 500

class HandlerFailed extends Error {}

const gaps = meter().createCounter(metricName.feedGaps, { description: 'times events were missing from the stream' })
const resubscriptions = meter().createCounter(metricName.feedResubscriptions, { description: 'subscriptions begun again, by reason' })

/**
 * Feeds every event of `EVENTS` after a checkpoint to `onBatch`, in order, until `signal` aborts. Survives that the stream does
 * not exist, is deleted and rebuilt, loses its tail, that the server restarts and that messages are lost on the way.
 * Rejects only with what `onBatch` throws.
 */
export const consumeEvents = async (options: ConsumeEventsOptions): Promise<void> => {
  const { nc, signal, batchSize = 500, gathering, heartbeatMs = 2_000, logger = createLogger(options.name) } = options
  const next = gathering?.pace()
  let last = options.after
  let troubles = 0
  const report = (state: FeedState): void => {
    if (state.state === 'gap') gaps.add(1, { consumer: options.name })
    if (state.state === 'resubscribing') resubscriptions.add(1, { consumer: options.name, reason: state.reason })
    options.onState?.(state)
  }

  const readUntilEnd = async (subscription: EventSubscription): Promise<void> => {
    let delivered = 0
    for (;;) {
      const messages = await subscription.take(batchSize)
      if (messages.length === 0 || signal.aborted) return
      const began = performance.now()
      const checked = check(messages, last, delivered, options.filter === undefined)
      delivered = checked.delivered
      const tail = checked.batch.at(-1)
      if (tail) {
        await options.onBatch(checked.batch).catch((error: unknown) => {
          throw new HandlerFailed('the handler of a batch failed', { cause: error })
        })
        last = tail.position
        troubles = 0
      }
      if (checked.end?.reason === 'gap') {
        logger.warn('events are missing from the stream; waiting for them', { after: last, found: checked.end.found })
        report({ state: 'gap', after: last, found: checked.end.found })
      }
      if (checked.end) return subscription.end(checked.end.reason)
      if (tail?.pending === 0) await next?.(began, signal)
    }
  }

  const session = async (): Promise<EndReason> => {
    const opening = EventSubscription.open({
      nc,
      name: options.name,
      after: last,
      batchSize,
      heartbeatMs,
      gathers: gathering !== undefined,
      ...(options.filter === undefined ? {} : { filter: options.filter }),
    })
    const subscription = await whileConnected(nc, CONNECTION_WAIT_MS, () => opening).catch((error: unknown) => {
      // it may still come to be when nobody waits for it any more
      void opening.then(
        (late) => late?.end('closed'),
        () => undefined,
      )
      throw error
    })
    if (!subscription) {
      report({ state: 'waiting' })
      return 'noStream'
    }
    const stop = (): void => subscription.end('closed')
    signal.addEventListener('abort', stop)
    try {
      if (signal.aborted) return 'closed'
      report({ state: 'reading', after: last })
      await readUntilEnd(subscription)
      return subscription.ended ?? 'closed'
    } finally {
      signal.removeEventListener('abort', stop)
      subscription.end('closed')
    }
  }

  while (!signal.aborted && !nc.isClosed()) {
    if (!(await untilConnected(nc, CONNECTION_WAIT_MS))) continue
    let reason: EndReason
    try {
      reason = await session()
    } catch (error) {
      if (error instanceof HandlerFailed) throw error.cause
      if (nc.isClosed() || nc.isDraining()) return
      logger.warn('the event feed broke; subscribing again', { error: errorText(error), after: last })
      reason = 'failed'
    }
    if (signal.aborted || reason === 'closed') return
    if (reason !== 'noStream') report({ state: 'resubscribing', reason })
    // at once the first time, then ever slower up to a second
    await waitMs(Math.min(1_000, 25 * 2 ** Math.min(troubles, 6)), signal)
    troubles += 1
  }
}
