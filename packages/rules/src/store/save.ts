import { type Kysely, sql } from 'kysely'
import type { OutgoingCommand } from '../outgoing.js'
import type { Workspace } from '../workspace.js'
import type { RulesDatabase } from './database.js'

type Db = Kysely<RulesDatabase>
const ROWS = 500

const chunks = <T>(rows: readonly T[]): T[][] => {
  const parts: T[][] = []
  for (let at = 0; at < rows.length; at += ROWS) parts.push(rows.slice(at, at + ROWS))
  return parts
}

/** Commands that are not there yet: a command id enters once, whatever is delivered again. */
export const saveOutgoing = async (db: Db, commands: readonly OutgoingCommand[]): Promise<void> => {
  for (const part of chunks(commands))
    await db
      .insertInto('rules.outgoing')
      .values(
        part.map((c) => ({
          command_id: c.commandId,
          campus_id: c.campusId,
          rule: c.rule,
          key: c.key,
          lane: c.lane,
          grp: c.group,
          after_previous: c.afterPrevious,
          slot: c.slot,
          context: c.context,
          command: c.command,
          stream: c.stream,
          message: JSON.stringify(c.message),
          handling: JSON.stringify(c.handling),
          traceparent: c.traceparent,
        })),
      )
      .onConflict((on) => on.column('command_id').doNothing())
      .execute()
}

const slotOf = (c: OutgoingCommand): string => `${c.lane}\u0000${c.slot}`

/** Of the commands of one slot only the last goes out: those before it are not stored, or skipped where they wait unsent. */
const saveReplacing = async (db: Db, commands: readonly OutgoingCommand[]): Promise<void> => {
  const last = new Map(commands.flatMap((c) => (c.slot === null ? [] : [[slotOf(c), c] as const])))
  await saveOutgoing(
    db,
    commands.filter((c) => c.slot === null || last.get(slotOf(c)) === c),
  )
  if (last.size === 0) return
  const slots = [...last.values()]
  await sql`update rules.outgoing o set status = 'skipped', answered_at = now()
    from unnest(${slots.map((c) => c.lane)}::text[], ${slots.map((c) => c.slot)}::text[]) as v (lane, slot)
    where o.status = 'pending' and o.attempts = 0 and o.lane = v.lane and o.slot = v.slot
      and o.seq < (select max(n.seq) from rules.outgoing n where n.status = 'pending' and n.lane = o.lane and n.slot = o.slot)`.execute(db)
}

const saveInstances = async (db: Db, ws: Workspace): Promise<void> => {
  const changed = [...ws.changedInstances].flatMap((id) => ws.instances.get(id) ?? [])
  // a parameter per column, not per value: the statement is the same for any number of rows
  for (const part of chunks(changed))
    await sql`insert into rules.instance
        (campus_id, rule, key, state, version, last_position, parked_error, parked_position, parked_since)
      select v.campus_id, v.rule, v.key, v.state::jsonb, v.version, v.last_position, v.parked_error, v.parked_position,
             case when v.parked_error is null then null else now() end
        from unnest(${part.map((i) => i.campusId)}::text[], ${part.map((i) => i.rule)}::text[], ${part.map((i) => i.key)}::text[],
                    ${part.map((i) => JSON.stringify(i.state ?? null))}::text[], ${part.map((i) => i.version)}::int[],
                    ${part.map((i) => i.lastPosition)}::text[], ${part.map((i) => i.parked?.error ?? null)}::text[],
                    ${part.map((i) => i.parked?.position ?? null)}::text[])
          as v (campus_id, rule, key, state, version, last_position, parked_error, parked_position)
      on conflict (campus_id, rule, key) do update set
        state = excluded.state, version = excluded.version, last_position = excluded.last_position, parked_error = excluded.parked_error,
        parked_position = excluded.parked_position, parked_since = excluded.parked_since`.execute(db)
}

const saveTimers = async (db: Db, ws: Workspace): Promise<void> => {
  const removed = [...ws.removedTimers.values()]
  if (removed.length > 0)
    await sql`delete from rules.timer where (campus_id, rule, key, name) in (select * from unnest(
      ${removed.map((t) => t.campusId)}::text[], ${removed.map((t) => t.rule)}::text[],
      ${removed.map((t) => t.key)}::text[], ${removed.map((t) => t.name)}::text[]))`.execute(db)
  for (const part of chunks([...ws.setTimers.values()]))
    await db
      .insertInto('rules.timer')
      .values(
        part.map((t) => ({
          campus_id: t.campusId,
          rule: t.rule,
          key: t.key,
          name: t.name,
          due_on: t.dueOn,
          set_by: JSON.stringify(t.setBy),
          correlation_id: t.correlationId,
          position: t.position,
        })),
      )
      .onConflict((on) =>
        on.columns(['campus_id', 'rule', 'key', 'name']).doUpdateSet((eb) => ({
          due_on: eb.ref('excluded.due_on'),
          set_by: eb.ref('excluded.set_by'),
          correlation_id: eb.ref('excluded.correlation_id'),
          position: eb.ref('excluded.position'),
        })),
      )
      .execute()
}

const saveCampuses = async (db: Db, ws: Workspace): Promise<void> => {
  const changed = [...ws.changedCampuses]
  if (changed.length === 0) return
  await db
    .insertInto('rules.campus')
    .values(changed.map((id) => ({ campus_id: id, today: ws.campus(id).today, policy: JSON.stringify(ws.campus(id).policy) })))
    .onConflict((on) =>
      on.column('campus_id').doUpdateSet((eb) => ({ today: eb.ref('excluded.today'), policy: eb.ref('excluded.policy') })),
    )
    .execute()
}

/** Writes all that a unit of work changed; the caller's transaction holds the checkpoint. */
export const save = async (db: Db, ws: Workspace): Promise<void> => {
  await saveCampuses(db, ws)
  await saveInstances(db, ws)
  await saveTimers(db, ws)
  for (const part of chunks(ws.newAliases))
    await sql`insert into rules.alias (campus_id, rule, alias, key)
      select * from unnest(${part.map((a) => a.campusId)}::text[], ${part.map((a) => a.rule)}::text[],
                           ${part.map((a) => a.alias)}::text[], ${part.map((a) => a.key)}::text[])
      on conflict do nothing`.execute(db)
  for (const part of chunks(ws.queued))
    await db
      .insertInto('rules.queued')
      .values(
        part.map((q) => ({
          campus_id: q.campusId,
          rule: q.rule,
          key: q.key,
          cause: JSON.stringify(q.cause),
          position: q.position,
          today: q.campus.today,
          policy: JSON.stringify(q.campus.policy),
          traceparent: q.traceparent,
        })),
      )
      .execute()
  await saveReplacing(db, ws.outgoing)
}
