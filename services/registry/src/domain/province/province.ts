import type { EventOf } from '@fudao/contracts/kit'
import { ProvinceRegistered, type RegisterProvince } from '@fudao/contracts/registry'
import { type AggregateDecider, type CommandOf, happened, refuse } from '@fudao/domain-kit'
import { checkTenant, type TenantFacts } from '../campus/campus.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type ProvinceEvent = EventOf<typeof ProvinceRegistered>
type Registration = Omit<ProvinceEvent['data'], 'basis' | 'coSigners' | 'approvalRef'>

// --- State -----------------------------------------------------------------------------------------------------------

export type Province = { readonly status: 'none' } | { readonly status: 'registered'; readonly registration: Registration }
const initialState = (): Province => ({ status: 'none' })

// --- Evolve ----------------------------------------------------------------------------------------------------------

const registrationOf = ({ provinceId, name, timeZone, firstDay }: Registration): Registration => ({
  provinceId,
  name,
  timeZone,
  ...(firstDay === undefined ? {} : { firstDay }),
})
const evolve = (_: Province, event: ProvinceEvent): Province => ({ status: 'registered', registration: registrationOf(event.data) })

// --- Commands --------------------------------------------------------------------------------------------------------

export type ProvinceCommand = CommandOf<typeof RegisterProvince, TenantFacts>

// --- Decide ----------------------------------------------------------------------------------------------------------

const same = (a: Registration, b: Registration): boolean => a.name === b.name && a.timeZone === b.timeZone && a.firstDay === b.firstDay

const decide = ({ data, metadata }: ProvinceCommand, s: Province): ProvinceEvent[] => {
  const asked = registrationOf(data as Registration)
  if (s.status === 'registered') return same(asked, s.registration) ? [] : refuse('ProvinceExists', [], { provinceId: data.provinceId })
  checkTenant(data.provinceId, data.firstDay, metadata.facts)
  return [happened(ProvinceRegistered, asked)]
}

/** `∅ → registered (RegisterProvince)`: a tenant of its own, with its date and its policy (C-14). */
export const provinceDecider: AggregateDecider<Province, ProvinceCommand, ProvinceEvent> = { initialState, decide, evolve }
