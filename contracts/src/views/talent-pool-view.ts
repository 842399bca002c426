import { z } from 'zod'
import { employment, grade } from '../assessment/index.js'
import { count, id, localDate, year } from '../kit/index.js'
import { titleRank } from '../staffing/index.js'
import { defineView } from './view.js'

/** R-AK-59: (a) heads of offices and departments; (b) heads of student offices, league branches and the like. */
export const talentPosts = ['officeHead', 'studentWork'] as const

/** RM-16: whoever serves or served full time. */
export const talentPoolView = defineView({
  name: 'talent-pool',
  readModel: 'RM-16',
  title: { zh: '党政干部人才库', en: 'Talent pool' },
  scope: { campus: ['orgPersonnel', 'partyCommittee', 'system'], department: [], self: false },
  rules: ['R-AK-59'],
  filter: {
    /** Which post the ranking is for; default `officeHead`. */
    post: z.enum(talentPosts).optional(),
    counselorId: id.optional(),
    present: z.enum(['true', 'false']).optional(),
  },
  row: {
    id: z.string(),
    counselorId: z.string(),
    name: z.string().nullable(),
    departmentId: z.string().nullable(),
    departmentName: z.string().nullable(),
    /** Place in the ranking for the post; the same place is shared by nobody. */
    rank: z.int().positive(),
    /** Serves full time on `asOf`. */
    present: z.boolean(),
    employment: employment.nullable(),
    fullTimeFrom: localDate,
    /** Last day of full-time service that is over. */
    fullTimeTo: localDate.nullable(),
    fullTimeDays: count,
    /** Whole years of full-time service (C-05). */
    fullTimeYears: count,
    title: z.string().nullable(),
    titleRank: titleRank.nullable(),
    /** Final grades by year, the newest first. */
    grades: z.array(z.object({ year, grade })),
    /** Awards published by the day, the newest first: the kind, of kind `other` its name. */
    awards: z.array(z.object({ year, award: z.string() })),
  },
})
