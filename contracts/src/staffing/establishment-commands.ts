import { z } from 'zod'
import { count, id, localDate } from '../kit/index.js'
import { StaffingEstablishment } from './aggregates.js'
import * as ev from './establishment-events.js'

// `system` among the issuers: the rules of `domain/40` name the command in their row (C-15).
// A date "on which it happened" that is left out is the business date of the command.

export const RecordHeadcount = StaffingEstablishment.command('RecordHeadcount', {
  title: { zh: '登记在校学生数', en: 'Record the headcount' },
  issuers: ['studentAffairs'],
  rules: ['R-AK-29'],
  refusals: ['InvalidValue', 'StaleHeadcount'],
  emits: [ev.HeadcountRecorded],
  payload: {
    asOf: localDate.optional(),
    // a negative number is refused by rule, not as malformed
    students: z.int(),
    /** Students of each department; together at most `students`. */
    byDepartment: z.record(id, z.int()).optional(),
  },
  example: { asOf: '2024-09-01', students: 12000, byDepartment: { dept_nursing: 5200, dept_mechanics: 6800 } },
})
export const ApprovePosts = StaffingEstablishment.command('ApprovePosts', {
  title: { zh: '核定专职辅导员岗位', en: 'Approve full-time posts' },
  issuers: ['orgPersonnel'],
  approval: 'partyCommittee',
  rules: ['R-AK-29'],
  refusals: ['HeadcountMissing', 'PostsBelowRatio', 'InvalidValue'],
  emits: [ev.PostsApproved],
  payload: { fullTimePosts: z.int(), from: localDate.optional() },
  example: { fullTimePosts: 60, from: '2024-09-01', approvalRef: '党委会纪要〔2024〕9号' },
})
const counselors = { fullTime: count, partTime: count }
/** The counselors are counted by X-11 on the business date of the command; they serve or are on leave that day (C-06). */
export const RecordStaffingCheck = StaffingEstablishment.command('RecordStaffingCheck', {
  title: { zh: '核查辅导员配备', en: 'Check the staffing' },
  issuers: ['system'],
  rules: ['R-AK-29', 'R-AK-30', 'R-AK-36', 'R-AK-37'],
  refusals: ['HeadcountMissing', 'InvalidValue'],
  emits: [ev.StaffingChecked, ev.ShortfallDeclared, ev.ShortfallCleared],
  payload: { ...counselors, byDepartment: z.record(id, z.strictObject(counselors)).optional() },
  example: { fullTime: 58, partTime: 6, byDepartment: { dept_nursing: { fullTime: 26, partTime: 2 } } },
})
