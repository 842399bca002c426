import type { CommandReply } from '@fudao/contracts/kit'
import { contextOf, createLogger, errorText, type Logger } from '@fudao/telemetry'
import { context } from '@opentelemetry/api'
import { type Kysely, sql } from 'kysely'
import { countOutcome } from './metrics.js'
import type { OutgoingCommand } from './outgoing.js'
import { backoffMs, settle } from './settle.js'
import type { RulesDatabase } from './store/database.js'
import { saveOutgoing } from './store/save.js'

export type SendCommand = (command: OutgoingCommand) => Promise<CommandReply>

export interface SenderOptions {
  readonly db: Kysely<RulesDatabase>
  readonly send: SendCommand
  /** Lanes at work at once; default 32. */
  readonly lanes?: number
  readonly logger?: Logger
}

interface Row extends OutgoingCommand {
  readonly seq: string
  readonly attempts: number
}

/** Commands fetched at once. */
const FETCH = 200
/** Finds what another process of this service left behind. */
const LOOK_MS = 5_000

/**
 * Sends stored commands until each is answered: one after the other within a lane, lanes side by side, apart from consumption.
 * What was answered is stored before the next of the lane goes out; a crash in between sends the same command id again,
 * and the service answers as it did the first time.
 */
export class Sender {
  readonly #db: Kysely<RulesDatabase>
  readonly #send: SendCommand
  readonly #limit: number
  readonly #log: Logger
  readonly #active = new Map<string, Promise<void>>()
  #wanted = false
  /** The last look left something out: a busy lane, or more than it could take. */
  #more = false
  #loop: Promise<void> | undefined
  #stopped = false
  #timer: NodeJS.Timeout | undefined
  #timerAt = Number.POSITIVE_INFINITY

  constructor(options: SenderOptions) {
    this.#db = options.db
    this.#send = options.send
    this.#limit = options.lanes ?? 32
    this.#log = options.logger ?? createLogger('rules')
  }

  /** Looks for commands now: called after each commit and at start. */
  wake(): void {
    this.#wanted = true
    if (this.#loop || this.#stopped) return
    this.#loop = this.#run().finally(() => {
      this.#loop = undefined
      if (this.#wanted && !this.#stopped) this.wake()
    })
  }

