import type { ContextDefinition } from '../kit/index.js'
import * as aggregates from './aggregates.js'
import * as commands from './commands.js'
import * as events from './events.js'
import { assessmentRefusals } from './refusals.js'

export * from './aggregates.js'
export * from './commands.js'
export * from './enums.js'
export * from './events.js'
export * from './refusals.js'
export * from './shapes.js'

/** Yearly assessment of counselors, student ballots and findings of unsuitability (`domain/35`). */
export const assessmentContext: ContextDefinition = {
  context: 'assessment',
  title: { zh: '考核', en: 'Assessment' },
  aggregates: Object.values(aggregates),
  commands: Object.values(commands),
  events: Object.values(events),
  refusals: assessmentRefusals,
}
