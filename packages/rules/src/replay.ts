import { toPresentVersion } from '@fudao/contracts'
import type { CloudEvent } from '@fudao/contracts/kit'
import { Engine } from './engine.js'
import type { OutgoingCommand } from './outgoing.js'
import type { Rule, RuleEvent } from './rule.js'
import { type Instance, type Part, type Timer, Workspace } from './workspace.js'

/** An event of the feed as rules see it: in the present version of the published language. */
export const toRuleEvent = (relayed: CloudEvent): RuleEvent => {
  const event = toPresentVersion(relayed)
  return {
    id: event.id,
    type: event.type,
    campusId: event.campusid,
    stream: event.subject,
    revision: event.revision,
    position: event.position,
    asOf: event.asof,
    correlationId: event.correlationid,
    data: event.data,
  }
}

export interface Replay {
  /** Every command, tasks included, in the order it was decided. */
  readonly commands: readonly OutgoingCommand[]
  /** Payloads of the tasks raised. */
  readonly tasks: readonly Readonly<Record<string, unknown>>[]
  /** Timers still running, by due date. */
  readonly timers: readonly Timer[]
  readonly instances: readonly Instance[]
  /** Entries of the fields that a rule names as its parts, beside the instances. */
  readonly parts: readonly Part[]
  readonly parked: readonly Instance[]
}

const toReplay = (ws: Workspace): Replay => {
  // as the outgoing table does: a command id is there once
  const commands = [...new Map(ws.outgoing.toReversed().map((c) => [c.commandId, c])).values()].toReversed()
  const instances = [...ws.instances.values()]
  return {
    commands,
    tasks: commands.filter((c) => c.context === 'tasks' && c.command === 'RaiseTask').map((c) => c.message.payload),
    timers: [...ws.timers.values()]
      .flatMap((timers) => [...timers.values()])
      .sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.name < b.name ? -1 : 1)),
    instances,
    parts: ws.allParts(),
    parked: instances.filter((i) => i.parked !== null),
  }
}

/** What rules decide on a list of events in store order: no store, no clock, no sending; the same list gives the same replay. */
export const replay = (rules: Rule | readonly Rule[], events: readonly RuleEvent[]): Replay => {
  const engine = new Engine(Array.isArray(rules) ? rules : [rules as Rule])
  const ws = new Workspace()
  for (const event of events) engine.apply(ws, event)
  return toReplay(ws)
}

/** Events applied before other work of the process gets its turn. */
const AT_ONCE = 100

/** The same over a long history, beside the live work of the process. */
export const replayBeside = async (rules: readonly Rule[], events: readonly RuleEvent[]): Promise<Replay> => {
  const engine = new Engine(rules)
  const ws = new Workspace()
  for (const [at, event] of events.entries()) {
    if (at % AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve))
    engine.apply(ws, event)
  }
  return toReplay(ws)
}
