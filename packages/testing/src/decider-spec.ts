import { isDeepStrictEqual } from 'node:util'
import type { Actor, CommandDefinition, PayloadOf } from '@fudao/contracts/kit'
import type { Preset } from '@fudao/contracts/policy'
import { type AggregateDecider, type DecisionContext, Refusal } from '@fudao/domain-kit'
import { expect } from 'vitest'
import { type PolicyOverrides, policyStateOf, policyViewOf } from './test-policy.js'

/** What a decision knows besides its state; everything has a default. */
export interface SpecContext<F = unknown> {
  readonly campusId?: string
  readonly commandId?: string
  readonly asOf?: string
  readonly actor?: Partial<Actor>
  readonly preset?: Preset
  readonly policy?: PolicyOverrides
  readonly facts?: F
}

/** Builds the context a decider is given; later settings win. */
export const decisionContext = <F>(...settings: readonly SpecContext<F>[]): DecisionContext<F> => {
  const merged: SpecContext<F> = Object.assign({}, ...settings)
  const actor = Object.assign({}, ...settings.map((s) => s.actor ?? {})) as Partial<Actor>
  const policy = Object.assign({}, ...settings.map((s) => s.policy ?? {})) as PolicyOverrides
  const asOf = merged.asOf ?? '2024-01-01'
  return {
    campusId: merged.campusId ?? 'aksu',
    commandId: merged.commandId ?? '00000000-0000-4000-8000-000000000001',
    asOf,
    actor: { userId: 'tester', role: 'orgPersonnel', ...actor },
    policy: policyViewOf(policyStateOf(merged.preset, policy), asOf),
    facts: merged.facts as F,
  }
}

interface Outcome<State, E> {
  readonly events: readonly E[]
  readonly refusal: Refusal | null
  /** State after the events. */
  readonly state: State
}
export interface Then<State, E> {
  /** Exactly these events, in order, with exactly this data. */
  readonly thenEmits: (...events: readonly E[]) => Outcome<State, E>
  /** Accepted without an event. */
  readonly thenNothing: () => Outcome<State, E>
  /** Refused with the code; when given, exactly these rules (any order) and at least these params. */
  readonly thenRefuses: (code: string, rules?: readonly string[], params?: Readonly<Record<string, unknown>>) => Outcome<State, E>
  /** Accepted; the same request on the resulting state yields no events. */
  readonly thenRepeatsAsNothing: () => Outcome<State, E>
  /** The bare outcome, for properties. */
  readonly outcome: () => Outcome<State, E>
}

/**
 * Given events, when a command, then events or a refusal. The payload passes the published schema first, so a test cannot
 * send what no caller could.
 */
export const deciderSpec = <State, C extends { readonly type: string }, E extends { readonly type: string }>(
  decider: AggregateDecider<State, C, E>,
  defaults: SpecContext = {},
) => {
  const fold = (events: readonly E[], from: State = decider.initialState()): State => events.reduce(decider.evolve, from)
  return {
    /** The state after these events. */
    fold,
    given: (...history: readonly E[]) => ({
      when: <D extends CommandDefinition>(
        definition: D & { readonly name: C['type'] },
        payload: Readonly<PayloadOf<D>>,
        context: SpecContext = {},
      ): Then<State, E> => {
        const data = definition.payload.parse(payload)
        const command = { type: definition.name, data, metadata: decisionContext(defaults, context) } as unknown as C
        const decideOn = (state: State): Outcome<State, E> => {
          try {
            const events = decider.decide(command, state)
            return { events, refusal: null, state: fold(events, state) }
          } catch (error) {
            if (error instanceof Refusal) return { events: [], refusal: error, state }
            throw error
          }
        }
        const outcome = () => decideOn(fold(history))
        const accepted = () => {
          const result = outcome()
          if (result.refusal)
            expect.fail(`${definition.name} was refused: ${result.refusal.message} ${JSON.stringify(result.refusal.params)}`)
          return result
        }
        return {
          outcome,
          thenEmits: (...events) => {
            const result = accepted()
            expect(result.events).toEqual(events)
            return result
          },
          thenNothing: () => {
            const result = accepted()
            expect(result.events).toEqual([])
            return result
          },
          thenRefuses: (code, rules, params) => {
            const result = outcome()
            if (!result.refusal) expect.fail(`${definition.name} should be refused with ${code}, but gave ${JSON.stringify(result.events)}`)
            expect(result.refusal.code).toBe(code)
            if (rules) expect([...result.refusal.rules].sort()).toEqual([...rules].sort())
            if (params) expect(result.refusal.params).toMatchObject(params)
            return result
          },
          thenRepeatsAsNothing: () => {
            const first = accepted()
            const second = decideOn(first.state)
            if (second.refusal || second.events.length > 0 || !isDeepStrictEqual(second.state, first.state))
              expect.fail(
                `${definition.name} repeated should do nothing, but gave ${second.refusal?.message ?? JSON.stringify(second.events)}`,
              )
            return first
          },
        }
      },
    }),
  }
}
