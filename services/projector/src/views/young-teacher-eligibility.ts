import { type RowOfView, youngTeacherEligibilityView } from '@fudao/contracts/views'
import type { Db } from '@fudao/projections'
import { sql } from 'kysely'
import { sealedName, tableNames as t } from '../tables.js'
import type { ComputedQuery } from './computed.js'
import {
  concludeEligibility,
  type Eligibility,
  type EligibilityInputs,
  eligibilityFigures,
  explainEligibility,
} from './eligibility-figures.js'
import { policyViewOf } from './staffing-ratio.js'
import { equals, toPage, type ViewContext, where } from './view-query.js'

type Item = RowOfView<typeof youngTeacherEligibilityView>
type Found = EligibilityInputs & { readonly teacherId: string; readonly name: string | null }
interface Record {
  readonly item: Item
  readonly eligibility: Eligibility
}

const readRecords = async (db: Db, context: ViewContext, teacherId?: string, limit?: number): Promise<readonly Record[]> => {
  const { scope, asOf, policy } = context
  const own = scope.kind === 'person' ? sql`r."teacherId" = ${scope.personId}` : undefined
  const [last] = context.after ?? []
  const found = await sql<Found>`
    select r."teacherId", r.stints, r.assessments, r.certificates, ${sealedName} as name
    from ${t.teacherRecords} r left join ${t.people} p on p.campus = r.campus and p."personId" = r."teacherId"
    where ${where(
      sql`r.campus = ${context.campus}`,
      own,
      equals(sql`r."teacherId"`, teacherId),
      last === undefined ? undefined : sql`r."teacherId" > ${last}`,
    )}
    order by r."teacherId" ${limit === undefined ? sql`` : sql`limit ${limit}`}`.execute(db)
  const view = policyViewOf(policy, asOf)
  return found.rows.map(({ teacherId: id, name, ...inputs }) => {
    const eligibility = eligibilityFigures(inputs, asOf, view)
    const stints = eligibility.stints.map(({ role, from, to }) => ({ role, from, to }))
    return { eligibility, item: { id, teacherId: id, name, asOf, policyVersion: policy.version, stints, ...eligibility.figures } }
  })
}

/** RM-15. */
export const youngTeacherEligibilityQuery: ComputedQuery = {
  view: youngTeacherEligibilityView,
  needs: ['campus', 'roster', 'teacher-service'],
  sortKeys: 1,
  read: async (db, filter, context) => {
    const { eligible, teacherId } = filter as { readonly eligible?: string; readonly teacherId?: string }
    // whether one is eligible is known only after the calculation: then all are read
    const records = await readRecords(db, context, teacherId, eligible === undefined ? context.limit + 1 : undefined)
    const wanted = records.filter(({ item }) => eligible === undefined || String(item.eligible) === eligible)
    const { rows, next } = toPage(wanted, context.limit, ({ item }) => [item.teacherId])
    return { items: rows.map(({ item }) => item), next }
  },
  explain: async (db, id, context) => {
    const [record] = await readRecords(db, context, id)
    if (!record) return undefined
    return {
      name: record.item.name,
      conclusion: concludeEligibility(record.eligibility, context.asOf),
      figures: explainEligibility(record.eligibility, context.asOf),
      events: sql`e.stream = ${`teacher-${context.campus}.${id}`} and e."asOf" <= ${context.asOf}`,
    }
  },
}
