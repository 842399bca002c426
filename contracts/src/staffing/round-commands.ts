import { z } from 'zod'
import { count, id, localDate, role, text } from '../kit/index.js'
import { RecruitmentRound } from './aggregates.js'
import * as e from './enums.js'
import * as ev from './recruitment-events.js'
import { roundKey } from './shapes.js'

// `system` among the issuers: the rules of `domain/40` name the command in their row (C-15).
// A date "on which it happened" that is left out is the business date of the command.

/**
 * What is left out is what the campus's policy says. The round may ask for more than the campus, never for less; the six conditions of
 * R-AK-38 to R-AK-43 themselves cannot be waived: the panel attests each at the screening.
 */
export const PlanRound = RecruitmentRound.command('PlanRound', {
  title: { zh: '制定选聘方案', en: 'Plan a recruitment round' },
  issuers: ['studentAffairs'],
  approval: 'partyCommittee',
  rules: ['R-AK-44', 'R-AK-45', 'R-AK-46', 'R-AK-47', 'A-34'],
  refusals: ['ApprovalMissing', 'PanelIncomplete', 'ConditionsMissing', 'ConditionsTooLoose', 'InvalidValue', 'WrongState'],
  emits: [ev.RoundPlanned],
  payload: {
    ...roundKey,
    // below 1 is refused by rule, not as malformed
    posts: count,
    conditions: z.array(text).max(50).optional(),
    minDegree: e.degree.optional(),
    partyMember: e.partyRequirement.optional(),
    channels: z.array(e.recruitmentChannel).min(1).max(20).optional(),
    panel: z
      .array(role.exclude(['system']))
      .max(20)
      .optional(),
    panelMembers: z.array(z.string().trim().min(1).max(120)).min(1).max(100).optional(),
    stages: z.array(e.selectionStage).min(1).max(20).optional(),
    publicityDays: z.int().min(1).max(365).optional(),
    trialMonths: z.int().min(1).max(60).optional(),
  },
  example: {
    roundId: 'r_2024_1',
    posts: 3,
    conditions: ['中共党员', '硕士研究生及以上学历'],
    minDegree: 'master',
    partyMember: 'required',
    channels: ['orgRecommendation', 'openRecruitment'],
    panel: ['studentAffairs', 'orgPersonnel', 'disciplineInspection'],
    stages: ['writtenExam', 'interviewExam', 'publicity', 'trialPost'],
    publicityDays: 7,
    trialMonths: 3,
    approvalRef: '党委会纪要〔2024〕5号',
  },
})
export const OpenRound = RecruitmentRound.command('OpenRound', {
  title: { zh: '启动选聘', en: 'Open a round' },
  issuers: ['studentAffairs'],
  rules: ['R-AK-44'],
  refusals: ['WrongState'],
  emits: [ev.RoundOpened],
  payload: { ...roundKey, on: localDate.optional() },
  example: { roundId: 'r_2024_1', on: '2024-04-01' },
})
/** No more applications; those who applied go on. */
export const CloseRound = RecruitmentRound.command('CloseRound', {
  title: { zh: '结束选聘', en: 'Close a round' },
  issuers: ['studentAffairs'],
  rules: ['R-AK-44'],
  refusals: ['WrongState'],
  emits: [ev.RoundClosed],
  payload: roundKey,
  example: { roundId: 'r_2024_1' },
})
export const CancelRound = RecruitmentRound.command('CancelRound', {
  title: { zh: '取消选聘', en: 'Cancel a round' },
  issuers: ['studentAffairs'],
  rules: ['R-AK-44'],
  refusals: ['WrongState'],
  emits: [ev.RoundCancelled],
  payload: { ...roundKey, reason: text },
  example: { roundId: 'r_2024_1', reason: '配备已达标' },
})
export const FillPost = RecruitmentRound.command('FillPost', {
  title: { zh: '占用岗位', en: 'Fill a post' },
  issuers: ['system'],
  rules: ['R-AK-30', 'R-AK-47'],
  refusals: ['WrongState', 'RoundFull'],
  emits: [ev.PostFilled],
  payload: { ...roundKey, candidacyId: id },
  example: { roundId: 'r_2024_1', candidacyId: 'a_0001' },
})
export const FreePost = RecruitmentRound.command('FreePost', {
  title: { zh: '退回岗位', en: 'Free a post' },
  issuers: ['system'],
  rules: ['R-AK-30'],
  refusals: ['WrongState'],
  emits: [ev.PostFreed],
  payload: { ...roundKey, candidacyId: id },
  example: { roundId: 'r_2024_1', candidacyId: 'a_0001' },
})
