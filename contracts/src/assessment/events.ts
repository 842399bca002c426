import { z } from 'zod'
import { count, id, localDate, text, year } from '../kit/index.js'
import { AssessmentScheme, CounselorAssessment, StudentEvaluation, UnsuitabilityFinding } from './aggregates.js'
import * as e from './enums.js'
import * as s from './shapes.js'

export * from './accountability-events.js'
export * from './achievement-events.js'
export * from './award-events.js'
export * from './file-report-events.js'
export * from './grade-place-events.js'
export * from './incident-events.js'
export * from './journal-events.js'
export * from './work-log-events.js'

// These names and fields are stored: never renamed. Fields beyond `domain/35` are optional or carry a stream key (C-07).

// --- AssessmentScheme ------------------------------------------------------------------------------------------------
export const SchemeDrafted = AssessmentScheme.event('SchemeDrafted', {
  title: { zh: '考核方案已起草', en: 'Scheme drafted' },
  data: {
    year,
    weights: s.weights,
    criteria: s.criteria,
    thresholds: s.thresholds,
    /** The competence standard the scheme follows (R-AK-79). */
    standardRef: text.optional(),
  },
})
export const SchemePublished = AssessmentScheme.event('SchemePublished', {
  title: { zh: '考核方案已公布', en: 'Scheme published' },
  data: { year, on: localDate },
})

// --- CounselorAssessment ---------------------------------------------------------------------------------------------
/** Weights, criteria and thresholds are copied from the scheme: a later scheme does not change a running year (C-10). */
export const AssessmentOpened = CounselorAssessment.event('AssessmentOpened', {
  title: { zh: '年度考核已开始', en: 'Assessment opened' },
  data: {
    ...s.assessmentKey,
    employment: e.employment,
    /** Department at opening; its branch is the one that scores. */
    departmentId: id.optional(),
    weights: s.weights,
    criteria: s.criteria,
    thresholds: s.thresholds,
  },
})
export const InputAttached = CounselorAssessment.event('InputAttached', {
  title: { zh: '考核材料已附上', en: 'Input attached' },
  data: { ...s.assessmentKey, kind: e.inputKind, sourceId: text, data: z.json() },
})
export const InputDetached = CounselorAssessment.event('InputDetached', {
  title: { zh: '考核材料已撤回', en: 'Input detached' },
  data: { ...s.assessmentKey, sourceId: text, reason: z.string() },
})
export const PartyScored = CounselorAssessment.event('PartyScored', {
  title: { zh: '一方已评分', en: 'Party scored' },
  data: { ...s.assessmentKey, party: s.party, score: s.hundredths, criteria: s.criteriaScores },
})
export const GradeProposed = CounselorAssessment.event('GradeProposed', {
  title: { zh: '考核等次已拟定', en: 'Grade proposed' },
  data: { ...s.assessmentKey, total: s.hundredths, grade: e.grade },
})
export const AssessmentFinalized = CounselorAssessment.event('AssessmentFinalized', {
  title: { zh: '考核结果已审定', en: 'Assessment finalized' },
  data: {
    ...s.assessmentKey,
    grade: e.grade,
    total: s.hundredths,
    on: localDate,
    /** Last day of an appeal by `assessment.appeal.days` of that day; absent = no limit. Later policy does not move it (C-10). */
    appealUntil: localDate.optional(),
  },
})
export const AssessmentExempted = CounselorAssessment.event('AssessmentExempted', {
  title: { zh: '年度考核已免除', en: 'Year exempted' },
  data: { ...s.assessmentKey, reason: text },
})
export const AssessmentCancelled = CounselorAssessment.event('AssessmentCancelled', {
  title: { zh: '年度考核已取消', en: 'Assessment cancelled' },
  data: { ...s.assessmentKey, reason: e.cancelReason },
})
export const AppealFiled = CounselorAssessment.event('AppealFiled', {
  title: { zh: '考核申诉已提出', en: 'Appeal filed' },
  data: { ...s.assessmentKey, on: localDate },
})
export const AssessmentResultRevised = CounselorAssessment.event('AssessmentResultRevised', {
  title: { zh: '考核结果已更改', en: 'Assessment result revised' },
  data: {
    ...s.assessmentKey,
    from: e.grade,
    to: e.grade,
    on: localDate,
    /** As in `AssessmentFinalized`: the revised result can be appealed in its turn. */
    appealUntil: localDate.optional(),
    /** The event whose grade is corrected (C-11). */
    correctsEventId: z.uuid().optional(),
  },
})
export const AppealDismissed = CounselorAssessment.event('AppealDismissed', {
  title: { zh: '考核申诉已驳回', en: 'Appeal dismissed' },
  data: { ...s.assessmentKey },
})
export const AssessmentLinkagesIssued = CounselorAssessment.event('AssessmentLinkagesIssued', {
  title: { zh: '考核结果运用已发出', en: 'Linkages issued' },
  data: {
    ...s.assessmentKey,
    grade: e.grade,
    linkages: z.array(id),
    /** Id of the earlier issue that this one replaces after a revision. */
    supersedes: z.string().optional(),
  },
})
export const ResultAcknowledged = CounselorAssessment.event('ResultAcknowledged', {
  title: { zh: '本人已确认考核结果', en: 'Result acknowledged' },
  data: { ...s.assessmentKey, on: localDate },
})

