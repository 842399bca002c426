import { z } from 'zod'
import { grade } from '../assessment/index.js'
import { id, localDate, year } from '../kit/index.js'
import { exitGround, terminationDecision } from '../staffing/index.js'
import { defineView } from './view.js'

export const exitCaseState = z.enum([
  'opened',
  'offered',
  'accepted',
  'refused',
  'escalated',
  'terminationPermitted',
  'terminated',
  'retained',
  'reassigned',
  'withdrawn',
])

/** RM-13: three lists in one shape; `list` tells which a row belongs to. */
export const exitWatchView = defineView({
  name: 'exit-watch',
  readModel: 'RM-13',
  title: { zh: '退出预警', en: 'Exit watch' },
  scope: {
    campus: ['orgPersonnel', 'studentAffairs', 'partyCommittee', 'disciplineInspection', 'system'],
    department: ['deptBranch'],
    self: true,
  },
  rules: ['R-AK-82', 'R-AK-83', 'X-01', 'X-03', 'X-04', 'X-05'],
  filter: {
    /** `cases` (default): exit cases; `oneFail`: one failed year, none next to it; `unsuitable`: findings of unsuitability. */
    list: z.enum(['cases', 'oneFail', 'unsuitable']).optional(),
    exitCaseId: z.string().max(200).optional(),
    counselorId: id.optional(),
    departmentId: id.optional(),
    ground: exitGround.optional(),
    state: z.string().max(40).optional(),
  },
  row: {
    list: z.enum(['cases', 'oneFail', 'unsuitable']),
    /** Exit case, assessment (`<counselorId>-<year>`) or finding. */
    id: z.string(),
    counselorId: z.string(),
    name: z.string().nullable(),
    departmentId: z.string().nullable(),
    departmentName: z.string().nullable(),
    exitCaseId: z.string().nullable(),
    ground: exitGround.nullable(),
    basisYears: z.array(year),
    /** State of the exit case; `raised`, `confirmed`, `dismissed` for a finding. */
    state: z.string().nullable(),
    grade: grade.nullable(),
    offerNo: z.int().nullable(),
    post: z.string().nullable(),
    answerDueOn: localDate.nullable(),
    answered: z.enum(['accepted', 'refused']).nullable(),
    /** No answer and the day is over (A-13: silence is no refusal). */
    answerOverdue: z.boolean(),
    permittedSince: localDate.nullable(),
    decision: terminationDecision.nullable(),
    decidedOn: localDate.nullable(),
    since: localDate.nullable(),
  },
})
