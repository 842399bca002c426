import { departmentBranchView, type RowOfView } from '@fudao/contracts/views'
import type { Db } from '@fudao/projections'
import { sql } from 'kysely'
import { sealedName, tableNames as t } from '../tables.js'
import type { ComputedQuery } from './computed.js'
import { type BranchInputs, branchFigures, branchPeriod, concludeBranch, explainBranch } from './department-branch-figures.js'
import { policyViewOf } from './staffing-ratio.js'
import { equals, scoped, toPage, type ViewContext, where } from './view-query.js'

type Item = RowOfView<typeof departmentBranchView>
interface Found {
  readonly counselorId: string
  readonly name: string | null
  readonly departmentId: string
  readonly departmentName: string | null
  readonly work: BranchInputs['work'] | null
  readonly journals: BranchInputs['journals'] | null
  readonly report: BranchInputs['report']
  readonly incidents: readonly { readonly incidentId: string; readonly on: string }[] | null
}
interface Member {
  readonly item: Item
  readonly inputs: BranchInputs
  readonly streams: readonly string[]
}
type Filter = Readonly<Record<string, string | number | undefined>>

/** Months that the period touches, as streams of the work log name them. */
const monthsOf = (from: string, to: string): readonly string[] => {
  const months: string[] = []
  for (let [year, month] = [Number(from.slice(0, 4)), Number(from.slice(5, 7))]; months.length < 24; month += 1) {
    if (month > 12) [year, month] = [year + 1, 1]
    const text = `${year}-${String(month).padStart(2, '0')}`
    if (text > to.slice(0, 7)) break
    months.push(text)
  }
  return months
}

/** Who is in service, where they are on the day, with what they recorded by then. */
const readMembers = async (db: Db, filter: Filter, context: ViewContext, limit?: number): Promise<readonly Member[]> => {
  const { campus, asOf, policy, scope } = context
  const period = branchPeriod(policyViewOf(policy, asOf).value('calendar.terms') ?? [], asOf)
  const [last] = context.after ?? []
  const found = await sql<Found>`
    select co."counselorId", ${sealedName} as name, co."departmentId", d.name as "departmentName",
      (select jsonb_agg(jsonb_build_object('dutyCode', w."dutyCode", 'system', w.system, 'on', w."on", 'minutes', w.minutes))
       from ${t.workEntries} w where w.campus = co.campus and w."counselorId" = co."counselorId"
         and w."on" >= ${period.from} and w."on" <= ${period.to}) as work,
      (select jsonb_agg(jsonb_build_object('isoWeek', j."isoWeek", 'issues', jsonb_array_length(j.issues), 'replied', j.reply is not null))
       from ${t.journals} j where j.campus = co.campus and j."counselorId" = co."counselorId") as journals,
      (select jsonb_build_object('students', f.students, 'complete', f.complete, 'special', f.special,
          'specialWithOwnFile', f."specialWithOwnFile")
       from ${t.fileReports} f where f.campus = co.campus and f."counselorId" = co."counselorId" and f."termId" = ${period.termId}) as report,
      (select jsonb_agg(jsonb_build_object('incidentId', i."incidentId", 'on', i."on"))
       from ${t.reportedIncidents} i where i.campus = co.campus and i."counselorId" = co."counselorId"
         and i."on" >= ${period.from} and i."on" <= ${period.to}) as incidents
    from ${t.counselors} co
    left join ${t.departments} d on d.campus = co.campus and d."departmentId" = co."departmentId"
    left join ${t.people} p on p.campus = co.campus and p."personId" = co."personId"
    where ${where(
      sql`co.campus = ${campus} and co.status <> 'deregistered'`,
      equals(sql`co."departmentId"`, filter.departmentId),
      equals(sql`co."counselorId"`, filter.counselorId),
      scoped(scope, { departmentId: sql`co."departmentId"`, counselorId: sql`co."counselorId"` }),
      last === undefined ? undefined : sql`co."counselorId" > ${last}`,
    )}
    order by co."counselorId" ${limit === undefined ? sql`` : sql`limit ${limit}`}`.execute(db)
  return found.rows.map(({ counselorId, name, departmentId, departmentName, work, journals, report, incidents }) => {
    const inputs = { work: work ?? [], journals: journals ?? [], report, incidents: (incidents ?? []).map(({ on }) => on) }
    const figures = branchFigures(inputs, period)
    return {
      inputs,
      item: { id: counselorId, counselorId, name, departmentId, departmentName, asOf, policyVersion: policy.version, ...figures },
      streams: [
        ...monthsOf(period.from, period.to).map((month) => `worklog-${campus}.${counselorId}-${month}`),
        ...inputs.journals.map(({ isoWeek }) => `journal-${campus}.${counselorId}-${isoWeek}`),
        ...(period.termId === null ? [] : [`filereport-${campus}.${counselorId}-${period.termId}`]),
        ...(incidents ?? []).map(({ incidentId }) => `incident-${campus}.${incidentId}`),
      ],
    }
  })
}

/** RM-10. */
export const departmentBranchQuery: ComputedQuery = {
  view: departmentBranchView,
  needs: ['campus', 'roster', 'daily-work'],
  sortKeys: 1,
  read: async (db, filter, context) => {
    const members = await readMembers(db, filter, context, context.limit + 1)
    const { rows, next } = toPage(members, context.limit, ({ item }) => [item.id])
    return { items: rows.map(({ item }) => item), next }
  },
  explain: async (db, id, context) => {
    const [member] = await readMembers(db, { counselorId: id }, context)
    if (!member) return undefined
    const { item, inputs, streams } = member
    return {
      name: item.name,
      conclusion: concludeBranch(item),
      figures: explainBranch(item, inputs),
      events: sql`e.stream = any(${streams}::text[]) and e."asOf" <= ${context.asOf}`,
    }
  },
}
