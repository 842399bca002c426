import { counselors, engagedPersons } from './counselors.js'
import { standingSanctions } from './standing-sanctions.js'

/** What the assessment decides on besides its own streams. */
export const assessmentReferences = [counselors, engagedPersons, standingSanctions]
