import * as c from '@fudao/contracts/staffing'
import { aggregateHandlers } from '@fudao/service-kit'
import { counselorDecider } from '../domain/counselor/counselor.js'
import { courseLoadDecider } from '../domain/course-load/course-load.js'
import { lastGradeOf, lastGrades } from '../references/last-grades.js'

export const courseLoadHandlers = aggregateHandlers({
  decider: courseLoadDecider,
  events: [c.CourseAssigned, c.CourseReleased],
  commands: [c.AssignCourse, c.ReleaseCourse],
  facts: {
    AssignCourse: async ({ data: { counselorId } }, load, { reference }) => ({
      counselor: await load(counselorDecider, c.Counselor, { counselorId }),
      lastGrade: lastGradeOf(await reference(lastGrades, [counselorId])),
    }),
    ReleaseCourse: async ({ data: { counselorId } }, load) => ({
      counselor: await load(counselorDecider, c.Counselor, { counselorId }),
    }),
  },
})
