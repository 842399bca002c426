import type { Kysely } from 'kysely'
import { type Engine, isUnroutable } from './engine.js'
import type { Cause } from './rule.js'
import type { RulesDatabase } from './store/database.js'
import { loadFor, loadInstances, loadTimersOf } from './store/load.js'
import { save } from './store/save.js'
import { type InstanceKey, instanceId, type QueuedCause, Workspace } from './workspace.js'

export interface ParkedInstance extends InstanceKey {
  readonly error: string
  readonly position: string
  readonly since: string
  /** Causes that wait behind the one that failed, itself included. */
  readonly waiting: number
}
export interface InstanceRecord extends InstanceKey {
  readonly state: unknown
  readonly version: number
  readonly lastPosition: string
  readonly parked: { readonly error: string; readonly position: string; readonly since: string } | null
  readonly waiting: readonly Cause[]
  readonly timers: readonly { readonly name: string; readonly dueOn: string }[]
  readonly commands: readonly {
    readonly commandId: string
    readonly command: string
    readonly stream: string
    readonly status: string
    readonly attempts: number
    readonly answer: unknown
  }[]
}
export type RetryResult =
  | { readonly status: 'running' }
  | { readonly status: 'parked'; readonly error: string }
  | { readonly status: 'notParked' }

/** What operators can do about instances that a rule could not carry on. */
export interface Parking {
  readonly list: (filter?: Partial<InstanceKey>) => Promise<readonly ParkedInstance[]>
  /** Everything kept about an instance; `null` when there is none. */
  readonly show: (instance: InstanceKey) => Promise<InstanceRecord | null>
  /** Applies what waits, in order, each under the campus as it was then; parks again where it fails. */
  readonly retry: (instance: InstanceKey) => Promise<RetryResult>
  /** Leaves out the cause that failed, keeps it on record with the reason, and carries on with the rest. */
  readonly discard: (instance: InstanceKey, by: string, reason: string) => Promise<RetryResult>
}

export interface ParkingOptions {
  readonly db: Kysely<RulesDatabase>
  readonly engine: Engine
  readonly processor: string
  /** Called after a retry has committed. */
  readonly onCommands: () => void
}

/** The state with its entries where the rule sees them. */
const withParts = (
  state: unknown,
  parts: readonly { readonly field: string; readonly part: string; readonly value: unknown }[],
): unknown => {
  const fields = Map.groupBy(parts, ({ field }) => field)
  return {
    ...(state as object),
    ...Object.fromEntries([...fields].map(([field, entries]) => [field, Object.fromEntries(entries.map((e) => [e.part, e.value]))])),
  }
}

