import { z } from 'zod'
import { count, id, localDate } from '../kit/index.js'
import { defineView } from './view.js'

/** D-10 as data: one row per counselor and term; counts only (C-12). */
export const studentFileReportsView = defineView({
  name: 'student-file-reports',
  readModel: 'D-10',
  title: { zh: '学生档案情况', en: 'Student file reports' },
  scope: { campus: ['studentAffairs', 'system'], department: ['deptBranch'], self: true },
  rules: ['R-AK-24', 'R-AK-25', 'R-AK-77'],
  filter: { departmentId: id.optional(), counselorId: id.optional(), termId: id.optional() },
  row: {
    /** `<counselorId>-<termId>` */
    id: z.string(),
    counselorId: z.string(),
    name: z.string().nullable(),
    departmentId: z.string().nullable(),
    departmentName: z.string().nullable(),
    termId: z.string(),
    reportedOn: localDate,
    students: count,
    /** Complete files per category, in the order of R-AK-24: study, family, hardship, mentalHealth, rewardsAndDiscipline, socialWork, partyAndLeague. */
    complete: z.array(count),
    special: count,
    specialWithOwnFile: count,
    handedOverTo: z.string().nullable(),
    handedOverOn: localDate.nullable(),
  },
})
