import { z } from 'zod'
import { id, text } from '../kit/index.js'
import { CourseLoad } from './aggregates.js'

// These names are stored: never renamed, never given another meaning. A change is a new version with an upcaster.

const key = { counselorId: id, termId: id }
export const CourseAssigned = CourseLoad.event('CourseAssigned', {
  title: { zh: '授课任务已安排', en: 'Course assigned' },
  data: {
    ...key,
    /** Without 《》. */
    courseTitle: text,
    /** Among the courses the campus lists (R-AK-68, an open list). */
    listed: z.boolean(),
    /** Of the ideological-theory kind, so that it counts; every listed course is. */
    counted: z.boolean(),
    /** Class sections of this course in the term, all together. */
    sections: z.int().positive(),
    /** R-AK-69: the last assessment is unqualified; own duties come first. */
    warnDutyFirst: z.boolean(),
  },
})
export const CourseReleased = CourseLoad.event('CourseReleased', {
  title: { zh: '授课任务已取消', en: 'Course released' },
  data: { ...key, courseTitle: text },
})
