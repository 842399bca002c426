import { id, int, localDate, money, year } from '../kit/index.js'
import { CompensationYear } from './aggregates.js'
import * as ev from './compensation-events.js'
import * as e from './enums.js'

// Money is whole fen. A month outside 1 to 12 and an amount below zero are refused by rule.

export const RecordAllotment = CompensationYear.command('RecordAllotment', {
  title: { zh: '登记津贴核拨', en: 'Record an allotment' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-73'],
  refusals: ['InvalidValue', 'AlreadyRecorded', 'WrongState'],
  emits: [ev.AllowanceAllotted],
  payload: {
    year,
    counselorId: id,
    month: int,
    amount: money,
    /** Left out: the campus's day of that month, if it has set one. */
    dueOn: localDate.optional(),
  },
  example: { year: 2024, counselorId: 'c_0001', month: 3, amount: 100_000, dueOn: '2024-03-15' },
})
export const RecordPayment = CompensationYear.command('RecordPayment', {
  title: { zh: '登记津贴发放', en: 'Record a payment' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-73', 'R-AK-74'],
  refusals: ['InvalidValue', 'WrongState'],
  emits: [ev.AllowancePaid],
  payload: {
    year,
    counselorId: id,
    month: int,
    /** Allowance of the region. */
    regional: money,
    /** What the campus adds; left out: nothing (R-AK-74, 争取). */
    matching: money.optional(),
    paidOn: localDate.optional(),
  },
  example: { year: 2024, counselorId: 'c_0001', month: 3, regional: 100_000, matching: 20_000, paidOn: '2024-03-14' },
})
export const RecordParity = CompensationYear.command('RecordParity', {
  title: { zh: '登记收入对比', en: 'Record income parity' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-75'],
  refusals: ['InvalidValue', 'WrongState'],
  emits: [ev.IncomeParityRecorded],
  payload: { year, rank: e.titleRank, counselorAvg: money, teacherAvg: money },
  example: { year: 2024, rank: 'intermediate', counselorAvg: 9_600_000, teacherAvg: 9_800_000 },
})
export const StopAllowance = CompensationYear.command('StopAllowance', {
  title: { zh: '停发津贴', en: 'Stop an allowance' },
  issuers: ['system'],
  rules: ['R-AK-73', 'X-10'],
  refusals: ['InvalidValue', 'WrongState'],
  emits: [ev.AllowanceStopped],
  payload: { year, counselorId: id, fromMonth: int },
  example: { year: 2024, counselorId: 'c_0001', fromMonth: 7 },
})
export const ResumeAllowance = CompensationYear.command('ResumeAllowance', {
  title: { zh: '恢复发放津贴', en: 'Resume an allowance' },
  issuers: ['system'],
  rules: ['R-AK-73', 'X-10'],
  refusals: ['WrongState'],
  emits: [ev.AllowanceResumed],
  payload: { year, counselorId: id },
  example: { year: 2024, counselorId: 'c_0001' },
})
export const CloseCompensationYear = CompensationYear.command('CloseCompensationYear', {
  title: { zh: '年度待遇结账', en: 'Close a compensation year' },
  issuers: ['orgPersonnel', 'system'],
  rules: ['R-AK-73', 'R-AK-75'],
  refusals: ['WrongState'],
  emits: [ev.CompensationYearClosed],
  payload: { year },
  example: { year: 2024 },
})
