import {
  AssessmentOpened,
  AttachInput,
  DetachInput,
  GradeProposed,
  InputAttached,
  InputDetached,
  OpenAssessment,
  PartyScored,
  ProposeGrade,
  SubmitPartyScore,
} from '@fudao/contracts/assessment'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, expect, it } from 'vitest'
import { assessmentDecider } from './counselor-assessment.js'
import { cancelled, key, opened, publishedScheme, scored, t69Scores, terms, toFinal, toProposed } from './fixtures.js'

const spec = deciderSpec(assessmentDecider, { preset: 'aksu', asOf: '2023-12-20', facts: { scheme: publishedScheme } })
const as = (role: 'studentAffairs' | 'orgPersonnel' | 'deptBranch' | 'system' | 'counselor', departmentId?: string) => ({
  actor: { role, ...(departmentId ? { departmentId } : {}) },
})
const opening = { ...key, employment: 'fullTime' as const, departmentId: 'nursing' }

describe('opening', () => {
  it('X-47: a published scheme opens the year and is copied into it (C-10)', () => {
    spec.given().when(OpenAssessment, opening, as('system')).thenEmits(opened)
  })
  it('R-AK-78: without a published scheme nothing is opened', () => {
    spec
      .given()
      .when(OpenAssessment, opening, { facts: { scheme: { status: 'drafted', terms } } })
      .thenRefuses('SchemeMissing', ['R-AK-78'], { year: 2023 })
    spec
      .given()
      .when(OpenAssessment, opening, { facts: { scheme: { status: 'none' } } })
      .thenRefuses('SchemeMissing', ['R-AK-78'])
  })
  it('a part-time counselor is assessed too, and the department may be unknown', () => {
    spec
      .given()
      .when(OpenAssessment, { ...key, employment: 'partTime' })
      .thenEmits(happened(AssessmentOpened, { ...key, employment: 'partTime', ...terms, criteria: [...terms.criteria] }))
  })
  it('a scheme that changed later does not reopen a running year, and another employment is refused', () => {
    spec
      .given(opened)
      .when(OpenAssessment, opening, { facts: { scheme: { status: 'none' } } })
      .thenNothing()
    spec
      .given(opened)
      .when(OpenAssessment, { ...opening, employment: 'partTime' })
      .thenRefuses('WrongState', ['R-AK-80'], { state: 'open' })
  })
  it('X-10: who comes back in the year is assessed after all, with the inputs there were and no score', () => {
    const input = happened(InputAttached, { ...key, kind: 'award', sourceId: 's1', data: {} })
    const { state } = spec
      .given(opened, input, ...t69Scores, cancelled)
      .when(OpenAssessment, { ...opening, departmentId: 'arts' }, as('system'))
      .thenEmits(happened(AssessmentOpened, { ...opened.data, departmentId: 'arts' }))
    expect(state).toMatchObject({ status: 'open', file: { sources: new Set(['s1']), scores: {}, endedBecause: undefined } })
  })
})

