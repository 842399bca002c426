import { type PolicyState, readPolicy } from '@fudao/contracts/policy'
import { type RowOfView, staffingRatioView } from '@fudao/contracts/views'
import { gapInScope, gapOf, type PolicyView, type RatioPolicy, ratioPolicyKeys, readRatioPolicy } from '@fudao/domain-kit'
import type { Db } from '@fudao/projections'
import { sql } from 'kysely'
import { tableNames as t } from '../tables.js'
import type { ComputedQuery } from './computed.js'
import { concludeStaffing, explainStaffing } from './explain-staffing.js'
import { type StaffingFigures, type StaffingInputs, staffingFigures } from './staffing-figures.js'
import { toPage, type ViewContext } from './view-query.js'

type Item = RowOfView<typeof staffingRatioView>
interface Unit {
  readonly item: Item
  readonly inputs: StaffingInputs
  readonly figures: StaffingFigures
}

/** Policy as a calculation of `asOf` reads it. */
export const policyViewOf = (policy: PolicyState, asOf: string): PolicyView => ({
  value: (key, on = asOf) => readPolicy(policy, key, on).value,
})

interface Counted {
  readonly departmentId: string
  readonly employment: string
  readonly n: number
}
interface Headcount {
  readonly asOf: string
  readonly students: number
  readonly byDepartment: Readonly<Record<string, number>>
}

/** What was true on the day, from the dates in the rows: start and last days, days of headcounts and approvals. */
const readInputs = async (db: Db, { campus, asOf }: ViewContext) => {
  const counted = await sql<Counted>`
    select s."departmentId", s.employment, count(*)::int as n from ${t.serviceHistories} h,
      jsonb_to_recordset(h.spans) as s("from" text, "to" text, employment text, "departmentId" text)
    where h.campus = ${campus} and s."from" <= ${asOf} and (s."to" is null or s."to" >= ${asOf}) group by 1, 2`.execute(db)
  const headcount = await sql<Headcount>`
    select "asOf", students, "byDepartment" from ${t.headcounts}
    where campus = ${campus} and "asOf" <= ${asOf} order by "asOf" desc limit 1`.execute(db)
  const posts = await sql<{ fullTimePosts: number }>`
    select "fullTimePosts" from ${t.approvedPosts}
    where campus = ${campus} and "from" <= ${asOf} order by "from" desc limit 1`.execute(db)
  const names = await sql<{ departmentId: string; name: string | null }>`
    select "departmentId", name from ${t.departments} where campus = ${campus}`.execute(db)
  return {
    counted: counted.rows,
    headcount: headcount.rows[0],
    posts: posts.rows[0]?.fullTimePosts ?? null,
    names: new Map(names.rows.map(({ departmentId, name }) => [departmentId, name])),
  }
}

const sum = (counted: readonly Counted[], employment: string, departmentId?: string): number =>
  counted.reduce(
    (total, row) =>
      total + (row.employment === employment && (departmentId === undefined || row.departmentId === departmentId) ? row.n : 0),
    0,
  )

