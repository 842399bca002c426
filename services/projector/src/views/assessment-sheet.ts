import { assessmentSheetView, type RowOfView } from '@fudao/contracts/views'
import { sql } from 'kysely'
import type { Given } from '../projections/assessment-sheet.js'
import { sealedName, tableNames as t } from '../tables.js'
import { after, equals, scoped, toPage, type ViewQuery, where } from './view-query.js'

type Sheet = RowOfView<typeof assessmentSheetView>
type Found = Omit<Sheet, 'parties'> & { readonly weights: Readonly<Record<string, number>>; readonly given: Given }

/** As the sheet lists them; parties of a campus's own follow. */
const order = ['studentAffairs', 'orgPersonnel', 'deptBranch', 'students']
const place = (party: string): number => (order.includes(party) ? order.indexOf(party) : order.length)

/** D-18. */
export const assessmentSheetQuery: ViewQuery = {
  view: assessmentSheetView,
  needs: ['campus', 'roster', 'assessment-progress', 'assessment-sheet'],
  sortKeys: 2,
  read: async (db, filter, context) => {
    const departmentId = sql`coalesce(a."departmentId", co."departmentId")`
    const found = await sql<Found>`
      select a."assessmentId" as id, a."counselorId", ${sealedName} as name, ${departmentId} as "departmentId",
        d.name as "departmentName", a.employment, a.year, a.state, a.weights, s.given, s.criteria, s.inputs, a.total, a.grade, a.linkages,
        s.signatures, a."acknowledgedOn"
      from ${t.assessments} a
      join ${t.assessmentSheets} s on s.campus = a.campus and s."assessmentId" = a."assessmentId"
      left join ${t.counselors} co on co.campus = a.campus and co."counselorId" = a."counselorId"
      left join ${t.departments} d on d.campus = a.campus and d."departmentId" = ${departmentId}
      left join ${t.people} p on p.campus = co.campus and p."personId" = co."personId"
      where ${where(
        sql`a.campus = ${context.campus}`,
        equals(sql`a.year`, filter.year),
        equals(sql`a."counselorId"`, filter.counselorId),
        equals(departmentId, filter.departmentId),
        scoped(context.scope, { departmentId, counselorId: sql`a."counselorId"` }),
        after([sql`-a.year`, sql`a."counselorId"`], context.after),
      )}
      order by -a.year, a."counselorId" limit ${context.limit + 1}`.execute(db)
    const { rows, next } = toPage(found.rows, context.limit, (row) => [-row.year, row.counselorId])
    const items = rows.map(({ weights, given, ...row }): Sheet => {
      // before the result who is assessed sees neither a score nor who gave it
      const open = context.scope.kind !== 'self' || row.state === 'final' || row.state === 'underAppeal'
      const parties = Object.entries(weights)
        .sort(([a], [b]) => place(a) - place(b))
        .map(([party, weight]) => ({ party, weight, score: null, criteria: {}, by: null, on: null, ...(open ? given[party] : {}) }))
      const { id, counselorId, name, departmentId: department, departmentName, employment, year, state, ...rest } = row
      const result = open ? rest : { ...rest, total: null, grade: null }
      return { id, counselorId, name, departmentId: department, departmentName, employment, year, state, parties, ...result }
    })
    return { items, next }
  },
}
