import { z } from 'zod'
import { text } from '../kit/index.js'
import { DepartmentTermPlan } from './aggregates.js'
import { assembly, termPlanKey } from './shapes.js'

// These names are stored: never renamed, never given another meaning. A change is a new version with an upcaster.

export const TermPlanSubmitted = DepartmentTermPlan.event('TermPlanSubmitted', {
  title: { zh: '学期计划已提交', en: 'Term plan submitted' },
  data: {
    /** Grades of the department on that day. */
    grades: z.array(text),
    ...termPlanKey,
    measures: z.array(text),
    trainingPoints: z.array(text),
    assemblies: z.array(assembly),
    /** Grades whose assembly is not in the timetable: a warning (R-AK-72). */
    notTimetabled: z.array(text),
  },
})
export const TermPlanConfirmed = DepartmentTermPlan.event('TermPlanConfirmed', {
  title: { zh: '学期计划已确认', en: 'Term plan confirmed' },
  data: termPlanKey,
})