describe('inputs', () => {
  const input = { ...key, kind: 'trainingHours' as const, sourceId: 'ledger_1', data: { required: 16, credited: 15.5 } }
  const attached = happened(InputAttached, input)
  it('R-AK-81, T-32: a shortfall of hours is an input and changes no grade', () => {
    spec
      .given(...toProposed)
      .when(AttachInput, input, as('system'))
      .thenEmits(attached)
    spec
      .given(...toProposed, attached)
      .when(ProposeGrade, key, as('studentAffairs'))
      .thenNothing()
  })
  it('the same source is attached once, whatever it says', () => {
    spec
      .given(opened, attached)
      .when(AttachInput, { ...input, data: { credited: 16 } }, as('system'))
      .thenNothing()
  })
  it('R-AK-84: a counselor who names the source of a rule first does not keep it out', () => {
    const own = happened(InputAttached, { ...input, sourceId: 'self:ledger_1' })
    spec.given(opened).when(AttachInput, input, as('counselor')).thenEmits(own)
    spec.given(opened, own).when(AttachInput, input, as('counselor')).thenNothing()
    spec.given(opened, own).when(AttachInput, input, as('system')).thenEmits(attached)
  })
  it('redelivered after the result it still does nothing; a new source is refused', () => {
    spec
      .given(opened, attached, ...toFinal.slice(1))
      .when(AttachInput, input, as('system'))
      .thenNothing()
    spec
      .given(...toFinal)
      .when(AttachInput, input, as('system'))
      .thenRefuses('WrongState', ['R-AK-79', 'R-AK-81'], { state: 'final' })
  })
  it('a withdrawn source is detached, may come back, and after the result is refused', () => {
    const detach = { ...key, sourceId: 'ledger_1', reason: '学时更正' }
    const detached = happened(InputDetached, detach)
    spec.given(opened, attached).when(DetachInput, detach, as('system')).thenEmits(detached)
    spec.given(opened, attached, detached).when(AttachInput, input, as('system')).thenEmits(attached)
    spec
      .given(opened, attached, ...toFinal.slice(1))
      .when(DetachInput, detach, as('system'))
      .thenRefuses('WrongState', ['R-AK-79', 'R-AK-81'])
  })
  it('a source that is not attached: nothing to detach', () => {
    spec
      .given(opened)
      .when(DetachInput, { ...key, sourceId: 'x', reason: '更正' })
      .thenNothing()
  })
})

describe('scores', () => {
  const score = { ...key, party: 'studentAffairs', score: 8500 }
  const emitted = happened(PartyScored, { ...score, criteria: {} })
  it('R-AK-80: student affairs scores for itself', () => {
    spec.given(opened).when(SubmitPartyScore, score, as('studentAffairs')).thenEmits(emitted)
  })
  it('R-AK-80: an office scores for no other', () => {
    spec.given(opened).when(SubmitPartyScore, score, as('orgPersonnel')).thenRefuses('NotAuthorized', ['R-AK-80'])
    spec.given(opened).when(SubmitPartyScore, score, as('system')).thenRefuses('NotAuthorized', ['R-AK-80'])
  })
  it('X-48: the students’ score comes from the system only', () => {
    const students = { ...key, party: 'students', score: 8800 }
    spec
      .given(opened)
      .when(SubmitPartyScore, students, as('system'))
      .thenEmits(happened(PartyScored, { ...students, criteria: {} }))
    spec.given(opened).when(SubmitPartyScore, students, as('studentAffairs')).thenRefuses('NotAuthorized', ['R-AK-80'])
  })
  it('X-48: it brings the two measures of the ballot, also where the scheme does not weigh them', () => {
    const plain = { ...opened, data: { ...opened.data, criteria: [] } }
    const students = { ...key, party: 'students', score: 8800, criteria: { studentRecognition: 9000, studentSatisfaction: 8600 } }
    spec.given(plain).when(SubmitPartyScore, students, as('system')).thenEmits(happened(PartyScored, students))
  })
  it('R-AK-77: a department branch scores its own counselors only', () => {
    const branch = { ...key, party: 'deptBranch', score: 8000 }
    spec
      .given(opened)
      .when(SubmitPartyScore, branch, as('deptBranch', 'nursing'))
      .thenEmits(happened(PartyScored, { ...branch, criteria: {} }))
    for (const other of ['automotive', undefined])
      spec.given(opened).when(SubmitPartyScore, branch, as('deptBranch', other)).thenRefuses('NotAuthorized', ['R-AK-77', 'R-AK-80'])
  })
  it('R-AK-80: who is no party of the scheme has no score', () => {
    spec
      .given(opened)
      .when(SubmitPartyScore, { ...score, party: 'disciplineInspection' }, as('studentAffairs'))
      .thenRefuses('NotAParty', ['R-AK-80'], { party: 'disciplineInspection' })
  })
  it('0 to 100 points, both ends included', () => {
    for (const points of [0, 10_000])
      spec
        .given(opened)
        .when(SubmitPartyScore, { ...score, score: points }, as('studentAffairs'))
        .thenEmits(happened(PartyScored, { ...score, score: points, criteria: {} }))
    for (const points of [-1, 10_001])
      spec
        .given(opened)
        .when(SubmitPartyScore, { ...score, score: points }, as('studentAffairs'))
        .thenRefuses('InvalidValue', ['R-AK-80'], { field: 'score', value: points })
  })
  it('R-AK-79: criteria are those of the scheme, each 0 to 100 points', () => {
    const criteria = { ethics: 9000, educationalEffect: 8000 }
    spec
      .given(opened)
      .when(SubmitPartyScore, { ...score, criteria }, as('studentAffairs'))
      .thenEmits(happened(PartyScored, { ...score, criteria }))
    spec
      .given(opened)
      .when(SubmitPartyScore, { ...score, criteria: { other: 5000 } }, as('studentAffairs'))
      .thenRefuses('InvalidValue', ['R-AK-79'], { field: 'criteria.other' })
    spec
      .given(opened)
      .when(SubmitPartyScore, { ...score, criteria: { ethics: 10_001 } }, as('studentAffairs'))
      .thenRefuses('InvalidValue', ['R-AK-79'], { field: 'criteria.ethics' })
  })
  it('a score may be corrected until the grade is proposed', () => {
    const better = { ...score, score: 8600 }
    spec
      .given(opened, emitted)
      .when(SubmitPartyScore, better, as('studentAffairs'))
      .thenEmits(happened(PartyScored, { ...better, criteria: {} }))
    spec
      .given(...toProposed)
      .when(SubmitPartyScore, better, as('studentAffairs'))
      .thenRefuses('WrongState', ['R-AK-80'], { state: 'proposed' })
  })
  it('the same score again does nothing, also after the result', () => {
    spec
      .given(...toFinal)
      .when(SubmitPartyScore, score, as('studentAffairs'))
      .thenNothing()
  })
})

