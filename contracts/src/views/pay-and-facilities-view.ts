import { z } from 'zod'
import { count, id, localDate, money, rational, year } from '../kit/index.js'
import { titleRank } from '../staffing/index.js'
import { defineView } from './view.js'

export const payAndFacilitiesLists = ['allowances', 'parity', 'buildings', 'assemblies'] as const

/** RM-18: four lists in one shape; `list` tells which a row belongs to. Money is integer fen. */
export const payAndFacilitiesView = defineView({
  name: 'pay-and-facilities',
  readModel: 'RM-18',
  title: { zh: '待遇与工作条件', en: 'Pay and facilities' },
  scope: { campus: ['orgPersonnel', 'studentAffairs', 'partyCommittee', 'system'], department: ['deptBranch'], self: false },
  rules: ['R-AK-70', 'R-AK-71', 'R-AK-72', 'R-AK-73', 'R-AK-74', 'R-AK-75', 'X-45'],
  filter: {
    list: z.enum(payAndFacilitiesLists).optional(),
    departmentId: id.optional(),
    year: z
      .string()
      .regex(/^\d{4}$/, 'a year')
      .transform(Number)
      .optional(),
  },
  row: {
    list: z.enum(payAndFacilitiesLists),
    /** `allowances_<year>`, `parity_<year>_<rank>`, `building_<site>_<building>` or `assemblies_<department>_<term>`. */
    id: z.string(),
    asOf: localDate,
    policyVersion: z.int(),
    year: year.nullable(),
    /** Allotted by the region, and what of it was paid; `matching` is what the campus added. */
    allotted: money.nullable(),
    paid: money.nullable(),
    matching: money.nullable(),
    /** Allotments whose due day is over or that were paid by it, and those paid in full by it. */
    due: count.nullable(),
    onTime: count.nullable(),
    onTimeShare: rational.nullable(),
    onTimeShown: z.string().nullable(),
    rank: titleRank.nullable(),
    counselorAvg: money.nullable(),
    teacherAvg: money.nullable(),
    /** Teachers' average less the counselors', where it is above 0. */
    parityGap: money.nullable(),
    siteId: z.string().nullable(),
    buildingId: z.string().nullable(),
    offices: count.nullable(),
    officesRequired: count.nullable(),
    officesMissing: count.nullable(),
    activityRooms: count.nullable(),
    activityRoomsRequired: count.nullable(),
    activityRoomsMissing: count.nullable(),
    departmentId: z.string().nullable(),
    departmentName: z.string().nullable(),
    termId: z.string().nullable(),
    grades: count.nullable(),
    timetabled: count.nullable(),
    timetabledShare: rational.nullable(),
    notTimetabled: z.array(z.string()),
  },
})
