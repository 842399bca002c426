import type { Basis } from '@fudao/contracts/kit'
import { emptyPolicy, evolvePolicy, type PolicyState, readPolicy } from '@fudao/contracts/policy'
import type { LocalDate, PolicyView } from '@fudao/domain-kit'

/** Folds a policy stream; the version of the policy is the revision of the event. */
export const policyFold = {
  initialState: (): PolicyState => emptyPolicy,
  evolve: (
    state: PolicyState,
    event: { readonly type: string; readonly data: unknown; readonly metadata: { readonly revision: number } },
  ): PolicyState => evolvePolicy(state, event, event.metadata.revision),
}
export const policyStream = (tenant: string): string => `policy-${tenant}.${tenant}`

export interface RecordingPolicy {
  readonly view: PolicyView
  /** Values that were read, for the event's basis; absent when none was. */
  readonly used: () => Basis['policy']
}
/** The policy as a decider sees it on `asOf`; remembers what was read (C-06). */
export const recordPolicy = (state: PolicyState, asOf: LocalDate): RecordingPolicy => {
  const used = new Map<string, NonNullable<Basis['policy']>[string]>()
  return {
    view: {
      value: (key, on) => {
        const reading = readPolicy(state, key, on ?? asOf)
        used.set(on === undefined || on === asOf ? key : `${key}@${on}`, reading as NonNullable<Basis['policy']>[string])
        return reading.value
      },
    },
    used: () => (used.size === 0 ? undefined : Object.fromEntries(used)),
  }
}
