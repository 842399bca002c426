import { campusOf, concernsCampus, dayStarted, evolveCampus } from './campus.js'
import { makeContext } from './context.js'
import { toOutgoing } from './outgoing.js'
import { changedParts, openState, PartsNotRead, splitState } from './parts.js'
import type { Cause, HandledEvent, Reaction, Route, Rule, RuleEvent } from './rule.js'
import { aliasId, type Instance, type InstanceKey, instanceId, type QueuedCause, type Timer, type Workspace } from './workspace.js'

const errorOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error)).slice(0, 4_000)

/** Due order; among timers of one day, the one that was set first, then by name: a replay fires them the same. */
const byDue =
  (order: ReadonlyMap<string, number>) =>
  (a: Timer, b: Timer): number => {
    const text = (x: string, y: string): number => (x < y ? -1 : x > y ? 1 : 0)
    return (
      text(a.dueOn, b.dueOn) ||
      text(a.position, b.position) ||
      (order.get(a.rule) ?? 0) - (order.get(b.rule) ?? 0) ||
      text(a.key, b.key) ||
      text(a.name, b.name)
    )
  }

/** Key of the instance that stands for an event whose route could not be told. */
const unroutable = (event: RuleEvent): string => `!${event.id}`
export const isUnroutable = (key: string): boolean => key.startsWith('!')

/** Where an event goes, before aliases are looked up. */
export interface Plan {
  readonly rule: Rule
  readonly routes: readonly Route[]
  readonly aliases: readonly { readonly alias: string; readonly key: string }[]
  /** The event as the rule sees it. */
  readonly event: RuleEvent
}

/** Applies events and timers to rules, in memory and deterministically; the same for live work, retries and replays. */
export class Engine {
  readonly #rules: readonly Rule[]
  readonly #order: ReadonlyMap<string, number>
  readonly #byType = new Map<string, { readonly rule: Rule; readonly definition: HandledEvent }[]>()

  constructor(rules: readonly Rule[]) {
    this.#rules = rules
    this.#order = new Map(rules.map((rule, at) => [rule.id, at]))
    if (this.#order.size !== rules.length) throw new Error('two rules have the same id')
    for (const rule of rules)
      for (const definition of rule.handles) {
        const handlers = this.#byType.get(definition.type) ?? []
        handlers.push({ rule, definition })
        this.#byType.set(definition.type, handlers)
      }
  }

  /** Whether the body of such an event is needed at all. */
  needs(type: string): boolean {
    return concernsCampus(type) || this.#byType.has(type)
  }
  rule(id: string): Rule | undefined {
    return this.#rules.find((rule) => rule.id === id)
  }

  /** What must be loaded before {@link apply}; a route that throws shows when it is applied. */
  plan(event: RuleEvent): Plan[] {
    return (this.#byType.get(event.type) ?? []).map(({ rule, definition }) => {
      try {
        const parsed = this.#parse(event, definition)
        return { rule, routes: rule.route(parsed), aliases: rule.aliases?.(parsed) ?? [], event: parsed }
      } catch {
        return { rule, routes: [unroutable(event)], aliases: [], event }
      }
    })
  }

