import { consumeEvents, durableName, type EventMessage, type FeedState, recordConsumerSpans, withConsumerSpan } from '@fudao/messaging'
import { attribute, createLogger, errorText, type Logger, linksTo, spanName, withSpan } from '@fudao/telemetry'
import type { NatsConnection } from '@nats-io/nats-core'
import { SpanKind } from '@opentelemetry/api'
import { CheckpointMoved, moveCheckpoint, type ProjectionFailure, recordFailure } from './checkpoint.js'
import { Folder, FoldFailed } from './fold.js'
import type { ProjectedEvent, ProjectionDefinition } from './projection.js'
import { batchEvents, batchSeconds, measureProjection } from './projection-metrics.js'
import { loadRows, saveRows, type TableChange } from './rows-in-database.js'
import { type Db, ensureProjection, makeLive } from './schema.js'
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
  /** At most; default 2,000 (a rebuild is twice as fast as with 500; at idle a batch is what has arrived). */
  readonly batchSize?: number
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
  readonly failure: ProjectionFailure | null
}

// a checkpoint over events that concern nobody need not be saved each time: they are read again after a restart
const SAVE_IDLE_CHECKPOINT_AFTER_MS = 2_000
// at a few hundred events a second a transaction per event would cost more than everything else the system does
const GATHER_MS = 15

/**
 * Runs one projection: one feed, one transaction per batch holding its rows and its checkpoint. An event it cannot fold stops it
 * exactly there, and it alone; a database or server that is away only makes it wait.
 */
export class ProjectionRunner {
  readonly #options: RunnerOptions
  readonly #folder: Folder
  readonly #log: Logger
  readonly #durable: string
  readonly #waiters = new Waiters()
  readonly #stop = new AbortController()
  #done: Promise<void> = Promise.resolve()
  #unmeasure: () => void = () => undefined
  #state: ProjectionStatus['state'] = 'starting'
  #position: string | null = null
  #saved: string | null = null
  #savedAt = 0
  #live = false
  #lagEvents = 0
  #behindSince = 0
  #failure: ProjectionFailure | null = null

  constructor(options: RunnerOptions) {
    this.#options = options
    this.#folder = new Folder(options.projection)
    this.#durable = durableName(options.service, `${options.projection.name}_v${options.projection.version}`)
    this.#log = (options.logger ?? createLogger(options.service)).with({ projection: options.projection.name })
  }

