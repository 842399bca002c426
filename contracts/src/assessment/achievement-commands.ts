import { z } from 'zod'
import { docRef, id, localDate } from '../kit/index.js'
import * as ev from './achievement-events.js'
import { Achievement } from './aggregates.js'
import { retractReason } from './enums.js'
import { achievementFields } from './shapes.js'

export const SubmitAchievement = Achievement.command('SubmitAchievement', {
  title: { zh: '提交成果', en: 'Submit an achievement' },
  issuers: ['counselor'],
  self: 'counselorId',
  rules: ['R-AK-16', 'R-LZ-22', 'R-LZ-25', 'R-HZ-06'],
  refusals: ['EvidenceMissing', 'InvalidValue', 'WrongState'],
  emits: [ev.AchievementSubmitted],
  payload: {
    achievementId: id,
    counselorId: id,
    ...achievementFields,
    on: localDate,
    /** Other counselors of the campus who made it; left out: none. */
    coAuthors: z.array(id).max(50).optional(),
    /** Proof: the paper, the notice, the certificate. */
    evidenceRef: docRef.optional(),
  },
  example: {
    achievementId: 'ach_0001',
    counselorId: 'c_0001',
    kind: 'onlineCulturalWork',
    level: 'provincial',
    role: 'lead',
    status: 'published',
    on: '2024-04-18',
    evidenceRef: '新教思政〔2024〕7号',
  },
})
export const VerifyAchievement = Achievement.command('VerifyAchievement', {
  title: { zh: '核实成果', en: 'Verify an achievement' },
  issuers: ['studentAffairs'],
  rules: ['R-AK-16', 'R-AK-55'],
  refusals: ['WrongState'],
  emits: [ev.AchievementVerified],
  payload: { achievementId: id },
  example: { achievementId: 'ach_0001' },
})
export const RejectAchievement = Achievement.command('RejectAchievement', {
  title: { zh: '成果不予通过', en: 'Reject an achievement' },
  issuers: ['studentAffairs'],
  rules: ['R-AK-16'],
  refusals: ['WrongState'],
  emits: [ev.AchievementRejected],
  payload: { achievementId: id },
  example: { achievementId: 'ach_0001' },
})
export const RetractAchievement = Achievement.command('RetractAchievement', {
  title: { zh: '撤销成果', en: 'Retract an achievement' },
  issuers: ['studentAffairs'],
  rules: ['R-AK-16', 'R-AK-55'],
  refusals: ['FindingMissing', 'WrongState'],
  emits: [ev.AchievementRetracted],
  payload: {
    achievementId: id,
    reason: retractReason,
    /** The finding it rests on. */
    findingRef: docRef.optional(),
  },
  example: { achievementId: 'ach_0001', reason: 'misconduct', findingRef: '学风〔2024〕2号' },
})
