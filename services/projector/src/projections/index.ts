import type { ProjectionDefinition } from '@fudao/projections'
import { assessmentProgressProjection } from './assessment-progress.js'
import { campusProjection } from './campus.js'
import { contractsProjection } from './contracts.js'
import { exitWatchProjection } from './exit-watch.js'
import { journalProjection } from './journal.js'
import { makeRosterProjection } from './roster.js'
import { tasksProjection } from './tasks.js'

/** Every projection of this service. `show` decrypts the names of a batch. */
export const makeProjections = (show: NonNullable<ProjectionDefinition['prepare']>): readonly ProjectionDefinition[] => [
  campusProjection,
  makeRosterProjection(show),
  contractsProjection,
  exitWatchProjection,
  assessmentProgressProjection,
  tasksProjection,
  journalProjection,
]