  get name(): string {
    return this.#options.projection.name
  }
  /** Store position the rows have reached; opaque. */
  get position(): string | null {
    return this.#position
  }
  get stopped(): boolean {
    return this.#failure !== null
  }
  get lagEvents(): number {
    return this.#lagEvents
  }
  get lagSeconds(): number {
    return this.#lagEvents === 0 ? 0 : Math.max(0, (Date.now() - this.#behindSince) / 1000)
  }
  get status(): ProjectionStatus {
    const { name, version } = this.#options.projection
    const { position, lagEvents, lagSeconds } = this
    return { name, version, state: this.#state, position, lagEvents, lagSeconds, failure: this.#failure }
  }

  /** Creates the tables if need be and starts reading after the checkpoint. */
  async start(): Promise<void> {
    const { db, projection, readerRole } = this.#options
    const control = await ensureProjection(db, projection, readerRole)
    this.#live = control.live
    this.#setSaved(control.position)
    await recordFailure(db, projection, null)
    this.#unmeasure = measureProjection(this)
    this.#done = this.#run()
  }

  /** Whether the rows hold the event at `token`, waiting at most `timeoutMs` for it. */
  waitFor(token: string, timeoutMs: number): Promise<boolean> {
    if (this.#position !== null && token <= this.#position) return Promise.resolve(true)
    if (this.stopped || this.#stop.signal.aborted) return Promise.resolve(false)
    return this.#waiters.wait(token, timeoutMs)
  }

  /** Ends after the batch at work. */
  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#done
    this.#waiters.giveUp()
    this.#unmeasure()
  }

  async #run(): Promise<void> {
    const { db, nc, projection, batchSize = 2_000, readerRole } = this.#options
    while (!this.#stop.signal.aborted && !nc.isClosed()) {
      try {
        await consumeEvents({
          nc,
          name: this.#durable,
          after: this.#position,
          batchSize,
          gatherMs: GATHER_MS,
          signal: this.#stop.signal,
          logger: this.#log,
          onState: ({ state }) => {
            this.#state = state
          },
          onBatch: (batch) => this.#onBatch(batch),
        })
        if (this.#position !== this.#saved) await this.#saveIdle()
        return
      } catch (error) {
        if (error instanceof FoldFailed) return this.#standStill(error)
        if (!(error instanceof CheckpointMoved)) this.#log.warn('a batch could not be written; trying again', { error: errorText(error) })
      }
      await this.#pause()
      // a database that lost its last commits, or was put back from a backup, is filled again from where it stands now
      await ensureProjection(db, projection, readerRole).then(
        (control) => this.#setSaved(control.position),
        () => undefined, // still away: the next batch will tell
      )
    }
  }

  async #onBatch(messages: readonly EventMessage[]): Promise<void> {
    const relevant = messages.filter((message) => this.#folder.handles(message.type))
    const first = relevant[0]
    this.#behindSince = messages[0]?.publishedAt ?? 0
    this.#lagEvents = (messages.at(-1)?.pending ?? 0) + messages.length
    if (first && relevant.length === 1) await withConsumerSpan(first, this.#durable, () => this.#project(messages, relevant))
    else if (first) {
      const startTime = Date.now()
      const links = relevant.slice(0, 100).flatMap((message) => linksTo(message.traceparent))
      const attributes = { [attribute.batchCount]: relevant.length, [attribute.projection]: this.name }
      await withSpan(spanName.batch(this.#durable), { kind: SpanKind.INTERNAL, links, attributes }, () => this.#project(messages, relevant))
      recordConsumerSpans(relevant, this.#durable, { startTime, endTime: Date.now() })
    } else this.#advance(messages.at(-1)?.position ?? this.#position)
    if (Date.now() - this.#savedAt > SAVE_IDLE_CHECKPOINT_AFTER_MS && this.#position !== this.#saved) await this.#saveIdle()
    this.#lagEvents = messages.at(-1)?.pending ?? 0
    if (!this.#live && this.#lagEvents === 0) await this.#goLive()
  }

  async #project(messages: readonly EventMessage[], relevant: readonly EventMessage[]): Promise<void> {
    const last = messages.at(-1)
    if (!last) return
    const started = performance.now()
    const parsed = relevant.map((message): ProjectedEvent => ({ ...message.json(), campus: message.campus }))
    const events = this.#options.projection.prepare ? await this.#options.projection.prepare(parsed) : parsed
    try {
      await this.#commit(events, last)
    } catch (error) {
      if (!(error instanceof FoldFailed)) throw error
      // what comes before the bad event is good: the rows end exactly before it
      const at = messages.findIndex((message) => message.position === error.event.position)
      const before = messages[at - 1]
      if (before) await this.#commit(events.slice(0, error.index), before)
      throw error
    }
    batchEvents.record(events.length, { projection: this.name })
    batchSeconds.record((performance.now() - started) / 1000, { projection: this.name })
  }

  async #commit(events: readonly ProjectedEvent[], last: EventMessage): Promise<void> {
    const { db, projection, onCommitted } = this.#options
    const from = this.#saved
    const changes = await db.transaction().execute(async (tx) => {
      const rows = await loadRows(tx, projection, this.#folder.keysOf(events))
      this.#folder.fold(events, rows)
      const saved = await saveRows(tx, projection, rows)
      await moveCheckpoint(tx, projection, from, last.position, events.length)
      return saved
    })
    this.#setSaved(last.position)
    try {
      if (changes.length > 0) onCommitted?.({ projection: this.name, changes, position: last.position, pending: last.pending })
    } catch (error) {
      this.#log.error('nobody could be told of a change', { error: errorText(error) })
    }
  }

  #advance(position: string | null): void {
    this.#position = position
    if (position !== null) this.#waiters.reached(position)
  }
  #setSaved(position: string | null): void {
    this.#saved = position
    this.#savedAt = Date.now()
    this.#advance(position)
  }
  async #saveIdle(): Promise<void> {
    const { db, projection } = this.#options
    if (this.#position === null) return
    await moveCheckpoint(db, projection, this.#saved, this.#position, 0)
    this.#setSaved(this.#position)
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
    await recordFailure(this.#options.db, this.#options.projection, this.#failure).catch(() => undefined) // shown by status anyway
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
