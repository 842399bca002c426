import { toPresentVersion } from '@fudao/contracts'
import type { CloudEvent } from '@fudao/contracts/kit'
import { Engine } from './engine.js'
import type { OutgoingCommand } from './outgoing.js'
import type { Rule, RuleEvent } from './rule.js'
import { type Instance, type Timer, Workspace } from './workspace.js'

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
  readonly parked: readonly Instance[]
}

/** What rules decide on a list of events in store order: no store, no clock, no sending; the same list gives the same replay. */
export const replay = (rules: Rule | readonly Rule[], events: readonly RuleEvent[]): Replay => {
  const engine = new Engine(Array.isArray(rules) ? rules : [rules as Rule])
  const ws = new Workspace()
  for (const event of events) engine.apply(ws, event)
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
    parked: instances.filter((i) => i.parked !== null),
  }
}
