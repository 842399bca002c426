import { type CampusState, unknownCampus } from './campus.js'
import type { OutgoingCommand } from './outgoing.js'
import type { Cause, EventRef } from './rule.js'

export interface InstanceKey {
  readonly campusId: string
  readonly rule: string
  readonly key: string
}
/** One instance of one rule at one campus. */
export interface Instance extends InstanceKey {
  readonly state: unknown
  /** Causes applied so far. */
  readonly version: number
  /** Position of the last event applied: an event at or before it is not applied again. */
  readonly lastPosition: string
  readonly parked: Parked | null
}
export interface Parked {
  readonly error: string
  /** Store position of the event that could not be handled (for a timer: of the event that set it). */
  readonly position: string
}
export interface TimerKey extends InstanceKey {
  readonly name: string
}
export interface Timer extends TimerKey {
  readonly dueOn: string
  readonly setBy: EventRef
  readonly correlationId: string
  readonly position: string
}
/** An entry of a field of an instance's state, which is a row of its own. */
export interface PartKey extends InstanceKey {
  readonly field: string
  readonly part: string
}
/** `undefined`: the entry is gone. */
export interface Part extends PartKey {
  readonly value: unknown
}
/** Entries of one field in memory, and which of them were looked for. */
export interface Parts {
  readonly entries: Map<string, unknown>
  read: Set<string> | 'all'
}
/** What waits behind a parked instance, with what the campus was like then. */
export interface QueuedCause extends InstanceKey {
  readonly cause: Cause
  readonly position: string
  readonly campus: CampusState
  readonly traceparent: string | null
}
export interface Alias {
  readonly campusId: string
  readonly rule: string
  readonly alias: string
  readonly key: string
}

const SEPARATOR = '\u0000'
export const instanceId = (i: InstanceKey): string => [i.campusId, i.rule, i.key].join(SEPARATOR)
const partId = (p: PartKey): string => [p.campusId, p.rule, p.key, p.field, p.part].join(SEPARATOR)
const fieldId = (i: InstanceKey, field: string): string => [i.campusId, i.rule, i.key, field].join(SEPARATOR)
export const timerId = (t: TimerKey): string => [t.campusId, t.rule, t.key, t.name].join(SEPARATOR)
export const aliasId = (a: { readonly campusId: string; readonly rule: string; readonly alias: string }): string =>
  [a.campusId, a.rule, a.alias].join(SEPARATOR)

/** Everything one unit of work reads and changes, in memory; what changed is written in one transaction, or thrown away whole. */
export class Workspace {
  readonly campuses = new Map<string, CampusState>()
  readonly instances = new Map<string, Instance>()
  readonly timers = new Map<string, Map<string, Timer>>()
  readonly aliases = new Map<string, ReadonlySet<string>>()
  readonly #parts = new Map<string, Parts>()

  readonly changedCampuses = new Set<string>()
  readonly changedInstances = new Set<string>()
  readonly changedParts = new Map<string, Part>()
  readonly setTimers = new Map<string, Timer>()
  readonly removedTimers = new Map<string, TimerKey>()
  readonly newAliases: Alias[] = []
  readonly outgoing: OutgoingCommand[] = []
  readonly queued: QueuedCause[] = []

  campus(campusId: string): CampusState {
    return this.campuses.get(campusId) ?? unknownCampus
  }
  putCampus(campusId: string, campus: CampusState): void {
    this.campuses.set(campusId, campus)
    this.changedCampuses.add(campusId)
  }
  putInstance(instance: Instance): void {
    const id = instanceId(instance)
    this.instances.set(id, instance)
    this.changedInstances.add(id)
  }
  /** Entries of a field of an instance; of one that nobody looked for there are none. */
  partsOf(instance: InstanceKey, field: string): Parts {
    const id = fieldId(instance, field)
    const parts = this.#parts.get(id) ?? { entries: new Map<string, unknown>(), read: 'all' as const }
    this.#parts.set(id, parts)
    return parts
  }
  putPart(part: Part): void {
    const { entries } = this.partsOf(part, part.field)
    if (part.value === undefined) entries.delete(part.part)
    else entries.set(part.part, part.value)
    this.changedParts.set(partId(part), part)
  }
  /** Every entry in memory. */
  allParts(): Part[] {
    return [...this.#parts].flatMap(([id, { entries }]) => {
      const [campusId = '', rule = '', key = '', field = ''] = id.split(SEPARATOR)
      return [...entries].map(([part, value]) => ({ campusId, rule, key, field, part, value }))
    })
  }
  /** Timers of an instance by name. */
  timersOf(instance: InstanceKey): ReadonlyMap<string, Timer> {
    return this.timers.get(instanceId(instance)) ?? new Map()
  }
  /** Makes a stored timer known without marking it changed. */
  knowTimer(timer: Timer): void {
    const id = instanceId(timer)
    const timers = this.timers.get(id) ?? new Map<string, Timer>()
    timers.set(timer.name, timer)
    this.timers.set(id, timers)
  }
  putTimer(timer: Timer): void {
    const id = timerId(timer)
    this.knowTimer(timer)
    this.setTimers.set(id, timer)
    this.removedTimers.delete(id)
  }
  removeTimer(timer: TimerKey): void {
    const id = timerId(timer)
    this.timers.get(instanceId(timer))?.delete(timer.name)
    this.setTimers.delete(id)
    this.removedTimers.set(id, { campusId: timer.campusId, rule: timer.rule, key: timer.key, name: timer.name })
  }
  putAlias(alias: Alias): void {
    const id = aliasId(alias)
    const keys = this.aliases.get(id) ?? new Set<string>()
    if (keys.has(alias.key)) return
    this.aliases.set(id, new Set([...keys, alias.key]))
    this.newAliases.push(alias)
  }
}
