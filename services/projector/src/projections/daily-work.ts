import * as assessment from '@fudao/contracts/assessment'
import { defineProjection, defineTable, on } from '@fudao/projections'

// Rows keep the day of what they tell. Texts of a journal name no student (C-12); they are shown to the department and the counselor.

export const journals = defineTable('journals', {
  columns: {
    counselorId: 'text',
    isoWeek: 'text',
    submittedOn: 'text',
    late: 'bool',
    studentsInGeneral: 'text',
    work: 'text',
    effect: 'text',
    issues: 'json',
    reply: 'text',
    repliedOn: 'text',
  },
  key: ['counselorId', 'isoWeek'],
})
export const fileReports = defineTable('file_reports', {
  columns: {
    counselorId: 'text',
    termId: 'text',
    reportedOn: 'text',
    students: 'int',
    complete: 'json',
    special: 'int',
    specialWithOwnFile: 'int',
    handedOverTo: 'text',
    handedOverOn: 'text',
  },
  key: ['counselorId', 'termId'],
})
const weekKey = ({ data }: { readonly data: { readonly counselorId: string; readonly isoWeek: string } }) => [
  data.counselorId,
  data.isoWeek,
]
const termKey = ({ data }: { readonly data: { readonly counselorId: string; readonly termId: string } }) => [data.counselorId, data.termId]

/** D-09 and D-10. */
export const dailyWorkProjection = defineProjection({
  name: 'daily-work',
  version: 1,
  tables: [journals, fileReports],
  handlers: [
    on(assessment.JournalSubmitted, journals, weekKey, (_, { campus, asof, data }) => ({
      campus,
      counselorId: data.counselorId,
      isoWeek: data.isoWeek,
      submittedOn: asof,
      late: data.late,
      studentsInGeneral: data.studentsInGeneral,
      work: data.work,
      effect: data.effect,
      issues: data.issues,
      reply: null,
      repliedOn: null,
    })),
    on(assessment.JournalReplied, journals, weekKey, (row, { asof, data }) => row && { ...row, reply: data.note, repliedOn: asof }),
    on(assessment.FilesReported, fileReports, termKey, (row, { campus, data }) => ({
      campus,
      counselorId: data.counselorId,
      termId: data.termId,
      reportedOn: data.on,
      students: data.students,
      complete: data.complete,
      special: data.special,
      specialWithOwnFile: data.specialWithOwnFile,
      handedOverTo: row?.handedOverTo ?? null,
      handedOverOn: row?.handedOverOn ?? null,
    })),
    on(
      assessment.FilesHandedOver,
      fileReports,
      termKey,
      (row, { data }) => row && { ...row, handedOverTo: data.toId, handedOverOn: data.on },
    ),
  ],
})
