import type { ContextDefinition } from '../kit/index.js'
import { CampusPolicy } from './aggregates.js'
import { AdoptPreset, AttachPolicyText, CorrectParameter, RetireParameter, SetParameter } from './commands.js'
import { PolicyParameterCorrected, PolicyParameterRetired, PolicyParameterSet, PolicyTextAttached, PresetAdopted } from './events.js'
import { policyRefusals } from './refusals.js'

export * from './aggregates.js'
export * from './commands.js'
export * from './draft.js'
export * from './events.js'
export * from './evolve-policy.js'
export * from './first-issue.js'
export * from './owners.js'
export * from './parameter.js'
export * from './parameters.js'
export * from './presets.js'
export * from './refusals.js'
export * from './sandbox.js'
export * from './value-at.js'
export * from './value-words.js'

export const policyContext: ContextDefinition = {
  context: 'policy',
  title: { zh: '学校政策', en: 'Campus policy' },
  aggregates: [CampusPolicy],
  commands: [AdoptPreset, SetParameter, CorrectParameter, RetireParameter, AttachPolicyText],
  events: [PresetAdopted, PolicyParameterSet, PolicyParameterCorrected, PolicyParameterRetired, PolicyTextAttached],
  refusals: policyRefusals,
}
export * from './value-field.js'
