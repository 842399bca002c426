import { z } from 'zod'
import { awardKind } from '../assessment/index.js'
import { id, localDate, year } from '../kit/index.js'
import { personCategory } from '../staffing/index.js'
import { defineView } from './view.js'

export const nomineeState = z.enum(['nominated', 'chosen', 'awarded', 'withdrawn'])

/** AwardRound (R-AK-85): one row per nominee of a round, and one for a round that has none yet. What was said for anybody is not shown. */
export const awardsView = defineView({
  name: 'awards',
  readModel: 'R-AK-85',
  title: { zh: '表彰评选', en: 'Awards' },
  scope: {
    campus: ['studentAffairs', 'orgPersonnel', 'partyCommittee', 'disciplineInspection', 'system'],
    department: ['deptBranch', 'departmentOffice'],
    self: true,
  },
  rules: ['R-AK-85', 'R-AK-77', 'A-32', 'X-38'],
  filter: {
    kind: awardKind.optional(),
    year: z
      .string()
      .regex(/^\d{4}$/, 'a year')
      .transform(Number)
      .optional(),
    departmentId: id.optional(),
    state: nomineeState.optional(),
  },
  row: {
    /** `<kind>-<year>-<personId>`; `<kind>-<year>` where there is no nominee. */
    id: z.string(),
    /** `<kind>-<year>` */
    roundId: z.string(),
    year,
    kind: awardKind,
    /** Name of the award when `kind` is `other`. */
    kindText: z.string().nullable(),
    /** Most winners; `null` = no limit. */
    quota: z.int().nullable(),
    personId: z.string().nullable(),
    counselorId: z.string().nullable(),
    name: z.string().nullable(),
    personCategory: personCategory.nullable(),
    /** Department whose branch nominated. */
    departmentId: z.string().nullable(),
    departmentName: z.string().nullable(),
    nominatedOn: localDate.nullable(),
    state: nomineeState.nullable(),
    publishedOn: localDate.nullable(),
  },
})
