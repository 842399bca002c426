import type { EventMessage } from '@fudao/messaging'
import { attribute, contextOf, currentTraceparent, linksTo, spanName, startSpan } from '@fudao/telemetry'
import { SpanKind } from '@opentelemetry/api'
import type { Kysely } from 'kysely'
import type { CampusState } from './campus.js'
import type { Engine } from './engine.js'
import { recordLag } from './metrics.js'
import { PartsNotRead } from './parts.js'
import { toRuleEvent } from './replay.js'
import type { RuleEvent } from './rule.js'
import type { RulesDatabase } from './store/database.js'
import { loadFor } from './store/load.js'
import { save } from './store/save.js'
import { Workspace } from './workspace.js'

/** Another process moved the checkpoint: this one starts again from where that one is. */
export class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved'
}

export interface ConsumerOptions {
  readonly db: Kysely<RulesDatabase>
  readonly engine: Engine
  readonly processor: string
}

/** Applies batches of the feed: inbox, state, timers, outgoing commands and checkpoint in one transaction. */
export class BatchConsumer {
  readonly #options: ConsumerOptions
  #campuses = new Map<string, CampusState>()
  #checkpoint: string | null = null

  constructor(options: ConsumerOptions) {
    this.#options = options
  }

  get checkpoint(): string | null {
    return this.#checkpoint
  }

  /** Reads where to go on from, and the campuses as they were there. */
  async open(): Promise<string | null> {
    const { db, processor } = this.#options
    await db
      .insertInto('rules.checkpoint')
      .values({ processor, position: null })
      .onConflict((on) => on.doNothing())
      .execute()
    // one snapshot, so that checkpoint and campuses belong together
    await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (tx) => {
        const row = await tx.selectFrom('rules.checkpoint').select('position').where('processor', '=', processor).executeTakeFirstOrThrow()
        const campuses = await tx.selectFrom('rules.campus').selectAll().execute()
        this.#checkpoint = row.position
        this.#campuses = new Map(campuses.map((c) => [c.campus_id, { today: c.today, policy: c.policy }]))
      })
    return this.#checkpoint
  }

  /**
   * Applies one batch and tells how many commands it added.
   * @throws CheckpointMoved when another process got further
   */
  async apply(batch: readonly EventMessage[]): Promise<number> {
    const tail = batch.at(-1)
    if (!tail) return 0
    const { db, engine } = this.#options
    const events = batch
      .filter((message) => engine.needs(message.type))
      .map((message) => ({ event: toRuleEvent(message.json()), traceparent: message.traceparent }))
    let ws = new Workspace()
    if (events.length === 0) await this.#move(db, tail.position)
    else
      await db.transaction().execute(async (tx) => {
        // first: it holds back other processes, and who comes too late does nothing
        await this.#move(tx, tail.position)
        ws = (await this.#work(tx, events)) ?? (await this.#work(tx, events, true)) ?? ws
        await save(tx, ws)
      })
    this.#checkpoint = tail.position
    recordLag(tail.pending)
    for (const id of ws.changedCampuses) this.#campuses.set(id, ws.campus(id))
    return ws.outgoing.length
  }

  /** What the events make of what is stored; `null` when one needs entries that none of them names beforehand. */
  async #work(
    db: Kysely<RulesDatabase>,
    events: readonly { readonly event: RuleEvent; readonly traceparent: string | undefined }[],
    whole = false,
  ): Promise<Workspace | null> {
    const { engine } = this.#options
    const ws = new Workspace()
    for (const [campusId, campus] of this.#campuses) ws.campuses.set(campusId, campus)
    await loadFor(
      db,
      engine,
      ws,
      events.map(({ event }) => event),
      { whole },
    )
    try {
      for (const { event, traceparent } of events) this.#traced(ws, event, traceparent)
      return ws
    } catch (error) {
      if (error instanceof PartsNotRead && !whole) return null
      throw error
    }
  }

  async #move(db: Kysely<RulesDatabase>, position: string): Promise<void> {
    const { processor } = this.#options
    const { numUpdatedRows } = await db
      .updateTable('rules.checkpoint')
      .set({ position })
      .where('processor', '=', processor)
      .where('position', 'is not distinct from', this.#checkpoint)
      .executeTakeFirst()
    if (numUpdatedRows !== 1n) throw new CheckpointMoved(`the checkpoint of ${processor} moved`)
  }

  /** A CONSUMER span that continues the producer's trace and links to it; what it decides carries on from there. */
  #traced(ws: Workspace, event: RuleEvent, traceparent: string | undefined): void {
    const { span, context } = startSpan(spanName.consume(this.#options.processor, event.type), {
      kind: SpanKind.CONSUMER,
      parent: contextOf(traceparent),
      links: linksTo(traceparent),
      attributes: {
        [attribute.messagingSystem]: 'nats',
        [attribute.operationName]: 'process',
        [attribute.operationType]: 'process',
        [attribute.consumerGroup]: this.#options.processor,
        [attribute.messageId]: event.id,
        [attribute.eventType]: event.type,
        [attribute.campus]: event.campusId,
        [attribute.stream]: event.stream,
        [attribute.position]: event.position,
      },
    })
    const before = ws.outgoing.length
    try {
      this.#options.engine.apply(ws, event, currentTraceparent(context) ?? traceparent ?? null)
    } finally {
      const rules = [...new Set(ws.outgoing.slice(before).map((command) => command.rule))]
      if (rules.length > 0) span.setAttribute(attribute.rule, rules)
      span.end()
    }
  }
}
