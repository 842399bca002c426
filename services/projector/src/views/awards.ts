import { awardsView, type RowOfView } from '@fudao/contracts/views'
import { sql } from 'kysely'
import { sealedName, tableNames as t } from '../tables.js'
import { after, equals, scoped, toPage, type ViewQuery, where } from './view-query.js'

type Item = RowOfView<typeof awardsView>

/** R-AK-85, the latest year first. A round is shown to everybody who reads the view, its nominees to those they are of. */
export const awardsQuery: ViewQuery = {
  view: awardsView,
  needs: ['campus', 'roster', 'awards'],
  sortKeys: 3,
  read: async (db, filter, context) => {
    const person = sql`coalesce(n."personId", '')`
    const ofNominee = where(
      sql`n.campus = r.campus and n."roundId" = r."roundId"`,
      equals(sql`n."departmentId"`, filter.departmentId),
      scoped(context.scope, { departmentId: sql`n."departmentId"`, counselorId: sql`n."counselorId"` }),
    )
    const state = sql`case when n."personId" is null then null when n.withdrawn then 'withdrawn'
      when not jsonb_exists(r.winners, n."personId") then 'nominated' when r."publishedOn" is null then 'chosen' else 'awarded' end`
    const found = await sql<Item>`
      select r."roundId" || coalesce('-' || n."personId", '') as id, r."roundId", r.year, r.kind, r."kindText", r.quota, n."personId",
        n."counselorId", ${sealedName} as name, n."personCategory", n."departmentId", d.name as "departmentName", n."nominatedOn",
        ${state} as state, r."publishedOn"
      from ${t.awardRounds} r left join ${t.nominees} n on ${ofNominee}
      left join ${t.departments} d on d.campus = r.campus and d."departmentId" = n."departmentId"
      left join ${t.people} p on p.campus = r.campus and p."personId" = n."personId"
      where ${where(
        sql`r.campus = ${context.campus}`,
        equals(sql`r.kind`, filter.kind),
        equals(sql`r.year`, filter.year),
        equals(state, filter.state),
        after([sql`-r.year`, sql`r."roundId"`, person], context.after),
      )}
      order by -r.year, r."roundId", ${person} limit ${context.limit + 1}`.execute(db)
    const { rows, next } = toPage(found.rows, context.limit, (row) => [-row.year, row.roundId, row.personId ?? ''])
    return { items: rows, next }
  },
}
