import { durableName, type EventMessage, type FeedState, type HeadWatch, recordConsumerSpans, withConsumerSpan } from '@fudao/messaging'
import { attribute, createLogger, errorText, type Logger, linksTo, spanName, withSpan } from '@fudao/telemetry'
import type { NatsConnection } from '@nats-io/nats-core'
import { SpanKind } from '@opentelemetry/api'
import { BatchWriter } from './batch-writer.js'
import { CheckpointMoved, type ProjectionFailure, recordFailure } from './checkpoint.js'
import { Folder, FoldFailed } from './fold.js'
import { readGeneration } from './generations.js'
import { type Activity, judgeActivity } from './judge-activity.js'
import type { ProjectedEvent, ProjectionDefinition } from './projection.js'
import { batchEvents, batchSeconds, measureProjection } from './projection-metrics.js'
import type { TableChange } from './rows-in-database.js'
import { type ControlRow, type Db, ensureProjection, type GenerationRole, makeLive } from './schema.js'
import type { Delivery } from './seat.js'
import { SharedFeed } from './shared-feed.js'
import { Waiters } from './waiters.js'

export interface CommittedBatch {
  readonly projection: string
  readonly changes: readonly TableChange[]
  readonly position: string
  /** Events behind it; large during a rebuild, when nobody is told of each change. */
  readonly pending: number
}

export interface RunnerOptions {
  readonly db: Db
  readonly nc: NatsConnection
  /** Name of the service: part of the durable's name. */
  readonly service: string
  readonly projection: ProjectionDefinition
  /** Role that may read the tables; default `fudao_reader`. */
  readonly readerRole?: string
  /** Which of its tables it fills; default `served`, whichever that is after a swap. */
  readonly role?: GenerationRole
  /** Sees the last event of the stream apart from the feed: a feed that has died cannot tell that it is behind. */
  readonly headWatch?: HeadWatch
  /** Where it reads with others; default a feed of its own. Only tables that are served are filled from it. */
  readonly feed?: SharedFeed
  /** At most, of a feed of its own. */
  readonly batchSize?: number
  /** When a rebuild has read to the end for the first time. */
  readonly onCaughtUp?: () => Promise<void>
  /** After a commit; what it throws is logged, the rows stay. */
  readonly onCommitted?: (batch: CommittedBatch) => void
  readonly logger?: Logger
}

export interface ProjectionStatus {
  readonly name: string
  readonly version: number
  readonly state: FeedState['state'] | 'starting' | 'stopped'
  readonly position: string | null
  readonly lagEvents: number
  readonly lagSeconds: number
  readonly activity: Activity
  readonly failure: ProjectionFailure | null
}

// a checkpoint over events that concern nobody need not be saved each time: they are read again after a restart
const SAVE_IDLE_CHECKPOINT_AFTER_MS = 2_000
// Further behind than this, events are not traced one by one.
const MOST_TRACED = 1_000

/**
 * Runs one projection: one transaction per batch holds its rows and its checkpoint. An event it cannot fold stops it
 * exactly there, and it alone; a database or server that is away only makes it wait.
 */
export class ProjectionRunner {
  readonly #options: RunnerOptions
  readonly #role: GenerationRole
  readonly #folder: Folder
  readonly #log: Logger
  readonly #durable: string
  readonly #waiters = new Waiters()
  readonly #stop = new AbortController()
  #writer: BatchWriter | undefined
  #done: Promise<void> = Promise.resolve()
  #unmeasure: () => void = () => undefined
  #unwatch: () => void = () => undefined
  #state: ProjectionStatus['state'] = 'starting'
  #position: string | null = null
  #unsaved = 0
  #savedAt = 0
  #live = false
  #caughtUp = false
  #lagEvents = 0
  #behindSince = 0
  #progressAt = Date.now()
  #failure: ProjectionFailure | null = null

  constructor(options: RunnerOptions) {
    const { projection, role = 'served' } = options
    this.#options = options
    this.#role = role
    this.#folder = new Folder(projection)
    this.#durable = durableName(options.service, `${projection.name}_v${projection.version}${role === 'served' ? '' : `_${role}`}`)
    this.#log = (options.logger ?? createLogger(options.service)).with({ projection: projection.name, role })
  }

