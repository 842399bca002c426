import { achievementsView, type RowOfView } from '@fudao/contracts/views'
import { sql } from 'kysely'
import { tableNames as t } from '../tables.js'
import { who, whoColumns, whose } from './of-counselor.js'
import { after, equals, scoped, toPage, type ViewQuery, where } from './view-query.js'

/** The newest first. Who made it too finds it among the own. */
export const achievementsQuery: ViewQuery = {
  view: achievementsView,
  needs: ['campus', 'roster', 'achievements'],
  sortKeys: 2,
  read: async (db, filter, context) => {
    const newest = sql`-replace(r."submittedOn", '-', '')::int`
    const own =
      context.scope.kind === 'self'
        ? sql`(${scoped(context.scope, whose)} or jsonb_exists(r."coAuthors", ${context.scope.counselorId}))`
        : scoped(context.scope, whose)
    const found = await sql<RowOfView<typeof achievementsView>>`
      select r."achievementId" as id, ${whoColumns}, r.kind, r.level, r.role, r.status, r."on", r."coAuthors", r."evidenceRef", r.state,
        r."submittedOn", r."verifiedOn", r."countsAsResearch", r."retractedOn"
      from ${t.achievementRecords} r ${who}
      where ${where(
        sql`r.campus = ${context.campus}`,
        equals(whose.counselorId, filter.counselorId),
        equals(whose.departmentId, filter.departmentId),
        equals(sql`r.kind`, filter.kind),
        equals(sql`r.level`, filter.level),
        equals(sql`r.state`, filter.state),
        own,
        after([newest, sql`r."achievementId"`], context.after),
      )}
      order by ${newest}, r."achievementId" limit ${context.limit + 1}`.execute(db)
    const { rows, next } = toPage(found.rows, context.limit, (row) => [-Number(row.submittedOn.replaceAll('-', '')), row.id])
    return { items: rows, next }
  },
}