/** Every row of the campus on the day, the campus first: a few hundred at most. */
const readUnits = async (db: Db, context: ViewContext): Promise<{ readonly units: readonly Unit[]; readonly policy: RatioPolicy }> => {
  const { counted, headcount, posts, names } = await readInputs(db, context)
  const policy = readRatioPolicy(policyViewOf(context.policy, context.asOf))
  // the newest entry among those in force on the day
  const policyVersion = Math.max(...ratioPolicyKeys.map((key) => readPolicy(context.policy, key, context.asOf).version))
  const own = context.scope.kind === 'department' ? [context.scope.departmentId] : []
  const ids = [...new Set([...Object.keys(headcount?.byDepartment ?? {}), ...counted.map((row) => row.departmentId), ...own])].sort()
  const inputsOf = (departmentId?: string): StaffingInputs => ({
    headcountAsOf: headcount?.asOf ?? null,
    students: headcount ? (departmentId === undefined ? headcount.students : (headcount.byDepartment[departmentId] ?? null)) : null,
    fullTime: sum(counted, 'fullTime', departmentId),
    partTime: sum(counted, 'partTime', departmentId),
    approvedPosts: departmentId === undefined ? posts : null,
  })
  const departments = ids.map((id) => ({ id, inputs: inputsOf(id) }))
  const judged = departments.flatMap(({ inputs: { students, fullTime, partTime } }) =>
    students === null ? [] : [{ students, fullTime, partTime }],
  )
  const campus = inputsOf()
  const gap = campus.students === null ? undefined : gapInScope({ ...campus, students: campus.students }, judged, policy)
  const toUnit = (id: string, departmentId: string | null, inputs: StaffingInputs, figures: StaffingFigures): Unit => ({
    inputs,
    figures,
    item: {
      id,
      scope: departmentId === null ? 'campus' : 'department',
      departmentId,
      departmentName: departmentId === null ? null : (names.get(departmentId) ?? null),
      asOf: context.asOf,
      policyVersion,
      headcountAsOf: inputs.headcountAsOf,
      ...figures,
    },
  })
  const units = [
    toUnit('campus', null, campus, staffingFigures(campus, policy, gap)),
    ...departments.map(({ id, inputs }) => toUnit(id, id, inputs, staffingFigures(inputs, policy))),
  ]
  const { scope } = context
  return {
    policy,
    units: units.filter(({ item }) => scope.kind === 'campus' || (scope.kind === 'department' && item.departmentId === scope.departmentId)),
  }
}

/** where every department must meet the ratio, the verdict on the campus names those that do not. */
const departmentVerdict = (units: readonly Unit[], policy: RatioPolicy) => {
  const departments = units.filter(({ item, inputs }) => item.departmentId !== null && inputs.students !== null)
  if (policy.scope !== 'department' || departments.length === 0) return undefined
  return departments.map(({ item, inputs: { students, fullTime, partTime } }) => {
    const gap = gapOf({ students: students ?? 0, fullTime, partTime }, policy)
    const name = item.departmentName ?? item.id
    return gap === 0
      ? { zh: `${name}：达标`, en: `${name}: met` }
      : { zh: `${name}：不达标，缺口 ${gap}/${policy.weight.den}`, en: `${name}: not met, gap ${gap}/${policy.weight.den}` }
  })
}

const STREAM_TYPES = ['staffing.HeadcountRecorded', 'staffing.PostsApproved', 'staffing.StaffingChecked'] as const

/** RM-01. */
export const staffingRatioQuery: ComputedQuery = {
  view: staffingRatioView,
  needs: ['campus', 'roster', 'staffing-ratio'],
  dated: true,
  sortKeys: 2,
  read: async (db, filter, context) => {
    const { units } = await readUnits(db, context)
    const rank = (item: Item): number => (item.scope === 'campus' ? 0 : 1)
    const [afterRank, afterId] = context.after ?? [-1, '']
    const wanted = units
      .map(({ item }) => item)
      .filter((item) => filter.departmentId === undefined || item.departmentId === filter.departmentId)
      .filter((item) => filter.scope === undefined || item.scope === filter.scope)
      .filter((item) => rank(item) > Number(afterRank) || (rank(item) === Number(afterRank) && item.id > String(afterId)))
    const { rows, next } = toPage(wanted, context.limit, (item) => [rank(item), item.id])
    return { items: rows, next }
  },
  explain: async (db, id, context) => {
    const { units, policy } = await readUnits(db, context)
    const unit = units.find(({ item }) => item.id === id)
    if (!unit) return undefined
    const stream = `establishment-${context.campus}.${context.campus}`
    // of each kind the last one by that day
    const last = STREAM_TYPES.map(
      (type) => sql`(select l."eventId" from ${t.journal} l where l.campus = ${context.campus} and l.stream = ${stream} and l.type = ${type}
        and coalesce(l.data->>'asOf', l.data->>'from') <= ${context.asOf} order by coalesce(l.data->>'asOf', l.data->>'from') desc, l.position desc limit 1)`,
    )
    return {
      conclusion: concludeStaffing(unit.figures, unit.figures.ratioFullTime),
      figures: explainStaffing(
        unit.inputs,
        unit.figures,
        policy,
        unit.item.scope === 'campus' ? departmentVerdict(units, policy) : undefined,
      ),
      events: sql`e."eventId" in (${sql.join(last)})`,
    }
  },
}
