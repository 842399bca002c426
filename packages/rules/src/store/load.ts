import { type Kysely, type Selectable, sql } from 'kysely'
import { campusOf, dayStarted } from '../campus.js'
import type { Engine } from '../engine.js'
import type { RuleEvent } from '../rule.js'
import { aliasId, type Instance, type InstanceKey, instanceId, type Timer, type Workspace } from '../workspace.js'
import type { RulesDatabase } from './database.js'

type Db = Kysely<RulesDatabase>

const toInstance = (row: Selectable<RulesDatabase['rules.instance']>): Instance => ({
  campusId: row.campus_id,
  rule: row.rule,
  key: row.key,
  state: row.state,
  version: row.version,
  lastPosition: row.last_position,
  parked: row.parked_error === null ? null : { error: row.parked_error, position: row.parked_position ?? '' },
})
const toTimer = (row: Selectable<RulesDatabase['rules.timer']>): Timer => ({
  campusId: row.campus_id,
  rule: row.rule,
  key: row.key,
  name: row.name,
  dueOn: row.due_on,
  setBy: row.set_by,
  correlationId: row.correlation_id,
  position: row.position,
})

/** `(campus, rule, key)` among these; three arrays, so that the statement is the same for any number of them. */
const among = (keys: readonly InstanceKey[]) =>
  sql<boolean>`(campus_id, rule, key) in (select * from unnest(${keys.map((k) => k.campusId)}::text[], ${keys.map((k) => k.rule)}::text[], ${keys.map((k) => k.key)}::text[]))`

export const loadInstances = async (db: Db, ws: Workspace, keys: readonly InstanceKey[]): Promise<void> => {
  const unknown = keys.filter((key) => !ws.instances.has(instanceId(key)))
  if (unknown.length === 0) return
  for (const row of await db.selectFrom('rules.instance').selectAll().where(among(unknown)).execute())
    ws.instances.set(instanceId({ campusId: row.campus_id, rule: row.rule, key: row.key }), toInstance(row))
}

/** Timers of one instance, for a retry. */
export const loadTimersOf = async (db: Db, ws: Workspace, keys: readonly InstanceKey[]): Promise<void> => {
  if (keys.length === 0) return
  for (const row of await db.selectFrom('rules.timer').selectAll().where(among(keys)).execute()) ws.knowTimer(toTimer(row))
}

const loadAliases = async (db: Db, ws: Workspace, wanted: readonly { campusId: string; rule: string; alias: string }[]): Promise<void> => {
  if (wanted.length === 0) return
  const rows = await db
    .selectFrom('rules.alias')
    .selectAll()
    .where(
      sql<boolean>`(campus_id, rule, alias) in (select * from unnest(${wanted.map((a) => a.campusId)}::text[], ${wanted.map((a) => a.rule)}::text[], ${wanted.map((a) => a.alias)}::text[]))`,
    )
    .execute()
  for (const row of rows) {
    const id = aliasId({ campusId: row.campus_id, rule: row.rule, alias: row.alias })
    ws.aliases.set(id, new Set([...(ws.aliases.get(id) ?? []), row.key]))
  }
}

/** Timers that the last of these days makes due, and their instances. */
const loadDue = async (db: Db, ws: Workspace, events: readonly RuleEvent[]): Promise<InstanceKey[]> => {
  const latest = new Map<string, string>()
  for (const event of events)
    if (event.type === dayStarted) {
      const on = String(event.data.on)
      const campus = campusOf(event)
      if (on > (latest.get(campus) ?? '')) latest.set(campus, on)
    }
  const keys: InstanceKey[] = []
  for (const [campusId, on] of latest) {
    const rows = await db.selectFrom('rules.timer').selectAll().where('campus_id', '=', campusId).where('due_on', '<=', on).execute()
    for (const row of rows) {
      const timer = toTimer(row)
      ws.knowTimer(timer)
      keys.push(timer)
    }
  }
  return keys
}

/** Reads all that applying these events can touch, in at most four statements. */
export const loadFor = async (db: Db, engine: Engine, ws: Workspace, events: readonly RuleEvent[]): Promise<void> => {
  const keys = await loadDue(db, ws, events)
  const aliases: { campusId: string; rule: string; alias: string }[] = []
  for (const event of events)
    for (const { rule, routes, aliases: tied } of engine.plan(event)) {
      const of = { campusId: event.campusId, rule: rule.id }
      for (const route of routes) {
        if (typeof route === 'string') keys.push({ ...of, key: route })
        else aliases.push({ ...of, alias: route.alias })
      }
      // an alias tied and used in one batch must find its instance too
      for (const { key, alias } of tied) {
        keys.push({ ...of, key })
        aliases.push({ ...of, alias })
      }
    }
  await loadAliases(db, ws, aliases)
  for (const { campusId, rule, alias } of aliases)
    for (const key of ws.aliases.get(aliasId({ campusId, rule, alias })) ?? []) keys.push({ campusId, rule, key })
  await loadInstances(db, ws, keys)
}
