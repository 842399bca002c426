import { ballotListView, type RowOfView } from '@fudao/contracts/views'
import { sql } from 'kysely'
import { sealedName, tableNames as t } from '../tables.js'
import { after, equals, toPage, type ViewQuery, where } from './view-query.js'

/** RM-12. */
export const ballotListQuery: ViewQuery = {
  view: ballotListView,
  needs: ['campus', 'roster', 'assessment-progress'],
  sortKeys: 1,
  read: async (db, filter, context) => {
    const found = await sql<RowOfView<typeof ballotListView>>`
      select b."assessmentId" as id, b."counselorId", ${sealedName} as name, b.year, b."from", b."to", b.state, b.cast, b.eligible,
        b."tokenPublicKey", b."tokenHashes"
      from ${t.ballots} b
      left join ${t.counselors} co on co.campus = b.campus and co."counselorId" = b."counselorId"
      left join ${t.people} p on p.campus = co.campus and p."personId" = co."personId"
      where ${where(
        sql`b.campus = ${context.campus}`,
        equals(sql`b."counselorId"`, filter.counselorId),
        equals(sql`b.state`, filter.state),
        after([sql`b."assessmentId"`], context.after),
      )}
      order by b."assessmentId" limit ${context.limit + 1}`.execute(db)
    const { rows, next } = toPage(found.rows, context.limit, (row) => [row.id])
    return { items: rows, next }
  },
}
