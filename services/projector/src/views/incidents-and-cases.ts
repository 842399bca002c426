import { type PolicyState, readPolicy } from '@fudao/contracts/policy'
import { accountabilityCasesView, type RowOfView, safetyIncidentsView } from '@fudao/contracts/views'
import { type RawBuilder, sql } from 'kysely'
import { sealedName, tableNames as t } from '../tables.js'
import { who, whoColumns, whose } from './of-counselor.js'
import { after, equals, scoped, toPage, type ViewQuery, where } from './view-query.js'

const maxDelay = 'assessment.incident.maxDelayMinutes'

/** The longest delay allowed on the day of the report (C-10), as X-43 judges it: the value changes on the days entries take effect. */
const limitOn = (policy: PolicyState, day: RawBuilder<unknown>): RawBuilder<unknown> => {
  const days = [...new Set((policy.entries[maxDelay] ?? []).map(({ effectiveFrom }) => effectiveFrom))].toSorted().toReversed()
  if (days.length === 0) return sql`null::int`
  const cases = days.map((from) => sql`when ${day} >= ${from} then ${readPolicy(policy, maxDelay, from).value}::int`)
  return sql`case ${sql.join(cases, sql` `)} else null end`
}

/** R-AK-14, the newest first. The department is that of the incident. */
export const safetyIncidentsQuery: ViewQuery = {
  view: safetyIncidentsView,
  needs: ['campus', 'roster', 'incidents-and-cases'],
  sortKeys: 2,
  read: async (db, filter, context) => {
    const limit = limitOn(context.policy, sql`r."reportedOn"`)
    const newest = sql`-replace(r."reportedOn", '-', '')::int`
    const found = await sql<RowOfView<typeof safetyIncidentsView>>`
      select r."incidentId" as id, r.kind as incident, r."counselorId", ${sealedName} as name, r."departmentId", d.name as "departmentName",
        r.state, r."discoveredAt", r."reportedAt", r."reportedOn", r."delayMin", ${limit} as "maxDelayMin", r."delayMin" > ${limit} as late,
        r.responses, r."lastResponse", r."lastResponseAt", r."closedOn"
      from ${t.incidents} r
      left join ${t.counselors} co on co.campus = r.campus and co."counselorId" = r."counselorId"
      left join ${t.departments} d on d.campus = r.campus and d."departmentId" = r."departmentId"
      left join ${t.people} p on p.campus = co.campus and p."personId" = co."personId"
      where ${where(
        sql`r.campus = ${context.campus}`,
        equals(sql`r."counselorId"`, filter.counselorId),
        equals(sql`r."departmentId"`, filter.departmentId),
        equals(sql`r.state`, filter.state),
        filter.late === undefined ? undefined : sql`(r."delayMin" > ${limit}) = ${filter.late === 'true'}`,
        scoped(context.scope, { departmentId: sql`r."departmentId"`, counselorId: sql`r."counselorId"` }),
        after([newest, sql`r."incidentId"`], context.after),
      )}
      order by ${newest}, r."incidentId" limit ${context.limit + 1}`.execute(db)
    const { rows, next } = toPage(found.rows, context.limit, (row) => [-Number(row.reportedOn.replaceAll('-', '')), row.id])
    return { items: rows, next }
  },
}

/** R-AK-84. */
export const accountabilityCasesQuery: ViewQuery = {
  view: accountabilityCasesView,
  needs: ['campus', 'roster', 'incidents-and-cases'],
  sortKeys: 1,
  read: async (db, filter, context) => {
    const found = await sql<RowOfView<typeof accountabilityCasesView>>`
      select r."caseId" as id, ${whoColumns}, r.state, r."openedOn", r."sanctionedOn", r."clearedOn"
      from ${t.accountabilityCases} r ${who}
      where ${where(
        sql`r.campus = ${context.campus}`,
        equals(whose.counselorId, filter.counselorId),
        equals(whose.departmentId, filter.departmentId),
        equals(sql`r.state`, filter.state),
        scoped(context.scope, whose),
        after([sql`r."caseId"`], context.after),
      )}
      order by r."caseId" limit ${context.limit + 1}`.execute(db)
    const { rows, next } = toPage(found.rows, context.limit, (row) => [row.id])
    return { items: rows, next }
  },
}
