import type { EventOf } from '@fudao/contracts/kit'
import type { CampusRegistered, ProvinceRegistered } from '@fudao/contracts/registry'
import type { LocalDate } from '@fudao/domain-kit'
import type { EventMessage } from '@fudao/messaging'
import { todayIn } from '@fudao/service-kit'

/** A tenant whose calendar follows the wall clock. */
export interface WallTenant {
  readonly id: string
  readonly timeZone: string
  /** Day of its registration in its own zone: the first of its calendar. */
  readonly since: LocalDate
}
type Registered = EventOf<typeof CampusRegistered>['data'] | EventOf<typeof ProvinceRegistered>['data']

/** Subjects of the events that make a tenant. */
export const TENANT_EVENTS = 'evt.platform.registry.>'

/** The tenant an event registers; `null` for other events, and for a held calendar, which only `AdvanceDate` moves. */
export const toWallTenant = (message: Pick<EventMessage, 'type' | 'json'>): WallTenant | null => {
  if (message.type !== 'registry.CampusRegistered' && message.type !== 'registry.ProvinceRegistered') return null
  const event = message.json()
  const data = event.data as unknown as Registered
  if (data.firstDay !== undefined) return null
  const id = 'campusId' in data ? data.campusId : data.provinceId
  return { id, timeZone: data.timeZone, since: todayIn(data.timeZone, new Date(event.time)) }
}
