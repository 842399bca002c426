import { z } from 'zod'
import { count, localDate, rational } from '../kit/index.js'
import { employment } from '../staffing/index.js'
import { defineView } from './view.js'

/**
 * RM-17: two lists in one shape; `list` tells which a row belongs to. One row per rank (`titles`, R-AK-51) or per management grade
 * (`grades`, R-AK-58), the lowest first, then the counselors who have none. Beside the counselors stand the full-time teachers, in the list
 * of grades the management staff.
 */
export const titleStructureView = defineView({
  name: 'title-structure',
  readModel: 'RM-17',
  title: { zh: '职称结构', en: 'Title structure' },
  scope: { campus: ['orgPersonnel', 'studentAffairs', 'partyCommittee', 'system'], department: [], self: false },
  rules: ['R-AK-51', 'R-AK-55', 'R-AK-56', 'R-AK-58'],
  filter: {
    /** `titles` (default) or `grades`. */
    list: z.enum(['titles', 'grades']).optional(),
    employment: employment.optional(),
  },
  row: {
    list: z.enum(['titles', 'grades']),
    id: z.string(),
    /** The rank, or `untitled`; the grade as the institution names it, or `ungraded`. */
    rank: z.string(),
    asOf: localDate,
    policyVersion: z.int(),
    counselors: count,
    counselorsTotal: count,
    /** Counselors of the rank ÷ counselors, exact; `null`: there are none. */
    counselorShare: rational.nullable(),
    counselorShareShown: z.string().nullable(),
    /** Day of the teachers' structure; `null`: none recorded by then. */
    teachersAsOf: localDate.nullable(),
    teachers: count.nullable(),
    teachersTotal: count.nullable(),
    teacherShare: rational.nullable(),
    teacherShareShown: z.string().nullable(),
    /** Of rank `senior`: the share reserved by the last round, else by the campus (R-AK-56). */
    reservedShare: rational.nullable(),
    reservedShareShown: z.string().nullable(),
    reservedMet: z.boolean().nullable(),
    /** Verified research of the counselors of the rank, online works included (R-AK-55); each work counts for who submitted it. Not of grades. */
    research: count.nullable(),
  },
})
