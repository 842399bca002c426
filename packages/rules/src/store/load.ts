import { type Kysely, type Selectable, sql } from 'kysely'
import { campusOf, dayStarted } from '../campus.js'
import { type Engine, isUnroutable } from '../engine.js'
import { type PartsWanted, splitState, wantParts } from '../parts.js'
import type { Cause, RuleEvent } from '../rule.js'
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

export const loadInstances = async (db: Db, engine: Engine, ws: Workspace, keys: readonly InstanceKey[]): Promise<void> => {
  const unknown = keys.filter((key) => !ws.instances.has(instanceId(key)))
  if (unknown.length === 0) return
  for (const row of await db.selectFrom('rules.instance').selectAll().where(among(unknown)).execute()) know(engine, ws, toInstance(row))
}

/** A state that an earlier version stored gets its present shape: its instance is changed, and all its entries are in memory. */
const know = (engine: Engine, ws: Workspace, instance: Instance): void => {
  const rule = engine.rule(instance.rule)
  const state = rule?.upgrade?.(instance.state) ?? instance.state
  const old = state as Readonly<Record<string, unknown>>
  if (!rule || !Object.keys(rule.parts ?? {}).some((field) => field in old)) {
    ws.instances.set(instanceId(instance), { ...instance, state })
    return
  }
  const { head, parts } = splitState(rule, state)
  ws.putInstance({ ...instance, state: head })
  const { campusId, key } = instance
  for (const [field, entries] of Object.entries(parts))
    for (const [part, value] of Object.entries(entries)) ws.putPart({ campusId, rule: rule.id, key, field, part, value })
}

/** What of which instances is to be read. */
class Wanted {
  readonly #engine: Engine
  readonly #whole: boolean
  readonly instances = new Map<string, { readonly of: InstanceKey; readonly parts: PartsWanted }>()

  constructor(engine: Engine, whole: boolean) {
    this.#engine = engine
    this.#whole = whole
  }
  add({ campusId, rule: ruleId, key }: InstanceKey, cause: Cause | null, today: string | null): void {
    const of = { campusId, rule: ruleId, key }
    const id = instanceId(of)
    const wanted = this.instances.get(id) ?? { of, parts: new Map() }
    this.instances.set(id, wanted)
    const rule = this.#engine.rule(ruleId)
    // a cause that the rule cannot read parks its instance when it is applied
    if (rule && !isUnroutable(key)) wantParts(wanted.parts, rule, this.#whole ? null : cause, today)
  }
}

const loadParts = async (db: Db, ws: Workspace, wanted: Wanted): Promise<void> => {
  const whole: (InstanceKey & { readonly field: string })[] = []
  const named: (InstanceKey & { readonly field: string; readonly part: string })[] = []
  // a new instance has none; of one in another shape than it was stored they are all in memory
  for (const [id, { of, parts }] of wanted.instances)
    if (ws.instances.has(id) && !ws.changedInstances.has(id))
      for (const [field, names] of parts) {
        ws.partsOf(of, field).read = names
        if (names === 'all') whole.push({ ...of, field })
        else for (const part of names) named.push({ ...of, field, part })
      }
  const columns = (keys: readonly (InstanceKey & { readonly field: string })[]) =>
    sql`${keys.map((k) => k.campusId)}::text[], ${keys.map((k) => k.rule)}::text[], ${keys.map((k) => k.key)}::text[], ${keys.map((k) => k.field)}::text[]`
  const from = db.selectFrom('rules.part').selectAll()
  const rows = [
    ...(whole.length > 0
      ? await from.where(sql<boolean>`(campus_id, rule, key, field) in (select * from unnest(${columns(whole)}))`).execute()
      : []),
    ...(named.length > 0
      ? await from
          .where(
            sql<boolean>`(campus_id, rule, key, field, part) in (select * from unnest(${columns(named)}, ${named.map((k) => k.part)}::text[]))`,
          )
          .execute()
      : []),
  ]
  for (const row of rows) ws.partsOf({ campusId: row.campus_id, rule: row.rule, key: row.key }, row.field).entries.set(row.part, row.value)
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
const loadDue = async (db: Db, ws: Workspace, wanted: Wanted, events: readonly RuleEvent[]): Promise<void> => {
  const latest = new Map<string, string>()
  for (const event of events)
    if (event.type === dayStarted) {
      const on = String(event.data.on)
      const campus = campusOf(event)
      if (on > (latest.get(campus) ?? '')) latest.set(campus, on)
    }
  for (const [campusId, on] of latest) {
    const rows = await db.selectFrom('rules.timer').selectAll().where('campus_id', '=', campusId).where('due_on', '<=', on).execute()
    for (const row of rows) {
      const timer = toTimer(row)
      ws.knowTimer(timer)
      wanted.add(timer, { kind: 'timer', timer }, on)
    }
  }
}

/**
 * Reads all that applying these events can touch, in at most six statements. `whole`: every entry of the instances and not only those
 * their causes name; `and`: an instance that is touched besides.
 */
export const loadFor = async (
  db: Db,
  engine: Engine,
  ws: Workspace,
  events: readonly RuleEvent[],
  { whole = false, and = [] }: { readonly whole?: boolean; readonly and?: readonly InstanceKey[] } = {},
): Promise<void> => {
  const wanted = new Wanted(engine, whole)
  for (const instance of and) wanted.add(instance, null, null)
  await loadDue(db, ws, wanted, events)
  const aliases: { campusId: string; rule: string; alias: string; cause: Cause }[] = []
  const todayOf = (campusId: string): string | null => ws.campus(campusId).today
  for (const event of events)
    for (const { rule, routes, aliases: tied, event: seen } of engine.plan(event)) {
      const of = { campusId: event.campusId, rule: rule.id }
      const cause: Cause = { kind: 'event', event: seen }
      for (const route of routes) {
        if (typeof route === 'string') wanted.add({ ...of, key: route }, cause, todayOf(event.campusId))
        else aliases.push({ ...of, alias: route.alias, cause })
      }
      // an alias tied and used in one batch must find its instance too
      for (const { key, alias } of tied) {
        wanted.add({ ...of, key }, cause, todayOf(event.campusId))
        aliases.push({ ...of, alias, cause })
      }
    }
  await loadAliases(db, ws, aliases)
  for (const { campusId, rule, alias, cause } of aliases)
    for (const key of ws.aliases.get(aliasId({ campusId, rule, alias })) ?? [])
      wanted.add({ campusId, rule, key }, cause, todayOf(campusId))
  await loadInstances(
    db,
    engine,
    ws,
    [...wanted.instances.values()].map(({ of }) => of),
  )
  await loadParts(db, ws, wanted)
}