  /** One event through every rule that handles it; a day also fires what is due. */
  apply(ws: Workspace, event: RuleEvent, traceparent: string | null = null): void {
    if (concernsCampus(event.type)) {
      const campusId = campusOf(event)
      ws.putCampus(campusId, evolveCampus(ws.campus(campusId), event))
    }
    for (const { rule, definition } of this.#byType.get(event.type) ?? []) this.#route(ws, rule, definition, event, traceparent)
    if (event.type === dayStarted) this.fireDue(ws, event.campusId, traceparent)
  }

  /** Fires every loaded timer of the campus that is due by its date, in due order. */
  fireDue(ws: Workspace, campusId: string, traceparent: string | null = null): void {
    const { today } = ws.campus(campusId)
    if (today === null) return
    const due: Timer[] = []
    for (const timers of ws.timers.values())
      for (const timer of timers.values()) if (timer.campusId === campusId && timer.dueOn <= today) due.push(timer)
    // one fired before it may have cancelled or replaced it
    for (const timer of due.sort(byDue(this.#order))) if (ws.timersOf(timer).get(timer.name) === timer) this.#fire(ws, timer, traceparent)
  }

  /** Fires what an instance that is no longer parked has missed. */
  catchUp(ws: Workspace, instance: InstanceKey): void {
    const rule = this.rule(instance.rule)
    if (rule) this.#fireInstance(ws, rule, instance, null)
  }

  /** A cause that waited behind a parked instance, under the campus as it was then. */
  applyQueued(ws: Workspace, item: QueuedCause): void {
    ws.campuses.set(item.campusId, item.campus)
    const { cause } = item
    const rule = this.rule(item.rule)
    if (!rule) throw new Error(`there is no rule ${item.rule}`)
    if (cause.kind === 'event' && item.key === unroutable(cause.event)) {
      const handled = (this.#byType.get(cause.event.type) ?? []).find((h) => h.rule.id === rule.id)
      if (handled) this.#route(ws, rule, handled.definition, cause.event, item.traceparent, true)
      return
    }
    // timers that came due while it was parked go first
    this.#fireInstance(ws, rule, item, item.traceparent)
    this.#toInstance(ws, rule, item, cause, item.position, item.traceparent)
  }

  #parse(event: RuleEvent, definition: HandledEvent): RuleEvent {
    return { ...event, data: definition.data.parse(event.data) }
  }

  #route(ws: Workspace, rule: Rule, definition: HandledEvent, event: RuleEvent, traceparent: string | null, late = false): void {
    const { campusId, position } = event
    let parsed: RuleEvent
    let keys: Set<string>
    try {
      parsed = this.#parse(event, definition)
      for (const { alias, key } of rule.aliases?.(parsed) ?? []) ws.putAlias({ campusId, rule: rule.id, alias, key })
      keys = new Set(
        rule
          .route(parsed)
          .flatMap((route) =>
            typeof route === 'string' ? [route] : [...(ws.aliases.get(aliasId({ campusId, rule: rule.id, alias: route.alias })) ?? [])],
          ),
      )
    } catch (error) {
      const cause: Cause = { kind: 'event', event }
      this.#park(ws, this.#instance(ws, rule, campusId, unroutable(event)), cause, position, traceparent, error)
      return
    }
    for (const key of keys) this.#toInstance(ws, rule, { campusId, key }, { kind: 'event', event: parsed }, position, traceparent, late)
  }

  #instance(ws: Workspace, rule: Rule, campusId: string, key: string): Instance {
    const existing = ws.instances.get(instanceId({ campusId, rule: rule.id, key }))
    return (
      existing ?? {
        campusId,
        rule: rule.id,
        key,
        state: splitState(rule, rule.initial(key)).head,
        version: 0,
        lastPosition: '',
        parked: null,
      }
    )
  }

  /** `late`: an event whose route could not be told when it came; it is applied although later ones were. */
  #toInstance(
    ws: Workspace,
    rule: Rule,
    to: { readonly campusId: string; readonly key: string },
    cause: Cause,
    position: string,
    traceparent: string | null,
    late = false,
  ): void {
    const { campusId, key } = to
    const instance = this.#instance(ws, rule, campusId, key)
    if (cause.kind === 'event' && !late && position <= instance.lastPosition) return
    if (instance.parked) {
      ws.queued.push({ campusId, rule: rule.id, key, cause, position, campus: ws.campus(campusId), traceparent })
      return
    }
    try {
      this.#run(ws, rule, instance, cause, position, traceparent)
    } catch (error) {
      if (error instanceof PartsNotRead) throw error
      this.#park(ws, instance, cause, position, traceparent, error)
      return
    }
    this.#fireInstance(ws, rule, { campusId, key }, traceparent)
  }

  /** All or nothing: nothing of the workspace is touched until every part of the reaction is known to be sound. */
  #run(ws: Workspace, rule: Rule, instance: Instance, cause: Cause, position: string, traceparent: string | null): void {
    const { campusId, key } = instance
    const campus = ws.campus(campusId)
    const { today } = campus
    const context = makeContext(rule.id, campusId, campus, cause)
    const before = openState(ws, rule, instance, cause, today)
    const state = rule.evolve(before, cause, context)
    const changed = changedParts(rule, { before, after: state, cause, today })
    const reaction: Reaction = rule.react(state, cause, context)
    const outgoing = toOutgoing(rule, key, cause, reaction, context, traceparent)
    const setBy = cause.kind === 'event' ? { id: cause.event.id, type: cause.event.type, stream: cause.event.stream } : cause.timer.setBy
    const correlationId = cause.kind === 'event' ? cause.event.correlationId : cause.timer.correlationId
    ws.putInstance({
      ...instance,
      state: splitState(rule, state).head,
      version: instance.version + 1,
      lastPosition: cause.kind === 'event' && position > instance.lastPosition ? position : instance.lastPosition,
    })
    for (const part of changed) ws.putPart({ campusId, rule: rule.id, key, ...part })
    for (const name of reaction.cancelTimers ?? []) ws.removeTimer({ campusId, rule: rule.id, key, name })
    for (const { name, dueOn } of reaction.timers ?? [])
      ws.putTimer({ campusId, rule: rule.id, key, name, dueOn, setBy, correlationId, position })
    ws.outgoing.push(...outgoing)
  }

  #park(ws: Workspace, instance: Instance, cause: Cause, position: string, traceparent: string | null, error: unknown): void {
    const { campusId, rule, key } = instance
    ws.putInstance({ ...instance, parked: { error: errorOf(error), position } })
    ws.queued.push({ campusId, rule, key, cause, position, campus: ws.campus(campusId), traceparent })
  }

  /** Timers of one instance that are due already fire at once, each with its own date. */
  #fireInstance(ws: Workspace, rule: Rule, of: { readonly campusId: string; readonly key: string }, traceparent: string | null): void {
    const { today } = ws.campus(of.campusId)
    if (today === null) return
    for (;;) {
      const [next] = [...ws.timersOf({ ...of, rule: rule.id }).values()].filter((t) => t.dueOn <= today).sort(byDue(this.#order))
      if (!next || !this.#fire(ws, next, traceparent)) return
    }
  }

  /**
   * Fires one timer; `false` when it must wait. The timers of a parked instance stay as they are: an event queued before them may
   * still cancel or move them. So do those of a rule that this version of the code does not know.
   */
  #fire(ws: Workspace, timer: Timer, traceparent: string | null): boolean {
    const rule = this.rule(timer.rule)
    if (!rule || ws.instances.get(instanceId(timer))?.parked) return false
    ws.removeTimer(timer)
    const { name, dueOn, setBy, correlationId } = timer
    const cause: Cause = { kind: 'timer', timer: { name, dueOn, setBy, correlationId } }
    this.#toInstance(ws, rule, timer, cause, timer.position, traceparent)
    return true
  }
}
