import { z } from 'zod'
import { count, id, localDate, year } from '../kit/index.js'
import { stintRole, titleRank } from '../staffing/index.js'
import { defineView } from './view.js'

/** RM-15: one row per teacher with a service record. */
export const youngTeacherEligibilityView = defineView({
  name: 'young-teacher-eligibility',
  readModel: 'RM-15',
  title: { zh: '青年教师晋升条件', en: 'Young-teacher eligibility' },
  scope: { campus: ['orgPersonnel', 'system'], department: [], self: false, person: ['teacher', 'counselor'] },
  rules: ['R-AK-48', 'A-15', 'A-16', 'X-36', 'X-50'],
  filter: { teacherId: id.optional(), eligible: z.enum(['true', 'false']).optional() },
  row: {
    /** The teacher's id: id for *why?*. */
    id: z.string(),
    teacherId: z.string(),
    name: z.string().nullable(),
    asOf: localDate,
    /** Revision of the policy the figures were calculated with; -1: only defaults. */
    policyVersion: z.int(),
    stints: z.array(z.object({ role: stintRole, from: localDate, to: localDate.nullable() })),
    /** Days that were over when `asOf` began; a day held in two roles counts once. */
    servedDays: count,
    countedDays: count,
    /** Served in a year that was assessed unqualified. */
    excludedDays: count,
    failedYears: z.array(year),
    /** Last assessed year of the counted time; failed years are no part of it. */
    assessedYear: year.nullable(),
    /** First day on which the time is enough, if nothing changes; `null`: never, or the campus asks for none. */
    firstEligibleOn: localDate.nullable(),
    /** Time and assessment are enough on `asOf`. */
    eligible: z.boolean(),
    certificate: z.object({ targetRank: titleRank, on: localDate }).nullable(),
  },
})
