import type { ContextDefinition } from '../kit/index.js'
import { Day } from './aggregates.js'
import { AdvanceDate } from './commands.js'
import { DayStarted } from './events.js'
import { calendarRefusals } from './refusals.js'

export * from './aggregates.js'
export * from './commands.js'
export * from './events.js'
export * from './refusals.js'

export const calendarContext: ContextDefinition = {
  context: 'calendar',
  title: { zh: '日历', en: 'Calendar' },
  aggregates: [Day],
  commands: [AdvanceDate],
  events: [DayStarted],
  refusals: calendarRefusals,
}
