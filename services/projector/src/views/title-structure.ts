import { type TitleRank, titleRanks } from '@fudao/contracts/staffing'
import { type RowOfView, titleStructureView } from '@fudao/contracts/views'
import type { Rational } from '@fudao/domain-kit'
import type { Db } from '@fudao/projections'
import { sql } from 'kysely'
import { tableNames as t } from '../tables.js'
import type { ComputedQuery } from './computed.js'
import { policyViewOf } from './staffing-ratio.js'
import {
  concludeTitles,
  explainTitles,
  type GradeInputs,
  gradeFigures,
  type RankStructure,
  type TitleFigures,
  type TitleInputs,
  titleFigures,
} from './title-figures.js'
import { equals, toPage, type ViewContext, where } from './view-query.js'

type Item = RowOfView<typeof titleStructureView>
type Track = 'title' | 'managementGrade'

/** Who served on the day, by the spans of their service. */
const inService = ({ campus, asOf }: ViewContext, employment: unknown) =>
  where(
    sql`h.campus = ${campus} and s."from" <= ${asOf} and (s."to" is null or s."to" >= ${asOf})`,
    equals(sql`s.employment`, employment as string | undefined),
  )
const spans = sql`jsonb_to_recordset(h.spans) as s("from" text, "to" text, employment text)`

/** The last structure of a round of the track by the day. */
const readStructure = async (db: Db, { campus, asOf }: ViewContext, track: Track): Promise<RankStructure | null> => {
  const found = await sql<RankStructure>`
    select r."asOf", r."teachersByRank" from ${t.rankStructures} r
    join ${t.titleRounds} o on o.campus = r.campus and o."roundId" = r."roundId" and o.track = ${track}
    where r.campus = ${campus} and r."asOf" <= ${asOf} order by r."asOf" desc, o."openedOn" desc, r."roundId" desc limit 1`.execute(db)
  return found.rows[0] ?? null
}

/** What was true on the day: who served, the highest title granted by then, the last structure and round by then. */
const readTitles = async (db: Db, context: ViewContext, employment: unknown): Promise<TitleInputs> => {
  const { campus, asOf, policy } = context
  const counted = await sql<{ ranks: readonly TitleRank[]; research: readonly string[] }>`
    select coalesce(jsonb_agg(h2.rank) filter (where h2.rank is not null), '[]') as ranks,
      (select coalesce(jsonb_agg(a."eventId"), '[]') from ${t.achievements} a
       where a.campus = ${campus} and a."counselorId" = h."counselorId" and a."countsAsResearch" and a."verifiedOn" <= ${asOf}
         and (a."retractedOn" is null or a."retractedOn" > ${asOf})) as research
    from ${t.serviceHistories} h
    cross join lateral ${spans}
    left join ${t.heldTitles} h2 on h2.campus = h.campus and h2."counselorId" = h."counselorId" and h2."grantedOn" <= ${asOf}
    where ${inService(context, employment)}
    group by h."counselorId"`.execute(db)
  const counselors: Record<string, number> = {}
  const research: Record<string, readonly string[]> = {}
  for (const { ranks, research: own } of counted.rows) {
    const highest = [...titleRanks].reverse().find((rank) => ranks.includes(rank)) ?? 'untitled'
    counselors[highest] = (counselors[highest] ?? 0) + 1
    research[highest] = [...(research[highest] ?? []), ...own]
  }
  const round = await sql<{ seniorShare: Rational | null }>`
    select "seniorShare" from ${t.titleRounds}
    where campus = ${campus} and track = 'title' and "openedOn" <= ${asOf} order by "openedOn" desc, "roundId" desc limit 1`.execute(db)
  return {
    counselors,
    research,
    structure: await readStructure(db, context, 'title'),
    reserved: round.rows[0]?.seniorShare ?? policyViewOf(policy, asOf).value('staffing.seniorPostShare'),
  }
}

/** The grade of the day is the one granted last: what is above what is the institution's own order. */
const readGrades = async (db: Db, context: ViewContext, employment: unknown): Promise<GradeInputs> => {
  const { campus, asOf } = context
  const counted = await sql<{ grade: string; n: number }>`
    select coalesce(g.grade, 'ungraded') as grade, count(distinct h."counselorId")::int as n
    from ${t.serviceHistories} h
    cross join lateral ${spans}
    left join lateral (select grade from ${t.managementGrades}
      where campus = ${campus} and "counselorId" = h."counselorId" and "grantedOn" <= ${asOf}
      order by "grantedOn" desc, "applicationId" desc limit 1) g on true
    where ${inService(context, employment)}
    group by 1`.execute(db)
  return {
    counselors: Object.fromEntries(counted.rows.map(({ grade, n }) => [grade, n])),
    structure: await readStructure(db, context, 'managementGrade'),
  }
}

/** Events behind a row besides what people did: rounds and structures of its track. */
const roundsBehind = ({ campus, asOf }: ViewContext, track: Track) => sql`
  select "eventId" from ${t.titleRounds} where campus = ${campus} and track = ${track} and "openedOn" <= ${asOf}
  union select r."eventId" from ${t.rankStructures} r
    join ${t.titleRounds} o on o.campus = r.campus and o."roundId" = r."roundId" and o.track = ${track}
    where r.campus = ${campus} and r."asOf" <= ${asOf}`

/** RM-17. */
export const titleStructureQuery: ComputedQuery = {
  view: titleStructureView,
  needs: ['campus', 'staffing-ratio', 'title-structure'],
  sortKeys: 1,
  read: async (db, filter, context) => {
    const figures: readonly TitleFigures[] =
      filter.list === 'grades'
        ? gradeFigures(await readGrades(db, context, filter.employment))
        : titleFigures(await readTitles(db, context, filter.employment))
    const items = figures.map((row, at) => ({
      at,
      item: { ...row, asOf: context.asOf, policyVersion: context.policy.version } satisfies Item,
    }))
    const { rows, next } = toPage(
      items.filter(({ at }) => at > Number(context.after?.[0] ?? -1)),
      context.limit,
      ({ at }) => [at],
    )
    return { items: rows.map(({ item }) => item), next }
  },
  explain: async (db, id, context) => {
    const titles = await readTitles(db, context, undefined)
    const title = titleFigures(titles).find((row) => row.id === id)
    if (title)
      return {
        conclusion: concludeTitles(title),
        figures: explainTitles(title),
        events: sql`e."eventId" in (${roundsBehind(context, 'title')}
          union select jsonb_array_elements_text(${JSON.stringify(titles.research[id] ?? [])}::jsonb))`,
      }
    const grade = gradeFigures(await readGrades(db, context, undefined)).find((row) => row.id === id)
    return (
      grade && {
        conclusion: concludeTitles(grade),
        figures: explainTitles(grade),
        events: sql`e."eventId" in (${roundsBehind(context, 'managementGrade')}
          union select "eventId" from ${t.managementGrades}
            where campus = ${context.campus} and grade = ${grade.rank} and "grantedOn" <= ${context.asOf})`,
      }
    )
  },
}
