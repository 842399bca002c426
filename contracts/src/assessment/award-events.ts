import { z } from 'zod'
import { id, localDate, personal, text } from '../kit/index.js'
import { personCategory } from '../staffing/enums.js'
import { AwardRound } from './aggregates.js'
import { awardKey } from './shapes.js'

// These names and fields are stored: never renamed. Fields beyond `domain/35` are optional or carry a stream key (C-07).

export const AwardRoundOpened = AwardRound.event('AwardRoundOpened', {
  title: { zh: '表彰评选已开始', en: 'Award round opened' },
  data: {
    ...awardKey,
    /** Name of the award when `kind` is `other`. */
    kindText: text.optional(),
    /** Most winners, of the day of opening: a later policy does not move it (C-10); `null` = no limit. */
    quota: z.int().positive().nullable(),
  },
})
/** What is said for a person is encrypted under the person's key (A8). */
export const Nominated = AwardRound.event('Nominated', {
  title: { zh: '已推荐', en: 'Nominated' },
  subject: 'personId',
  data: {
    ...awardKey,
    personId: id,
    personCategory,
    counselorId: id.optional(),
    /** Department whose branch nominates. */
    by: id,
    grounds: personal(text),
  },
})
export const NomineeWithdrawn = AwardRound.event('NomineeWithdrawn', {
  title: { zh: '推荐已撤回', en: 'Nominee withdrawn' },
  subject: 'personId',
  data: { ...awardKey, personId: id, reason: personal(text) },
})
/** Replaces the winners chosen before. */
export const WinnersSelected = AwardRound.event('WinnersSelected', {
  title: { zh: '获奖人选已确定', en: 'Winners selected' },
  data: { ...awardKey, personIds: z.array(id) },
})
export const AwardsPublished = AwardRound.event('AwardsPublished', {
  title: { zh: '表彰已公布', en: 'Awards published' },
  data: {
    ...awardKey,
    on: localDate,
    /** Published on the day of commendation of the campus (R-AK-85). */
    teachersDay: z.boolean(),
  },
})
