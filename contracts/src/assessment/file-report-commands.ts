import { z } from 'zod'
import { id, int } from '../kit/index.js'
import { StudentFileReport } from './aggregates.js'
import * as ev from './file-report-events.js'
import { fileReportKey } from './shapes.js'

export const ReportFiles = StudentFileReport.command('ReportFiles', {
  title: { zh: '报告学生档案情况', en: 'Report the student files' },
  issuers: ['counselor'],
  self: 'counselorId',
  rules: ['R-AK-24', 'R-AK-25'],
  refusals: ['CountInvalid', 'UnknownCategory', 'WrongState'],
  emits: [ev.FilesReported, ev.OwnFileMissing],
  payload: {
    ...fileReportKey,
    students: int,
    /** Category → students whose file is complete in it; all seven of R-AK-24 are given, and no other. */
    complete: z.record(z.string().max(64), int),
    special: int,
    specialWithOwnFile: int,
  },
  example: {
    counselorId: 'c_0001',
    termId: 't2024a',
    students: 198,
    complete: {
      study: 198,
      family: 190,
      hardship: 198,
      mentalHealth: 196,
      rewardsAndDiscipline: 198,
      socialWork: 180,
      partyAndLeague: 198,
    },
    special: 6,
    specialWithOwnFile: 6,
  },
})
export const HandOverFiles = StudentFileReport.command('HandOverFiles', {
  title: { zh: '移交学生档案', en: 'Hand over the student files' },
  issuers: ['deptBranch', 'system'],
  rules: ['R-AK-24', 'R-AK-31', 'R-AK-77', 'X-10'],
  refusals: ['NotAuthorized', 'SuccessorMissing', 'WrongState'],
  emits: [ev.FilesHandedOver],
  payload: {
    ...fileReportKey,
    /** The successor; left out is refused by name. */
    toId: id.optional(),
  },
  example: { counselorId: 'c_0001', termId: 't2024a', toId: 'c_0002' },
})
