import { z } from 'zod'
import { id, text } from '../kit/index.js'
import { AwardRound } from './aggregates.js'
import * as ev from './award-events.js'
import { awardKey, namedReason } from './shapes.js'

export const OpenAwardRound = AwardRound.command('OpenAwardRound', {
  title: { zh: '开始表彰评选', en: 'Open an award round' },
  issuers: ['studentAffairs'],
  rules: ['R-AK-85', 'A-32'],
  refusals: ['InvalidValue', 'WrongState'],
  emits: [ev.AwardRoundOpened],
  payload: {
    ...awardKey,
    /** Name of the award; only with kind `other`, and required there. */
    kindText: text.optional(),
  },
  example: { kind: 'topTen', year: 2024 },
})
export const Nominate = AwardRound.command('Nominate', {
  title: { zh: '推荐人选', en: 'Nominate a person' },
  issuers: ['deptBranch'],
  rules: ['R-AK-77', 'R-AK-85'],
  refusals: ['NomineeNotEligible', 'NotAuthorized', 'WrongState'],
  emits: [ev.Nominated],
  payload: {
    ...awardKey,
    personId: id,
    /** Merits; name no student (C-12). */
    grounds: text,
  },
  example: { kind: 'topTen', year: 2024, personId: 'p_0001', grounds: '所带班级学风优良，连续三年考核优秀' },
})
export const WithdrawNominee = AwardRound.command('WithdrawNominee', {
  title: { zh: '撤回推荐', en: 'Withdraw a nominee' },
  issuers: ['deptBranch', 'system'],
  rules: ['R-AK-85', 'X-10', 'X-38'],
  refusals: ['NotAuthorized', 'ReasonMissing', 'WrongState'],
  emits: [ev.NomineeWithdrawn],
  payload: { ...awardKey, personId: id, reason: namedReason },
  example: { kind: 'topTen', year: 2024, personId: 'p_0001', reason: '本人放弃' },
})
export const SelectWinners = AwardRound.command('SelectWinners', {
  title: { zh: '确定获奖人选', en: 'Select the winners' },
  issuers: ['studentAffairs'],
  rules: ['R-AK-85', 'A-32'],
  refusals: ['AwardQuotaExceeded', 'NomineeNotEligible', 'WrongState'],
  emits: [ev.WinnersSelected],
  payload: { ...awardKey, personIds: z.array(id).min(1).max(200) },
  example: { kind: 'topTen', year: 2024, personIds: ['p_0001', 'p_0002'] },
})
export const PublishAwards = AwardRound.command('PublishAwards', {
  title: { zh: '公布表彰', en: 'Publish the awards' },
  issuers: ['studentAffairs', 'system'],
  rules: ['R-AK-85', 'X-38'],
  refusals: ['WrongState'],
  emits: [ev.AwardsPublished],
  payload: awardKey,
  example: { kind: 'topTen', year: 2024 },
})
