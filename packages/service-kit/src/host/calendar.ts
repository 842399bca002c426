import type { DayStarted } from '@fudao/contracts/calendar'
import type { EventOf } from '@fudao/contracts/kit'
import type { LocalDate } from '@fudao/domain-kit'
import type { Tenant } from './handlers.js'

/** Last day that started in a tenant's calendar. */
export const calendarFold = {
  initialState: (): LocalDate | null => null,
  evolve: (last: LocalDate | null, event: EventOf<typeof DayStarted>): LocalDate | null =>
    event.type === 'DayStarted' ? event.data.on : last,
}
export const dayStream = (tenant: string): string => `day-${tenant}.${tenant}`

/** The date it is in a time zone. */
export const todayIn = (timeZone: string, now: Date): LocalDate =>
  // the Swedish locale writes dates as yyyy-mm-dd
  new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now)

/** The tenant's date: its last day that started, else its first day, else today in its zone. */
export const dateOf = (tenant: Tenant, lastDay: LocalDate | null, now: Date): LocalDate =>
  lastDay ?? tenant.firstDay ?? todayIn(tenant.timeZone, now)
