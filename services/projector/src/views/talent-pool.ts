import type { Grade } from '@fudao/contracts/assessment'
import { talentPoolView } from '@fudao/contracts/views'
import { sql } from 'kysely'
import { sealedName, tableNames as t } from '../tables.js'
import { rankTalents, type TalentInputs, talentOf } from './talent-figures.js'
import { toPage, type ViewQuery } from './view-query.js'

interface Found extends Pick<TalentInputs, 'counselorId' | 'name'> {
  readonly spans: TalentInputs['spans']
  readonly titles: TalentInputs['titles'] | null
  readonly grades: readonly { readonly year: number; readonly grade: Grade; readonly on: string }[] | null
  readonly awards: TalentInputs['awards'] | null
}

/** RM-16. The place of each depends on all others, so the pool of the campus is read whole. */
export const talentPoolQuery: ViewQuery = {
  view: talentPoolView,
  needs: ['campus', 'roster', 'staffing-ratio', 'assessment-progress', 'title-structure', 'awards'],
  sortKeys: 1,
  read: async (db, filter, { campus, asOf, after, limit }) => {
    const found = await sql<Found>`
      select h."counselorId", h.spans,
        (select jsonb_agg(jsonb_build_object('title', ht.title, 'rank', ht.rank, 'grantedOn', ht."grantedOn") order by ht."grantedOn", ht."eventId") from ${t.heldTitles} ht
          where ht.campus = h.campus and ht."counselorId" = h."counselorId") as titles,
        ${sealedName} as name,
        (select jsonb_agg(jsonb_build_object('year', a.year, 'grade', a.grade, 'on', a."finalizedOn")) from ${t.assessments} a
          where a.campus = h.campus and a."counselorId" = h."counselorId" and a.grade is not null and a.state in ('final', 'underAppeal')) as grades,
        (select jsonb_agg(jsonb_build_object('year', aw.year, 'award', coalesce(aw."kindText", aw.kind), 'on', aw."publishedOn")) from ${t.awardRounds} aw
          where aw.campus = h.campus and aw."publishedOn" is not null and aw.winners ? co."personId") as awards
      from ${t.serviceHistories} h
      left join ${t.counselors} co on co.campus = h.campus and co."counselorId" = h."counselorId"
      left join ${t.people} p on p.campus = co.campus and p."personId" = co."personId"
      where h.campus = ${campus} and h.spans @> '[{"employment": "fullTime"}]'`.execute(db)
    const departments = await sql<{ departmentId: string; name: string | null }>`
      select "departmentId", name from ${t.departments} where campus = ${campus}`.execute(db)
    const names = new Map(departments.rows.map(({ departmentId, name }) => [departmentId, name]))
    const { post, present, counselorId } = filter as { post?: 'officeHead' | 'studentWork'; present?: string; counselorId?: string }
    const pool = found.rows.flatMap(
      (row) => talentOf({ ...row, titles: row.titles ?? [], grades: row.grades ?? [], awards: row.awards ?? [] }, asOf) ?? [],
    )
    const wanted = rankTalents(pool, post ?? 'officeHead')
      .filter((row) => counselorId === undefined || row.counselorId === counselorId)
      .filter((row) => present === undefined || String(row.present) === present)
      .filter((row) => row.rank > Number(after?.[0] ?? 0))
    const { rows, next } = toPage(wanted, limit, ({ rank }) => [rank])
    return { items: rows.map((row) => ({ ...row, departmentName: names.get(row.departmentId ?? '') ?? null })), next }
  },
}
