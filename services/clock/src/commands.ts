import { AdvanceDate, DayStarted } from '@fudao/contracts/calendar'
import { aggregateHandlers } from '@fudao/service-kit'
import { dayEventId } from './day-event-id.js'
import { calendarDecider } from './domain/day/day.js'

export const calendarHandlers = aggregateHandlers({
  decider: calendarDecider,
  events: [DayStarted],
  commands: [AdvanceDate],
  facts: {
    AdvanceDate: (_command, _load, { tenant, mode }) => ({ movable: mode !== 'production', firstDay: tenant.firstDay }),
  },
  eventId: (event, tenant) => dayEventId(tenant, event.data.on),
})
