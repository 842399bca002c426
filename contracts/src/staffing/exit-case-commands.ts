import { z } from 'zod'
import { docRef, localDate, text, year } from '../kit/index.js'
import { ExitCase } from './aggregates.js'
import * as e from './enums.js'
import * as ev from './events.js'
import { exitCommandKey, namedRef } from './shapes.js'

// `system` among the issuers: the rules of `domain/40` name the command in their row (C-15).
// A date "on which it happened" that is left out is the business date of the command.

const exampleCase = { counselorId: 'c_0001', year: 2023, ground: 'annualFail' }

export const OpenExitCase = ExitCase.command('OpenExitCase', {
  title: { zh: '退出事项立项', en: 'Open an exit case' },
  issuers: ['system', 'studentAffairs'],
  rules: ['R-AK-82', 'R-AK-83'],
  refusals: ['CaseExists', 'InvalidValue'],
  emits: [ev.ExitCaseOpened],
  payload: { ...exitCommandKey, basisYears: z.array(year), basisRef: docRef },
  example: { ...exampleCase, basisYears: [2023], basisRef: 'assessment-aksu.c_0001-2023' },
})
export const OfferPost = ExitCase.command('OfferPost', {
  title: { zh: '提供调整岗位', en: 'Offer a post' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-82', 'A-36'],
  refusals: ['WrongState', 'TargetNotAllowed', 'InvalidValue'],
  emits: [ev.PostOffered],
  payload: {
    ...exitCommandKey,
    post: text,
    /** Left out: a post outside counselor work. */
    targetKind: e.exitTarget.optional(),
    offeredOn: localDate.optional(),
    /** Only on a campus without `staffing.exit.offerResponseDays`. */
    answerDueOn: localDate.optional(),
  },
  example: { ...exampleCase, post: '图书馆读者服务岗', targetKind: 'nonCounselor', offeredOn: '2024-02-01' },
})
export const AnswerOffer = ExitCase.command('AnswerOffer', {
  title: { zh: '答复调整岗位', en: 'Answer an offer' },
  issuers: ['counselor', 'orgPersonnel'],
  self: 'counselorId',
  rules: ['R-AK-83', 'A-13'],
  refusals: ['WrongState', 'AnswerMissing', 'InvalidValue'],
  emits: [ev.OfferAccepted, ev.OfferRefused],
  payload: {
    ...exitCommandKey,
    answer: e.offerAnswer.optional(),
    on: localDate.optional(),
    /** Signed paper; a counselor who answers in person may leave it out. */
    statementRef: namedRef,
  },
  example: { ...exampleCase, answer: 'refuse', on: '2024-02-10', statementRef: '书面意见 2024-03' },
})
export const PermitTermination = ExitCase.command('PermitTermination', {
  title: { zh: '认定可以解除聘用合同', en: 'Permit termination' },
  issuers: ['system'],
  rules: ['R-AK-83', 'A-12', 'A-13', 'A-14'],
  refusals: ['TerminationGroundMissing', 'WrongState', 'InvalidValue'],
  emits: [ev.TerminationPermitted],
  payload: { ...exitCommandKey, basisYears: z.array(year).optional() },
  example: { counselorId: 'c_0001', year: 2023, ground: 'twoConsecutiveFails', basisYears: [2022, 2023] },
})
export const DecideTermination = ExitCase.command('DecideTermination', {
  title: { zh: '决定是否解除聘用合同', en: 'Decide on termination' },
  issuers: ['orgPersonnel'],
  approval: 'partyCommittee',
  rules: ['R-AK-83'],
  refusals: ['TerminationNotPermitted', 'ApprovalMissing', 'InvalidValue'],
  emits: [ev.TerminationDecided],
  payload: { ...exitCommandKey, decision: e.terminationDecision, on: localDate.optional(), reason: text },
  example: { ...exampleCase, decision: 'retain', on: '2024-03-01', reason: '继续安排转岗', approvalRef: '党委会纪要 2024-05' },
})
export const CompleteReassignment = ExitCase.command('CompleteReassignment', {
  title: { zh: '完成岗位调整', en: 'Complete a reassignment' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-82'],
  refusals: ['WrongState', 'CaseFinal', 'InvalidValue'],
  emits: [ev.CounselorReassigned],
  payload: { ...exitCommandKey, newPost: text.optional(), from: localDate.optional() },
  example: { ...exampleCase, newPost: '图书馆读者服务岗', from: '2024-03-01' },
})
export const WithdrawExitCase = ExitCase.command('WithdrawExitCase', {
  title: { zh: '撤回退出事项', en: 'Withdraw an exit case' },
  issuers: ['system'],
  rules: ['R-AK-82', 'R-AK-83'],
  refusals: ['CaseFinal', 'WrongState', 'InvalidValue'],
  emits: [ev.ExitCaseWithdrawn],
  payload: { ...exitCommandKey, reason: text },
  example: { ...exampleCase, reason: 'assessment result revised to qualified' },
})
export const EscalateExitCase = ExitCase.command('EscalateExitCase', {
  title: { zh: '上报退出事项', en: 'Escalate an exit case' },
  issuers: ['system'],
  rules: ['R-AK-83', 'A-14'],
  refusals: ['WrongState', 'InvalidValue'],
  emits: [ev.ExitCaseEscalated],
  payload: { ...exitCommandKey, on: localDate.optional() },
  example: { counselorId: 'c_0001', year: 2024, ground: 'unsuitable', on: '2024-02-11' },
})
