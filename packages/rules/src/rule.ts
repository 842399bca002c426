import type { Bilingual, CommandDefinition, EventDefinition, PayloadOf, Role } from '@fudao/contracts/kit'
import type { TaskActionCode, TaskEnding } from '@fudao/contracts/tasks'
import type { LocalDate, PolicyView } from '@fudao/domain-kit'
import type { z } from 'zod'

/** What a rule needs of an event definition; an event whose context is not published yet can be named this way too. */
export type HandledEvent = Pick<EventDefinition, 'type' | 'data'>

/** An event as a rule sees it. */
export interface RuleEvent<D = Readonly<Record<string, unknown>>> {
  readonly id: string
  readonly type: string
  readonly campusId: string
  readonly stream: string
  readonly revision: number
  /** Store position: compared, never calculated with. */
  readonly position: string
  /** Business date of the decision that made it. */
  readonly asOf: LocalDate
  readonly correlationId: string
  readonly data: D
}
export type RuleEventOf<H extends HandledEvent> = RuleEvent<Readonly<z.output<H['data']>>>
/** An event cited as a reason. */
export interface EventRef {
  readonly id: string
  readonly type: string
  readonly stream: string
}
export const toEventRef = (event: RuleEvent): EventRef => ({ id: event.id, type: event.type, stream: event.stream })

/** A timer that has come due; `dueOn` is its own date even when it fires late. */
export interface FiredTimer {
  readonly name: string
  readonly dueOn: LocalDate
  /** The event whose handling set it. */
  readonly setBy: EventRef
  readonly correlationId: string
}
export type Cause = { readonly kind: 'event'; readonly event: RuleEvent } | { readonly kind: 'timer'; readonly timer: FiredTimer }

/** The event of a cause when it is of this type. */
export const eventOf = <H extends HandledEvent>(cause: Cause, definition: H): RuleEventOf<H> | undefined =>
  cause.kind === 'event' && cause.event.type === definition.type ? (cause.event as unknown as RuleEventOf<H>) : undefined

/** All a rule knows besides its state; no clock, no other stream, no random. */
export interface RuleContext {
  readonly campusId: string
  /** Business date of the cause: of the event's decision, or the timer's due date. Commands carry it. */
  readonly asOf: LocalDate
  /** Date of the campus when the cause was read; `null` before its first day. */
  readonly today: LocalDate | null
  /** Policy folded from the same feed; each value read is recorded and cited by the commands. */
  readonly policy: PolicyView
  /** Id of the task that `key` raises for this cause. */
  readonly taskId: (key: string) => string
}

/** A matter handed to a person. `key` is the idempotency key; the same key under another cause is another task. */
export interface TaskRequest {
  readonly key: string
  readonly action: TaskActionCode
  /** Default: the owner of the action. */
  readonly ownerRole?: Role
  readonly departmentId?: string
  readonly counselorId?: string
  readonly subject: string
  readonly dueOn?: LocalDate
  readonly params?: Readonly<Record<string, string | number | boolean | null>>
}

/** One command and how its answers are understood. */
export interface RuleCommand {
  readonly definition: CommandDefinition
  readonly payload: Readonly<Record<string, unknown>>
  /** Idempotency key of `domain/40`. */
  readonly key: string
  /** Regulation rules and ambiguities it carries out; the X-id is added. */
  readonly rules: readonly string[]
  /** Events it stands on; default: the cause. */
  readonly uses?: readonly EventRef[]
  /** Refusals that say the goal already holds: the step is done. */
  readonly holds?: readonly string[]
  /** Refusals that say so only with these params: the same code about something else is a refusal. */
  readonly holdsWith?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Refusals that say the step has no object any more: it and the steps that build on it end without a task. */
  readonly moot?: readonly string[]
  /** Refusals that have their own task instead of the general one. */
  readonly onRefused?: Readonly<Record<string, TaskRequest>>
  /** Commands sent in its place when it is refused with this code: the other way, not a second try. */
  readonly instead?: Readonly<Record<string, readonly RuleCommand[]>>
  /** Sent only if the command before it in the same reaction was accepted or its goal held. */
  readonly afterPrevious?: boolean
  /** It says all that an earlier command of its lane with the same slot said: one that was not sent yet is skipped. */
  readonly slot?: string
}
/** Types the payload by the command. */
export const ruleCommand = <D extends CommandDefinition>(
  definition: D,
  payload: Readonly<PayloadOf<D>>,
  how: Omit<RuleCommand, 'definition' | 'payload'>,
): RuleCommand => ({ definition, payload, ...how })

export interface Reaction {
  readonly commands?: readonly RuleCommand[]
  /** Replaces the instance's timer of the same name. One already due fires at once. */
  readonly timers?: readonly { readonly name: string; readonly dueOn: LocalDate }[]
  readonly cancelTimers?: readonly string[]
  readonly tasks?: readonly TaskRequest[]
  /** Tasks of this rule that have become pointless. */
  readonly settledTasks?: readonly { readonly taskId: string; readonly reason: TaskEnding }[]
}

/** Where an event goes: an instance key, or an alias that an earlier event tied to keys. */
export type Route = string | { readonly alias: string }

/**
 * Which entries of a field a cause looks at; `'all'` for one that looks at every entry. `today` is the date of the campus, `null` before
 * its first day.
 */
export type PartsOf = (cause: Cause, today: LocalDate | null) => readonly string[] | 'all'

/** Of any of the shapes that a state may have. */
type FieldOf<S> = (S extends unknown ? keyof S : never) & string

/** A cross-service rule: pure functions over JSON state. */
export interface RuleDefinition<S> {
  /** `X-01` */
  readonly id: string
  readonly title: Bilingual
  /** Who gets the task when a command is refused. */
  readonly owner: Role
  readonly handles: readonly HandledEvent[]
  /** C-15: exactly the commands its row in `domain/40` names; tasks need no mention. Any other parks the instance. */
  readonly issues: readonly CommandDefinition[]
  readonly route: (event: RuleEvent) => readonly Route[]
  /** Ties an alias to an instance for events that do not name it (a contract to its counselor). */
  readonly aliases?: (event: RuleEvent) => readonly { readonly alias: string; readonly key: string }[]
  /** Commands of one lane are sent one after the other; default: one lane per instance. */
  readonly lane?: (key: string) => string
  readonly initial: (key: string) => S
  /**
   * Fields of the state with an entry per person or thing. Each entry is a row of its own: a cause sees, reads and writes those it names
   * and no others, so that it costs the same however many there are.
   */
  readonly parts?: { readonly [F in FieldOf<S>]?: PartsOf }
  /** The present shape of a state stored by an earlier version of the rule. */
  readonly upgrade?: (stored: S) => S
  readonly evolve: (state: S, cause: Cause, context: RuleContext) => S
  readonly react: (state: S, cause: Cause, context: RuleContext) => Reaction
}
export interface Rule extends Omit<RuleDefinition<unknown>, 'parts'> {
  readonly parts?: Readonly<Record<string, PartsOf>>
}

/** Hides the state's type; the runtime only carries states. */
export const defineRule = <S>({ parts, upgrade, ...definition }: RuleDefinition<S>): Rule => ({
  ...definition,
  ...(parts ? { parts: parts as Readonly<Record<string, PartsOf>> } : {}),
  ...(upgrade ? { upgrade: (stored: unknown) => upgrade(stored as S) } : {}),
  evolve: (state, cause, context) => definition.evolve(state as S, cause, context),
  react: (state, cause, context) => definition.react(state as S, cause, context),
})
