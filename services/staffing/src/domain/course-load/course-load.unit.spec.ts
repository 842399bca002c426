import * as c from '@fudao/contracts/staffing'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, test } from 'vitest'
import { registered } from '../../fixtures/counselor.fixture.js'
import { evolveCounselor, noCounselor } from '../counselor/counselor-state.js'
import { type CourseFacts, courseLoadDecider } from './course-load.js'

const key = { counselorId: 'c1', termId: 't2024a' }
const counselor = evolveCounselor(noCounselor(), registered)
const facts: CourseFacts = { counselor, lastGrade: null }
const spec = deciderSpec(courseLoadDecider, { preset: 'aksu', asOf: '2024-09-01', facts })
const course = (courseTitle: string, more: object = {}) => ({
  ...key,
  courseTitle,
  listed: true,
  counted: true,
  sections: 1,
  warnDutyFirst: false,
  ...more,
})
const assigned = (courseTitle: string, more: object = {}) => happened(c.CourseAssigned, course(courseTitle, more))
const policyCourse = assigned('形势与政策', { sections: 2 })

describe('R-AK-68: 「每学期承担不超过1门」', () => {
  test('T-29: 《形势与政策》 with two sections; 《军事理论》 is a second course', () => {
    spec
      .given()
      .when(c.AssignCourse, { ...key, courseTitle: '《形势与政策》', sections: 2 })
      .thenEmits(policyCourse)
    spec
      .given(policyCourse)
      .when(c.AssignCourse, { ...key, courseTitle: '《军事理论》' })
      .thenRefuses('CourseLimitExceeded', ['R-AK-68', 'A-17'], { count: 2, max: 1 })
  })
  test('T-29: a third section of 《形势与政策》 is no second course', () => {
    spec
      .given(policyCourse)
      .when(c.AssignCourse, { ...key, courseTitle: '形势与政策', sections: 3 })
      .thenEmits(assigned('形势与政策', { sections: 3 }))
  })
  test('T-29: a course outside the ideological-theory kind is not counted', () => {
    spec
      .given(policyCourse)
      .when(c.AssignCourse, { ...key, courseTitle: '护理学基础' })
      .thenEmits(assigned('护理学基础', { listed: false, counted: false }))
  })
  test('「等」: a course of the kind that is not listed counts too (A-17)', () => {
    const other = { ...key, courseTitle: '中华民族共同体概论', ideologyTheory: true }
    spec
      .given()
      .when(c.AssignCourse, other)
      .thenEmits(assigned('中华民族共同体概论', { listed: false }))
    spec.given(policyCourse).when(c.AssignCourse, other).thenRefuses('CourseLimitExceeded')
  })
  test('A-17, the other reading: class sections', () => {
    const policy = { 'staffing.courseLoad.count': 'sections' } as const
    spec
      .given()
      .when(c.AssignCourse, { ...key, courseTitle: '形势与政策', sections: 2 }, { policy })
      .thenRefuses('CourseLimitExceeded', undefined, { count: 2, by: 'sections' })
    spec
      .given()
      .when(c.AssignCourse, { ...key, courseTitle: '形势与政策' }, { policy })
      .thenRepeatsAsNothing()
  })
  test('a released course makes room; what was never assigned cannot be released', () => {
    const released = happened(c.CourseReleased, { ...key, courseTitle: '形势与政策' })
    spec
      .given(policyCourse)
      .when(c.ReleaseCourse, { ...key, courseTitle: '《形势与政策》' })
      .thenEmits(released)
    spec
      .given(policyCourse, released)
      .when(c.ReleaseCourse, { ...key, courseTitle: '形势与政策' })
      .thenNothing()
    spec
      .given(policyCourse, released)
      .when(c.AssignCourse, { ...key, courseTitle: '军事理论' })
      .thenRepeatsAsNothing()
    spec
      .given()
      .when(c.ReleaseCourse, { ...key, courseTitle: '军事理论' })
      .thenRefuses('WrongState', ['R-AK-68'])
  })
  test('only an active counselor teaches', () => {
    const gone = evolveCounselor(
      counselor,
      happened(c.CounselorDeregistered, { counselorId: 'c1', lastDay: '2024-06-30', reason: 'resigned' }),
    )
    for (const other of [noCounselor(), gone])
      spec
        .given()
        .when(c.AssignCourse, { ...key, courseTitle: '军事理论' }, { facts: { ...facts, counselor: other } })
        .thenRefuses('NotActive', ['R-AK-68'])
  })
  test('the term is one of the campus’s', () => {
    const policy = { 'calendar.terms': [{ termId: 't2024a', from: '2024-09-01', to: '2025-01-17' }] }
    spec
      .given()
      .when(c.AssignCourse, { ...key, courseTitle: '军事理论' }, { policy })
      .thenRepeatsAsNothing()
    spec
      .given()
      .when(c.AssignCourse, { ...key, termId: 't2030', courseTitle: '军事理论' }, { policy })
      .thenRefuses('InvalidValue', ['R-AK-68'], { field: 'termId' })
  })
  test('R-AK-77: a department assigns its own counselors', () => {
    const actor = { role: 'deptBranch', departmentId: 'mechanics' } as const
    spec
      .given()
      .when(c.AssignCourse, { ...key, courseTitle: '军事理论' }, { actor })
      .thenRefuses('NotAuthorized')
    spec
      .given(policyCourse)
      .when(c.ReleaseCourse, { ...key, courseTitle: '形势与政策' }, { actor })
      .thenRefuses('NotAuthorized')
  })
})

describe('R-AK-69: 「在做好本职工作的基础上」', () => {
  test('warns when the last assessment is unqualified, and does not forbid', () => {
    spec
      .given()
      .when(c.AssignCourse, { ...key, courseTitle: '军事理论' }, { facts: { ...facts, lastGrade: 'unqualified' } })
      .thenEmits(assigned('军事理论', { warnDutyFirst: true }))
    spec
      .given()
      .when(c.AssignCourse, { ...key, courseTitle: '军事理论' }, { facts: { ...facts, lastGrade: 'qualified' } })
      .thenEmits(assigned('军事理论'))
  })
})
