import { assessmentContext } from './assessment/index.js'
import { calendarContext } from './calendar/index.js'
import type { ContextDefinition } from './kit/index.js'
import { policyContext } from './policy/index.js'
import { registryContext } from './registry/index.js'
import { staffingContext } from './staffing/index.js'
import { tasksContext } from './tasks/index.js'

/** Every bounded context of the published language, in the order of the reference. */
export const contexts: readonly ContextDefinition[] = [
  registryContext,
  policyContext,
  calendarContext,
  staffingContext,
  assessmentContext,
  tasksContext,
]
