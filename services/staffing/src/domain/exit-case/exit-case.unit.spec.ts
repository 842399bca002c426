import {
  AnswerOffer,
  CompleteReassignment,
  CounselorReassigned,
  DecideTermination,
  EscalateExitCase,
  ExitCaseOpened,
  OfferAccepted,
  OfferPost,
  OfferRefused,
  OpenExitCase,
  PermitTermination,
  PostOffered,
  toExitCaseId,
  WithdrawExitCase,
} from '@fudao/contracts/staffing'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, test } from 'vitest'
import { annualFail, caseEvents, twoFails, unsuitable } from '../../fixtures/exit-case.fixture.js'
import { exitCaseDecider } from './exit-case.js'

const { given } = deciderSpec(exitCaseDecider, { preset: 'aksu', asOf: '2024-02-01' })
const fail = caseEvents(annualFail)
const two = caseEvents(twoFails)
const unfit = caseEvents(unsuitable, [])

describe('R-AK-82: a failed year or unsuitability opens a case', () => {
  const opening = { ...annualFail, basisYears: [2023], basisRef: 'assessment 2023' }
  test('the id of the case is a function of its key', () => {
    given()
      .when(OpenExitCase, opening)
      .thenEmits(happened(ExitCaseOpened, { ...opening, exitCaseId: 'c1_2023_annualFail' }))
  })
  test('an id that does not fit the key is refused', () => {
    given()
      .when(OpenExitCase, { ...opening, exitCaseId: 'c1_2022_annualFail' })
      .thenRefuses('InvalidValue', ['R-AK-82'], { field: 'exitCaseId', expected: 'c1_2023_annualFail' })
  })
  test('none may be open for the same key → CaseExists', () => {
    given(fail.opened, fail.offered).when(OpenExitCase, opening).thenRefuses('CaseExists', ['R-AK-82'], { status: 'offered' })
    given(fail.opened)
      .when(OpenExitCase, { ...opening, basisRef: 'another' })
      .thenRefuses('CaseExists', ['R-AK-82'])
  })
  test('a withdrawn case opens again', () => {
    given(fail.opened, fail.withdrawn).when(OpenExitCase, opening).thenEmits(fail.opened)
  })
  test('the year is the last basis year', () => {
    for (const basisYears of [[], [2022], [2022, 2023]])
      given()
        .when(OpenExitCase, { ...opening, basisYears })
        .thenRefuses('InvalidValue', ['R-AK-82', 'R-AK-83'], { field: 'basisYears' })
    for (const basisYears of [[2023], [2023, 2022], [2021, 2022]])
      given()
        .when(OpenExitCase, { ...twoFails, basisYears, basisRef: 'r' })
        .thenRefuses('InvalidValue', ['R-AK-82', 'R-AK-83'], { field: 'basisYears' })
  })
  test('for unsuitable it is the year of confirmation, and no failed year is needed', () => {
    given()
      .when(OpenExitCase, { ...unsuitable, basisYears: [], basisRef: 'assessment 2023' })
      .thenEmits(unfit.opened)
  })
})

describe('R-AK-82: another post is offered', () => {
  test('T-70: offered on 2024-02-01, the answer is due on 2024-02-16 (C-04)', () => {
    given(fail.opened)
      .when(OfferPost, { ...annualFail, post: '图书馆' })
      .thenEmits(fail.offered)
  })
  test('a later offer has the next number', () => {
    given(unfit.opened, unfit.offered, unfit.refused, unfit.escalated)
      .when(OfferPost, { ...unsuitable, post: '后勤处', offeredOn: '2024-03-01' })
      .thenEmits(
        happened(PostOffered, {
          ...unfit.offered.data,
          offerNo: 2,
          post: '后勤处',
          offeredOn: '2024-03-01',
          answerDueOn: '2024-03-16',
        }),
      )
  })
  test('numbers go on after a withdrawal', () => {
    given(fail.opened, fail.offered, fail.withdrawn, fail.opened)
      .when(OfferPost, { ...annualFail, post: '图书馆' })
      .thenEmits(happened(PostOffered, { ...fail.offered.data, offerNo: 2 }))
  })
  test('retained is not final: the post change stays owed', () => {
    given(fail.opened, fail.offered, fail.refused, fail.permitted, fail.retained)
      .when(OfferPost, { ...annualFail, post: '后勤处', offeredOn: '2024-04-01' })
      .thenEmits(
        happened(PostOffered, { ...fail.offered.data, offerNo: 2, post: '后勤处', offeredOn: '2024-04-01', answerDueOn: '2024-04-16' }),
      )
  })
  test('A-36 nonCounselor (default): a counselor post is no change of post', () => {
    given(fail.opened)
      .when(OfferPost, { ...annualFail, post: '分校辅导员', targetKind: 'counselor' })
      .thenRefuses('TargetNotAllowed', ['R-AK-82', 'A-36'])
  })
  test('A-36 anyPost (other reading): a counselor post elsewhere will do', () => {
    given(fail.opened)
      .when(OfferPost, { ...annualFail, post: '分校辅导员', targetKind: 'counselor' }, { policy: { 'staffing.exit.target': 'anyPost' } })
      .thenEmits(happened(PostOffered, { ...fail.offered.data, post: '分校辅导员', targetKind: 'counselor' }))
  })
  test('the days come from the policy; without them the campus names the day', () => {
    const none = { policy: { 'staffing.exit.offerResponseDays': null } }
    const offer = { ...annualFail, post: '图书馆' }
    given(fail.opened)
      .when(OfferPost, offer, { policy: { 'staffing.exit.offerResponseDays': 30 } })
      .thenEmits(happened(PostOffered, { ...fail.offered.data, answerDueOn: '2024-03-02' }))
    given(fail.opened).when(OfferPost, offer, none).thenRefuses('InvalidValue', ['R-AK-83'], { field: 'answerDueOn' })
    given(fail.opened)
      .when(OfferPost, { ...offer, answerDueOn: '2024-02-20' }, none)
      .thenEmits(happened(PostOffered, { ...fail.offered.data, answerDueOn: '2024-02-20' }))
    given(fail.opened)
      .when(OfferPost, { ...offer, answerDueOn: '2024-02-20' })
      .thenRefuses('InvalidValue', ['R-AK-83'], { expected: '2024-02-16' })
  })
})

