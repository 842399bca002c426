import { z } from 'zod'
import { employment, grade, inputKind } from '../assessment/index.js'
import { id, localDate, role, year } from '../kit/index.js'
import { assessmentState } from './assessment-progress-view.js'
import { defineView } from './view.js'

/** D-18 as data, in the order of the sheet; who is assessed sees what was given once the result is final. Points are integer hundredths. */
export const assessmentSheetView = defineView({
  name: 'assessment-sheet',
  readModel: 'D-18',
  title: { zh: '考核表', en: 'Assessment sheet' },
  scope: {
    campus: ['studentAffairs', 'orgPersonnel', 'partyCommittee', 'system'],
    department: ['deptBranch'],
    self: true,
  },
  rules: ['R-AK-77', 'R-AK-79', 'R-AK-80', 'R-AK-81'],
  filter: {
    year: z
      .string()
      .regex(/^\d{4}$/, 'a year')
      .transform(Number)
      .optional(),
    counselorId: id.optional(),
    departmentId: id.optional(),
  },
  row: {
    /** `<counselorId>-<year>`. */
    id: z.string(),
    counselorId: z.string(),
    name: z.string().nullable(),
    departmentId: z.string().nullable(),
    departmentName: z.string().nullable(),
    employment: employment.nullable(),
    year,
    state: assessmentState,
    /** Each party of the scheme with its weight in percent, its score, its points per criterion, and who gave them when. */
    parties: z.array(
      z.object({
        party: z.string(),
        weight: z.int(),
        score: z.int().nullable(),
        criteria: z.record(z.string(), z.int()),
        /** User who signed; of the students nobody. */
        by: z.string().nullable(),
        on: localDate.nullable(),
      }),
    ),
    /** Criteria of the scheme. */
    criteria: z.array(z.string()),
    inputs: z.array(z.object({ kind: inputKind, sourceId: z.string(), data: z.json(), on: localDate })),
    total: z.int().nullable(),
    grade: grade.nullable(),
    linkages: z.array(z.string()),
    /** Under the result and each revision of it. */
    signatures: z.array(
      z.object({ act: z.enum(['finalized', 'revised']), role, userId: z.string(), ref: z.string().nullable(), on: localDate }),
    ),
    acknowledgedOn: localDate.nullable(),
  },
})
