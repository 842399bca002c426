import { z } from 'zod'
import { id, int, localDate, rational, text } from '../kit/index.js'
import { TitleApplication, TitleReviewRound } from './aggregates.js'
import * as e from './enums.js'
import { namedRef, namedText, titleEvidence } from './shapes.js'
import * as ev from './title-events.js'

/** Counts per rank or grade as they are sent: a negative one is refused by rule. */
const sentCounts = z.record(text, int)

export const OpenTitleRound = TitleReviewRound.command('OpenTitleRound', {
  title: { zh: '开启职称评审批次', en: 'Open a title round' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-50', 'R-AK-53', 'R-AK-56', 'R-AK-57', 'R-AK-58'],
  refusals: ['NotSeparateReview', 'StandardMissing', 'InvalidValue', 'WrongState'],
  emits: [ev.TitleRoundOpened],
  payload: {
    roundId: id,
    track: e.promotionTrack,
    separateQuota: z.boolean().optional(),
    separateStandard: z.boolean().optional(),
    separatePanel: z.boolean().optional(),
    quotaByRank: sentCounts,
    /** Share of full-senior posts reserved for counselors; left out: the campus's (R-AK-56). */
    seniorShare: rational.optional(),
    standardRef: namedRef,
  },
  example: {
    roundId: 'tr_2024',
    track: 'title',
    separateQuota: true,
    separateStandard: true,
    separatePanel: true,
    quotaByRank: { intermediate: 4, associateSenior: 2, senior: 1 },
    standardRef: '思想政治教育专业技术职务任职资格评审条件（试行）',
  },
})
export const FillTitlePlace = TitleReviewRound.command('FillTitlePlace', {
  title: { zh: '占用评审名额', en: 'Fill a title place' },
  issuers: ['system'],
  rules: ['R-AK-53', 'X-17'],
  refusals: ['QuotaFull', 'WrongState'],
  emits: [ev.TitlePlaceFilled],
  payload: { roundId: id, rank: e.titleRank, applicationId: id },
  example: { roundId: 'tr_2024', rank: 'senior', applicationId: 'ta_0001' },
})
export const RecordRankStructure = TitleReviewRound.command('RecordRankStructure', {
  title: { zh: '登记专任教师岗位结构', en: 'Record the rank structure' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-51', 'R-AK-58'],
  refusals: ['InvalidValue', 'WrongState'],
  emits: [ev.RankStructureRecorded],
  payload: {
    roundId: id,
    asOf: localDate.optional(),
    /** Full-time teachers per rank; in a round of the management track, management staff per grade. */
    teachersByRank: sentCounts,
  },
  example: { roundId: 'tr_2024', asOf: '2024-03-01', teachersByRank: { primary: 60, intermediate: 180, associateSenior: 90, senior: 30 } },
})
export const SubmitTitleApplication = TitleApplication.command('SubmitTitleApplication', {
  title: { zh: '提交职称申报', en: 'Submit a title application' },
  issuers: ['counselor'],
  self: 'counselorId',
  rules: ['R-AK-50', 'R-AK-52', 'R-AK-54', 'R-AK-55'],
  refusals: ['NotEligible', 'DisciplineNotAllowed', 'EvidenceIncomplete', 'InvalidValue', 'WrongState'],
  emits: [ev.TitleApplicationSubmitted],
  payload: {
    applicationId: id,
    counselorId: id,
    roundId: id,
    track: e.promotionTrack,
    targetRank: e.titleRank.optional(),
    targetGrade: text.optional(),
    discipline: text.optional(),
    /** Documents, or achievements by their id: those count once they are verified. */
    evidence: titleEvidence,
  },
  example: {
    applicationId: 'ta_0001',
    counselorId: 'c_0001',
    roundId: 'tr_2024',
    track: 'title',
    targetRank: 'associateSenior',
    discipline: '思想政治教育',
    evidence: [
      { kind: 'performance', evidenceId: '工作业绩材料 2024-3' },
      { kind: 'research', evidenceId: '课题立项书 2022-7' },
      { kind: 'results', evidenceId: '论文 2023-2' },
    ],
  },
})
export const CheckTitleApplication = TitleApplication.command('CheckTitleApplication', {
  title: { zh: '审核职称申报', en: 'Check a title application' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-53', 'R-AK-54'],
  refusals: ['WrongState'],
  emits: [ev.TitleApplicationChecked],
  payload: { applicationId: id },
  example: { applicationId: 'ta_0001' },
})
export const DecideTitle = TitleApplication.command('DecideTitle', {
  title: { zh: '评定职称', en: 'Decide on a title' },
  issuers: ['reviewPanel'],
  rules: ['R-AK-50', 'R-AK-53'],
  refusals: ['InvalidValue', 'ReasonMissing', 'WrongState'],
  emits: [ev.TitleGranted, ev.ManagementGradeGranted, ev.TitleRefused],
  payload: {
    applicationId: id,
    decision: e.titleDecision,
    /** Name of the title granted, on track `title`. */
    title: text.optional(),
    /** Grade granted on track `managementGrade`; left out: the one applied for. */
    grade: text.optional(),
    on: localDate.optional(),
    /** Why it is refused. */
    reason: namedText,
  },
  example: { applicationId: 'ta_0001', decision: 'grant', title: '副教授', on: '2024-12-01' },
})
export const WithdrawTitleApplication = TitleApplication.command('WithdrawTitleApplication', {
  title: { zh: '撤回职称申报', en: 'Withdraw a title application' },
  issuers: ['counselor', 'system'],
  self: 'counselorId',
  rules: ['R-AK-50', 'X-10'],
  refusals: ['InvalidValue', 'WrongState'],
  emits: [ev.TitleApplicationWithdrawn],
  payload: { applicationId: id, counselorId: id, reason: text },
  example: { applicationId: 'ta_0001', counselorId: 'c_0001', reason: '材料待补充' },
})
