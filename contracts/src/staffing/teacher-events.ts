import { z } from 'zod'
import { count, docRef, id, localDate, text, year } from '../kit/index.js'
import { TeacherServiceRecord } from './aggregates.js'
import * as e from './enums.js'

// These names are stored: never renamed, never given another meaning. A change is a new version with an upcaster.

/** Both ends included. */
const period = z.strictObject({ from: localDate, to: localDate })

export const StintOpened = TeacherServiceRecord.event('StintOpened', {
  title: { zh: '育人经历已开始', en: 'Stint opened' },
  data: { teacherId: id, role: e.stintRole, from: localDate },
})
/** Closes the stint that began on `from`; a second one of the same stint corrects its last day (C-11). */
export const StintClosed = TeacherServiceRecord.event('StintClosed', {
  title: { zh: '育人经历已结束', en: 'Stint closed' },
  data: { teacherId: id, role: e.stintRole, from: localDate, to: localDate },
})
/** The last one of a year holds. */
export const StintAssessed = TeacherServiceRecord.event('StintAssessed', {
  title: { zh: '育人经历已考核', en: 'Stint assessed' },
  data: { teacherId: id, year, qualified: z.boolean(), sourceRef: docRef },
})
export const PromotionEligibilityCertified = TeacherServiceRecord.event('PromotionEligibilityCertified', {
  title: { zh: '晋升所需育人经历已认定', en: 'Promotion eligibility certified' },
  data: {
    teacherId: id,
    /** Days that counted before `on`. */
    countedDays: count,
    on: localDate,
    targetRank: e.titleRank,
    /** The days that counted, as they were on that day. */
    counted: z.array(period),
    failedYears: z.array(year),
    /** First day on which the time was enough; absent where the campus asks for none. */
    enoughOn: localDate.optional(),
    /** The assessment it rests on. */
    assessedYear: year.optional(),
    /** personnel's word, or an age under the campus's limit. */
    youngBy: z.enum(['flag', 'age']),
  },
})
export const EligibilityWithdrawn = TeacherServiceRecord.event('EligibilityWithdrawn', {
  title: { zh: '晋升认定已撤回', en: 'Eligibility withdrawn' },
  data: { teacherId: id, targetRank: e.titleRank, reason: text },
})
