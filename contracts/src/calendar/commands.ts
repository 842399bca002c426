import { localDate } from '../kit/index.js'
import { Day } from './aggregates.js'
import { DayStarted } from './events.js'

/** Most days one command may start. */
export const MAX_DAYS = 1_100

export const AdvanceDate = Day.command('AdvanceDate', {
  title: { zh: '推进日期', en: 'Advance the date' },
  payload: { to: localDate },
  issuers: ['platformAdmin'],
  rules: [],
  refusals: ['DateAlreadyPassed', 'TooManyDays', 'DemoOnly'],
  emits: [DayStarted],
  example: { to: '2024-02-16' },
})
