import type { TableDefinition } from '@fudao/projections'
import { sql } from 'kysely'
import { achievementRecords } from './projections/achievements.js'
import { assessments, ballots } from './projections/assessment-progress.js'
import { assessmentSheets } from './projections/assessment-sheet.js'
import { awardRounds, nominees } from './projections/awards.js'
import { policies, tenants } from './projections/campus.js'
import { contracts } from './projections/contracts.js'
import { fileReports, journals, reportedIncidents, workEntries } from './projections/daily-work.js'
import { exitCases, findings } from './projections/exit-watch.js'
import { accountabilityCases, incidents } from './projections/incidents-and-cases.js'
import { journal } from './projections/journal.js'
import { policyEntries, policyTexts } from './projections/policy-history.js'
import { candidacies, objections, recruitmentRounds } from './projections/recruitment.js'
import { counselors, departments, people } from './projections/roster.js'
import { approvedPosts, headcounts, serviceHistories } from './projections/staffing-ratio.js'
import { tasks } from './projections/tasks.js'
import { teacherRecords } from './projections/teacher-service.js'
import { achievements, heldTitles, managementGrades, rankStructures, titleRounds } from './projections/title-structure.js'
import { allowances, briefingYears, buildings, gradeLists, incomeParity, termPlans } from './projections/working-conditions.js'

/** Without a schema: which generation of a read model is served is found when the reading begins. */
const at = (table: TableDefinition) => sql.id(table.name)

/** Names of the tables as queries write them. */
export const tableNames = {
  tenants: at(tenants),
  policies: at(policies),
  policyEntries: at(policyEntries),
  policyTexts: at(policyTexts),
  people: at(people),
  counselors: at(counselors),
  departments: at(departments),
  contracts: at(contracts),
  exitCases: at(exitCases),
  findings: at(findings),
  assessments: at(assessments),
  ballots: at(ballots),
  assessmentSheets: at(assessmentSheets),
  awardRounds: at(awardRounds),
  nominees: at(nominees),
  achievementRecords: at(achievementRecords),
  incidents: at(incidents),
  accountabilityCases: at(accountabilityCases),
  tasks: at(tasks),
  serviceHistories: at(serviceHistories),
  headcounts: at(headcounts),
  approvedPosts: at(approvedPosts),
  heldTitles: at(heldTitles),
  managementGrades: at(managementGrades),
  achievements: at(achievements),
  titleRounds: at(titleRounds),
  rankStructures: at(rankStructures),
  buildings: at(buildings),
  allowances: at(allowances),
  incomeParity: at(incomeParity),
  termPlans: at(termPlans),
  gradeLists: at(gradeLists),
  briefingYears: at(briefingYears),
  recruitmentRounds: at(recruitmentRounds),
  candidacies: at(candidacies),
  objections: at(objections),
  teacherRecords: at(teacherRecords),
  journals: at(journals),
  fileReports: at(fileReports),
  workEntries: at(workEntries),
  reportedIncidents: at(reportedIncidents),
  journal: at(journal),
} as const

/** A personal field of `p` as {@link makePersonalShower} opens it: whose it is, and the ciphertext. */
export const sealedField = (field: 'name' | 'staffNo' | 'idDocument' | 'phone') =>
  sql<string | null>`p."personId" || ' ' || p.${sql.id(field)}`
export const sealedName = sealedField('name')
/** The text of an objection `o`, likewise. */
export const sealedText = sql<string | null>`o."personId" || ' ' || o.text`
