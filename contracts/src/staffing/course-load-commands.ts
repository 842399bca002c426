import { z } from 'zod'
import { id, text } from '../kit/index.js'
import { CourseLoad } from './aggregates.js'
import * as ev from './course-load-events.js'

const key = { counselorId: id, termId: id }
export const AssignCourse = CourseLoad.command('AssignCourse', {
  title: { zh: '安排授课任务', en: 'Assign a course' },
  issuers: ['deptBranch', 'system'],
  rules: ['R-AK-68', 'R-AK-69', 'A-17', 'X-10'],
  refusals: ['CourseLimitExceeded', 'NotActive', 'InvalidValue'],
  emits: [ev.CourseAssigned],
  payload: {
    ...key,
    /** With or without 《》. */
    courseTitle: text,
    /** Sections of this course in the term, all together; left out: one. */
    sections: z.int().positive().max(100).optional(),
    /** A course that the campus does not list but that is of the ideological-theory kind counts too (等). */
    ideologyTheory: z.boolean().optional(),
  },
  example: { counselorId: 'c_0001', termId: 't2024a', courseTitle: '形势与政策', sections: 2 },
})
export const ReleaseCourse = CourseLoad.command('ReleaseCourse', {
  title: { zh: '取消授课任务', en: 'Release a course' },
  issuers: ['deptBranch', 'system'],
  rules: ['R-AK-68', 'X-10'],
  refusals: ['WrongState'],
  emits: [ev.CourseReleased],
  payload: { ...key, courseTitle: text },
  example: { counselorId: 'c_0001', termId: 't2024a', courseTitle: '形势与政策' },
})
