import type { AggregateDefinition, CommandDefinition, EventDefinition, PayloadOf } from '@fudao/contracts/kit'
import type { AggregateDecider, DecisionContext, LocalDate } from '@fudao/domain-kit'
import type { Ledger } from '@fudao/ledger-client'
import type { Row } from '@fudao/projections'
import type { ReferenceDefinition } from '../references/define-reference.js'

/** Tenant of a command, folded from the registry's stream. */
export interface Tenant {
  readonly id: string
  readonly kind: 'campus' | 'province' | 'platform'
  readonly timeZone: string
  readonly provinceId?: string
  /** Set when the calendar of the tenant is moved by `AdvanceDate` only. */
  readonly firstDay?: LocalDate
}

/** Anything that folds: a decider, or a fold of its own. */
export interface Fold<State, E> {
  readonly initialState: () => State
  readonly evolve: (state: State, event: E) => State
}

/** Folds another stream of the same service at decision time; stream and revision are recorded in the event's `basis.facts`. */
export type LoadFact = <State, E>(
  fold: Fold<State, E>,
  aggregate: AggregateDefinition,
  key: Readonly<Record<string, unknown>>,
) => Promise<State>

/**
 * Takes a place in another stream of the same service: the first step of a saga over two streams. What `take` gives is appended after the
 * command was accepted and before its own events, so a refusal leaves nothing; on a conflict all is decided anew. Gives the state after it.
 */
export type Reserve = <State, E extends { readonly type: string }>(
  fold: Fold<State, E>,
  aggregate: AggregateDefinition,
  key: Readonly<Record<string, unknown>>,
  take: (state: State) => readonly E[],
) => Promise<State>

/**
 * Reads a row of the service's own reference table, of the command's campus; waits until the table holds what the command's token stands
 * for. Row, source and position are recorded in the event's `basis.facts`.
 */
export type ReadReference = <R extends Row>(reference: ReferenceDefinition<R>, key: readonly string[]) => Promise<R | null>

export const modes = ['demo', 'test', 'production'] as const
/** Where the service runs; `asOf` of people, a first day and `AdvanceDate` are for demo and test. */
export type Mode = (typeof modes)[number]

/** What a fact may need besides streams. */
export interface FactTools {
  readonly tenant: Tenant
  readonly mode: Mode
  /** Keyed hash of a personal value, for uniqueness without storing the value: 32 lower-case hex digits. */
  readonly blindIndex: (value: string) => string
  readonly reserve: Reserve
  /** Values of other services' streams. */
  readonly reference: ReadReference
}

/** The command as facts see it: the decision context without the facts. */
export interface FactRequest<D extends CommandDefinition> {
  readonly type: D['name']
  readonly data: Readonly<PayloadOf<D>>
  readonly metadata: Omit<DecisionContext, 'facts'>
}
export type FactSources<Commands extends readonly CommandDefinition[]> = {
  // Keyed by the name, not remapped: TypeScript gives no contextual parameter types through a remapped generic type.
  readonly [N in Commands[number]['name']]?: (
    command: FactRequest<Extract<Commands[number], { readonly name: N }>>,
    load: LoadFact,
    tools: FactTools,
  ) => unknown
}

/** What the reply to an accepted command says besides its events, read from the resulting state; a repeat gets the same. */
export type Answers<State, Commands extends readonly CommandDefinition[]> = {
  readonly [N in Commands[number]['name']]?: (
    payload: Readonly<PayloadOf<Extract<Commands[number], { readonly name: N }>>>,
    state: State,
    campusId: string,
  ) => Readonly<Record<string, unknown>>
}

/** What is done once the command is accepted, and again when it is repeated: so it must be safe to repeat. Before the reply. */
export type Afterwards<Commands extends readonly CommandDefinition[]> = {
  readonly [N in Commands[number]['name']]?: (
    payload: Readonly<PayloadOf<Extract<Commands[number], { readonly name: N }>>>,
    campusId: string,
    ledger: Pick<Ledger, 'erase'>,
  ) => Promise<void>
}

/**
 * Commands of the contracts that are `unrecorded` (C-12): carried out beside the stream, on its state. Their actor is who really sent it,
 * so nothing of it may be kept. What it returns is the answer; a broken rule is thrown as a Refusal.
 */
