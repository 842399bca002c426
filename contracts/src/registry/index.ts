import type { ContextDefinition } from '../kit/index.js'
import { Campus, Province } from './aggregates.js'
import { RegisterCampus, RegisterProvince } from './commands.js'
import { CampusRegistered, ProvinceRegistered } from './events.js'
import { registryRefusals } from './refusals.js'

export * from './aggregates.js'
export * from './commands.js'
export * from './events.js'
export * from './refusals.js'

export const registryContext: ContextDefinition = {
  context: 'registry',
  title: { zh: '学校注册', en: 'Campus registry' },
  aggregates: [Campus, Province],
  commands: [RegisterCampus, RegisterProvince],
  events: [CampusRegistered, ProvinceRegistered],
  refusals: registryRefusals,
}
