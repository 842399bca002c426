import { campusStructureHandlers } from './handlers/campus-structure.js'
import { contractHandlers } from './handlers/contract.js'
import { counselorHandlers } from './handlers/counselor.js'
import { exitCaseHandlers } from './handlers/exit-case.js'
import { personHandlers } from './handlers/person.js'

/** Every aggregate this service decides; one file each in `handlers/`. */
export const staffingHandlers = [counselorHandlers, contractHandlers, exitCaseHandlers, personHandlers, campusStructureHandlers]
