import { z } from 'zod'
import { count, id, localDate, rational } from '../kit/index.js'
import { defineView } from './view.js'

/**
 * RM-10: the counselors of a department, what they did in the term that holds the day (R-AK-06..25). Between terms it is the last one that
 * had begun; a campus without terms gets the calendar year, and no weeks.
 */
export const departmentBranchView = defineView({
  name: 'department-branch',
  readModel: 'RM-10',
  title: { zh: '系（部）辅导员工作', en: 'Department branch' },
  scope: { campus: ['studentAffairs', 'system'], department: ['deptBranch', 'departmentOffice'], self: true },
  rules: ['R-AK-18', 'R-AK-19', 'R-AK-20', 'R-AK-21', 'R-AK-22', 'R-AK-23', 'R-AK-24', 'R-AK-25', 'R-AK-77'],
  filter: { departmentId: id.optional(), counselorId: id.optional() },
  row: {
    /** The counselor. */
    id: z.string(),
    counselorId: z.string(),
    name: z.string().nullable(),
    departmentId: z.string(),
    departmentName: z.string().nullable(),
    asOf: localDate,
    policyVersion: z.int(),
    termId: z.string().nullable(),
    /** What is counted: from the first day of the term to the day, or to the term's last. */
    from: localDate,
    to: localDate,
    totalMinutes: count,
    /** Minutes by duty 1–11; a duty without any is left out. */
    dutyMinutes: z.record(z.string(), count),
    /** Outside duties 1–11 (R-AK-18). */
    outsideMinutes: count,
    /** Minutes outside 1–11 ÷ all; null without any work. */
    offDutyShare: rational.nullable(),
    offDutyShareShown: z.string().nullable(),
    talks: count,
    observations: count,
    dormVisits: count,
    meetings: count,
    journals: count,
    weeksInTerm: count.nullable(),
    /** Journals submitted ÷ weeks in term. */
    journalShare: rational.nullable(),
    journalShareShown: z.string().nullable(),
    /** Raised in any journal so far and not replied to. */
    unansweredIssues: count,
    students: count.nullable(),
    /** Σ complete ÷ (7 × students) of the term's report. */
    fileCompleteness: rational.nullable(),
    fileCompletenessShown: z.string().nullable(),
    /** Special attention without a file of their own. */
    withoutOwnFile: count.nullable(),
    incidents: count,
    /** Forms that wait for the opinion of the department; null as long as no context has such a form. */
    pendingEndorsements: count.nullable(),
  },
})
