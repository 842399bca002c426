import { type ProjectionDefinition, schemaOf, type TableDefinition } from '@fudao/projections'
import { sql } from 'kysely'
import { assessmentProgressProjection, assessments, ballots } from './projections/assessment-progress.js'
import { campusProjection, policies, tenants } from './projections/campus.js'
import { contracts, contractsProjection } from './projections/contracts.js'
import { exitCases, exitWatchProjection, findings } from './projections/exit-watch.js'
import { journal, journalProjection } from './projections/journal.js'
import { counselors, departments, people, rosterProjection } from './projections/roster.js'
import { tasks, tasksProjection } from './projections/tasks.js'

const at = (projection: Pick<ProjectionDefinition, 'name' | 'version'>, table: TableDefinition) => sql.id(schemaOf(projection), table.name)

/** Names of the tables as queries write them. */
export const tableNames = {
  tenants: at(campusProjection, tenants),
  policies: at(campusProjection, policies),
  people: at(rosterProjection, people),
  counselors: at(rosterProjection, counselors),
  departments: at(rosterProjection, departments),
  contracts: at(contractsProjection, contracts),
  exitCases: at(exitWatchProjection, exitCases),
  findings: at(exitWatchProjection, findings),
  assessments: at(assessmentProgressProjection, assessments),
  ballots: at(assessmentProgressProjection, ballots),
  tasks: at(tasksProjection, tasks),
  journal: at(journalProjection, journal),
} as const

/** The name of `p` as {@link makeNameShower} opens it: whose it is, and the ciphertext. */
export const sealedName = sql<string | null>`p."personId" || ' ' || p.name`
