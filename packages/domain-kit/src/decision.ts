import type { Actor, CommandDefinition, EventDefinition, EventOf, PayloadOf } from '@fudao/contracts/kit'
import type { PolicyKey, PolicyValueOf } from '@fudao/contracts/policy'
import type { LocalDate } from './dates.js'

/** Policy as a decision sees it; each value read is copied into the events (C-06). `null` = not set, the rule is inactive. */
export interface PolicyView {
  readonly value: <K extends PolicyKey>(key: K, on?: LocalDate) => PolicyValueOf<K> | null
}

/** All a decider knows besides its state: no clock, no other stream, no projection (C-06). */
export interface DecisionContext<F = unknown> {
  readonly campusId: string
  readonly commandId: string
  /** Business date of the decision in the campus zone. */
  readonly asOf: LocalDate
  readonly actor: Actor
  readonly policy: PolicyView
  /** Values of other streams that the command's preconditions name, supplied by the service. */
  readonly facts: F
}

/** A command as the decider receives it. */
export interface CommandOf<D extends CommandDefinition, F = unknown> {
  readonly type: D['name']
  readonly data: Readonly<PayloadOf<D>>
  readonly metadata: DecisionContext<F>
}

/** An event as a fold sees it: the host adds the event id, which corrections name (C-11); a test may leave it out. */
export type Recorded<E> = E & { readonly id?: string }

/** The Emmett `Decider`: pure functions over plain types. */
export interface AggregateDecider<State, C extends { readonly type: string }, E extends { readonly type: string }> {
  readonly initialState: () => State
  readonly decide: (command: C, state: State) => E[]
  readonly evolve: (state: State, event: E) => State
}

/** Builds an event of the published language with a checked payload type. */
export const happened = <D extends EventDefinition>(definition: D, data: EventOf<D>['data']): EventOf<D> =>
  ({ type: definition.name, data }) as EventOf<D>
