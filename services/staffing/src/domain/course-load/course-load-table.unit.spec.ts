import * as c from '@fudao/contracts/staffing'
import { happened } from '@fudao/domain-kit'
import { describe } from 'vitest'
import { registered } from '../../fixtures/counselor.fixture.js'
import { testStateCommandTable } from '../../fixtures/state-command-table.js'
import { evolveCounselor, noCounselor } from '../counselor/counselor-state.js'
import { courseLoadDecider } from './course-load.js'

const key = { counselorId: 'c1', termId: 't1' }
const assigned = (courseTitle: string) =>
  happened(c.CourseAssigned, { ...key, courseTitle, listed: true, counted: true, sections: 1, warnDutyFirst: false })
const payload = { ...key, courseTitle: '形势与政策' }

describe('CourseLoad: every command in every state', () => {
  testStateCommandTable(
    courseLoadDecider,
    c.staffingContext.commands.filter(({ aggregate }) => aggregate.name === 'CourseLoad'),
    {
      none: [],
      taught: [assigned('形势与政策')],
      full: [assigned('军事理论')],
      released: [assigned('形势与政策'), happened(c.CourseReleased, payload)],
    },
    [
      { command: c.AssignCourse, payload, cells: { none: 'accepts', taught: 'nothing', full: 'CourseLimitExceeded', released: 'accepts' } },
      { command: c.ReleaseCourse, payload, cells: { none: 'WrongState', taught: 'accepts', full: 'WrongState', released: 'nothing' } },
    ],
    { preset: 'aksu', facts: { counselor: evolveCounselor(noCounselor(), registered), lastGrade: null } },
  )
})
