import { readPolicy } from '@fudao/contracts/policy'
import { exitWatchView, type RowOfView } from '@fudao/contracts/views'
import type { Db } from '@fudao/projections'
import { sql } from 'kysely'
import { sealedName, tableNames as t } from '../tables.js'
import { after, equals, scoped, toPage, type ViewContext, type ViewQuery, type ViewRows, where } from './view-query.js'

type Item = RowOfView<typeof exitWatchView>
type Filter = Readonly<Record<string, string | number | undefined>>

const nothing = {
  exitCaseId: null,
  ground: null,
  state: null,
  grade: null,
  offerNo: null,
  post: null,
  answerDueOn: null,
  answered: null,
  answerOverdue: false,
  permittedSince: null,
  decision: null,
  decidedOn: null,
  since: null,
} as const

const named = (alias: string) => {
  const a = sql.ref(alias)
  return sql`left join ${t.counselors} co on co.campus = ${a}.campus and co."counselorId" = ${a}."counselorId"
    left join ${t.departments} d on d.campus = co.campus and d."departmentId" = co."departmentId"
    left join ${t.people} p on p.campus = co.campus and p."personId" = co."personId"`
}
const scopeOn = (context: ViewContext, filter: Filter, alias: string) =>
  where(
    sql`${sql.ref(alias)}.campus = ${context.campus}`,
    equals(sql`${sql.ref(alias)}."counselorId"`, filter.counselorId),
    equals(sql`co."departmentId"`, filter.departmentId),
    scoped(context.scope, { departmentId: sql`co."departmentId"`, counselorId: sql`${sql.ref(alias)}."counselorId"` }),
  )

const readCases = async (db: Db, filter: Filter, context: ViewContext): Promise<ViewRows> => {
  type Found = Omit<Item, 'list' | 'id' | 'answerOverdue' | 'grade' | 'exitCaseId'> & { readonly exitCaseId: string }
  const found = await sql<Found>`
    select x."exitCaseId", x."counselorId", ${sealedName} as name, co."departmentId", d.name as "departmentName", x.ground, x."basisYears", x.state, x."offerNo",
      x.post, x."answerDueOn", x.answered, x."permittedSince", x.decision, x."decidedOn", x."openedOn" as since
    from ${t.exitCases} x ${named('x')}
    where ${where(
      scopeOn(context, filter, 'x'),
      equals(sql`x."exitCaseId"`, filter.exitCaseId),
      equals(sql`x.ground`, filter.ground),
      equals(sql`x.state`, filter.state),
      after([sql`x."exitCaseId"`], context.after),
    )}
    order by x."exitCaseId" limit ${context.limit + 1}`.execute(db)
  const { rows, next } = toPage(found.rows, context.limit, (row) => [row.exitCaseId])
  const items = rows.map(
    (row): Item => ({
      ...nothing,
      ...row,
      list: 'cases',
      id: row.exitCaseId,
      answerOverdue: row.state === 'offered' && row.answerDueOn !== null && row.answerDueOn < context.asOf,
    }),
  )
  return { items, next }
}

const readOneFail = async (db: Db, filter: Filter, context: ViewContext): Promise<ViewRows> => {
  // A-12: whether a year without a result breaks a row of fails or is skipped
  const skips = readPolicy(context.policy, 'assessment.failGap', context.asOf).value === 'skips'
  type Found = Pick<
    Item,
    'counselorId' | 'name' | 'departmentId' | 'departmentName' | 'grade' | 'since' | 'exitCaseId' | 'state' | 'ground'
  > & {
    readonly year: number
  }
  const found = await sql<Found>`
    with results as (
      select a.campus, a."counselorId", a.year, a.grade, a."finalizedOn",
        lag(a.year) over w as "earlierYear", lag(a.grade) over w as "earlierGrade", row_number() over (partition by a."counselorId" order by a.year desc) as newest
      from ${t.assessments} a where a.campus = ${context.campus} and a.state in ('final', 'underAppeal')
      window w as (partition by a."counselorId" order by a.year))
    select r."counselorId", ${sealedName} as name, co."departmentId", d.name as "departmentName", r.year, r.grade, r."finalizedOn" as since,
      x."exitCaseId", x.state, x.ground
    from results r ${named('r')}
    left join lateral (select "exitCaseId", state, ground from ${t.exitCases} x
      where x.campus = r.campus and x."counselorId" = r."counselorId" and x.year = r.year and x.ground = 'annualFail' limit 1) x on true
    where ${where(
      scopeOn(context, filter, 'r'),
      sql`r.newest = 1 and r.grade = 'unqualified'`,
      // a year between them that is still under way is no gap: its result may yet come
      sql`not (coalesce(r."earlierGrade" = 'unqualified', false) and (r."earlierYear" = r.year - 1 or (${skips} and not exists (
        select 1 from ${t.assessments} g where g.campus = r.campus and g."counselorId" = r."counselorId"
          and g.year > r."earlierYear" and g.year < r.year and g.state in ('open', 'scored', 'proposed')))))`,
      equals(sql`x.state`, filter.state),
      equals(sql`x.ground`, filter.ground),
      after([sql`r."counselorId"`], context.after),
    )}
    order by r."counselorId" limit ${context.limit + 1}`.execute(db)
  const { rows, next } = toPage(found.rows, context.limit, (row) => [row.counselorId])
  const items = rows.map(
    ({ year, ...row }): Item => ({ ...nothing, ...row, list: 'oneFail', id: `${row.counselorId}-${year}`, basisYears: [year] }),
  )
  return { items, next }
}

const readUnsuitable = async (db: Db, filter: Filter, context: ViewContext): Promise<ViewRows> => {
  type Found = Pick<Item, 'counselorId' | 'name' | 'departmentId' | 'departmentName' | 'state' | 'since' | 'exitCaseId'> & {
    readonly findingId: string
  }
  const found = await sql<Found>`
    select f."findingId", f."counselorId", ${sealedName} as name, co."departmentId", d.name as "departmentName", f.state, f.since, x."exitCaseId"
    from ${t.findings} f ${named('f')}
    left join lateral (select "exitCaseId" from ${t.exitCases} x
      where x.campus = f.campus and x."counselorId" = f."counselorId" and x.ground = 'unsuitable' and f.state <> 'raised'
      order by x.year desc limit 1) x on true
    where ${where(scopeOn(context, filter, 'f'), equals(sql`f.state`, filter.state), after([sql`f."findingId"`], context.after))}
    order by f."findingId" limit ${context.limit + 1}`.execute(db)
  const { rows, next } = toPage(found.rows, context.limit, (row) => [row.findingId])
  return {
    items: rows.map(({ findingId, ...row }): Item => ({ ...nothing, ...row, list: 'unsuitable', id: findingId, basisYears: [] })),
    next,
  }
}

/** RM-13. */
export const exitWatchQuery: ViewQuery = {
  view: exitWatchView,
  needs: ['campus', 'roster', 'exit-watch', 'assessment-progress'],
  sortKeys: 1,
  read: (db, filter, context) => {
    if (filter.list === 'oneFail') return readOneFail(db, filter, context)
    return filter.list === 'unsuitable' ? readUnsuitable(db, filter, context) : readCases(db, filter, context)
  },
}