export type UnrecordedCommands<State, Commands extends readonly CommandDefinition[]> = {
  readonly [N in Commands[number]['name']]?: (
    command: FactRequest<Extract<Commands[number], { readonly name: N }>>,
    state: State,
    tools: Pick<FactTools, 'tenant' | 'mode'>,
  ) => Promise<Readonly<Record<string, unknown>>>
}

export interface HandlersOptions<
  State,
  C extends { readonly type: string },
  E extends { readonly type: string },
  Commands extends readonly CommandDefinition[],
> {
  readonly decider: AggregateDecider<State, C, E>
  /** Events of the aggregate's stream (codec: type map, upcast, decrypt, validate). */
  readonly events: readonly EventDefinition[]
  readonly commands: Commands
  /** Values of other streams that a command's preconditions name (C-06). */
  readonly facts?: FactSources<Commands>
  readonly answers?: Answers<State, Commands>
  readonly afterwards?: Afterwards<Commands>
  readonly unrecorded?: UnrecordedCommands<State, Commands>
  /** Id of an event that is the same whoever records it (a day of the calendar); default: derived from the command. */
  readonly eventId?: (event: E, tenant: string) => string
}

/** One aggregate of a service with its types erased: what {@link runService} takes. */
export interface AggregateHandlers {
  readonly aggregate: AggregateDefinition
  readonly decider: ErasedDecider
  readonly events: readonly EventDefinition[]
  readonly commands: readonly CommandDefinition[]
  readonly eventId: ((event: ErasedEvent, tenant: string) => string) | undefined
  readonly facts: Readonly<
    Record<string, ((command: FactRequest<CommandDefinition>, load: LoadFact, tools: FactTools) => unknown) | undefined>
  >
  readonly answers: Readonly<
    Record<string, ((payload: unknown, state: unknown, campusId: string) => Readonly<Record<string, unknown>>) | undefined>
  >
  readonly afterwards: Readonly<
    Record<string, ((payload: unknown, campusId: string, ledger: Pick<Ledger, 'erase'>) => Promise<void>) | undefined>
  >
  readonly unrecorded: Readonly<
    Record<
      string,
      | ((
          command: FactRequest<CommandDefinition>,
          state: unknown,
          tools: Pick<FactTools, 'tenant' | 'mode'>,
        ) => Promise<Readonly<Record<string, unknown>>>)
      | undefined
    >
  >
}
export interface ErasedEvent {
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}
export type ErasedDecider = AggregateDecider<
  unknown,
  { readonly type: string; readonly data: unknown; readonly metadata: DecisionContext },
  ErasedEvent
>

/**
 * Binds a decider to its published commands and events.
 * @throws Error when the commands are of several aggregates, or an event is missing that a command may emit
 */
export const aggregateHandlers = <
  State,
  C extends { readonly type: string },
  E extends { readonly type: string },
  const Commands extends readonly CommandDefinition[],
>(
  options: HandlersOptions<State, C, E, Commands>,
): AggregateHandlers => {
  const [first] = options.commands
  if (!first) throw new Error('an aggregate is handled through at least one command')
  const aggregate = first.aggregate
  const known = new Set(options.events.map((event) => event.type))
  for (const command of options.commands) {
    if (command.aggregate.name !== aggregate.name)
      throw new Error(`${command.name} belongs to ${command.aggregate.name}, not to ${aggregate.name}`)
    for (const event of command.emits)
      if (!known.has(event.type)) throw new Error(`${command.name} emits ${event.type}, which is not among the events`)
    const beside = options.unrecorded as Readonly<Record<string, unknown>> | undefined
    if ((command.unrecorded !== undefined) !== (beside?.[command.name] !== undefined))
      throw new Error(`${command.name} must be carried out ${command.unrecorded ? 'without a record' : 'by the decider'}`)
  }
  return {
    aggregate,
    decider: options.decider as unknown as ErasedDecider,
    events: options.events,
    commands: options.commands,
    eventId: options.eventId as AggregateHandlers['eventId'],
    facts: (options.facts ?? {}) as AggregateHandlers['facts'],
    answers: (options.answers ?? {}) as AggregateHandlers['answers'],
    afterwards: (options.afterwards ?? {}) as AggregateHandlers['afterwards'],
    unrecorded: (options.unrecorded ?? {}) as AggregateHandlers['unrecorded'],
  }
}
