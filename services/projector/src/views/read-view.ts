import type { Actor } from '@fudao/contracts/kit'
import type { ViewPage } from '@fudao/contracts/views'
import { forbidden, invalid, type QueryHost, unknown } from '../query-host.js'
import { achievementsQuery } from './achievements.js'
import { assessmentProgressQuery } from './assessment-progress.js'
import { assessmentSheetQuery } from './assessment-sheet.js'
import { awardsQuery } from './awards.js'
import { ballotListQuery } from './ballot-list.js'
import { contractsQuery } from './contracts.js'
import { counselorRegisterQuery } from './counselor-register.js'
import { fromCursor, toCursor } from './cursor.js'
import { studentFileReportsQuery, weeklyJournalsQuery } from './daily-work.js'
import { departmentBranchQuery } from './department-branch.js'
import { exitWatchQuery } from './exit-watch.js'
import { accountabilityCasesQuery, safetyIncidentsQuery } from './incidents-and-cases.js'
import { objectionsQuery } from './objections.js'
import { payAndFacilitiesQuery } from './pay-and-facilities.js'
import { policyQuery } from './policy.js'
import { policyTextsQuery } from './policy-texts.js'
import { recruitmentQuery } from './recruitment.js'
import { scopeOf } from './scope.js'
import { staffingRatioQuery } from './staffing-ratio.js'
import { talentPoolQuery } from './talent-pool.js'
import { tasksQuery } from './tasks.js'
import { titleStructureQuery } from './title-structure.js'
import { twiceYearlyReportDataQuery } from './twice-yearly-report-data.js'
import type { ViewQuery } from './view-query.js'
import { youngTeacherEligibilityQuery } from './young-teacher-eligibility.js'

export const viewQueries: readonly ViewQuery[] = [
  contractsQuery,
  counselorRegisterQuery,
  exitWatchQuery,
  assessmentProgressQuery,
  ballotListQuery,
  staffingRatioQuery,
  tasksQuery,
  policyQuery,
  policyTextsQuery,
  payAndFacilitiesQuery,
  titleStructureQuery,
  twiceYearlyReportDataQuery,
  recruitmentQuery,
  objectionsQuery,
  youngTeacherEligibilityQuery,
  talentPoolQuery,
  weeklyJournalsQuery,
  studentFileReportsQuery,
  departmentBranchQuery,
  assessmentSheetQuery,
  awardsQuery,
  achievementsQuery,
  safetyIncidentsQuery,
  accountabilityCasesQuery,
]
const byName = new Map(viewQueries.map((query) => [query.view.name, query]))

const DEFAULT_LIMIT = 50

interface PageParams {
  readonly asOf?: string
  readonly token?: string
  readonly cursor?: string
  readonly limit?: number
}

/**
 * One page of a view: who may read what, the token, the snapshot and the cursor are the same for all.
 * @throws QueryRefused
 */
export const readView = async (
  host: QueryHost,
  campus: string,
  name: string,
  actor: Actor,
  params: Readonly<Record<string, string>>,
): Promise<ViewPage> => {
  const query = byName.get(name)
  if (!query) throw unknown('UnknownQuery', { view: name })
  const scope = scopeOf(query.view.scope, actor)
  if (!scope) throw forbidden(actor)
  const {
    asOf,
    token,
    cursor,
    limit = DEFAULT_LIMIT,
    ...filter
  } = host.parse(query.view.filter, params) as PageParams & Readonly<Record<string, string | number | undefined>>
  const show = query.show?.(actor, filter)
  const after = cursor === undefined ? undefined : fromCursor(cursor, query.sortKeys)
  if (cursor !== undefined && after === undefined)
    throw invalid({ path: 'cursor', code: 'custom', message: { zh: '不是上一页给出的游标', en: 'not a cursor of a page before' } })
  // a past date is read from the journal
  const freshness = await host.reach(asOf === undefined ? query.needs : [...query.needs, 'journal'], token)
  const page = await host.readOn(campus, query, asOf, freshness, async (rows, facts, date) => {
    const { items, next } = await query.read(rows, filter, { campus, scope, asOf: date, policy: facts.policy, after, limit })
    return { items, next: next ? toCursor(next) : null, campusName: facts.name, asOf: date, ...freshness }
  })
  const items = await host.showPersonal(campus, page.items)
  return { ...page, items: show ? items.map(show) : items }
}
