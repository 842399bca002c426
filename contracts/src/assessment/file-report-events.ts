import { z } from 'zod'
import { count, id, localDate } from '../kit/index.js'
import { StudentFileReport } from './aggregates.js'
import { fileCategories } from './enums.js'
import { fileReportKey } from './shapes.js'

// These names and fields are stored: never renamed. The files stay outside the system: counts only, no student is identified (C-12).

export const FilesReported = StudentFileReport.event('FilesReported', {
  title: { zh: '学生档案情况已报告', en: 'Files reported' },
  data: {
    ...fileReportKey,
    students: count,
    /** Students whose file is complete, per category in the order of `fileCategories`. */
    complete: z.array(count).length(fileCategories.length),
    /** Students who need special attention, and those of them with a file of their own (一人一档). */
    special: count,
    specialWithOwnFile: count,
    on: localDate,
  },
})
/** R-AK-25 is violated: so many students who need special attention have no file of their own. */
export const OwnFileMissing = StudentFileReport.event('OwnFileMissing', {
  title: { zh: '一人一档不全', en: 'Own files missing' },
  data: { ...fileReportKey, count: z.int().positive() },
})
export const FilesHandedOver = StudentFileReport.event('FilesHandedOver', {
  title: { zh: '学生档案已移交', en: 'Files handed over' },
  data: {
    ...fileReportKey,
    /** Counselor who takes them over. */
    toId: id,
    students: count,
    on: localDate,
  },
})
