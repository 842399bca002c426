import { DayStarted, MAX_DAYS } from '@fudao/contracts/calendar'
import type { EventMetadata } from '@fudao/contracts/kit'
import { addDays, type LocalDate } from '@fudao/domain-kit'
import { type LedgerStreams, LedgerUnavailable, type OutgoingEvent } from '@fudao/ledger-client'
import { dayStream } from '@fudao/service-kit'
import { dayEventId } from '../day-event-id.js'
import { type Calendar, calendarDecider, type DayEvent, daysFrom } from '../domain/day/day.js'

/** Everything about such a day follows from tenant and date, so that a second clock's append is the same append. */
const outgoing = (tenant: string, event: DayEvent): OutgoingEvent => {
  const id = dayEventId(tenant, event.data.on)
  const metadata: EventMetadata = {
    campusid: tenant,
    schemaversion: DayStarted.version,
    actorid: 'clock',
    actorrole: 'system',
    asof: event.data.on,
    policyversion: -1,
    correlationid: id,
    causationid: id,
    commandid: id,
    commandhash: 'clock',
  }
  return { id, definition: DayStarted, data: event.data, metadata }
}

const MAX_ATTEMPTS = 10

/**
 * Starts every day that is missing up to `today`, in order, at most {@link MAX_DAYS} in one append; `since` is the first day of a
 * calendar without one. Gives the last day started, which may be later than `today` where somebody advanced it.
 * @throws LedgerUnavailable
 */
export const startDays = async (streams: LedgerStreams, tenant: string, since: LocalDate, today: LocalDate): Promise<LocalDate> => {
  const stream = dayStream(tenant)
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const [day] = await streams.fold(tenant, [{ stream, fold: calendarDecider, lastOnly: true }])
    let calendar: Calendar = day.state
    let revision = day.revision
    let lost = false
    while (!lost) {
      const next: LocalDate = calendar.last === null ? (since < today ? since : today) : addDays(calendar.last, 1)
      const days = daysFrom(next, today).slice(0, MAX_DAYS)
      const last = days.at(-1)
      if (!last) return calendar.last ?? today
      const outcome = await streams.append(
        stream,
        revision,
        days.map((event) => outgoing(tenant, event)),
      )
      if (outcome.status === 'appended') {
        revision = outcome.revision
        calendar = { last: last.data.on }
      } else lost = true
    }
  }
  throw new LedgerUnavailable('contention', false)
}
