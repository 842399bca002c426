import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { OutgoingCommand } from '../outgoing.js'
import type { PartKey, Workspace } from '../workspace.js'
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
    await sql`insert into rules.outgoing
        (command_id, campus_id, rule, key, lane, grp, after_previous, slot, context, command, stream, message, handling, traceparent)
      select v.command_id, v.campus_id, v.rule, v.key, v.lane, v.grp, v.after_previous, v.slot, v.context, v.command, v.stream,
             v.message::json, v.handling::jsonb, v.traceparent
        from unnest(${part.map((c) => c.commandId)}::uuid[], ${part.map((c) => c.campusId)}::text[], ${part.map((c) => c.rule)}::text[],
                    ${part.map((c) => c.key)}::text[], ${part.map((c) => c.lane)}::text[], ${part.map((c) => c.group)}::text[],
                    ${part.map((c) => c.afterPrevious)}::boolean[], ${part.map((c) => c.slot)}::text[],
                    ${part.map((c) => c.context)}::text[], ${part.map((c) => c.command)}::text[], ${part.map((c) => c.stream)}::text[],
                    ${part.map((c) => JSON.stringify(c.message))}::text[], ${part.map((c) => JSON.stringify(c.handling))}::text[],
                    ${part.map((c) => c.traceparent)}::text[])
          with ordinality
          as v (command_id, campus_id, rule, key, lane, grp, after_previous, slot, context, command, stream, message, handling,
                traceparent, n)
       order by v.n
      on conflict (command_id) do nothing`.execute(db)
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

type Write = RawBuilder<unknown>
/** One of each kind: of more the texts would be too many to be planned once each. */
const MOST_TOGETHER = 6

const writeInstances = (ws: Workspace): Write[] => {
  const changed = [...ws.changedInstances].flatMap((id) => ws.instances.get(id) ?? [])
  // a parameter per column, not per value: the statement is the same for any number of rows
  return chunks(changed).map(
    (part) => sql`insert into rules.instance
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
        parked_position = excluded.parked_position, parked_since = excluded.parked_since`,
  )
}

const writeParts = (ws: Workspace): Write[] => {
  const changed = [...ws.changedParts.values()]
  const keys = (parts: readonly PartKey[]) =>
    sql`${parts.map((p) => p.campusId)}::text[], ${parts.map((p) => p.rule)}::text[], ${parts.map((p) => p.key)}::text[],
        ${parts.map((p) => p.field)}::text[], ${parts.map((p) => p.part)}::text[]`
  const gone = changed.filter(({ value }) => value === undefined)
  const deletes =
    gone.length > 0 ? [sql`delete from rules.part where (campus_id, rule, key, field, part) in (select * from unnest(${keys(gone)}))`] : []
  const inserts = chunks(changed.filter(({ value }) => value !== undefined)).map(
    (part) => sql`insert into rules.part (campus_id, rule, key, field, part, value)
      select v.campus_id, v.rule, v.key, v.field, v.part, v.value::jsonb
        from unnest(${keys(part)}, ${part.map(({ value }) => JSON.stringify(value))}::text[]) as v (campus_id, rule, key, field, part, value)
      on conflict (campus_id, rule, key, field, part) do update set value = excluded.value`,
  )
  return [...deletes, ...inserts]
}

const writeAliases = (ws: Workspace): Write[] =>
  chunks(ws.newAliases).map(
    (part) => sql`insert into rules.alias (campus_id, rule, alias, key)
      select * from unnest(${part.map((a) => a.campusId)}::text[], ${part.map((a) => a.rule)}::text[],
                           ${part.map((a) => a.alias)}::text[], ${part.map((a) => a.key)}::text[])
      on conflict do nothing`,
  )

/** Carries out writes of which no two concern the same row in one statement: each way to the server costs more than what it carries. */
const together = async (db: Db, writes: readonly Write[]): Promise<void> => {
  if (writes.length > 1 && writes.length <= MOST_TOGETHER)
    await sql`with ${sql.join(writes.map((write, at) => sql`${sql.id(`write_${at}`)} as (${write})`))} select`.execute(db)
  else for (const write of writes) await write.execute(db)
}

const writeTimers = (ws: Workspace): Write[] => {
  const removed = [...ws.removedTimers.values()]
  const deletes =
    removed.length > 0
      ? [
          sql`delete from rules.timer where (campus_id, rule, key, name) in (select * from unnest(
      ${removed.map((t) => t.campusId)}::text[], ${removed.map((t) => t.rule)}::text[],
      ${removed.map((t) => t.key)}::text[], ${removed.map((t) => t.name)}::text[]))`,
        ]
      : []
  const inserts = chunks([...ws.setTimers.values()]).map(
    (part) => sql`insert into rules.timer (campus_id, rule, key, name, due_on, set_by, correlation_id, position)
      select v.campus_id, v.rule, v.key, v.name, v.due_on, v.set_by::jsonb, v.correlation_id, v.position
        from unnest(${part.map((t) => t.campusId)}::text[], ${part.map((t) => t.rule)}::text[], ${part.map((t) => t.key)}::text[],
                    ${part.map((t) => t.name)}::text[], ${part.map((t) => t.dueOn)}::text[],
                    ${part.map((t) => JSON.stringify(t.setBy))}::text[], ${part.map((t) => t.correlationId)}::text[],
                    ${part.map((t) => t.position)}::text[])
          as v (campus_id, rule, key, name, due_on, set_by, correlation_id, position)
      on conflict (campus_id, rule, key, name) do update set
        due_on = excluded.due_on, set_by = excluded.set_by, correlation_id = excluded.correlation_id, position = excluded.position`,
  )
  return [...deletes, ...inserts]
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
  await together(db, [...writeInstances(ws), ...writeParts(ws), ...writeTimers(ws), ...writeAliases(ws)])
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
