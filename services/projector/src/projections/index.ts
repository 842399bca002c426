import type { ProjectionDefinition } from '@fudao/projections'
import { achievementsProjection } from './achievements.js'
import { assessmentProgressProjection } from './assessment-progress.js'
import { assessmentSheetProjection } from './assessment-sheet.js'
import { awardsProjection } from './awards.js'
import { campusProjection } from './campus.js'
import { contractsProjection } from './contracts.js'
import { dailyWorkProjection } from './daily-work.js'
import { exitWatchProjection } from './exit-watch.js'
import { incidentsAndCasesProjection } from './incidents-and-cases.js'
import { journalProjection } from './journal.js'
import { policyHistoryProjection } from './policy-history.js'
import { recruitmentProjection } from './recruitment.js'
import { rosterProjection } from './roster.js'
import { staffingRatioProjection } from './staffing-ratio.js'
import { tasksProjection } from './tasks.js'
import { teacherServiceProjection } from './teacher-service.js'
import { titleStructureProjection } from './title-structure.js'
import { workingConditionsProjection } from './working-conditions.js'

/** Every projection of this service. */
export const projections: readonly ProjectionDefinition[] = [
  campusProjection,
  policyHistoryProjection,
  rosterProjection,
  contractsProjection,
  exitWatchProjection,
  assessmentProgressProjection,
  assessmentSheetProjection,
  awardsProjection,
  staffingRatioProjection,
  recruitmentProjection,
  teacherServiceProjection,
  tasksProjection,
  titleStructureProjection,
  workingConditionsProjection,
  dailyWorkProjection,
  achievementsProjection,
  incidentsAndCasesProjection,
  journalProjection,
]
