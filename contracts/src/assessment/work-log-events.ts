import { z } from 'zod'
import { WorkLog } from './aggregates.js'
import { workEntry, workLogKey } from './shapes.js'

// These names and fields are stored: never renamed.

const entry = {
  ...workLogKey,
  ...workEntry,
  /** 1–11 of the duties, 0 outside them. */
  dutyCode: z.int().min(0).max(11),
}

export const WorkRecorded = WorkLog.event('WorkRecorded', { title: { zh: '工作已记录', en: 'Work recorded' }, data: entry })
/** The whole entry as it should have been; replaces the one before. */
export const WorkCorrected = WorkLog.event('WorkCorrected', {
  title: { zh: '工作记录已更正', en: 'Work corrected' },
  data: {
    ...entry,
    /** The event that is corrected (C-11). */
    correctsEventId: z.uuid().optional(),
  },
})
