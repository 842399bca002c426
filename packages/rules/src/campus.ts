import { emptyPolicy, evolvePolicy, type PolicyState } from '@fudao/contracts/policy'
import type { LocalDate } from '@fudao/domain-kit'
import type { RuleEvent } from './rule.js'

/** What the rules know of a campus, folded from the same feed as everything else, so that a replay decides the same. */
export interface CampusState {
  readonly today: LocalDate | null
  readonly policy: PolicyState
}
export const unknownCampus: CampusState = { today: null, policy: emptyPolicy }

export const dayStarted = 'calendar.DayStarted'
const campusRegistered = 'registry.CampusRegistered'

/** The campus an event tells about: a registration is stored under the platform. */
export const campusOf = (event: RuleEvent): string =>
  event.type === campusRegistered && typeof event.data.campusId === 'string' ? event.data.campusId : event.campusId

/** Whether {@link evolveCampus} needs the event. */
export const concernsCampus = (type: string): boolean => type === dayStarted || type === campusRegistered || type.startsWith('policy.')

const later = (a: LocalDate | null, b: unknown): LocalDate | null => (typeof b !== 'string' ? a : a !== null && a > b ? a : b)

export const evolveCampus = (campus: CampusState, event: RuleEvent): CampusState => {
  if (event.type === dayStarted) return { ...campus, today: later(campus.today, event.data.on) }
  if (event.type === campusRegistered) return { ...campus, today: later(campus.today, event.data.firstDay) }
  if (event.type.startsWith('policy.')) {
    const name = event.type.slice('policy.'.length)
    return { ...campus, policy: evolvePolicy(campus.policy, { type: name, data: event.data }, event.revision) }
  }
  return campus
}
