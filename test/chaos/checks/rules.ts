import { isDeepStrictEqual } from 'node:util'
import type { CommandMessage, CommandReply } from '@fudao/contracts/kit'
import { type CommandOutcome, connectRulesDatabase, type Instance, type Part, type RuleEvent, replay, type Timer } from '@fudao/rules'
import { rules } from '@fudao/service-rules/rules'
import { type StoredEvent, some } from '../evidence.js'
import type { Violation } from '../history.js'
import type { World } from '../world.js'
import { byCommand } from './store.js'

const check = 'rules'

/** The stored event as the rules get it. */
export const toRuleEvent = ({ id, type, stream, revision, position, metadata, data }: StoredEvent): RuleEvent => ({
  id,
  type,
  campusId: metadata.campusid,
  stream,
  revision,
  position,
  asOf: metadata.asof,
  correlationId: metadata.correlationid,
  data: JSON.parse(data) as RuleEvent['data'],
})
const plain = <T>(value: T): unknown => JSON.parse(JSON.stringify(value)) as unknown
const instanceKey = (i: Pick<Instance, 'campusId' | 'rule' | 'key'>): string => JSON.stringify([i.campusId, i.rule, i.key])
const timerKey = (t: Pick<Timer, 'campusId' | 'rule' | 'key' | 'name' | 'dueOn'>): string =>
  JSON.stringify([t.campusId, t.rule, t.key, t.name, t.dueOn])

const partKey = (p: Pick<Part, 'campusId' | 'rule' | 'key' | 'field' | 'part'>): string =>
  JSON.stringify([p.campusId, p.rule, p.key, p.field, p.part])

const difference = (there: ReadonlySet<string>, wanted: ReadonlySet<string>, what: string): readonly string[] => {
  const missing = [...wanted].filter((key) => !there.has(key))
  const spare = [...there].filter((key) => !wanted.has(key))
  return [
    ...(missing.length > 0 ? [`${missing.length} ${what} of the replay are missing: ${some(missing)}`] : []),
    ...(spare.length > 0 ? [`${spare.length} ${what} are not in the replay: ${some(spare)}`] : []),
  ]
}

/** What the rules have on record, as their tables hold it. */
export interface RulesRecord {
  readonly outgoing: readonly {
    readonly command_id: string
    readonly grp: string
    readonly command: string
    readonly message: CommandMessage
    readonly status: CommandOutcome
    readonly answer: CommandReply | null
  }[]
  readonly instances: readonly {
    readonly campus_id: string
    readonly rule: string
    readonly key: string
    readonly state: unknown
    readonly version: number
    readonly last_position: string
    readonly parked_error: string | null
  }[]
  readonly timers: readonly {
    readonly campus_id: string
    readonly rule: string
    readonly key: string
    readonly name: string
    readonly due_on: string
  }[]
  /** Entries of states that are rows of their own. */
  readonly parts: readonly {
    readonly campus_id: string
    readonly rule: string
    readonly key: string
    readonly field: string
    readonly part: string
    readonly value: unknown
  }[]
}

/**
 * The rules' record against a replay of the stored events: the same commands with the same messages, the same states of the same
 * instances with the same entries, the same timers; every command answered once, and an accepted one's events in the store. Only a refusal adds to it: its task.
 */
export const compareRules = ({ outgoing, instances, timers, parts }: RulesRecord, events: readonly StoredEvent[]): readonly Violation[] => {
  const again = replay(rules, events.map(toRuleEvent))
  const wrongs: string[] = []
  const refused = new Set(outgoing.filter((o) => o.status === 'refused' || o.status === 'failed').map((o) => o.grp))
  const wanted = new Map(again.commands.map((c) => [c.commandId, c]))
  const decided = outgoing.filter((o) => wanted.has(o.command_id) || o.command !== 'RaiseTask' || !refused.has(o.grp))
  wrongs.push(...difference(new Set(decided.map((o) => o.command_id)), new Set(wanted.keys()), 'commands'))
  const written = byCommand(events)
  for (const row of outgoing) {
    const command = wanted.get(row.command_id)
    // the trace is that of the attempt, not of the decision
    if (command && !isDeepStrictEqual(plain(row.message), plain(command.message)))
      wrongs.push(`${row.command} ${row.command_id} says ${JSON.stringify(row.message)}, the replay ${JSON.stringify(command.message)}`)
    if (row.status === 'pending') wrongs.push(`${row.command} ${row.command_id} is not answered: ${JSON.stringify(row.answer)}`)
    const stored = (written.get(row.command_id) ?? []).map(({ id, type }) => ({ id, type }))
    const told = row.answer?.status === 'accepted' ? row.answer.events.map(({ id, type }) => ({ id, type })) : []
    if (!isDeepStrictEqual(stored, told)) wrongs.push(`${row.command} ${row.command_id} was told ${some(told)}, stored ${some(stored)}`)
  }
  const states = new Map(instances.map((i) => [instanceKey({ campusId: i.campus_id, rule: i.rule, key: i.key }), i]))
  wrongs.push(...difference(new Set(states.keys()), new Set(again.instances.map(instanceKey)), 'instances'))
  for (const instance of again.instances) {
    const row = states.get(instanceKey(instance))
    if (!row) continue
    const live = { state: row.state, version: row.version, lastPosition: row.last_position, parked: row.parked_error !== null }
    const { state, version, lastPosition, parked } = instance
    if (!isDeepStrictEqual(plain(live), plain({ state, version, lastPosition, parked: parked !== null })))
      wrongs.push(`instance ${instanceKey(instance)} is ${JSON.stringify(live)}, in the replay ${JSON.stringify(instance)}`)
  }
  const live = timers.map((t) => timerKey({ campusId: t.campus_id, rule: t.rule, key: t.key, name: t.name, dueOn: t.due_on }))
  wrongs.push(...difference(new Set(live), new Set(again.timers.map(timerKey)), 'timers'))
  const entries = new Map(parts.map((p) => [partKey({ ...p, campusId: p.campus_id }), p.value]))
  wrongs.push(...difference(new Set(entries.keys()), new Set(again.parts.map(partKey)), 'entries'))
  for (const part of again.parts) {
    const value = entries.get(partKey(part))
    if (value !== undefined && !isDeepStrictEqual(plain(value), plain(part.value)))
      wrongs.push(`entry ${partKey(part)} is ${JSON.stringify(value)}, in the replay ${JSON.stringify(part.value)}`)
  }
  return wrongs.map((what) => ({ check, what }))
}

export interface RulesCheck {
  readonly commands: number
  readonly violations: readonly Violation[]
}

/** Reads the record and compares it. */
export const checkRules = async (world: World, events: readonly StoredEvent[]): Promise<RulesCheck> => {
  const db = connectRulesDatabase(world.database('fudao_rules'), { max: 2 })
  try {
    const [outgoing, instances, timers, parts] = await Promise.all([
      db.selectFrom('rules.outgoing').selectAll().execute(),
      db.selectFrom('rules.instance').selectAll().execute(),
      db.selectFrom('rules.timer').selectAll().execute(),
      db.selectFrom('rules.part').selectAll().execute(),
    ])
    return { commands: outgoing.length, violations: compareRules({ outgoing, instances, timers, parts }, events) }
  } finally {
    await db.destroy()
  }
}
