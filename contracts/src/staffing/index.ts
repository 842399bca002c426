import type { CommandDefinition, ContextDefinition, EventDefinition } from '../kit/index.js'
import * as aggregates from './aggregates.js'
import * as commandDefinitions from './commands.js'
import * as eventDefinitions from './events.js'
import { refusals } from './refusals.js'

export * from './aggregates.js'
export * from './commands.js'
export * from './enums.js'
export * from './events.js'
export * from './exit-case-id.js'
export { refusals } from './refusals.js'
export type { Attestations, Department, Exception } from './shapes.js'

/** Context staffing: counselors, their contracts, the exit of unqualified ones, and the people and departments behind them. */
export const staffingContext: ContextDefinition = {
  context: 'staffing',
  title: { zh: '配备与聘用', en: 'Staffing' },
  aggregates: Object.values(aggregates),
  commands: Object.values(commandDefinitions) as readonly CommandDefinition[],
  events: Object.values(eventDefinitions) as readonly EventDefinition[],
  refusals,
}
