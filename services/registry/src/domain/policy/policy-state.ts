import type { EventOf } from '@fudao/contracts/kit'
import { emptyPolicy, evolvePolicy, type PolicyEvent, type PolicyState, type PresetAdopted } from '@fudao/contracts/policy'
import type { LocalDate, Recorded } from '@fudao/domain-kit'

// --- Events: these names are stored (contracts/src/policy/events.ts) ---------------------------------------------------

export type CampusPolicyEvent = Recorded<PolicyEvent>

// --- State -----------------------------------------------------------------------------------------------------------

type Adoption = Omit<EventOf<typeof PresetAdopted>['data'], 'basis' | 'coSigners'>
/** One entry of a parameter with the event that made it, so that a correction can name it (C-11). */
export interface Origin {
  readonly eventId: string
  readonly effectiveFrom: LocalDate
}
export interface CampusPolicyState {
  readonly policy: PolicyState
  readonly adoptions: readonly Adoption[]
  /** Key → events that set it, oldest first. */
  readonly origins: Readonly<Record<string, readonly Origin[]>>
  readonly texts: readonly string[]
}
export const noPolicy = (): CampusPolicyState => ({ policy: emptyPolicy, adoptions: [], origins: {}, texts: [] })
export const textId = (topic: string, docRef: string): string => `${topic} ${docRef}`

// --- Evolve ----------------------------------------------------------------------------------------------------------

const withOrigins = (s: CampusPolicyState, keys: readonly string[], origin: Origin): CampusPolicyState['origins'] => ({
  ...s.origins,
  ...Object.fromEntries(keys.map((key) => [key, [...(s.origins[key] ?? []), origin]])),
})

export const evolveCampusPolicy = (s: CampusPolicyState, event: CampusPolicyEvent): CampusPolicyState => {
  const next = { ...s, policy: evolvePolicy(s.policy, event, s.policy.version + 1) }
  const origin = (effectiveFrom: LocalDate): Origin => ({ eventId: event.id ?? '', effectiveFrom })
  switch (event.type) {
    case 'PresetAdopted':
      return {
        ...next,
        adoptions: [...s.adoptions, event.data],
        origins: withOrigins(s, Object.keys(event.data.values), origin(event.data.effectiveFrom)),
      }
    case 'PolicyParameterSet':
    case 'PolicyParameterCorrected':
      return { ...next, origins: withOrigins(s, [event.data.key], origin(event.data.effectiveFrom)) }
    case 'PolicyTextAttached':
      return { ...next, texts: [...s.texts, textId(event.data.topic, event.data.docRef)] }
    default:
      return next
  }
}
