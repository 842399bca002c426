import { z } from 'zod'
import { docRef, id, localDate } from '../kit/index.js'
import { Achievement } from './aggregates.js'
import { retractReason } from './enums.js'
import { achievementFields } from './shapes.js'

// These names and fields are stored: never renamed.

const about = { achievementId: id, counselorId: id }

export const AchievementSubmitted = Achievement.event('AchievementSubmitted', {
  title: { zh: '成果已提交', en: 'Achievement submitted' },
  data: {
    ...about,
    ...achievementFields,
    on: localDate,
    /** Counselors of the campus who made it too; who else did is in the evidence. */
    coAuthors: z.array(id),
    evidenceRef: docRef,
  },
})
export const AchievementVerified = Achievement.event('AchievementVerified', {
  title: { zh: '成果已核实', en: 'Achievement verified' },
  data: {
    ...about,
    ...achievementFields,
    on: localDate,
    /** Counts in the research statistics; online cultural works do (R-AK-55). */
    countsAsResearch: z.boolean(),
  },
})
export const AchievementRejected = Achievement.event('AchievementRejected', {
  title: { zh: '成果未通过核实', en: 'Achievement rejected' },
  data: about,
})
export const AchievementRetracted = Achievement.event('AchievementRetracted', {
  title: { zh: '成果已撤销', en: 'Achievement retracted' },
  data: { ...about, reason: retractReason, findingRef: docRef },
})