// --- StudentEvaluation -----------------------------------------------------------------------------------------------
export const BallotOpened = StudentEvaluation.event('BallotOpened', {
  title: { zh: '学生测评已开放', en: 'Ballot opened' },
  data: {
    ...s.assessmentKey,
    from: localDate,
    to: localDate,
    eligible: count,
    tokenPublicKey: s.publicKey,
    /** The signing key, sealed under the master key of the installation; nobody reads it from the event alone. */
    sealedPrivateKey: z.string(),
  },
})
/** Of ballots opened before students' requests were unrecorded; no longer written. */
export const BallotTokenIssued = StudentEvaluation.event('BallotTokenIssued', {
  title: { zh: '测评凭证已签发', en: 'Ballot token issued' },
  data: { ...s.assessmentKey, voucherHash: s.sha256, blindSignature: s.rsaBlock },
})
/** Of ballots opened before students' requests were unrecorded; no longer written. */
export const BallotCast = StudentEvaluation.event('BallotCast', {
  title: { zh: '一张测评票已投', en: 'Ballot cast' },
  data: { ...s.assessmentKey, tokenHash: s.sha256, recognition: z.int().min(0).max(100), satisfaction: z.int().min(0).max(100) },
})
/** Turnout of an open ballot, once a day and in steps of at least the smallest group, so that no single ballot moves it. */
export const TurnoutCounted = StudentEvaluation.event('TurnoutCounted', {
  title: { zh: '已统计投票人数', en: 'Turnout counted' },
  data: { ...s.assessmentKey, cast: count, on: localDate },
})
/**
 * Averages in hundredths of a point, rounded half up; absent below the smallest group. `tokenHashes` in ascending order: who kept a token
 * finds its SHA-256 here and knows that the ballot was counted; nothing says what was in it.
 */
export const BallotClosed = StudentEvaluation.event('BallotClosed', {
  title: { zh: '学生测评已结束', en: 'Ballot closed' },
  version: 2,
  upcasters: { 1: (data) => ({ ...data, tokenHashes: [] }) },
  data: {
    ...s.assessmentKey,
    cast: count,
    recognitionAvg: s.hundredths.optional(),
    satisfactionAvg: s.hundredths.optional(),
    tokenHashes: z.array(s.sha256),
  },
})

// --- UnsuitabilityFinding --------------------------------------------------------------------------------------------
export const UnsuitabilityRaised = UnsuitabilityFinding.event('UnsuitabilityRaised', {
  title: { zh: '已提出不适宜认定', en: 'Unsuitability raised' },
  data: { findingId: id, counselorId: id, reasons: text },
})
export const UnsuitabilityConfirmed = UnsuitabilityFinding.event('UnsuitabilityConfirmed', {
  title: { zh: '已认定不适宜', en: 'Unsuitability confirmed' },
  data: { findingId: id, counselorId: id, on: localDate },
})
export const UnsuitabilityDismissed = UnsuitabilityFinding.event('UnsuitabilityDismissed', {
  title: { zh: '不适宜认定不成立', en: 'Unsuitability dismissed' },
  data: { findingId: id, counselorId: id },
})
