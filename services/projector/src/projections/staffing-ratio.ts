import * as staffing from '@fudao/contracts/staffing'
import { type CounselorHistory, evolveHistory, type HistoryEventOf, historyEvents, serviceSpans } from '@fudao/domain-kit'
import { defineProjection, defineTable, on } from '@fudao/projections'

/** On which days each counselor counts, of which employment and department: so any date can be counted. */
export const serviceHistories = defineTable('service_histories', {
  columns: { counselorId: 'text', history: 'json', spans: 'json' },
  key: ['counselorId'],
})
export const headcounts = defineTable('headcounts', {
  columns: { asOf: 'text', students: 'int', byDepartment: 'json', eventId: 'text' },
  key: ['asOf'],
})
/** Of two approvals from one day the later one holds. */
export const approvedPosts = defineTable('approved_posts', {
  columns: { from: 'text', fullTimePosts: 'int', eventId: 'text' },
  key: ['from'],
})

/** RM-01. */
export const staffingRatioProjection = defineProjection({
  name: 'staffing-ratio',
  version: 1,
  tables: [serviceHistories, headcounts, approvedPosts],
  handlers: [
    ...historyEvents.map((definition) =>
      on(
        definition,
        serviceHistories,
        ({ data }) => [data.counselorId],
        (row, { campus, id, data }) => {
          if (!row && definition.name !== 'CounselorRegistered') return undefined
          const event = { type: definition.name, id, data } as HistoryEventOf
          const history = evolveHistory((row?.history ?? []) as CounselorHistory, event)
          return { campus, counselorId: data.counselorId, history, spans: serviceSpans(history) }
        },
      ),
    ),
    on(
      staffing.HeadcountRecorded,
      headcounts,
      ({ data }) => [data.asOf],
      (_, { campus, id, data }) => ({ campus, asOf: data.asOf, students: data.students, byDepartment: data.byDepartment, eventId: id }),
    ),
    on(
      staffing.PostsApproved,
      approvedPosts,
      ({ data }) => [data.from],
      (_, { campus, id, data }) => ({ campus, from: data.from, fullTimePosts: data.fullTimePosts, eventId: id }),
    ),
  ],
})
