import { z } from 'zod'
import { achievementKind, achievementLevel, achievementRole, achievementStatus } from '../assessment/index.js'
import { id, localDate } from '../kit/index.js'
import { defineView } from './view.js'

export const achievementState = z.enum(['submitted', 'verified', 'rejected', 'retracted'])

/** Achievement (R-AK-16, R-AK-55): what counselors submitted, what the office verified, and what of it counts as research. */
export const achievementsView = defineView({
  name: 'achievements',
  readModel: 'RM-09',
  title: { zh: '成果', en: 'Achievements' },
  scope: {
    campus: ['studentAffairs', 'orgPersonnel', 'partyCommittee', 'reviewPanel', 'system'],
    department: ['deptBranch', 'departmentOffice'],
    self: true,
  },
  rules: ['R-AK-16', 'R-AK-55', 'R-AK-77'],
  filter: {
    counselorId: id.optional(),
    departmentId: id.optional(),
    kind: achievementKind.optional(),
    level: achievementLevel.optional(),
    state: achievementState.optional(),
  },
  row: {
    /** The achievement. */
    id: z.string(),
    counselorId: z.string(),
    name: z.string().nullable(),
    departmentId: z.string().nullable(),
    departmentName: z.string().nullable(),
    kind: achievementKind,
    level: achievementLevel,
    role: achievementRole,
    status: achievementStatus,
    on: localDate,
    /** Counselors who made it too. */
    coAuthors: z.array(z.string()),
    evidenceRef: z.string(),
    state: achievementState,
    submittedOn: localDate,
    verifiedOn: localDate.nullable(),
    /** Of a verified one: whether the research statistics count it. */
    countsAsResearch: z.boolean().nullable(),
    retractedOn: localDate.nullable(),
  },
})
