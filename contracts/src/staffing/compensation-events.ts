import { z } from 'zod'
import { id, localDate, money, year } from '../kit/index.js'
import { CompensationYear } from './aggregates.js'
import * as e from './enums.js'

// These names are stored: never renamed, never given another meaning. A change is a new version with an upcaster.

const month = z.int().min(1).max(12)

export const AllowanceAllotted = CompensationYear.event('AllowanceAllotted', {
  title: { zh: '津贴已核拨', en: 'Allowance allotted' },
  data: { year, counselorId: id, month, amount: money, dueOn: localDate.optional() },
})
export const AllowancePaid = CompensationYear.event('AllowancePaid', {
  title: { zh: '津贴已发放', en: 'Allowance paid' },
  data: { year, counselorId: id, month, regional: money, matching: money, paidOn: localDate },
})
export const IncomeParityRecorded = CompensationYear.event('IncomeParityRecorded', {
  title: { zh: '收入对比已登记', en: 'Income parity recorded' },
  data: { year, rank: e.titleRank, counselorAvg: money, teacherAvg: money, gap: money },
})
export const AllowanceStopped = CompensationYear.event('AllowanceStopped', {
  title: { zh: '津贴已停发', en: 'Allowance stopped' },
  data: { year, counselorId: id, fromMonth: month },
})
export const AllowanceResumed = CompensationYear.event('AllowanceResumed', {
  title: { zh: '津贴已恢复发放', en: 'Allowance resumed' },
  data: {
    year,
    counselorId: id,
    /** First month that was without an allowance. */
    fromMonth: month,
  },
})
export const CompensationYearClosed = CompensationYear.event('CompensationYearClosed', {
  title: { zh: '年度待遇已结账', en: 'Compensation year closed' },
  data: { year },
})
