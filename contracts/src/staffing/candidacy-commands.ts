import { z } from 'zod'
import { count, id, localDate, roles, text } from '../kit/index.js'
import { Candidacy } from './aggregates.js'
import * as e from './enums.js'
import * as ev from './recruitment-events.js'
import { attestations, candidacyKey, exception, namedRef, namedText } from './shapes.js'

// `system` among the issuers: the rules of `domain/40` name the command in their row (C-15).
// A date "on which it happened" that is left out is the business date of the command.
// Role `candidate` acts on the candidacy of its own person, role `panel` in the rounds whose panel it sits on.

/** `candidate` for itself; `deptBranch` recommends (channel `orgRecommendation`). */
export const SubmitCandidacy = Candidacy.command('SubmitCandidacy', {
  title: { zh: '报名应聘', en: 'Submit a candidacy' },
  issuers: ['candidate', 'deptBranch'],
  rules: ['R-AK-36', 'R-AK-46'],
  refusals: ['RoundClosed', 'ChannelNotAllowed', 'NotAuthorized', 'WrongState', 'PersonErased'],
  emits: [ev.CandidacySubmitted],
  payload: { ...candidacyKey, roundId: id, personId: id, channel: e.recruitmentChannel, departmentId: id.optional() },
  example: { candidacyId: 'a_0001', roundId: 'r_2024_1', personId: 'p_0101', channel: 'openRecruitment' },
})
/** `passed: false` is the panel's own judgement, told by what it does not attest; the lowest degree has no exception (R-AK-40). */
export const ScreenCandidate = Candidacy.command('ScreenCandidate', {
  title: { zh: '资格审查', en: 'Screen a candidate' },
  issuers: ['panel'],
  rules: ['R-AK-38', 'R-AK-39', 'R-AK-40', 'R-AK-41', 'R-AK-42', 'R-AK-43'],
  refusals: ['DegreeTooLow', 'PartyMembershipExceptionRequired', 'AttestationMissing', 'InvalidValue', 'NotAuthorized', 'WrongState'],
  emits: [ev.CandidateScreened],
  payload: {
    ...candidacyKey,
    /** Left out: passed. */
    passed: z.boolean().optional(),
    /** Needed to pass wherever a lowest degree is set; not kept. */
    degree: e.degree.optional(),
    /** Left out: whoever attests condition 1 attests membership; not kept. */
    partyMember: z.boolean().optional(),
    attestations: attestations.optional(),
    exception: exception.optional(),
  },
  example: {
    candidacyId: 'a_0001',
    degree: 'master',
    partyMember: true,
    attestations: { cond1: true, cond2: true, cond3: true, cond4: true, cond5: true, cond6: true },
  },
})
/** Result of an exam, or that the public notice ended without an objection upheld; the trial has its own commands. */
export const RecordStageResult = Candidacy.command('RecordStageResult', {
  title: { zh: '登记选聘环节结果', en: 'Record the result of a stage' },
  issuers: ['panel'],
  rules: ['R-AK-47'],
  refusals: ['StageOutOfOrder', 'PublicityOpen', 'ReasonMissing', 'InvalidValue', 'NotAuthorized', 'WrongState', 'PersonErased'],
  emits: [ev.StagePassed, ev.CandidacyRejected],
  payload: {
    ...candidacyKey,
    stage: e.selectionStage,
    /** Left out: passed. */
    passed: z.boolean().optional(),
    score: count.optional(),
    on: localDate.optional(),
    /** Needed when not passed. */
    reason: namedText,
  },
  example: { candidacyId: 'a_0001', stage: 'writtenExam', passed: true, score: 86, on: '2024-05-10' },
})
/** The first day is the day of the notice; it runs for the round's days after it, the last one included (A-34, C-04). */
export const StartPublicity = Candidacy.command('StartPublicity', {
  title: { zh: '开始公示', en: 'Start the public notice' },
  issuers: ['studentAffairs'],
  rules: ['R-AK-47', 'A-34'],
  refusals: ['StageOutOfOrder', 'InvalidValue', 'WrongState'],
  emits: [ev.PublicityStarted],
  payload: {
    ...candidacyKey,
    from: localDate.optional(),
    /** Later than the round's days give, never earlier. */
    to: localDate.optional(),
    contact: text,
  },
  example: { candidacyId: 'a_0001', from: '2024-05-20', contact: '纪检监察室 0997-0000000' },
})
/** The text is kept encrypted; it is about the candidate and should name nobody else, least of all a student (C-12). */
export const RaiseObjection = Candidacy.command('RaiseObjection', {
  title: { zh: '提出异议', en: 'Raise an objection' },
  issuers: roles.filter((r) => r !== 'system'),
  rules: ['R-AK-47'],
  refusals: ['WrongState', 'InvalidValue', 'PersonErased'],
  emits: [ev.ObjectionRaised],
  payload: { ...candidacyKey, objectionId: id, text },
  example: { candidacyId: 'a_0001', objectionId: 'o_1', text: '工作经历与公示内容不符' },
})
export const SettleObjection = Candidacy.command('SettleObjection', {
  title: { zh: '处理异议', en: 'Settle an objection' },
  issuers: ['disciplineInspection'],
  rules: ['R-AK-44', 'R-AK-47'],
  refusals: ['WrongState', 'InvalidValue'],
  emits: [ev.ObjectionSettled],
  payload: { ...candidacyKey, objectionId: id, upheld: z.boolean() },
  example: { candidacyId: 'a_0001', objectionId: 'o_1', upheld: false },
})
export const StartTrialPost = Candidacy.command('StartTrialPost', {
  title: { zh: '开始试岗', en: 'Start the trial on the post' },
  issuers: ['deptBranch'],
  rules: ['R-AK-47', 'A-34'],
  refusals: ['StageOutOfOrder', 'InvalidValue', 'WrongState'],
  emits: [ev.TrialPostStarted],
  payload: {
    ...candidacyKey,
    from: localDate.optional(),
    /** Later than the round's months give, never earlier. */
    plannedTo: localDate.optional(),
    /** Left out: the department of who starts it. */
    departmentId: id.optional(),
  },
  example: { candidacyId: 'a_0001', from: '2024-06-01' },
})
/** After the last planned day it is flagged late, never refused. */
export const ConcludeTrialPost = Candidacy.command('ConcludeTrialPost', {
  title: { zh: '结束试岗', en: 'Conclude the trial on the post' },
  issuers: ['deptBranch'],
  rules: ['R-AK-47', 'A-34'],
  refusals: ['StageOutOfOrder', 'InvalidValue', 'NotAuthorized', 'WrongState'],
  emits: [ev.TrialPostConcluded],
  payload: { ...candidacyKey, passed: z.boolean(), on: localDate.optional() },
  example: { candidacyId: 'a_0001', passed: true, on: '2024-08-30' },
})
/** Whether a post is left is found out by X-13: nobody is appointed to a post that is not there for long. */
export const AppointCandidate = Candidacy.command('AppointCandidate', {
  title: { zh: '聘任', en: 'Appoint a candidate' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-34', 'R-AK-36', 'R-AK-47'],
  refusals: ['StagesIncomplete', 'PartTimeSourceInvalid', 'InvalidValue', 'WrongState'],
  emits: [ev.CandidateAppointed],
  payload: {
    ...candidacyKey,
    /** May be given and must then fit. */
    roundId: id.optional(),
    personId: id.optional(),
    counselorId: id,
    employment: e.employment,
    positionCategory: e.positionCategory,
    positionText: text.optional(),
    departmentId: id,
    siteId: id,
    homeRole: e.homeRole.optional(),
    /** Left out: true for full-time counselors (R-AK-33). */
    dualIdentity: z.boolean().optional(),
    /** Contract that X-13 drafts for a full-time counselor (R-AK-34). */
    contractId: id.optional(),
    contractKind: e.contractKind.optional(),
    contractTo: localDate.optional(),
    excellenceEvidence: namedRef,
    startDate: localDate,
  },
  example: {
    candidacyId: 'a_0001',
    counselorId: 'c_0101',
    employment: 'fullTime',
    positionCategory: 'frontline',
    departmentId: 'dept_nursing',
    siteId: 'site_main',
    contractId: 'k_0101',
    contractKind: 'employment',
    contractTo: '2027-08-31',
    startDate: '2024-09-01',
  },
})
export const WithdrawCandidacy = Candidacy.command('WithdrawCandidacy', {
  title: { zh: '放弃应聘', en: 'Withdraw a candidacy' },
  issuers: ['candidate'],
  rules: ['R-AK-47'],
  refusals: ['WrongState', 'NotAuthorized'],
  emits: [ev.CandidacyWithdrawn],
  payload: candidacyKey,
  example: { candidacyId: 'a_0001' },
})
export const ReserveCandidacy = Candidacy.command('ReserveCandidacy', {
  title: { zh: '列为备用人选', en: 'Reserve a candidacy' },
  issuers: ['system'],
  rules: ['R-AK-30', 'R-AK-47'],
  refusals: ['WrongState'],
  emits: [ev.CandidacyReserved],
  payload: { ...candidacyKey, reason: text },
  example: { candidacyId: 'a_0001', reason: 'noPostLeft' },
})
