import { z } from 'zod'
import { count, id, localDate, text, year } from '../kit/index.js'
import { AssessmentScheme, CounselorAssessment, StudentEvaluation, UnsuitabilityFinding } from './aggregates.js'
import * as e from './enums.js'
import * as ev from './events.js'
import * as s from './shapes.js'

export * from './accountability-commands.js'
export * from './achievement-commands.js'
export * from './award-commands.js'
export * from './file-report-commands.js'
export * from './incident-commands.js'
export * from './journal-commands.js'
export * from './work-log-commands.js'

// The date of every act is the business date of its command.

// --- AssessmentScheme ------------------------------------------------------------------------------------------------
export const DraftScheme = AssessmentScheme.command('DraftScheme', {
  title: { zh: '起草考核方案', en: 'Draft the scheme of a year' },
  issuers: ['studentAffairs'],
  rules: ['R-AK-04', 'R-AK-05', 'R-AK-78', 'R-AK-79', 'R-AK-80'],
  refusals: ['WeightsInvalid', 'CriteriaMissing', 'InvalidValue', 'WrongState'],
  emits: [ev.SchemeDrafted],
  payload: {
    year,
    /** Party → whole percent; left out: `assessment.weights` of the campus policy. */
    weights: s.weights.optional(),
    criteria: s.criteria,
    /** Points in hundredths; left out: `assessment.thresholds` of the campus policy. */
    thresholds: s.thresholds.optional(),
    standardRef: text.optional(),
  },
  example: {
    year: 2024,
    weights: { studentAffairs: 40, orgPersonnel: 20, deptBranch: 20, students: 20 },
    criteria: ['ethics', 'educationalEffect', 'studentRecognition', 'studentSatisfaction'],
    thresholds: { excellent: 9000, qualified: 6000 },
    standardRef: '高等学校辅导员职业能力标准',
  },
})
export const PublishScheme = AssessmentScheme.command('PublishScheme', {
  title: { zh: '公布考核方案', en: 'Publish the scheme of a year' },
  issuers: ['studentAffairs'],
  coSigners: ['orgPersonnel'],
  rules: ['R-AK-78', 'R-AK-79', 'R-AK-80'],
  refusals: ['WeightsInvalid', 'CriteriaMissing', 'InvalidValue', 'SignatureMissing', 'WrongState'],
  emits: [ev.SchemePublished],
  payload: { year },
  example: { year: 2024, coSigners: [{ role: 'orgPersonnel', userId: 'u_op_1', ref: '组人签〔2024〕3号' }] },
})