  /** Sends nothing more and waits for the answers under way. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#loop
    await Promise.all(this.#active.values())
  }

  async #run(): Promise<void> {
    while (this.#wanted && !this.#stopped) {
      this.#wanted = false
      try {
        const free = this.#limit - this.#active.size
        if (free <= 0) {
          this.#more = true
          return
        }
        const lanes = await this.#fetch(free)
        for (const [lane, rows] of lanes) this.#start(lane, rows)
      } catch (error) {
        this.#log.error('outgoing commands could not be read; trying again', { error: errorText(error) })
        this.#wakeIn(500)
        return
      }
    }
    this.#wakeIn(LOOK_MS)
  }

  #start(lane: string, rows: readonly Row[]): void {
    const work = this.#lane(rows)
      .catch((error: unknown) => {
        this.#log.error('the answer to a command could not be stored; it will be sent again', { lane, error: errorText(error) })
        this.#wakeIn(500)
      })
      .finally(() => {
        this.#active.delete(lane)
        if (this.#more && this.#active.size <= this.#limit / 2) this.wake()
      })
    this.#active.set(lane, work)
  }

  /** Pending commands of lanes whose first one is due. */
  async #fetch(free: number): Promise<Map<string, Row[]>> {
    const busy = [...this.#active.keys()]
    this.#more = busy.length > 0
    const { rows } = await sql<{
      seq: string
      command_id: string
      campus_id: string
      rule: string
      key: string
      lane: string
      grp: string
      after_previous: boolean
      slot: string | null
      context: string
      command: string
      stream: string
      message: OutgoingCommand['message']
      handling: OutgoingCommand['handling']
      traceparent: string | null
      attempts: number
      wait_ms: number | null
    }>`select o.*, (select ceil(extract(epoch from max(b.due_at) - now()) * 1000)::int from rules.outgoing b
                    where b.status = 'pending' and b.lane = o.lane and b.due_at > now()) as wait_ms
       from rules.outgoing o where o.status = 'pending' and o.lane <> all(${busy}::text[]) order by o.seq limit ${FETCH}`.execute(this.#db)
    if (rows.length === FETCH) this.#more = true
    const lanes = new Map<string, Row[]>()
    for (const row of rows) {
      if (row.wait_ms !== null) {
        this.#wakeIn(row.wait_ms)
        continue
      }
      const lane = lanes.get(row.lane) ?? []
      if (lane.length === 0 && lanes.size >= free) {
        this.#more = true
        continue
      }
      lane.push({
        seq: row.seq,
        attempts: row.attempts,
        commandId: row.command_id,
        campusId: row.campus_id,
        rule: row.rule,
        key: row.key,
        lane: row.lane,
        group: row.grp,
        afterPrevious: row.after_previous,
        slot: row.slot,
        context: row.context,
        command: row.command,
        stream: row.stream,
        message: row.message,
        handling: row.handling,
        traceparent: row.traceparent,
      })
      lanes.set(row.lane, lane)
    }
    return lanes
  }

  async #lane(rows: readonly Row[]): Promise<void> {
    const stopped = new Set<string>()
    for (const row of rows) {
      if (this.#stopped) return
      if (row.afterPrevious && stopped.has(row.group)) continue
      const reply = await context.with(contextOf(row.traceparent ?? undefined), () => this.#send(row))
      const settlement = settle(row, reply)
      if (settlement.kind === 'retry') {
        await this.#retryLater(row, reply, settlement.reason)
        return
      }
      if (settlement.stops) stopped.add(row.group)
      await this.#settle(row, reply, settlement)
    }
  }

  async #retryLater(row: Row, reply: CommandReply, reason: string): Promise<void> {
    const wait = backoffMs(row.attempts)
    await sql`update rules.outgoing set attempts = attempts + 1, due_at = now() + ${`${wait} milliseconds`}::interval,
              answer = ${JSON.stringify(reply)}::jsonb where seq = ${row.seq} and status = 'pending'`.execute(this.#db)
    if (row.attempts === 0 || row.attempts % 20 === 19)
      this.#log.warn('a command of a rule is not answered; it will be sent again', {
        rule: row.rule,
        command: row.command,
        campus: row.campusId,
        attempts: row.attempts + 1,
        reason,
      })
    this.#wakeIn(wait)
  }

  async #settle(row: Row, reply: CommandReply, settlement: Extract<ReturnType<typeof settle>, { kind: 'done' }>): Promise<void> {
    const answered = sql`update rules.outgoing set status = ${settlement.outcome}, attempts = attempts + 1,
      answer = ${JSON.stringify(reply)}::jsonb, answered_at = now() where seq = ${row.seq} and status = 'pending'`
    countOutcome(row.rule, row.command, settlement.outcome)
    if (settlement.outcome === 'refused' || settlement.outcome === 'failed')
      this.#log.warn('a command of a rule was not carried out', {
        rule: row.rule,
        command: row.command,
        campus: row.campusId,
        stream: row.stream,
        outcome: settlement.outcome,
        task: settlement.task !== null,
      })
    if (!settlement.stops) {
      await answered.execute(this.#db)
      return
    }
    const next = [...settlement.instead, ...(settlement.task ? [settlement.task] : [])]
    await this.#db.transaction().execute(async (tx) => {
      await answered.execute(tx)
      await sql`update rules.outgoing set status = 'skipped', answered_at = now()
                where grp = ${row.group} and campus_id = ${row.campusId} and seq > ${row.seq} and after_previous and status = 'pending'`.execute(
        tx,
      )
      await saveOutgoing(tx, next)
    })
    if (next.length > 0) this.#more = true
  }

  #wakeIn(ms: number): void {
    if (this.#stopped) return
    const at = Date.now() + ms
    if (at >= this.#timerAt) return
    clearTimeout(this.#timer)
    this.#timerAt = at
    this.#timer = setTimeout(() => {
      this.#timerAt = Number.POSITIVE_INFINITY
      this.wake()
    }, ms)
  }
}
