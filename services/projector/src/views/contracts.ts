import { type PolicyState, readPolicy } from '@fudao/contracts/policy'
import { contractsView, type RowOfView } from '@fudao/contracts/views'
import { addDays } from '@fudao/domain-kit'
import { sql } from 'kysely'
import { sealedName, tableNames as t } from '../tables.js'
import { after, equals, scoped, toPage, type ViewQuery, where } from './view-query.js'

type Item = RowOfView<typeof contractsView>
interface Signing {
  readonly signedAsOf: string | null
  readonly signedUnder: number | null
}
type Found = Omit<Item, 'lastAssessment'> &
  Signing & {
    readonly lastYear: number | null
    readonly lastGrade: NonNullable<Item['lastAssessment']>['grade']
  }

/** C-10: the day that X-08 waits for was set by the policy of the signing, and does not move with a later one. */
const expectedNotice = (
  policy: PolicyState,
  { state, to }: Pick<Item, 'state' | 'to'>,
  { signedAsOf, signedUnder }: Signing,
): string | null => {
  if (state !== 'active' || to === null || signedAsOf === null || signedUnder === null) return null
  const days = readPolicy(policy, 'staffing.contract.renewalNoticeDays', signedAsOf, signedUnder).value
  return days === null ? null : addDays(to, -days)
}

/** RM-14. */
export const contractsQuery: ViewQuery = {
  view: contractsView,
  needs: ['campus', 'roster', 'contracts', 'assessment-progress', 'exit-watch'],
  sortKeys: 1,
  read: async (db, filter, context) => {
    const found = await sql<Found>`
      select c."contractId", c."counselorId", c."personId", ${sealedName} as name, co."departmentId", d.name as "departmentName", c.kind, c."exceptionRef",
        c."from", c."to", c.state, c."signedAsOf", c."signedUnder", c."renewalDueOn", c.clearance, c."basisYear", c.reason,
        a.year as "lastYear", a.grade as "lastGrade", x."exitCaseId", x.state as "exitCaseState"
      from ${t.contracts} c
      left join ${t.people} p on p.campus = c.campus and p."personId" = c."personId"
      left join ${t.counselors} co on co.campus = c.campus and co."counselorId" = c."counselorId"
      left join ${t.departments} d on d.campus = c.campus and d."departmentId" = co."departmentId"
      left join lateral (select year, grade from ${t.assessments} a
        where a.campus = c.campus and a."counselorId" = c."counselorId" and a.state in ('final', 'underAppeal')
        order by year desc limit 1) a on true
      left join lateral (select "exitCaseId", state from ${t.exitCases} x
        where x.campus = c.campus and x."counselorId" = c."counselorId"
        order by state = 'withdrawn', year desc, "openedOn" desc, "exitCaseId" desc limit 1) x on true
      where ${where(
        sql`c.campus = ${context.campus}`,
        equals(sql`c."contractId"`, filter.contractId),
        equals(sql`c."counselorId"`, filter.counselorId),
        equals(sql`co."departmentId"`, filter.departmentId),
        equals(sql`c.kind`, filter.kind),
        equals(sql`c.state`, filter.state),
        filter.clearance === 'none' ? sql`c.clearance is null` : equals(sql`c.clearance`, filter.clearance),
        filter.exception === undefined ? undefined : sql`(c."exceptionRef" is not null) = ${filter.exception === 'true'}`,
        scoped(context.scope, { departmentId: sql`co."departmentId"`, counselorId: sql`c."counselorId"` }),
        after([sql`c."contractId"`], context.after),
      )}
      order by c."contractId" limit ${context.limit + 1}`.execute(db)
    const { rows, next } = toPage(found.rows, context.limit, (row) => [row.contractId])
    const items = rows.map(
      ({ lastYear, lastGrade, signedAsOf, signedUnder, ...row }): Item => ({
        ...row,
        renewalDueOn: row.renewalDueOn ?? expectedNotice(context.policy, row, { signedAsOf, signedUnder }),
        lastAssessment: lastYear === null ? null : { year: lastYear, grade: lastGrade },
      }),
    )
    return { items, next }
  },
}
