import { z } from 'zod'
import { text } from '../kit/index.js'
import { DepartmentTermPlan } from './aggregates.js'
import { assembly, termPlanKey } from './shapes.js'
import * as ev from './term-plan-events.js'

export const SubmitTermPlan = DepartmentTermPlan.command('SubmitTermPlan', {
  title: { zh: '提交系（部）学期计划', en: 'Submit a term plan' },
  issuers: ['deptBranch'],
  rules: ['R-AK-28', 'R-AK-67', 'R-AK-72'],
  refusals: ['MandatoryTopicMissing', 'InvalidValue'],
  emits: [ev.TermPlanSubmitted],
  payload: {
    ...termPlanKey,
    /** 具体措施. */
    measures: z.array(text).min(1).max(50),
    trainingPoints: z.array(text).max(50),
    assemblies: z.array(assembly).max(50),
  },
  example: {
    departmentId: 'dept_nursing',
    termId: 't2024a',
    measures: ['每周一次辅导员例会'],
    trainingPoints: ['whitePapers', '心理危机识别'],
    assemblies: [
      { grade: '2022', weekday: 3, period: 7 },
      { grade: '2023', weekday: 4, period: 7 },
    ],
  },
})
export const ConfirmTermPlan = DepartmentTermPlan.command('ConfirmTermPlan', {
  title: { zh: '确认系（部）学期计划', en: 'Confirm a term plan' },
  issuers: ['studentAffairs'],
  rules: ['R-AK-28'],
  refusals: ['WrongState'],
  emits: [ev.TermPlanConfirmed],
  payload: termPlanKey,
  example: { departmentId: 'dept_nursing', termId: 't2024a' },
})
