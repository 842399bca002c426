import { defineAggregate } from '../kit/index.js'

/** The calendar of a tenant, one event per day: stream `day-<tenant>.<tenant>`. */
export const Day = defineAggregate({
  context: 'calendar',
  name: 'Day',
  category: 'day',
  key: [],
  title: { zh: '日历', en: 'Calendar' },
})
