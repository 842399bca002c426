import { z } from 'zod'
import { employment, grade } from '../assessment/index.js'
import { id, localDate, year } from '../kit/index.js'
import { defineView } from './view.js'

export const assessmentState = z.enum(['open', 'scored', 'proposed', 'final', 'underAppeal', 'exempt', 'cancelled'])

/** RM-11. Points are integer hundredths. */
export const assessmentProgressView = defineView({
  name: 'assessment-progress',
  readModel: 'RM-11',
  title: { zh: '考核进度', en: 'Assessment progress' },
  scope: {
    campus: ['studentAffairs', 'orgPersonnel', 'partyCommittee', 'disciplineInspection', 'system'],
    department: ['deptBranch', 'departmentOffice'],
    self: true,
  },
  rules: ['R-AK-78', 'R-AK-79', 'R-AK-80', 'R-AK-81'],
  filter: {
    year: z
      .string()
      .regex(/^\d{4}$/, 'a year')
      .transform(Number)
      .optional(),
    counselorId: id.optional(),
    departmentId: id.optional(),
    state: assessmentState.optional(),
    grade: grade.optional(),
  },
  row: {
    /** `<counselorId>-<year>`: id for *why?*. */
    id: z.string(),
    counselorId: z.string(),
    name: z.string().nullable(),
    departmentId: z.string().nullable(),
    departmentName: z.string().nullable(),
    employment: employment.nullable(),
    year,
    state: assessmentState,
    /** Scores present, of `parties`. A counselor sees them once the result is final. */
    partiesScored: z.int(),
    parties: z.int(),
    scores: z.record(z.string(), z.int()),
    weights: z.record(z.string(), z.int()),
    total: z.int().nullable(),
    grade: grade.nullable(),
    inputs: z.int(),
    inputKinds: z.array(z.string()),
    ballotsCast: z.int().nullable(),
    ballotsEligible: z.int().nullable(),
    ballotState: z.enum(['open', 'closed']).nullable(),
    recognitionAvg: z.int().nullable(),
    satisfactionAvg: z.int().nullable(),
    linkages: z.array(z.string()),
    finalizedOn: localDate.nullable(),
    appealUntil: localDate.nullable(),
    acknowledgedOn: localDate.nullable(),
  },
})
