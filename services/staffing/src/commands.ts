import { briefingHandlers } from './handlers/briefing.js'
import { campusStructureHandlers } from './handlers/campus-structure.js'
import { compensationHandlers } from './handlers/compensation.js'
import { contractHandlers } from './handlers/contract.js'
import { counselorHandlers } from './handlers/counselor.js'
import { courseLoadHandlers } from './handlers/course-load.js'
import { dormBuildingHandlers } from './handlers/dorm-building.js'
import { establishmentHandlers } from './handlers/establishment.js'
import { exitCaseHandlers } from './handlers/exit-case.js'
import { personHandlers } from './handlers/person.js'
import { candidacyHandlers, roundHandlers } from './handlers/recruitment.js'
import { revealHandlers } from './handlers/reveal.js'
import { teacherServiceHandlers } from './handlers/teacher-service.js'
import { termPlanHandlers } from './handlers/term-plan.js'
import { titleApplicationHandlers } from './handlers/title-application.js'
import { titleRoundHandlers } from './handlers/title-round.js'

/** Every aggregate this service decides; one file each in `handlers/`. */
export const staffingHandlers = [
  counselorHandlers,
  contractHandlers,
  exitCaseHandlers,
  establishmentHandlers,
  personHandlers,
  revealHandlers,
  campusStructureHandlers,
  titleRoundHandlers,
  titleApplicationHandlers,
  dormBuildingHandlers,
  compensationHandlers,
  briefingHandlers,
  termPlanHandlers,
  roundHandlers,
  candidacyHandlers,
  teacherServiceHandlers,
  courseLoadHandlers,
]
