import { type RowOfView, studentFileReportsView, weeklyJournalsView } from '@fudao/contracts/views'
import { type RawBuilder, sql } from 'kysely'
import { tableNames as t } from '../tables.js'
import { who, whoColumns, whose } from './of-counselor.js'
import { after, equals, scoped, toPage, type ViewQuery, where } from './view-query.js'

type Journal = RowOfView<typeof weeklyJournalsView>
type Report = RowOfView<typeof studentFileReportsView>

const unanswered: RawBuilder<unknown> = sql`(r.reply is null and jsonb_array_length(r.issues) > 0)`

/** D-09. The order is by week, the latest first: weeks are compared as numbers. */
export const weeklyJournalsQuery: ViewQuery = {
  view: weeklyJournalsView,
  needs: ['campus', 'roster', 'daily-work'],
  sortKeys: 2,
  read: async (db, filter, context) => {
    const latest = sql`-replace(r."isoWeek", '-W', '')::int`
    const found = await sql<Journal>`
      select r."counselorId" || '-' || r."isoWeek" as id, ${whoColumns}, r."isoWeek", r."submittedOn", r.late, r."studentsInGeneral", r.work,
        r.effect, r.issues, r.reply, r."repliedOn"
      from ${t.journals} r ${who}
      where ${where(
        sql`r.campus = ${context.campus}`,
        equals(sql`r."isoWeek"`, filter.isoWeek),
        equals(sql`r."counselorId"`, filter.counselorId),
        equals(sql`co."departmentId"`, filter.departmentId),
        filter.unanswered === undefined ? undefined : sql`${unanswered} = ${filter.unanswered === 'true'}`,
        scoped(context.scope, whose),
        after([latest, sql`r."counselorId"`], context.after),
      )}
      order by ${latest}, r."counselorId" limit ${context.limit + 1}`.execute(db)
    const { rows, next } = toPage(found.rows, context.limit, (row) => [-Number(row.isoWeek.replace('-W', '')), row.counselorId])
    return { items: rows, next }
  },
}

/** D-10. */
export const studentFileReportsQuery: ViewQuery = {
  view: studentFileReportsView,
  needs: ['campus', 'roster', 'daily-work'],
  sortKeys: 2,
  read: async (db, filter, context) => {
    const found = await sql<Report>`
      select r."counselorId" || '-' || r."termId" as id, ${whoColumns}, r."termId", r."reportedOn", r.students, r.complete, r.special,
        r."specialWithOwnFile", r."handedOverTo", r."handedOverOn"
      from ${t.fileReports} r ${who}
      where ${where(
        sql`r.campus = ${context.campus}`,
        equals(sql`r."termId"`, filter.termId),
        equals(sql`r."counselorId"`, filter.counselorId),
        equals(sql`co."departmentId"`, filter.departmentId),
        scoped(context.scope, whose),
        after([sql`r."termId"`, sql`r."counselorId"`], context.after),
      )}
      order by r."termId", r."counselorId" limit ${context.limit + 1}`.execute(db)
    const { rows, next } = toPage(found.rows, context.limit, (row) => [row.termId, row.counselorId])
    return { items: rows, next }
  },
}
