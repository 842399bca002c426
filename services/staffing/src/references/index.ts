import { achievements } from './achievements.js'
import { lastGrades } from './last-grades.js'

/** What staffing keeps of other services' events to decide on. */
export const staffingReferences = [lastGrades, achievements]
