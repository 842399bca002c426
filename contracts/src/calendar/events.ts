import { localDate } from '../kit/index.js'
import { Day } from './aggregates.js'

// This name is stored.

/** The day `on` began in the tenant's zone; every day once, in order. */
export const DayStarted = Day.event('DayStarted', {
  title: { zh: '新的一天', en: 'Day started' },
  data: { on: localDate },
})
