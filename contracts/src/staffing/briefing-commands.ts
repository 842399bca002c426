import { z } from 'zod'
import { docRef, localDate, text, year } from '../kit/index.js'
import { PartyCommitteeBriefing } from './aggregates.js'
import * as ev from './briefing-events.js'

export const SubmitBriefing = PartyCommitteeBriefing.command('SubmitBriefing', {
  title: { zh: '提交汇报材料', en: 'Submit a briefing' },
  issuers: ['studentAffairs'],
  rules: ['R-AK-02', 'R-AK-03', 'R-AK-26'],
  refusals: ['WrongState'],
  emits: [ev.BriefingSubmitted],
  payload: { year, reportRef: docRef },
  example: { year: 2024, reportRef: '辅导员队伍建设情况汇报 2024-1' },
})
export const HoldBriefing = PartyCommitteeBriefing.command('HoldBriefing', {
  title: { zh: '登记党委会听取汇报', en: 'Record a briefing held' },
  issuers: ['partyCommittee'],
  rules: ['R-AK-26'],
  refusals: ['ReportMissing', 'OutsideYear', 'AlreadyHeld', 'WrongState'],
  emits: [ev.BriefingHeld],
  payload: {
    year,
    on: localDate.optional(),
    /** 听取汇报. */
    heard: z.boolean(),
    /** 研究工作; the briefing counts when it was both heard and studied. */
    studied: z.boolean(),
    decisions: z.array(text).max(50).optional(),
  },
  example: { year: 2024, on: '2024-04-18', heard: true, studied: true, decisions: ['年内补足 3 个专职岗位'] },
})
export const CloseBriefingYear = PartyCommitteeBriefing.command('CloseBriefingYear', {
  title: { zh: '年度汇报次数认定', en: 'Close a briefing year' },
  issuers: ['system'],
  rules: ['R-AK-26', 'A-10', 'X-42'],
  refusals: ['WrongState'],
  emits: [ev.BriefingQuotaMet, ev.BriefingQuotaMissed],
  payload: { year },
  example: { year: 2024 },
})