describe('R-AK-83: the answer is explicit', () => {
  const paper = { statementRef: '书面意见 3' }
  test('T-70: accepts', () => {
    given(fail.opened, fail.offered)
      .when(AnswerOffer, { ...annualFail, answer: 'accept', on: '2024-02-10', ...paper })
      .thenEmits(fail.accepted)
  })
  test('T-71: refuses', () => {
    given(fail.opened, fail.offered)
      .when(AnswerOffer, { ...annualFail, answer: 'refuse', on: '2024-02-10', ...paper })
      .thenEmits(fail.refused)
  })
  test('no answer given → AnswerMissing (A-13: silence is not one)', () => {
    given(fail.opened, fail.offered)
      .when(AnswerOffer, { ...annualFail, ...paper })
      .thenRefuses('AnswerMissing', ['R-AK-83', 'A-13'], { missing: 'answer' })
  })
  test('the office records an answer only from a signed paper', () => {
    given(fail.opened, fail.offered)
      .when(AnswerOffer, { ...annualFail, answer: 'refuse' })
      .thenRefuses('AnswerMissing', ['R-AK-83', 'A-13'], { missing: 'statementRef' })
  })
  test('a counselor answers in person: the command is the statement', () => {
    given(fail.opened, fail.offered)
      .when(AnswerOffer, { ...annualFail, answer: 'refuse' }, { asOf: '2024-02-10', actor: { role: 'counselor', counselorId: 'c1' } })
      .thenEmits(happened(OfferRefused, { ...fail.refused.data, statementRef: 'command:00000000-0000-4000-8000-000000000001' }))
  })
  test('an answer after the due day still counts, one before the offer does not', () => {
    given(fail.opened, fail.offered)
      .when(AnswerOffer, { ...annualFail, answer: 'accept', on: '2024-05-01', ...paper })
      .thenEmits(happened(OfferAccepted, { ...fail.accepted.data, on: '2024-05-01' }))
    given(fail.opened, fail.offered)
      .when(AnswerOffer, { ...annualFail, answer: 'accept', on: '2024-01-31', ...paper })
      .thenRefuses('InvalidValue', ['R-AK-83'], { field: 'on' })
  })
})