describe('the proposed grade', () => {
  const propose = (scores: readonly number[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = scores
    return spec
      .given(opened, scored('studentAffairs', a), scored('orgPersonnel', b), scored('deptBranch', c), scored('students', d))
      .when(ProposeGrade, key, as('studentAffairs'))
  }
  it('T-69: weights 40/20/20/20, scores 85, 90, 80, students 88 → total 85.60', () => {
    spec
      .given(opened, ...t69Scores)
      .when(ProposeGrade, key, as('studentAffairs'))
      .thenEmits(happened(GradeProposed, { ...key, total: 8560, grade: 'qualified' }))
  })
  it('T-69: students missing → PartyScoreMissing', () => {
    spec
      .given(opened, ...t69Scores.slice(0, 3))
      .when(ProposeGrade, key, as('studentAffairs'))
      .thenRefuses('PartyScoreMissing', ['R-AK-80'], { missing: ['students'] })
  })
  it('R-AK-80: nobody has scored → all four are named', () => {
    spec
      .given(opened)
      .when(ProposeGrade, key, as('studentAffairs'))
      .thenRefuses('PartyScoreMissing', ['R-AK-80'], { missing: ['studentAffairs', 'orgPersonnel', 'deptBranch', 'students'] })
  })
  it('a threshold is reached inclusively: 60.00 qualified, 59.99 unqualified, 90.00 excellent', () => {
    propose([6000, 6000, 6000, 6000]).thenEmits(happened(GradeProposed, { ...key, total: 6000, grade: 'qualified' }))
    propose([6000, 6000, 6000, 5995]).thenEmits(happened(GradeProposed, { ...key, total: 5999, grade: 'unqualified' }))
    propose([9000, 9000, 9000, 9000]).thenEmits(happened(GradeProposed, { ...key, total: 9000, grade: 'excellent' }))
  })
  it('the total is rounded once, half up, and the rounded total decides', () => {
    propose([6000, 6000, 6000, 5998]).thenEmits(happened(GradeProposed, { ...key, total: 6000, grade: 'qualified' }))
    propose([6000, 6000, 6000, 5997]).thenEmits(happened(GradeProposed, { ...key, total: 5999, grade: 'unqualified' }))
  })
})
