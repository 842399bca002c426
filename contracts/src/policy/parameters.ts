import type { z } from 'zod'
import type { ParameterDefinition } from './parameter.js'
import { assessmentParameters } from './parameters/assessment.js'
import { campaignParameters } from './parameters/campaigns.js'
import { mentorshipParameters } from './parameters/mentorship.js'
import { sharedParameters } from './parameters/shared.js'
import { staffingParameters } from './parameters/staffing.js'
import { trainingParameters } from './parameters/training.js'
import { workshopParameters } from './parameters/workshops.js'

/** Every parameter of the campus policy (`domain/20`, `domain/21`). Keys are published: never renamed. */
export const parameters = {
  ...staffingParameters,
  ...trainingParameters,
  ...workshopParameters,
  ...mentorshipParameters,
  ...assessmentParameters,
  ...campaignParameters,
  ...sharedParameters,
} as const
export type PolicyKey = keyof typeof parameters
export type PolicyValueOf<K extends PolicyKey> = z.output<(typeof parameters)[K]['schema']>

export const isPolicyKey = (key: string): key is PolicyKey => Object.hasOwn(parameters, key)
/** The definition of a key without its literal type. */
export const parameterOf = (key: PolicyKey): ParameterDefinition => parameters[key] as unknown as ParameterDefinition
