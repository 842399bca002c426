import { z } from 'zod'
import { count, id, int, localDate, rational } from '../kit/index.js'
import { StaffingEstablishment } from './aggregates.js'

// These names are stored: never renamed, never given another meaning. A change is a new version with an upcaster.

/** What one department has; information only, unless the campus applies the ratio per department. */
const departmentFigures = z.strictObject({ students: count, fullTime: count, partTime: count, gapThirds: count, compliant: z.boolean() })

export const HeadcountRecorded = StaffingEstablishment.event('HeadcountRecorded', {
  title: { zh: '在校学生数已登记', en: 'Headcount recorded' },
  data: { asOf: localDate, students: count, byDepartment: z.record(id, count) },
})
export const PostsApproved = StaffingEstablishment.event('PostsApproved', {
  title: { zh: '专职辅导员岗位已核定', en: 'Full-time posts approved' },
  data: {
    fullTimePosts: count,
    /** Least posts of the ratio for the students of that day (R-AK-29); 0 where the campus has no ratio. */
    minimum: count,
    from: localDate,
    /** The headcount `minimum` was calculated from. */
    students: count,
  },
})
export const StaffingChecked = StaffingEstablishment.event('StaffingChecked', {
  title: { zh: '辅导员配备已核查', en: 'Staffing checked' },
  data: {
    asOf: localDate,
    students: count,
    fullTime: count,
    partTime: count,
    /** Full-time equivalents times `weight.den`: thirds for the weight 1/3, never rounded. */
    fteThirds: count,
    /** Counselors missing times `weight.den`; 0 exactly when compliant. */
    gapThirds: count,
    fullTimeMajority: z.boolean(),
    compliant: z.boolean(),
    /** Weight of a part-time counselor the figures were calculated with. */
    weight: rational,
    /** Day of the headcount that was in force. */
    headcountAsOf: localDate,
    /** Approved full-time posts in force; left out: none approved yet. */
    approvedPosts: count.optional(),
    /** Approved posts that no full-time counselor fills (R-AK-30). */
    vacancies: count,
    /** Part-time counselors above the number the campus has fixed (R-AK-36); left out: no number fixed. */
    partTimeOverQuota: count.optional(),
    byDepartment: z.record(id, departmentFigures).optional(),
  },
})
/** `gapThirds / perPost` rounded up is the number of full-time counselors missing. */
export const ShortfallDeclared = StaffingEstablishment.event('ShortfallDeclared', {
  title: { zh: '配备不足已认定', en: 'Shortfall declared' },
  data: { asOf: localDate, gapThirds: int, vacancies: int, perPost: z.int().positive() },
})
export const ShortfallCleared = StaffingEstablishment.event('ShortfallCleared', {
  title: { zh: '配备不足已解除', en: 'Shortfall cleared' },
  data: { asOf: localDate },
})
