import {
  AcknowledgeResult,
  AppealDismissed,
  AppealFiled,
  AssessmentCancelled,
  AssessmentExempted,
  AssessmentFinalized,
  AssessmentLinkagesIssued,
  AssessmentResultRevised,
  CancelAssessment,
  DismissAppeal,
  ExemptYear,
  FileAppeal,
  FinalizeResult,
  IssueLinkages,
  ResultAcknowledged,
  ReviseResult,
} from '@fudao/contracts/assessment'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, it } from 'vitest'
import { assessmentDecider } from './counselor-assessment.js'
import {
  appealDismissed,
  appealed,
  exempted,
  finalized,
  key,
  opened,
  proposed,
  revised,
  toFinal,
  toProposed,
  toScored,
} from './fixtures.js'

const spec = deciderSpec(assessmentDecider, { preset: 'aksu', asOf: '2024-01-20' })
const appealDays = { policy: { 'assessment.appeal.days': 10 } }
const correctsEventId = '00000000-0000-4000-8000-00000000000f'

describe('finalizing', () => {
  it('R-AK-80: a proposed grade becomes the result once the year is over', () => {
    spec
      .given(...toProposed)
      .when(FinalizeResult, key, { asOf: '2024-01-01' })
      .thenEmits(happened(AssessmentFinalized, { ...key, grade: 'qualified', total: 8560, on: '2024-01-01' }))
  })
  it('A-10: on the last day of the year it is not over', () => {
    spec
      .given(...toProposed)
      .when(FinalizeResult, key, { asOf: '2023-12-31' })
      .thenRefuses('YearNotOver', ['R-AK-82', 'A-10'], { from: '2024-01-01' })
  })
  it('R-AK-80: what is not proposed is not finalized', () => {
    spec
      .given(...toScored)
      .when(FinalizeResult, key)
      .thenRefuses('WrongState', ['R-AK-80'], { state: 'scored' })
  })
  it('R-AK-82, R-AK-83: an unqualified year keeps its grade and total', () => {
    spec
      .given(...toScored, proposed('unqualified', 5400))
      .when(FinalizeResult, key)
      .thenEmits(happened(AssessmentFinalized, { ...key, grade: 'unqualified', total: 5400, on: '2024-01-20' }))
  })
  it('C-04, C-10: with appeal days the last day of an appeal is fixed with the result', () => {
    spec
      .given(...toProposed)
      .when(FinalizeResult, key, appealDays)
      .thenEmits(happened(AssessmentFinalized, { ...key, grade: 'qualified', total: 8560, on: '2024-01-20', appealUntil: '2024-01-30' }))
  })
})

describe('exempting and cancelling', () => {
  it('A-12: an exempt year has a reason', () => {
    spec
      .given(opened)
      .when(ExemptYear, { ...key, reason: '产假' })
      .thenEmits(happened(AssessmentExempted, { ...key, reason: '产假' }))
    for (const reason of [undefined, '  '])
      spec
        .given(opened)
        .when(ExemptYear, { ...key, reason })
        .thenRefuses('ReasonMissing', ['R-AK-81', 'A-12'], { field: 'reason' })
  })
  it('X-06: a final result may be exempted late', () => {
    spec
      .given(...toFinal)
      .when(ExemptYear, { ...key, reason: '产假' })
      .thenEmits(happened(AssessmentExempted, { ...key, reason: '产假' }))
  })
  it('an exempt year stays as it is', () => {
    spec
      .given(opened, exempted)
      .when(ExemptYear, { ...key, reason: '全年脱产学习' })
      .thenNothing()
    spec
      .given(opened, exempted)
      .when(ExemptYear, { ...key, reason: '产假' })
      .thenRefuses('WrongState', ['R-AK-81', 'A-12'])
  })
  it('X-10, R-AK-31: the assessment of a counselor who left is cancelled with its reason', () => {
    spec
      .given(...toProposed)
      .when(CancelAssessment, { ...key, reason: 'deregistered' })
      .thenEmits(happened(AssessmentCancelled, { ...key, reason: 'deregistered' }))
    spec.given(opened).when(CancelAssessment, key).thenRefuses('ReasonMissing', ['R-AK-31'])
  })
  it('X-10: a final result is not cancelled', () => {
    spec
      .given(...toFinal)
      .when(CancelAssessment, { ...key, reason: 'deregistered' })
      .thenRefuses('WrongState', ['R-AK-31', 'R-AK-80'], { state: 'final' })
  })
})

