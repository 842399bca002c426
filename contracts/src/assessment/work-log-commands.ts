import { z } from 'zod'
import { WorkLog } from './aggregates.js'
import { workEntry, workLogKey } from './shapes.js'
import * as ev from './work-log-events.js'

const payload = {
  ...workLogKey,
  ...workEntry,
  /** 1–11 of the duties, 0 outside them; left out or another number is refused. */
  dutyCode: z.int().optional(),
  tags: workEntry.tags.default([]),
}
const example = {
  counselorId: 'c_0001',
  month: '2024-03',
  entryId: 'w_0001',
  system: 'talk',
  dutyCode: 1,
  on: '2024-03-05',
  minutes: 40,
  purpose: '新学期适应情况',
  planned: true,
  channel: 'inPerson',
  studentCount: 3,
  tags: ['ideologicalLevel', 'ambitionAndDiligence'],
} as const

export const RecordWork = WorkLog.command('RecordWork', {
  title: { zh: '记录工作', en: 'Record work' },
  issuers: ['counselor'],
  self: 'counselorId',
  rules: [
    'R-AK-06',
    'R-AK-07',
    'R-AK-08',
    'R-AK-09',
    'R-AK-10',
    'R-AK-11',
    'R-AK-12',
    'R-AK-13',
    'R-AK-14',
    'R-AK-15',
    'R-AK-16',
    'R-AK-17',
    'R-AK-18',
    'R-AK-19',
    'R-AK-20',
    'R-AK-21',
    'R-AK-22',
    'R-LN-27',
    'R-LN-28',
  ],
  refusals: ['DutyCodeMissing', 'InvalidValue', 'OutsideMonth', 'WrongState'],
  emits: [ev.WorkRecorded],
  payload,
  example,
})
export const CorrectWork = WorkLog.command('CorrectWork', {
  title: { zh: '更正工作记录', en: 'Correct a record of work' },
  issuers: ['counselor'],
  self: 'counselorId',
  rules: ['R-AK-18'],
  refusals: ['DutyCodeMissing', 'InvalidValue', 'OutsideMonth', 'WrongState'],
  emits: [ev.WorkCorrected],
  payload,
  example: { ...example, minutes: 45 },
})
