import { z } from 'zod'
import { isoWeek } from '../assessment/index.js'
import { id, localDate } from '../kit/index.js'
import { defineView } from './view.js'

/** D-09 as data: one row per journal, the latest week first. */
export const weeklyJournalsView = defineView({
  name: 'weekly-journals',
  readModel: 'D-09',
  title: { zh: '工作周记', en: 'Weekly journals' },
  scope: { campus: ['studentAffairs', 'system'], department: ['deptBranch'], self: true },
  rules: ['R-AK-23', 'R-AK-77'],
  filter: {
    departmentId: id.optional(),
    counselorId: id.optional(),
    isoWeek: isoWeek.optional(),
    /** `true`: with issues the department has not replied to. */
    unanswered: z.enum(['true', 'false']).optional(),
  },
  row: {
    /** `<counselorId>-<isoWeek>` */
    id: z.string(),
    counselorId: z.string(),
    name: z.string().nullable(),
    departmentId: z.string().nullable(),
    departmentName: z.string().nullable(),
    isoWeek,
    submittedOn: localDate,
    late: z.boolean(),
    studentsInGeneral: z.string(),
    work: z.string(),
    effect: z.string(),
    issues: z.array(z.string()),
    /** Reply of the department. */
    reply: z.string().nullable(),
    repliedOn: localDate.nullable(),
  },
})
