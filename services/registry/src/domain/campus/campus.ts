import type { EventOf } from '@fudao/contracts/kit'
import { CampusRegistered, PLATFORM, type RegisterCampus } from '@fudao/contracts/registry'
import { type AggregateDecider, type CommandOf, happened, refuse } from '@fudao/domain-kit'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type CampusEvent = EventOf<typeof CampusRegistered>
type Registration = Omit<CampusEvent['data'], 'basis' | 'coSigners' | 'approvalRef'>

// --- State -----------------------------------------------------------------------------------------------------------

export type Campus = { readonly status: 'none' } | { readonly status: 'registered'; readonly registration: Registration }
const initialState = (): Campus => ({ status: 'none' })

// --- Evolve ----------------------------------------------------------------------------------------------------------

const registrationOf = ({ campusId, name, schoolCode, provinceId, timeZone, firstDay }: Registration): Registration => ({
  campusId,
  name,
  schoolCode,
  provinceId,
  timeZone,
  ...(firstDay === undefined ? {} : { firstDay }),
})
const evolve = (_: Campus, event: CampusEvent): Campus => ({ status: 'registered', registration: registrationOf(event.data) })

// --- Commands --------------------------------------------------------------------------------------------------------

export interface TenantFacts {
  /** The id is that of a tenant of the other kind. */
  readonly taken: boolean
  /** Demo and test: a calendar may start on a chosen day. */
  readonly firstDayAllowed: boolean
}
export type CampusCommand = CommandOf<typeof RegisterCampus, TenantFacts>

// --- Decide ----------------------------------------------------------------------------------------------------------

/** What holds for the id of any new tenant. */
export const checkTenant = (id: string, firstDay: string | undefined, facts: TenantFacts): void => {
  if (id === PLATFORM) refuse('IdReserved', [], { id })
  if (facts.taken) refuse('IdTaken', [], { id })
  if (firstDay !== undefined && !facts.firstDayAllowed) refuse('FirstDayNotAllowed', [], { firstDay })
}

const same = (a: Registration, b: Registration): boolean =>
  a.name === b.name &&
  a.schoolCode === b.schoolCode &&
  a.provinceId === b.provinceId &&
  a.timeZone === b.timeZone &&
  a.firstDay === b.firstDay

const decide = ({ data, metadata }: CampusCommand, s: Campus): CampusEvent[] => {
  const asked = registrationOf(data as Registration)
  if (s.status === 'registered') return same(asked, s.registration) ? [] : refuse('CampusExists', [], { campusId: data.campusId })
  checkTenant(data.campusId, data.firstDay, metadata.facts)
  return [happened(CampusRegistered, asked)]
}

/** `∅ → registered (RegisterCampus)`; a campus exists from then on, under an id nobody else has. */
export const campusDecider: AggregateDecider<Campus, CampusCommand, CampusEvent> = { initialState, decide, evolve }
