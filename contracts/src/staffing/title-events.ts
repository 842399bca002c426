import { z } from 'zod'
import { docRef, id, localDate, rational, text } from '../kit/index.js'
import { TitleApplication, TitleReviewRound } from './aggregates.js'
import * as e from './enums.js'
import { gradeCounts, titleEvidence } from './shapes.js'

// These names are stored: never renamed, never given another meaning. A change is a new version with an upcaster.

// --- TitleReviewRound ------------------------------------------------------------------------------------------------
export const TitleRoundOpened = TitleReviewRound.event('TitleRoundOpened', {
  title: { zh: '评审批次已开启', en: 'Title round opened' },
  data: {
    roundId: id,
    track: e.promotionTrack,
    /** Places per rank (title) or per grade (management); what is not named has none. */
    quotaByRank: gradeCounts,
    seniorShare: rational.optional(),
    standardRef: docRef,
  },
})
export const RankStructureRecorded = TitleReviewRound.event('RankStructureRecorded', {
  title: { zh: '岗位结构已登记', en: 'Rank structure recorded' },
  data: { roundId: id, asOf: localDate, teachersByRank: gradeCounts },
})
export const TitlePlaceFilled = TitleReviewRound.event('TitlePlaceFilled', {
  title: { zh: '评审名额已占用', en: 'Title place filled' },
  data: { roundId: id, rank: e.titleRank, applicationId: id },
})

// --- TitleApplication ------------------------------------------------------------------------------------------------
export const TitleApplicationSubmitted = TitleApplication.event('TitleApplicationSubmitted', {
  title: { zh: '职称申报已提交', en: 'Title application submitted' },
  data: {
    applicationId: id,
    counselorId: id,
    roundId: id,
    track: e.promotionTrack,
    /** On track `title`. */
    targetRank: e.titleRank.optional(),
    /** On track `managementGrade`: the grade as the institution names it. */
    targetGrade: text.optional(),
    discipline: text.optional(),
    evidenceIds: z.array(docRef),
    /** The same documents with what each one proves (R-AK-54). */
    evidence: titleEvidence,
  },
})
export const TitleApplicationChecked = TitleApplication.event('TitleApplicationChecked', {
  title: { zh: '职称申报已审核', en: 'Title application checked' },
  data: { applicationId: id },
})
export const TitleGranted = TitleApplication.event('TitleGranted', {
  title: { zh: '职称已评定', en: 'Title granted' },
  data: { applicationId: id, roundId: id, counselorId: id, title: text, rank: e.titleRank, discipline: text, on: localDate },
})
export const ManagementGradeGranted = TitleApplication.event('ManagementGradeGranted', {
  title: { zh: '职员等级已晋升', en: 'Management grade granted' },
  data: { applicationId: id, roundId: id, counselorId: id, grade: text, on: localDate },
})
export const TitleRefused = TitleApplication.event('TitleRefused', {
  title: { zh: '职称未通过评审', en: 'Title refused' },
  data: { applicationId: id, reason: text },
})
export const TitleApplicationWithdrawn = TitleApplication.event('TitleApplicationWithdrawn', {
  title: { zh: '职称申报已撤回', en: 'Title application withdrawn' },
  data: { applicationId: id, counselorId: id, reason: text },
})