// --- CounselorAssessment ---------------------------------------------------------------------------------------------
export const OpenAssessment = CounselorAssessment.command('OpenAssessment', {
  title: { zh: '开始年度考核', en: 'Open an assessment' },
  issuers: ['system'],
  rules: ['R-AK-79', 'R-AK-80', 'X-47'],
  refusals: ['SchemeMissing', 'WrongState'],
  emits: [ev.AssessmentOpened],
  payload: { ...s.assessmentKey, employment: e.employment, departmentId: id.optional() },
  example: { counselorId: 'c_0001', year: 2024, employment: 'fullTime', departmentId: 'dept_nursing' },
})
export const AttachInput = CounselorAssessment.command('AttachInput', {
  title: { zh: '附上考核材料', en: 'Attach an input' },
  issuers: ['system', 'counselor'],
  self: 'counselorId',
  rules: ['R-AK-79', 'R-AK-81'],
  refusals: ['WrongState'],
  emits: [ev.InputAttached],
  payload: {
    ...s.assessmentKey,
    kind: e.inputKind,
    /** Where it comes from; the same source is attached once. */
    sourceId: text,
    /** Counts and codes; name no student (C-12). */
    data: z.json(),
  },
  example: {
    counselorId: 'c_0001',
    year: 2024,
    kind: 'trainingHours',
    sourceId: 'ledger_c_0001_2024',
    data: { required: 16, credited: 15.5 },
  },
})
export const DetachInput = CounselorAssessment.command('DetachInput', {
  title: { zh: '撤回考核材料', en: 'Detach an input' },
  issuers: ['system'],
  rules: ['R-AK-79', 'R-AK-81'],
  refusals: ['WrongState'],
  emits: [ev.InputDetached],
  payload: { ...s.assessmentKey, sourceId: text, reason: text },
  example: { counselorId: 'c_0001', year: 2024, sourceId: 'ledger_c_0001_2024', reason: '学时更正' },
})
export const SubmitPartyScore = CounselorAssessment.command('SubmitPartyScore', {
  title: { zh: '提交一方评分', en: 'Submit the score of a party' },
  issuers: ['studentAffairs', 'orgPersonnel', 'deptBranch', 'system'],
  rules: ['R-AK-77', 'R-AK-79', 'R-AK-80'],
  refusals: ['NotAParty', 'NotAuthorized', 'InvalidValue', 'WrongState'],
  emits: [ev.PartyScored],
  payload: {
    ...s.assessmentKey,
    party: s.party,
    /** Hundredths of a point, 0 to 10000. */
    score: s.hundredths,
    /** Points per criterion in hundredths, 0 to 10000; left out: none given. */
    criteria: s.criteriaScores.optional(),
  },
  example: { counselorId: 'c_0001', year: 2024, party: 'studentAffairs', score: 8500, criteria: { ethics: 9000, educationalEffect: 8000 } },
})
export const ProposeGrade = CounselorAssessment.command('ProposeGrade', {
  title: { zh: '拟定考核等次', en: 'Propose the grade' },
  issuers: ['studentAffairs'],
  rules: ['R-AK-78', 'R-AK-80'],
  refusals: ['PartyScoreMissing', 'WrongState'],
  emits: [ev.GradeProposed],
  payload: { ...s.assessmentKey },
  example: { counselorId: 'c_0001', year: 2024 },
})
export const FinalizeResult = CounselorAssessment.command('FinalizeResult', {
  title: { zh: '审定考核结果', en: 'Finalize the result' },
  issuers: ['studentAffairs'],
  coSigners: ['orgPersonnel'],
  rules: ['R-AK-80', 'R-AK-81', 'R-AK-82', 'R-AK-83'],
  refusals: ['YearNotOver', 'GradeQuotaReached', 'SignatureMissing', 'WrongState'],
  emits: [ev.AssessmentFinalized],
  payload: { ...s.assessmentKey },
  example: { counselorId: 'c_0001', year: 2024, coSigners: [{ role: 'orgPersonnel', userId: 'u_op_1', ref: '组人签〔2025〕8号' }] },
})
export const ExemptYear = CounselorAssessment.command('ExemptYear', {
  title: { zh: '免除年度考核', en: 'Exempt a year' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-81', 'A-12'],
  refusals: ['ReasonMissing', 'WrongState'],
  emits: [ev.AssessmentExempted],
  payload: { ...s.assessmentKey, reason: s.namedReason },
  example: { counselorId: 'c_0001', year: 2024, reason: '全年脱产学习' },
})
export const CancelAssessment = CounselorAssessment.command('CancelAssessment', {
  title: { zh: '取消年度考核', en: 'Cancel an assessment' },
  issuers: ['system'],
  rules: ['R-AK-31', 'R-AK-80', 'X-10'],
  refusals: ['ReasonMissing', 'WrongState'],
  emits: [ev.AssessmentCancelled],
  payload: { ...s.assessmentKey, reason: e.cancelReason.optional() },
  example: { counselorId: 'c_0001', year: 2024, reason: 'deregistered' },
})
export const FileAppeal = CounselorAssessment.command('FileAppeal', {
  title: { zh: '提出考核申诉', en: 'Appeal against a result' },
  issuers: ['counselor'],
  self: 'counselorId',
  rules: ['R-AK-81'],
  refusals: ['WrongState'],
  emits: [ev.AppealFiled],
  payload: { ...s.assessmentKey },
  example: { counselorId: 'c_0001', year: 2024 },
})
export const ReviseResult = CounselorAssessment.command('ReviseResult', {
  title: { zh: '更改考核结果', en: 'Revise a result' },
  issuers: ['studentAffairs'],
  coSigners: ['orgPersonnel'],
  rules: ['R-AK-80', 'R-AK-81'],
  refusals: ['InvalidValue', 'GradeQuotaReached', 'SignatureMissing', 'WrongState'],
  emits: [ev.AssessmentResultRevised],
  payload: { ...s.assessmentKey, to: e.grade },
  example: {
    counselorId: 'c_0001',
    year: 2024,
    to: 'qualified',
    coSigners: [{ role: 'orgPersonnel', userId: 'u_op_1', ref: '组人签〔2025〕15号' }],
  },
})
export const DismissAppeal = CounselorAssessment.command('DismissAppeal', {
  title: { zh: '驳回考核申诉', en: 'Dismiss an appeal' },
  issuers: ['studentAffairs'],
  coSigners: ['orgPersonnel'],
  rules: ['R-AK-80', 'R-AK-81'],
  refusals: ['SignatureMissing', 'WrongState'],
  emits: [ev.AppealDismissed],
  payload: { ...s.assessmentKey },
  example: { counselorId: 'c_0001', year: 2024, coSigners: [{ role: 'orgPersonnel', userId: 'u_op_1', ref: '组人签〔2025〕16号' }] },
})
export const IssueLinkages = CounselorAssessment.command('IssueLinkages', {
  title: { zh: '发出考核结果运用', en: 'Issue the linkages of a result' },
  issuers: ['system'],
  rules: ['R-AK-81', 'X-07'],
  refusals: ['WrongState'],
  emits: [ev.AssessmentLinkagesIssued],
  payload: {
    ...s.assessmentKey,
    /** Left out: the issue this campus last made for the result, if any. */ supersedes: z.string().min(1).max(100).optional(),
  },
  example: { counselorId: 'c_0001', year: 2024 },
})
export const AcknowledgeResult = CounselorAssessment.command('AcknowledgeResult', {
  title: { zh: '确认考核结果', en: 'Acknowledge a result' },
  issuers: ['counselor'],
  self: 'counselorId',
  rules: ['R-AK-81'],
  refusals: ['WrongState'],
  emits: [ev.ResultAcknowledged],
  payload: { ...s.assessmentKey },
  example: { counselorId: 'c_0001', year: 2024 },
})

// --- StudentEvaluation -----------------------------------------------------------------------------------------------
export const OpenBallot = StudentEvaluation.command('OpenBallot', {
  title: { zh: '开放学生测评', en: 'Open a student ballot' },
  issuers: ['studentAffairs'],
  rules: ['R-AK-79', 'R-AK-80'],
  refusals: ['InvalidValue', 'WrongState'],
  emits: [ev.BallotOpened],
  payload: { ...s.assessmentKey, from: localDate, to: localDate, eligible: count },
  example: { counselorId: 'c_0001', year: 2024, from: '2024-12-01', to: '2024-12-15', eligible: 198 },
})
export const IssueBallotToken = StudentEvaluation.command('IssueBallotToken', {
  title: { zh: '领取测评凭证', en: 'Get a ballot token' },
  issuers: ['studentEvaluator'],
  unrecorded: 'signedIn',
  rules: ['R-AK-79', 'R-AK-80'],
  refusals: ['BallotClosed', 'AlreadyIssued', 'NotAuthorized', 'InvalidValue', 'WrongState'],
  emits: [],
  payload: {
    ...s.assessmentKey,
    /** Of earlier clients and not looked at: the sign-in says who may vote. */
    voucher: s.voucher.optional(),
    /** RFC 9474 `Blind` of the prepared token; the answer holds the blind signature. */
    blindedMessage: s.rsaBlock,
  },
  example: { counselorId: 'c_0001', year: 2024, blindedMessage: 'A'.repeat(342) },
})
export const CastBallot = StudentEvaluation.command('CastBallot', {
  title: { zh: '投测评票', en: 'Cast a ballot' },
  issuers: ['studentEvaluator'],
  unrecorded: 'sessionless',
  rules: ['R-AK-79', 'R-AK-80'],
  refusals: ['TokenInvalid', 'AlreadyVoted', 'BallotClosed', 'InvalidValue', 'WrongState'],
  emits: [],
  payload: {
    ...s.assessmentKey,
    /** The prepared token; only its hash is stored. */
    token: s.ballotToken,
    /** RFC 9474 `Finalize` of the blind signature. */
    signature: s.rsaBlock,
    /** Whole points 0 to 100. */
    recognition: s.rating,
    satisfaction: s.rating,
  },
  example: {
    counselorId: 'c_0001',
    year: 2024,
    token: 'B'.repeat(86),
    signature: 'C'.repeat(342),
    recognition: 90,
    satisfaction: 86,
  },
})
export const CountTurnout = StudentEvaluation.command('CountTurnout', {
  title: { zh: '统计投票人数', en: 'Count the turnout' },
  issuers: ['system'],
  rules: ['R-AK-79', 'X-48'],
  refusals: ['BallotClosed'],
  emits: [ev.TurnoutCounted],
  payload: { ...s.assessmentKey },
  example: { counselorId: 'c_0001', year: 2024 },
})
export const CloseBallot = StudentEvaluation.command('CloseBallot', {
  title: { zh: '结束学生测评', en: 'Close a student ballot' },
  issuers: ['system'],
  rules: ['R-AK-79', 'R-AK-80', 'X-48'],
  refusals: ['BallotClosed'],
  emits: [ev.BallotClosed],
  payload: { ...s.assessmentKey },
  example: { counselorId: 'c_0001', year: 2024 },
})

// --- UnsuitabilityFinding --------------------------------------------------------------------------------------------
export const RaiseFinding = UnsuitabilityFinding.command('RaiseFinding', {
  title: { zh: '提出不适宜认定', en: 'Raise a finding of unsuitability' },
  issuers: ['deptBranch'],
  rules: ['R-AK-77', 'R-AK-82'],
  refusals: ['ReasonMissing', 'NotAuthorized', 'WrongState'],
  emits: [ev.UnsuitabilityRaised],
  payload: { findingId: id, counselorId: id, reasons: s.namedReason },
  example: { findingId: 'f_0001', counselorId: 'c_0001', reasons: '长期不能履行谈心、值班等基本职责' },
})
export const DecideFinding = UnsuitabilityFinding.command('DecideFinding', {
  title: { zh: '决定不适宜认定', en: 'Decide a finding of unsuitability' },
  issuers: ['studentAffairs'],
  coSigners: ['orgPersonnel'],
  rules: ['R-AK-82'],
  refusals: ['SignatureMissing', 'WrongState'],
  emits: [ev.UnsuitabilityConfirmed, ev.UnsuitabilityDismissed],
  payload: { findingId: id, decision: e.findingDecision },
  example: { findingId: 'f_0001', decision: 'confirm', coSigners: [{ role: 'orgPersonnel', userId: 'u_op_1', ref: '组人签〔2024〕21号' }] },
})