export const makeParking = ({ db, engine, processor, onCommands }: ParkingOptions): Parking => {
  const whole = (i: InstanceKey) => ({ campus_id: i.campusId, rule: i.rule, key: i.key })

  const resume = async (instance: InstanceKey, discard?: { readonly by: string; readonly reason: string }): Promise<RetryResult> => {
    const result = await db.transaction().execute(async (tx): Promise<RetryResult> => {
      // the consumer holds this row while it works: a retry never runs beside it
      await tx.selectFrom('rules.checkpoint').select('position').where('processor', '=', processor).forUpdate().execute()
      const ws = new Workspace()
      await loadInstances(tx, engine, ws, [instance])
      const id = instanceId(instance)
      const parked = ws.instances.get(id)
      if (!parked?.parked) return { status: 'notParked' }
      const where = whole(instance)
      const rows = await tx
        .selectFrom('rules.queued')
        .selectAll()
        .where((eb) => eb.and(where))
        .orderBy('n')
        .execute()
      const waiting = rows.map(
        (row): QueuedCause => ({
          ...instance,
          cause: row.cause,
          position: row.position,
          campus: { today: row.today, policy: row.policy },
          traceparent: row.traceparent,
        }),
      )
      const [failed] = waiting
      if (discard && failed) {
        await tx
          .insertInto('rules.discarded')
          .values({
            ...where,
            cause: JSON.stringify(failed.cause),
            error: parked.parked.error,
            reason: discard.reason,
            discarded_by: discard.by,
          })
          .execute()
        waiting.shift()
      }
      await loadFor(
        tx,
        engine,
        ws,
        waiting.flatMap((item) => (item.cause.kind === 'event' ? [item.cause.event] : [])),
        { whole: true, and: [instance] },
      )
      await loadTimersOf(tx, ws, [instance])
      ws.putInstance({ ...parked, parked: null })
      for (const item of waiting) engine.applyQueued(ws, item)
      const campus = await tx.selectFrom('rules.campus').selectAll().where('campus_id', '=', instance.campusId).executeTakeFirst()
      if (campus && !ws.instances.get(id)?.parked) {
        ws.campuses.set(instance.campusId, { today: campus.today, policy: campus.policy })
        engine.catchUp(ws, instance)
      }
      // what still waits was queued again, in order
      await tx
        .deleteFrom('rules.queued')
        .where((eb) => eb.and(where))
        .execute()
      await save(tx, ws)
      const after = ws.instances.get(id)
      if (isUnroutable(instance.key) && !after?.parked)
        await tx
          .deleteFrom('rules.instance')
          .where((eb) => eb.and(where))
          .execute()
      return after?.parked ? { status: 'parked', error: after.parked.error } : { status: 'running' }
    })
    onCommands()
    return result
  }

  return {
    list: async (filter = {}) => {
      let query = db
        .selectFrom('rules.instance as i')
        .select(['i.campus_id', 'i.rule', 'i.key', 'i.parked_error', 'i.parked_position', 'i.parked_since'])
        .select((eb) =>
          eb
            .selectFrom('rules.queued as q')
            .select((q) => q.fn.countAll<string>().as('n'))
            .whereRef('q.campus_id', '=', 'i.campus_id')
            .whereRef('q.rule', '=', 'i.rule')
            .whereRef('q.key', '=', 'i.key')
            .as('waiting'),
        )
        .where('i.parked_error', 'is not', null)
      if (filter.campusId !== undefined) query = query.where('i.campus_id', '=', filter.campusId)
      if (filter.rule !== undefined) query = query.where('i.rule', '=', filter.rule)
      if (filter.key !== undefined) query = query.where('i.key', '=', filter.key)
      const rows = await query.orderBy('i.parked_since').limit(1_000).execute()
      return rows.map((row) => ({
        campusId: row.campus_id,
        rule: row.rule,
        key: row.key,
        error: row.parked_error ?? '',
        position: row.parked_position ?? '',
        since: row.parked_since?.toISOString() ?? '',
        waiting: Number(row.waiting ?? 0),
      }))
    },
    show: async (instance) => {
      const where = whole(instance)
      const row = await db
        .selectFrom('rules.instance')
        .selectAll()
        .where((eb) => eb.and(where))
        .executeTakeFirst()
      if (!row) return null
      const [parts, queued, timers, commands] = await Promise.all([
        db
          .selectFrom('rules.part')
          .select(['field', 'part', 'value'])
          .where((eb) => eb.and(where))
          .orderBy('field')
          .orderBy('part')
          .execute(),
        db
          .selectFrom('rules.queued')
          .select('cause')
          .where((eb) => eb.and(where))
          .orderBy('n')
          .execute(),
        db
          .selectFrom('rules.timer')
          .select(['name', 'due_on'])
          .where((eb) => eb.and(where))
          .orderBy('due_on')
          .execute(),
        db
          .selectFrom('rules.outgoing')
          .select(['command_id', 'command', 'stream', 'status', 'attempts', 'answer'])
          .where((eb) => eb.and(where))
          .orderBy('seq')
          .execute(),
      ])
      return {
        ...instance,
        state: parts.length === 0 ? row.state : withParts(row.state, parts),
        version: row.version,
        lastPosition: row.last_position,
        parked:
          row.parked_error === null
            ? null
            : { error: row.parked_error, position: row.parked_position ?? '', since: row.parked_since?.toISOString() ?? '' },
        waiting: queued.map((q) => q.cause),
        timers: timers.map((t) => ({ name: t.name, dueOn: t.due_on })),
        commands: commands.map((c) => ({
          commandId: c.command_id,
          command: c.command,
          stream: c.stream,
          status: c.status,
          attempts: c.attempts,
          answer: c.answer,
        })),
      }
    },
    retry: (instance) => resume(instance),
    discard: (instance, by, reason) => resume(instance, { by, reason }),
  }
}
