import { z } from 'zod'
import { docRef, id, localDate, text, year } from '../kit/index.js'
import { TeacherServiceRecord } from './aggregates.js'
import * as e from './enums.js'
import * as ev from './teacher-events.js'

// `system` among the issuers: the rules of `domain/40` name the command in their row (C-15).
// A date "on which it happened" that is left out is the business date of the command.

export const OpenStint = TeacherServiceRecord.command('OpenStint', {
  title: { zh: '登记育人经历', en: 'Open a stint' },
  issuers: ['orgPersonnel', 'system'],
  rules: ['R-AK-48', 'R-AK-49'],
  refusals: ['StintOverlap', 'InvalidValue'],
  emits: [ev.StintOpened, ev.StintClosed],
  payload: {
    teacherId: id,
    role: e.stintRole,
    from: localDate.optional(),
    /** Last day of one that is over already. */
    to: localDate.optional(),
  },
  example: { teacherId: 'p_0101', role: 'classTeacher', from: '2023-09-01' },
})
export const CloseStint = TeacherServiceRecord.command('CloseStint', {
  title: { zh: '结束育人经历', en: 'Close a stint' },
  issuers: ['orgPersonnel', 'system'],
  rules: ['R-AK-48'],
  refusals: ['WrongState', 'StintOverlap', 'InvalidValue'],
  emits: [ev.StintClosed],
  payload: {
    teacherId: id,
    /** Left out: the role of the one stint that is open. */
    role: e.stintRole.optional(),
    /** First day of the stint; left out: the open one, else the last of the role. */
    from: localDate.optional(),
    to: localDate.optional(),
  },
  example: { teacherId: 'p_0101', role: 'classTeacher', to: '2024-08-31' },
})
export const RecordStintAssessment = TeacherServiceRecord.command('RecordStintAssessment', {
  title: { zh: '登记育人经历考核', en: 'Record the assessment of a stint' },
  issuers: ['deptBranch', 'system'],
  rules: ['R-AK-48', 'A-15'],
  refusals: ['YearOutsideStint'],
  emits: [ev.StintAssessed],
  payload: { teacherId: id, year, qualified: z.boolean(), sourceRef: docRef },
  example: { teacherId: 'p_0101', year: 2023, qualified: true, sourceRef: '班主任考核表 2023-12' },
})
export const CertifyEligibility = TeacherServiceRecord.command('CertifyEligibility', {
  title: { zh: '认定晋升所需育人经历', en: 'Certify eligibility for promotion' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-48', 'A-15', 'A-16'],
  refusals: ['ServiceTooShort', 'AssessmentNotQualified', 'InvalidValue'],
  emits: [ev.PromotionEligibilityCertified],
  payload: {
    teacherId: id,
    targetRank: e.titleRank,
    /** personnel says who is a young teacher; left out: they are. */
    youngTeacher: z.boolean().optional(),
    /** Full years of age, needed where the campus has an age limit; not stored. */
    age: z.int().min(16).max(120).optional(),
  },
  example: { teacherId: 'p_0101', targetRank: 'intermediate' },
})
export const WithdrawEligibility = TeacherServiceRecord.command('WithdrawEligibility', {
  title: { zh: '撤回晋升认定', en: 'Withdraw eligibility' },
  issuers: ['orgPersonnel', 'system'],
  rules: ['R-AK-48'],
  refusals: ['WrongState'],
  emits: [ev.EligibilityWithdrawn],
  payload: {
    teacherId: id,
    /** Left out: the rank that is certified. */
    targetRank: e.titleRank.optional(),
    reason: text,
  },
  example: { teacherId: 'p_0101', reason: '2023 年度考核结果更改为不合格' },
})
