import { assessmentProgressView, type RowOfView } from '@fudao/contracts/views'
import { sql } from 'kysely'
import { sealedName, tableNames as t } from '../tables.js'
import { after, equals, scoped, toPage, type ViewQuery, where } from './view-query.js'

type Item = RowOfView<typeof assessmentProgressView>
type Found = Omit<Item, 'parties' | 'partiesScored' | 'inputs' | 'inputKinds'> & { readonly attached: Readonly<Record<string, string>> }

const isFinal = (state: Item['state']): boolean => state === 'final' || state === 'underAppeal'

/** Σ weight × score ÷ 100 in hundredths, half up, as it will be proposed; `null` while a party is missing. */
const weightedTotal = ({ weights, scores }: Pick<Item, 'weights' | 'scores'>): number | null => {
  const parties = Object.entries(weights)
  if (parties.some(([party]) => scores[party] === undefined)) return null
  const sum = parties.reduce((total, [party, weight]) => total + weight * (scores[party] ?? 0), 0)
  return Math.floor((sum + 50) / 100)
}

/** RM-11. */
export const assessmentProgressQuery: ViewQuery = {
  view: assessmentProgressView,
  needs: ['campus', 'roster', 'assessment-progress'],
  sortKeys: 2,
  read: async (db, filter, context) => {
    const found = await sql<Found>`
      select a."assessmentId" as id, a."counselorId", ${sealedName} as name, coalesce(a."departmentId", co."departmentId") as "departmentId",
        d.name as "departmentName", a.employment, a.year, a.state, a.weights, a.scores, a.total, a.grade, a.inputs as attached, a.linkages,
        a."finalizedOn", a."appealUntil", a."acknowledgedOn", b.cast as "ballotsCast", b.eligible as "ballotsEligible",
        b.state as "ballotState", b."recognitionAvg", b."satisfactionAvg"
      from ${t.assessments} a
      left join ${t.counselors} co on co.campus = a.campus and co."counselorId" = a."counselorId"
      left join ${t.departments} d on d.campus = a.campus and d."departmentId" = coalesce(a."departmentId", co."departmentId")
      left join ${t.people} p on p.campus = co.campus and p."personId" = co."personId"
      left join ${t.ballots} b on b.campus = a.campus and b."assessmentId" = a."assessmentId"
      where ${where(
        sql`a.campus = ${context.campus}`,
        equals(sql`a.year`, filter.year),
        equals(sql`a."counselorId"`, filter.counselorId),
        equals(sql`coalesce(a."departmentId", co."departmentId")`, filter.departmentId),
        equals(sql`a.state`, filter.state),
        equals(sql`a.grade`, filter.grade),
        scoped(context.scope, { departmentId: sql`coalesce(a."departmentId", co."departmentId")`, counselorId: sql`a."counselorId"` }),
        after([sql`-a.year`, sql`a."counselorId"`], context.after),
      )}
      order by -a.year, a."counselorId" limit ${context.limit + 1}`.execute(db)
    const { rows, next } = toPage(found.rows, context.limit, (row) => [-row.year, row.counselorId])
    const items = rows.map(({ attached, ...row }): Item => {
      const counted = {
        ...row,
        // before the grade is proposed no event says it
        total: row.state === 'scored' ? weightedTotal(row) : row.total,
        parties: Object.keys(row.weights).length,
        partiesScored: Object.keys(row.scores).length,
        inputs: Object.keys(attached).length,
        inputKinds: [...new Set(Object.values(attached))].sort(),
      }
      // who is assessed sees that scores are there, and what they are once the result is final
      return context.scope.kind === 'self' && !isFinal(row.state)
        ? { ...counted, scores: {}, total: null, grade: null, recognitionAvg: null, satisfactionAvg: null }
        : counted
    })
    return { items, next }
  },
}
