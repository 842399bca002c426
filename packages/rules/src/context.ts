import type { Basis } from '@fudao/contracts/kit'
import { readPolicy } from '@fudao/contracts/policy'
import type { CampusState } from './campus.js'
import { toTaskId } from './ids.js'
import type { Cause, RuleContext } from './rule.js'

type PolicyBasis = NonNullable<Basis['policy']>

/** A context that notes each policy value read, for the basis of the commands (C-06). */
export interface RecordingContext extends RuleContext {
  readonly policyUsed: () => PolicyBasis
}

/** What identifies a cause in command ids: the event, or the due date (domain/40). */
export const causeKey = (cause: Cause): string => (cause.kind === 'event' ? cause.event.id : cause.timer.dueOn)

export const makeContext = (rule: string, campusId: string, campus: CampusState, cause: Cause): RecordingContext => {
  const asOf = cause.kind === 'event' ? cause.event.asOf : cause.timer.dueOn
  const used: PolicyBasis = {}
  return {
    campusId,
    asOf,
    today: campus.today,
    policy: {
      value: (key, on = asOf) => {
        const reading = readPolicy(campus.policy, key, on)
        const { value, version, effectiveFrom } = reading
        used[key] = { value: (value ?? null) as PolicyBasis[string]['value'], version, ...(effectiveFrom ? { effectiveFrom } : {}) }
        return value
      },
    },
    taskId: (key) => toTaskId(rule, key, causeKey(cause)),
    policyUsed: () => used,
  }
}
