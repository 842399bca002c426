import { z } from 'zod'
import { count, docRef, localDate, text, year } from '../kit/index.js'
import { PartyCommitteeBriefing } from './aggregates.js'

// These names are stored: never renamed, never given another meaning. A change is a new version with an upcaster.

export const BriefingSubmitted = PartyCommitteeBriefing.event('BriefingSubmitted', {
  title: { zh: '汇报材料已提交', en: 'Briefing submitted' },
  data: { year, reportRef: docRef },
})
export const BriefingHeld = PartyCommitteeBriefing.event('BriefingHeld', {
  title: { zh: '党委会已听取汇报', en: 'Briefing held' },
  data: { year, on: localDate, heard: z.boolean(), studied: z.boolean(), decisions: z.array(text) },
})
export const BriefingQuotaMet = PartyCommitteeBriefing.event('BriefingQuotaMet', {
  title: { zh: '年度听取汇报次数已达到', en: 'Briefings of the year complete' },
  data: { year, count },
})
export const BriefingQuotaMissed = PartyCommitteeBriefing.event('BriefingQuotaMissed', {
  title: { zh: '年度听取汇报次数不足', en: 'Too few briefings in the year' },
  data: { year, count, required: count },
})
