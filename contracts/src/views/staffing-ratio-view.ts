import { z } from 'zod'
import { count, id, localDate, rational } from '../kit/index.js'
import { defineView } from './view.js'

/** `1:200.0` for the eye, one decimal, half up; `none`: students without a counselor. */
const ratio = z.string().regex(/^(1:\d+\.\d|none)$/)

/** RM-01: one row for the campus, then one for each department as information. */
export const staffingRatioView = defineView({
  name: 'staffing-ratio',
  readModel: 'RM-01',
  title: { zh: '师生比', en: 'Staffing ratio' },
  scope: {
    campus: ['studentAffairs', 'partyCommittee', 'orgPersonnel', 'system'],
    department: ['deptBranch', 'departmentOffice'],
    self: false,
  },
  rules: ['R-AK-29', 'R-AK-30', 'R-AK-32', 'R-AK-36', 'R-AK-37', 'A-03', 'A-04', 'A-05', 'A-06', 'A-07', 'X-11'],
  filter: { departmentId: id.optional(), scope: z.enum(['campus', 'department']).optional() },
  row: {
    /** `campus` or the department's id. */
    id: z.string(),
    scope: z.enum(['campus', 'department']),
    departmentId: z.string().nullable(),
    departmentName: z.string().nullable(),
    asOf: localDate,
    /** Revision of the policy the figures were calculated with; -1: only defaults. */
    policyVersion: z.int(),
    /** Day of the headcount; `null`: none recorded by then, so that nothing can be said of the ratio. */
    headcountAsOf: localDate.nullable(),
    students: count.nullable(),
    fullTime: count,
    partTime: count,
    partTimeWeight: rational,
    /** Full-time equivalents, exact; `fteShown` has two decimals. */
    fte: rational,
    fteShown: z.string(),
    studentsPerCounselor: count.nullable(),
    /** Students ÷ students per counselor, exact. */
    required: rational.nullable(),
    requiredShown: z.string().nullable(),
    ratio: ratio.nullable(),
    ratioFullTime: ratio.nullable(),
    /** Who counts by the policy in force. */
    basis: z.enum(['fte', 'fullTimeOnly']),
    /** By the basis in force; in units of which one full-time counselor is `unitsPerPost` (thirds for 1/3). */
    gapThirds: count.nullable(),
    gapThirdsFte: count.nullable(),
    gapThirdsFullTimeOnly: count.nullable(),
    unitsPerPost: count,
    compliant: z.boolean().nullable(),
    compliantFte: z.boolean().nullable(),
    compliantFullTimeOnly: z.boolean().nullable(),
    /** Posts are approved for the campus as a whole. */
    approvedPosts: count.nullable(),
    minimumPosts: count.nullable(),
    vacancies: count.nullable(),
    fullTimeShare: rational.nullable(),
    fullTimeShareShown: z.string().nullable(),
    fullTimeMajority: z.boolean(),
    partTimeQuota: count.nullable(),
    partTimeOverQuota: count.nullable(),
  },
})
