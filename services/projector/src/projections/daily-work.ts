import * as assessment from '@fudao/contracts/assessment'
import type { EventOf } from '@fudao/contracts/kit'
import { defineProjection, defineTable, on, type ProjectedEvent } from '@fudao/projections'

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
export const workEntries = defineTable('work_entries', {
  columns: { counselorId: 'text', month: 'text', entryId: 'text', on: 'text', dutyCode: 'int', minutes: 'int', system: 'text' },
  key: ['counselorId', 'month', 'entryId'],
  indexes: [['counselorId', 'on']],
})
/** Who reported when; what happened stays in the journal. */
export const reportedIncidents = defineTable('reported_incidents', {
  columns: { incidentId: 'text', counselorId: 'text', on: 'text' },
  key: ['incidentId'],
  indexes: [['counselorId', 'on']],
})
const entryKey = ({ data }: { readonly data: { readonly counselorId: string; readonly month: string; readonly entryId: string } }) => [
  data.counselorId,
  data.month,
  data.entryId,
]
/** A correction is the whole entry as it should have been. */
const entered = (
  _: unknown,
  { campus, data }: ProjectedEvent<EventOf<typeof assessment.WorkRecorded>['data']>,
): NonNullable<(typeof workEntries)['row']> => ({
  campus,
  counselorId: data.counselorId,
  month: data.month,
  entryId: data.entryId,
  on: data.on,
  dutyCode: data.dutyCode,
  minutes: data.minutes,
  system: data.system ?? null,
})
const weekKey = ({ data }: { readonly data: { readonly counselorId: string; readonly isoWeek: string } }) => [
  data.counselorId,
  data.isoWeek,
]
const termKey = ({ data }: { readonly data: { readonly counselorId: string; readonly termId: string } }) => [data.counselorId, data.termId]

/** D-09, D-10 and RM-10. */
export const dailyWorkProjection = defineProjection({
  name: 'daily-work',
  // version 1 had neither work nor incidents
  version: 2,
  tables: [journals, fileReports, workEntries, reportedIncidents],
  handlers: [
    on(assessment.WorkRecorded, workEntries, entryKey, entered),
    on(assessment.WorkCorrected, workEntries, entryKey, entered),
    on(
      assessment.IncidentReported,
      reportedIncidents,
      (e) => [e.data.incidentId],
      (_, { campus, asof, data }) => ({ campus, incidentId: data.incidentId, counselorId: data.counselorId, on: asof }),
    ),
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