describe('appeals', () => {
  it('without appeal days an appeal has no limit', () => {
    spec
      .given(...toFinal)
      .when(FileAppeal, key, { asOf: '2026-05-05' })
      .thenEmits(happened(AppealFiled, { ...key, on: '2026-05-05' }))
  })
  it('C-04: with appeal days the last day is inclusive, the day after is too late', () => {
    const final = [...toProposed, finalized('qualified', 8560, '2024-01-20', { appealUntil: '2024-01-30' })]
    spec
      .given(...final)
      .when(FileAppeal, key, { asOf: '2024-01-30' })
      .thenEmits(happened(AppealFiled, { ...key, on: '2024-01-30' }))
    spec
      .given(...final)
      .when(FileAppeal, key, { asOf: '2024-01-31' })
      .thenRefuses('WrongState', ['R-AK-81'], { state: 'final' })
  })
  it('C-10: days set later do not move the day of an earlier result', () => {
    spec
      .given(...toFinal)
      .when(FileAppeal, key, { asOf: '2024-12-01', ...appealDays })
      .thenEmits(happened(AppealFiled, { ...key, on: '2024-12-01' }))
  })
  it('R-AK-81: an appeal is upheld by another grade, which names what it corrects (C-11)', () => {
    spec
      .given(...toFinal, appealed)
      .when(ReviseResult, { ...key, to: 'excellent' }, { asOf: '2024-02-01' })
      .thenEmits(happened(AssessmentResultRevised, { ...key, from: 'qualified', to: 'excellent', on: '2024-02-01', correctsEventId }))
  })
  it('C-11: the offices may also revise without an appeal', () => {
    spec
      .given(...toFinal)
      .when(ReviseResult, { ...key, to: 'unqualified' }, appealDays)
      .thenEmits(
        happened(AssessmentResultRevised, {
          ...key,
          from: 'qualified',
          to: 'unqualified',
          on: '2024-01-20',
          appealUntil: '2024-01-30',
          correctsEventId,
        }),
      )
  })
  it('an appeal is not upheld with the same grade', () => {
    spec
      .given(...toFinal, appealed)
      .when(ReviseResult, { ...key, to: 'qualified' })
      .thenRefuses('InvalidValue', ['R-AK-80', 'R-AK-81'], { field: 'to' })
  })
  it('a dismissed appeal leaves the result final, and a second one can be filed', () => {
    spec
      .given(...toFinal, appealed)
      .when(DismissAppeal, key)
      .thenEmits(happened(AppealDismissed, key))
    spec
      .given(...toFinal, appealed, appealDismissed)
      .when(DismissAppeal, key)
      .thenNothing()
    spec
      .given(...toFinal, appealed, appealDismissed)
      .when(FileAppeal, key)
      .thenEmits(happened(AppealFiled, { ...key, on: '2024-01-20' }))
  })
  it('the appeal against a revised result is dismissed once, too', () => {
    spec
      .given(...toFinal, revised('qualified', 'excellent'), appealed, appealDismissed)
      .when(DismissAppeal, key)
      .thenNothing()
  })
  it('a revised result has no dismissed appeal', () => {
    spec
      .given(...toFinal, appealed, appealDismissed, revised('qualified', 'excellent'))
      .when(DismissAppeal, key)
      .thenRefuses('WrongState', ['R-AK-80', 'R-AK-81'])
  })
})

describe('the quota of a grade', () => {
  const place = (held: boolean) => ({ facts: { place: { grade: 'excellent' as const, quota: 2, taken: 2, held } } })
  const excellent = [...toScored, proposed('excellent', 9500)]
  it('R-AK-78: a campus may set how many are excellent; beyond it nothing is finalized', () => {
    spec
      .given(...excellent)
      .when(FinalizeResult, key, place(true))
      .thenEmits(happened(AssessmentFinalized, { ...key, grade: 'excellent', total: 9500, on: '2024-01-20' }))
    spec
      .given(...excellent)
      .when(FinalizeResult, key, place(false))
      .thenRefuses('GradeQuotaReached', ['R-AK-78'], { grade: 'excellent', quota: 2, taken: 2 })
  })
  it('R-AK-78: a revision needs a place as well; a campus without a quota has places for all', () => {
    spec
      .given(...toFinal)
      .when(ReviseResult, { ...key, to: 'excellent' }, place(false))
      .thenRefuses('GradeQuotaReached', ['R-AK-78'])
    spec
      .given(...excellent)
      .when(FinalizeResult, key)
      .thenEmits(happened(AssessmentFinalized, { ...key, grade: 'excellent', total: 9500, on: '2024-01-20' }))
  })
})

describe('what a result is used for', () => {
  const linkages = ['appointment', 'post', 'pay', 'rewardPunishment', 'renewal']
  const issued = { ...happened(AssessmentLinkagesIssued, { ...key, grade: 'qualified', linkages }), id: 'issue-1' }
  it('R-AK-81, X-07: the five linkages are issued once', () => {
    spec
      .given(...toFinal)
      .when(IssueLinkages, key)
      .thenEmits(happened(AssessmentLinkagesIssued, { ...key, grade: 'qualified', linkages }))
    spec
      .given(...toFinal, issued)
      .when(IssueLinkages, key)
      .thenNothing()
  })
  it('X-07: after a revision they are issued again and supersede the earlier issue', () => {
    const history = [...toFinal, issued, revised('qualified', 'unqualified')]
    spec
      .given(...history)
      .when(IssueLinkages, key)
      .thenEmits(happened(AssessmentLinkagesIssued, { ...key, grade: 'unqualified', linkages, supersedes: 'issue-1' }))
    spec
      .given(...history)
      .when(IssueLinkages, { ...key, supersedes: 'issue-0' })
      .thenEmits(happened(AssessmentLinkagesIssued, { ...key, grade: 'unqualified', linkages, supersedes: 'issue-0' }))
  })
  it('a campus without the parameter issues nothing', () => {
    spec
      .given(...toFinal)
      .when(IssueLinkages, key, { policy: { 'assessment.linkages': null } })
      .thenNothing()
  })
  it('R-AK-81: the counselor acknowledges each result once', () => {
    const acknowledged = happened(ResultAcknowledged, { ...key, on: '2024-01-20' })
    spec
      .given(...toFinal)
      .when(AcknowledgeResult, key)
      .thenEmits(acknowledged)
    spec
      .given(...toFinal, acknowledged)
      .when(AcknowledgeResult, key)
      .thenNothing()
    spec
      .given(...toFinal, acknowledged, revised('qualified', 'excellent'))
      .when(AcknowledgeResult, key)
      .thenEmits(acknowledged)
  })
})