describe('R-AK-83: when termination is permitted', () => {
  test('T-71: a failed year and a refusal', () => {
    given(fail.opened, fail.offered, fail.refused).when(PermitTermination, annualFail).thenEmits(fail.permitted)
  })
  test('a failed year without a refusal → TerminationGroundMissing', () => {
    given(fail.opened).when(PermitTermination, annualFail).thenRefuses('TerminationGroundMissing', ['R-AK-83'], { ground: 'annualFail' })
    given(fail.opened, fail.offered).when(PermitTermination, annualFail).thenRefuses('TerminationGroundMissing', ['R-AK-83'])
  })
  test('T-73: two consecutive failed years need no offer', () => {
    given(two.opened)
      .when(PermitTermination, { ...twoFails, basisYears: [2022, 2023] })
      .thenEmits(two.permitted)
  })
  test('A-12 breaks (default): a gap year breaks the sequence; skips: it is read over', () => {
    const gap = caseEvents(twoFails, [2021, 2023])
    given(gap.opened)
      .when(PermitTermination, twoFails)
      .thenRefuses('TerminationGroundMissing', ['R-AK-83'], { basisYears: [2021, 2023] })
    given(gap.opened)
      .when(PermitTermination, twoFails, { policy: { 'assessment.failGap': 'skips' } })
      .thenEmits(gap.permitted)
  })
  test('how many years is the campus’s number; without one the rule is inactive', () => {
    given(two.opened)
      .when(PermitTermination, twoFails, { policy: { 'staffing.exit.consecutiveFails': 3 } })
      .thenRefuses('TerminationGroundMissing', ['R-AK-83'])
    given(two.opened)
      .when(PermitTermination, twoFails, { policy: { 'staffing.exit.consecutiveFails': null } })
      .thenRefuses('TerminationGroundMissing', ['R-AK-83'])
  })
  test('the years are those of the case', () => {
    given(two.opened)
      .when(PermitTermination, { ...twoFails, basisYears: [2021, 2022] })
      .thenRefuses('InvalidValue', ['R-AK-83'], { field: 'basisYears' })
  })
  test('A-13 escalate (default): silence past the due day is no refusal', () => {
    given(fail.opened, fail.offered)
      .when(PermitTermination, annualFail, { asOf: '2024-02-17' })
      .thenRefuses('TerminationGroundMissing', ['R-AK-83'])
  })
  test('A-13 refusal (other reading): silence counts from the day after the due day', () => {
    const policy = { 'staffing.exit.silence': 'refusal' } as const
    given(fail.opened, fail.offered)
      .when(PermitTermination, annualFail, { asOf: '2024-02-16', policy })
      .thenRefuses('TerminationGroundMissing', ['R-AK-83'])
    given(fail.opened, fail.offered).when(PermitTermination, annualFail, { asOf: '2024-02-17', policy }).thenEmits(fail.permittedBySilence)
  })
  test('A-14 (default): unsuitability and a refusal permit nothing; the case is escalated', () => {
    given(unfit.opened, unfit.offered, unfit.refused)
      .when(PermitTermination, unsuitable)
      .thenRefuses('TerminationGroundMissing', ['R-AK-83', 'A-14'], { ground: 'unsuitable' })
    given(unfit.opened, unfit.offered, unfit.refused)
      .when(EscalateExitCase, { ...unsuitable, on: '2024-02-11' })
      .thenEmits(unfit.escalated)
  })
  test('A-14 (other reading): they permit it', () => {
    given(unfit.opened, unfit.offered, unfit.refused)
      .when(PermitTermination, unsuitable, { policy: { 'staffing.exit.unsuitableRefusalPermits': true } })
      .thenEmits(unfit.permitted)
  })
  test('only the unsuitable are escalated', () => {
    given(fail.opened, fail.offered, fail.refused).when(EscalateExitCase, annualFail).thenRefuses('WrongState')
  })
})

describe('R-AK-83 (可以): a human decides', () => {
  const decision = { ...annualFail, on: '2024-03-01', approvalRef: '党委会纪要 5' }
  const permitted = [fail.opened, fail.offered, fail.refused, fail.permitted]
  test('to terminate or to retain', () => {
    given(...permitted)
      .when(DecideTermination, { ...decision, decision: 'terminate', reason: '党委会决定' })
      .thenEmits(fail.terminated)
    given(...permitted)
      .when(DecideTermination, { ...decision, decision: 'retain', reason: '继续安排转岗' })
      .thenEmits(fail.retained)
  })
  test('not before it is permitted → TerminationNotPermitted', () => {
    given(fail.opened, fail.offered, fail.refused)
      .when(DecideTermination, { ...decision, decision: 'terminate', reason: '党委会决定' })
      .thenRefuses('TerminationNotPermitted', ['R-AK-83'], { status: 'refused' })
  })
})

describe('R-AK-82: reassignment and withdrawal', () => {
  test('T-70: accepted → reassigned, to the post accepted', () => {
    given(fail.opened, fail.offered, fail.accepted)
      .when(CompleteReassignment, { ...annualFail, from: '2024-03-01' })
      .thenEmits(happened(CounselorReassigned, fail.reassigned.data))
  })
  test('a case that is reassigned or terminated is closed → CaseFinal', () => {
    const withdraw = { ...annualFail, reason: 'revised to qualified' }
    given(fail.opened, fail.offered, fail.accepted, fail.reassigned)
      .when(WithdrawExitCase, withdraw)
      .thenRefuses('CaseFinal', ['R-AK-82', 'R-AK-83'], { status: 'reassigned' })
    given(two.opened, two.permitted, two.terminated)
      .when(WithdrawExitCase, { ...twoFails, reason: 'revised' })
      .thenRefuses('CaseFinal', ['R-AK-82', 'R-AK-83'], { status: 'terminated' })
  })
  test('X-06: anything else is withdrawn', () => {
    given(fail.opened, fail.offered, fail.refused, fail.permitted)
      .when(WithdrawExitCase, { ...annualFail, reason: 'revised to qualified' })
      .thenEmits(fail.withdrawn)
  })
})

test('every event of a case carries its id and key', () => {
  for (const event of Object.values(fail))
    if (event.data.exitCaseId !== toExitCaseId(annualFail)) throw new Error(`${event.type} does not carry the id of its case`)
})