  get name(): string {
    return this.#options.projection.name
  }
  get projection(): ProjectionDefinition {
    return this.#options.projection
  }
  /** Store position the rows have reached; opaque. */
  get position(): string | null {
    return this.#position
  }
  get stopped(): boolean {
    return this.#failure !== null
  }
  /** Whether this version has caught up once; before, its rows are incomplete. */
  get live(): boolean {
    return this.#live
  }
  get lagEvents(): number {
    if (this.#lagEvents > 0 || this.activity === 'idle') return this.#lagEvents
    return Math.max(1, this.#lagEvents)
  }
  get lagSeconds(): number {
    if (this.lagEvents === 0) return 0
    const since = this.#lagEvents > 0 && this.#behindSince > 0 ? this.#behindSince : this.#progressAt
    return Math.max(0, (Date.now() - since) / 1000)
  }
  /** What it is doing, by the head of the stream and its own progress. */
  get activity(): Activity {
    return judgeActivity({
      failure: this.#failure,
      head: this.#options.headWatch?.head ?? null,
      position: this.#position,
      pending: this.#lagEvents,
      progressAt: this.#progressAt,
      now: Date.now(),
    })
  }
  get status(): ProjectionStatus {
    const { name, version } = this.#options.projection
    const { position, lagEvents, lagSeconds, activity } = this
    return { name, version, state: this.#state, position, lagEvents, lagSeconds, activity, failure: this.#failure }
  }

  /** Creates the tables if need be and starts reading after the checkpoint. */
  async start(): Promise<void> {
    await this.#load()
    this.#unmeasure = this.#role === 'served' ? measureProjection(this) : () => undefined
    this.#unwatch =
      this.#options.headWatch?.onLook(() => {
        if (this.activity === 'idle') this.#progressAt = Date.now()
      }) ?? this.#unwatch
    await this.#begin()
  }

  /** Goes on after an event it could not fold; nothing if it does not stand still. */
  async resume(): Promise<void> {
    if (!this.#failure) return
    await this.#done
    await this.#load()
    this.#failure = null
    this.#progressAt = Date.now()
    await this.#begin()
  }

  async #begin(): Promise<void> {
    if (this.#writer) await recordFailure(this.#options.db, this.#writer.target, null)
    this.#done = this.#run()
  }

  /** Whether the rows hold the event at `token`, waiting at most `timeoutMs` for it. */
  waitFor(token: string, timeoutMs: number): Promise<boolean> {
    if (this.#position !== null && token <= this.#position) return Promise.resolve(true)
    if (this.stopped || this.#stop.signal.aborted) return Promise.resolve(false)
    const reached = this.#waiters.wait(token, timeoutMs)
    return this.#options.feed?.hurry(reached) ?? reached
  }

  /** Ends after the batch at work. */
  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#done
    this.#waiters.giveUp()
    this.#unmeasure()
    this.#unwatch()
  }

  /** Reads where its tables stand; `false` when there are none in this role any more. */
  async #load(): Promise<boolean> {
    const { db, projection, readerRole } = this.#options
    const control: ControlRow | null =
      this.#role === 'served' ? await ensureProjection(db, projection, readerRole) : await readGeneration(db, projection, this.#role)
    if (!control) return false
    this.#writer = new BatchWriter(db, projection, this.#folder, control)
    this.#live = control.live
    this.#setSaved(control.position)
    return true
  }

  async #run(): Promise<void> {
    const { nc } = this.#options
    while (!this.#stop.signal.aborted && !nc.isClosed()) {
      try {
        await this.#feed().serve({
          name: this.#durable,
          after: this.#position,
          signal: this.#stop.signal,
          handles: (type) => this.#folder.handles(type),
          onState: ({ state }) => {
            this.#state = state
          },
          onDelivery: (delivery) => this.#onDelivery(delivery),
        })
        await this.#writer?.settle()
        if (this.#unsaved > 0) await this.#pass()
        return
      } catch (error) {
        if (error instanceof FoldFailed) return this.#standStill(error)
        if (!(error instanceof CheckpointMoved)) this.#log.warn('a batch could not be written; trying again', { error: errorText(error) })
        else if (this.#role === 'served' && (await this.#load().catch(() => false))) continue
      }
      await this.#pause()
      // a database that lost its last commits, or was put back from a backup, is filled again from where it stands now
      const there = await this.#load().catch(() => true) // still away: the next batch will tell
      if (!there) return
    }
  }

  #feed(): SharedFeed {
    const { nc, feed, batchSize } = this.#options
    if (feed && this.#role === 'served') return feed
    return new SharedFeed({ nc, name: this.#durable, logger: this.#log, ...(batchSize === undefined ? {} : { batchSize }) })
  }

  async #onDelivery({ messages, relevant }: Delivery): Promise<void> {
    const last = messages.at(-1)
    if (!last) return
    const first = relevant[0]
    this.#behindSince = messages[0]?.publishedAt ?? 0
    // a batch after a quiet time is the beginning of a delay, not the end of one
    if (this.#lagEvents === 0) this.#progressAt = Date.now()
    this.#lagEvents = last.pending + messages.length
    if (first && this.#role === 'served' && last.pending < MOST_TRACED)
      await (relevant.length === 1
        ? withConsumerSpan(first, this.#durable, () => this.#project(messages, relevant))
        : this.#traced(messages, relevant))
    else if (first) await this.#project(messages, relevant)
    else {
      this.#unsaved += messages.length
      this.#advance(last.position)
    }
    // the tables of a rebuild are compared and swapped by their saved checkpoint
    const waits = this.#role === 'served' ? SAVE_IDLE_CHECKPOINT_AFTER_MS : 0
    if (this.#unsaved > 0 && Date.now() - this.#savedAt >= waits) await this.#pass(last.pending)
    this.#lagEvents = last.pending
    if (last.pending === 0 && !this.#caughtUp) await this.#catchUp()
  }

  async #traced(messages: readonly EventMessage[], relevant: readonly EventMessage[]): Promise<void> {
    const startTime = Date.now()
    const links = relevant.slice(0, 100).flatMap((message) => linksTo(message.traceparent))
    const attributes = { [attribute.batchCount]: relevant.length, [attribute.projection]: this.name }
    await withSpan(spanName.batch(this.#durable), { kind: SpanKind.INTERNAL, links, attributes }, () => this.#project(messages, relevant))
    recordConsumerSpans(relevant, this.#durable, { startTime, endTime: Date.now() })
  }

  async #project(messages: readonly EventMessage[], relevant: readonly EventMessage[]): Promise<void> {
    const started = performance.now()
    const parsed = relevant.map((message): ProjectedEvent => Object.assign(message.json(), { campus: message.campus }))
    const events = this.#options.projection.prepare ? await this.#options.projection.prepare(parsed) : parsed
    try {
      await this.#write(events, messages)
    } catch (error) {
      if (!(error instanceof FoldFailed)) throw error
      // what comes before the bad event is good: the rows end exactly before it
      const before = messages.slice(
        0,
        messages.findIndex((message) => message.position === error.event.position),
      )
      if (before.length > 0) await this.#write(events.slice(0, error.index), before, false)
      throw error
    }
    batchEvents.record(events.length, { projection: this.name })
    batchSeconds.record((performance.now() - started) / 1000, { projection: this.name })
  }

  async #write(events: readonly ProjectedEvent[], messages: readonly EventMessage[], mayRunAhead = true): Promise<void> {
    const last = messages.at(-1)
    if (!last || !this.#writer) return
    const passed = messages.length + this.#unsaved
    this.#unsaved = 0
    await this.#writer.write(
      events,
      { to: last.position, passed, pending: last.pending },
      {
        ahead: mayRunAhead && last.pending > MOST_TRACED,
        done: (changes) => this.#committed(changes, last),
      },
    )
  }

  #committed(changes: readonly TableChange[], last: EventMessage): void {
    this.#setSaved(last.position)
    try {
      const { onCommitted } = this.#options
      if (changes.length > 0) onCommitted?.({ projection: this.name, changes, position: last.position, pending: last.pending })
    } catch (error) {
      this.#log.error('nobody could be told of a change', { error: errorText(error) })
    }
  }

  #advance(position: string | null): void {
    this.#position = position
    this.#progressAt = Date.now()
    if (position !== null) this.#waiters.reached(position)
  }
  #setSaved(position: string | null): void {
    this.#savedAt = Date.now()
    this.#advance(position)
  }
  async #pass(pending = 0): Promise<void> {
    if (this.#position === null) return
    const passed = this.#unsaved
    this.#unsaved = 0
    await this.#writer?.pass({ to: this.#position, passed, pending })
    this.#setSaved(this.#position)
  }
  async #catchUp(): Promise<void> {
    await this.#writer?.settle()
    await this.#options.onCaughtUp?.()
    if (!this.#live && this.#role === 'served') await this.#goLive()
    this.#caughtUp = true
  }
  async #goLive(): Promise<void> {
    await makeLive(this.#options.db, this.#options.projection)
    this.#live = true
    this.#log.info('this version of the read model has caught up and is live now', { version: this.#options.projection.version })
  }

  async #standStill(error: FoldFailed): Promise<void> {
    const { id, type, subject, position } = error.event
    this.#failure = { eventId: id, type, stream: subject, position, error: errorText(error.cause) }
    this.#state = 'stopped'
    this.#waiters.giveUp()
    this.#log.error('a read model stands still at an event it cannot fold', { eventId: id, type, position, error: errorText(error.cause) })
    if (this.#writer) await recordFailure(this.#options.db, this.#writer.target, this.#failure).catch(() => undefined) // shown by status anyway
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer)
        this.#stop.signal.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, 500)
      this.#stop.signal.addEventListener('abort', done)
    })
  }
}
