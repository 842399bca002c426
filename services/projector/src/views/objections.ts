import { objectionsView, type RowOfView } from '@fudao/contracts/views'
import { sql } from 'kysely'
import { sealedName, sealedText, tableNames as t } from '../tables.js'
import { after, equals, toPage, type ViewQuery, where } from './view-query.js'

/** Objections with what was said, those of one candidacy together. */
export const objectionsQuery: ViewQuery = {
  view: objectionsView,
  needs: ['campus', 'roster', 'recruitment'],
  sortKeys: 2,
  read: async (db, filter, context) => {
    const found = await sql<RowOfView<typeof objectionsView>>`
      select o."candidacyId" || '_' || o."objectionId" as id, o."objectionId", o."candidacyId", c."roundId", o."personId", ${sealedName} as name,
        ${sealedText} as text, o."raisedOn", c."publicityTo" as "publicityUntil", o.state, o."settledOn"
      from ${t.objections} o
      left join ${t.candidacies} c on c.campus = o.campus and c."candidacyId" = o."candidacyId"
      left join ${t.people} p on p.campus = o.campus and p."personId" = o."personId"
      where ${where(
        sql`o.campus = ${context.campus}`,
        equals(sql`c."roundId"`, filter.roundId),
        equals(sql`o."candidacyId"`, filter.candidacyId),
        equals(sql`o.state`, filter.state),
        after([sql`o."candidacyId"`, sql`o."objectionId"`], context.after),
      )}
      order by o."candidacyId", o."objectionId" limit ${context.limit + 1}`.execute(db)
    const { rows, next } = toPage(found.rows, context.limit, (row) => [row.candidacyId, row.objectionId])
    return { items: rows, next }
  },
}
