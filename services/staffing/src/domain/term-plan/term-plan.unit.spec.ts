import {
  ConfirmTermPlan,
  type Department,
  SubmitTermPlan,
  staffingContext,
  TermPlanConfirmed,
  TermPlanSubmitted,
} from '@fudao/contracts/staffing'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, test } from 'vitest'
import { testStateCommandTable } from '../../fixtures/state-command-table.js'
import { termPlanDecider } from './term-plan.js'

const nursing: Department = { departmentId: 'nursing', name: '护理系', teachingUnit: true, siteId: 'main', grades: ['2022', '2023'] }
const defaults = { preset: 'aksu', asOf: '2024-02-20', facts: { structure: { departments: [nursing] } } } as const
const { given } = deciderSpec(termPlanDecider, defaults)
const key = { departmentId: 'nursing', termId: 't2024a' }
const both = [
  { grade: '2022', weekday: 3, period: 7 },
  { grade: '2023', weekday: 4, period: 7 },
]
const plan = { ...key, measures: ['每周例会'], trainingPoints: ['whitePapers', '心理危机识别'], assemblies: both }
const submitted = happened(TermPlanSubmitted, { grades: ['2022', '2023'], ...plan, notTimetabled: [] })
const confirmed = happened(TermPlanConfirmed, key)

describe('R-AK-28 系（部）是辅导员的直接领导和管理单位: its plan of a term', () => {
  test('measures, training points and assemblies are submitted and confirmed', () => {
    given().when(SubmitTermPlan, plan).thenEmits(submitted)
    given(submitted).when(ConfirmTermPlan, key).thenEmits(confirmed)
  })
  test('a plan that changes is submitted anew, and confirmed anew', () => {
    const changed = { ...plan, measures: ['每周例会', '每月走访'] }
    given(submitted, confirmed)
      .when(SubmitTermPlan, changed)
      .thenEmits(happened(TermPlanSubmitted, { ...submitted.data, measures: changed.measures }))
  })
  test('the department is one of the campus, the term one of its terms', () => {
    given()
      .when(SubmitTermPlan, { ...plan, departmentId: 'mechanics' })
      .thenRefuses('InvalidValue', ['R-AK-28'], { field: 'departmentId' })
    const terms = [{ termId: 't2024b', from: '2024-09-01', to: '2025-01-17' }]
    given()
      .when(SubmitTermPlan, plan, { policy: { 'calendar.terms': terms } })
      .thenRefuses('InvalidValue', ['R-AK-28'], { field: 'termId' })
  })
})

describe('R-AK-67 纳入系(部)培训要点', () => {
  test('a mandatory topic is not among the training points → MandatoryTopicMissing', () => {
    given()
      .when(SubmitTermPlan, { ...plan, trainingPoints: ['心理危机识别'] })
      .thenRefuses('MandatoryTopicMissing', ['R-AK-67'], { missing: ['whitePapers'] })
  })
  test('the topics are the campus’s; without a list none is asked for', () => {
    given()
      .when(SubmitTermPlan, plan, { policy: { 'training.mandatoryTopics': ['whitePapers', 'antiFraud'] } })
      .thenRefuses('MandatoryTopicMissing', ['R-AK-67'], { missing: ['antiFraud'] })
    given()
      .when(SubmitTermPlan, { ...plan, trainingPoints: [] }, { policy: { 'training.mandatoryTopics': null } })
      .thenEmits(happened(TermPlanSubmitted, { ...submitted.data, trainingPoints: [] }))
  })
})

describe('R-AK-72 将辅导员年级大会排入学生教学课表', () => {
  test('a grade without an assembly is a warning in the event, no refusal', () => {
    given()
      .when(SubmitTermPlan, { ...plan, assemblies: both.slice(0, 1) })
      .thenEmits(happened(TermPlanSubmitted, { ...submitted.data, assemblies: both.slice(0, 1), notTimetabled: ['2023'] }))
  })
  test('an assembly is of a grade of the department', () => {
    given()
      .when(SubmitTermPlan, { ...plan, assemblies: [{ grade: '1999', weekday: 1, period: 1 }] })
      .thenRefuses('InvalidValue', ['R-AK-72'], { field: 'assemblies', grade: '1999' })
  })
})

describe('DepartmentTermPlan: state × command', () => {
  testStateCommandTable(
    termPlanDecider,
    staffingContext.commands.filter(({ aggregate }) => aggregate.name === 'DepartmentTermPlan'),
    { none: [], submitted: [submitted], confirmed: [submitted, confirmed] },
    [
      { command: SubmitTermPlan, payload: plan, cells: { none: 'accepts', submitted: 'nothing', confirmed: 'nothing' } },
      {
        command: SubmitTermPlan,
        payload: { ...plan, measures: ['另一项'] },
        cells: { none: 'accepts', submitted: 'accepts', confirmed: 'accepts' },
      },
      { command: ConfirmTermPlan, payload: key, cells: { none: 'WrongState', submitted: 'accepts', confirmed: 'nothing' } },
    ],
    defaults,
  )
})
