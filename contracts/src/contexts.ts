import { assessmentContext } from './assessment/index.js'
import type { ContextDefinition } from './kit/index.js'
import { staffingContext } from './staffing/index.js'
import { tasksContext } from './tasks/index.js'

/** Every bounded context of the published language, in the order of the reference. */
export const contexts: readonly ContextDefinition[] = [staffingContext, assessmentContext, tasksContext]
