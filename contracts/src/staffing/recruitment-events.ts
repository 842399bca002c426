import { z } from 'zod'
import { count, docRef, id, localDate, personal, role, text } from '../kit/index.js'
import { Candidacy, RecruitmentRound } from './aggregates.js'
import * as e from './enums.js'
import { attestations, candidacyKey, roundKey } from './shapes.js'

// These names are stored: never renamed, never given another meaning. A change is a new version with an upcaster.

// --- RecruitmentRound ------------------------------------------------------------------------------------------------
export const RoundPlanned = RecruitmentRound.event('RoundPlanned', {
  title: { zh: '选聘批次已制定', en: 'Round planned' },
  data: {
    ...roundKey,
    posts: z.int().positive(),
    /** Selection conditions in words; never looser than R-AK-38 to R-AK-43. */
    conditions: z.array(text),
    /** The two conditions that compare: absent where neither the round nor the campus sets one. */
    minDegree: e.degree.optional(),
    partyMember: e.partyRequirement.optional(),
    channels: z.array(e.recruitmentChannel),
    /** Offices that organise the selection together (R-AK-44). */
    panel: z.array(role),
    /** Users who sit on the panel; left out: whoever has the role `panel` at the campus. */
    panelMembers: z.array(z.string()).optional(),
    stages: z.array(e.selectionStage),
    /** Present exactly when the stage is part of the round. */
    publicityDays: z.int().positive().optional(),
    trialMonths: z.int().positive().optional(),
    warnings: z.array(e.roundWarning),
  },
})
export const RoundOpened = RecruitmentRound.event('RoundOpened', {
  title: { zh: '选聘已启动', en: 'Round opened' },
  data: { ...roundKey, on: localDate },
})
export const RoundClosed = RecruitmentRound.event('RoundClosed', {
  title: { zh: '选聘已结束', en: 'Round closed' },
  data: { ...roundKey, filled: count },
})
export const RoundCancelled = RecruitmentRound.event('RoundCancelled', {
  title: { zh: '选聘已取消', en: 'Round cancelled' },
  data: { ...roundKey, reason: text },
})
export const PostFilled = RecruitmentRound.event('PostFilled', {
  title: { zh: '岗位已占用', en: 'Post filled' },
  data: { ...roundKey, candidacyId: id, filled: count },
})
export const PostFreed = RecruitmentRound.event('PostFreed', {
  title: { zh: '岗位已退回', en: 'Post freed' },
  data: { ...roundKey, candidacyId: id },
})

// --- Candidacy -------------------------------------------------------------------------------------------------------
export const CandidacySubmitted = Candidacy.event('CandidacySubmitted', {
  title: { zh: '已报名', en: 'Candidacy submitted' },
  data: {
    ...candidacyKey,
    roundId: id,
    personId: id,
    channel: e.recruitmentChannel,
    /** Department that recommends. */
    departmentId: id.optional(),
  },
})
/** Degree and party membership themselves are not kept: only that the conditions were met, or by which exception. */
export const CandidateScreened = Candidacy.event('CandidateScreened', {
  title: { zh: '资格审查已完成', en: 'Candidate screened' },
  data: { ...candidacyKey, passed: z.boolean(), attestations, exceptionRef: text.optional() },
})
export const StagePassed = Candidacy.event('StagePassed', {
  title: { zh: '选聘环节已通过', en: 'Stage passed' },
  data: { ...candidacyKey, stage: e.selectionStage, score: count.optional(), on: localDate },
})
/** Why is said about a person, so it is encrypted under the candidate's key (A8). */
export const CandidacyRejected = Candidacy.event('CandidacyRejected', {
  title: { zh: '未通过选聘', en: 'Candidacy rejected' },
  subject: 'personId',
  data: { ...candidacyKey, personId: id, stage: e.selectionStage, reason: personal(text) },
})
export const PublicityStarted = Candidacy.event('PublicityStarted', {
  title: { zh: '公示已开始', en: 'Publicity started' },
  data: { ...candidacyKey, from: localDate, to: localDate, contact: text },
})
/** What is said against a person is encrypted under the candidate's key (A8). */
export const ObjectionRaised = Candidacy.event('ObjectionRaised', {
  title: { zh: '已提出异议', en: 'Objection raised' },
  subject: 'personId',
  data: { ...candidacyKey, personId: id, objectionId: id, text: personal(text) },
})
export const ObjectionSettled = Candidacy.event('ObjectionSettled', {
  title: { zh: '异议已处理', en: 'Objection settled' },
  data: { ...candidacyKey, objectionId: id, upheld: z.boolean() },
})
export const TrialPostStarted = Candidacy.event('TrialPostStarted', {
  title: { zh: '试岗已开始', en: 'Trial on the post started' },
  data: { ...candidacyKey, from: localDate, plannedTo: localDate, departmentId: id.optional() },
})
export const TrialPostConcluded = Candidacy.event('TrialPostConcluded', {
  title: { zh: '试岗已结束', en: 'Trial on the post concluded' },
  data: { ...candidacyKey, passed: z.boolean(), on: localDate, late: z.boolean() },
})
export const CandidateAppointed = Candidacy.event('CandidateAppointed', {
  title: { zh: '已聘任', en: 'Candidate appointed' },
  data: {
    ...candidacyKey,
    roundId: id,
    personId: id,
    counselorId: id,
    employment: e.employment,
    positionCategory: e.positionCategory,
    positionText: text.optional(),
    departmentId: id,
    siteId: id,
    homeRole: e.homeRole.optional(),
    dualIdentity: z.boolean(),
    contractId: id.optional(),
    contractKind: e.contractKind.optional(),
    contractTo: localDate.optional(),
    excellenceEvidence: docRef.optional(),
    startDate: localDate,
  },
})
export const CandidacyWithdrawn = Candidacy.event('CandidacyWithdrawn', {
  title: { zh: '已放弃应聘', en: 'Candidacy withdrawn' },
  data: { ...candidacyKey },
})
export const CandidacyReserved = Candidacy.event('CandidacyReserved', {
  title: { zh: '已列为备用人选', en: 'Candidacy reserved' },
  data: { ...candidacyKey, reason: text },
})
