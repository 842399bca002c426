import * as staffing from '@fudao/contracts/staffing'
import { defineProjection, defineTable, on } from '@fudao/projections'

// Rows keep what happened with its day, so that any date can be read from them.

export const buildings = defineTable('buildings', {
  columns: { siteId: 'text', buildingId: 'text', from: 'text', closedOn: 'text', rooms: 'json' },
  key: ['siteId', 'buildingId'],
})
/** A room in use from `from` until the day before `to`. */
export interface RoomUse {
  readonly room: string
  readonly kind: staffing.DormRoomKind
  readonly from: string
  readonly to: string | null
}
export const allowances = defineTable('allowances', {
  columns: {
    year: 'text',
    month: 'text',
    counselorId: 'text',
    amount: 'int',
    allottedOn: 'text',
    dueOn: 'text',
    payments: 'json',
    stoppedOn: 'text',
  },
  key: ['year', 'month', 'counselorId'],
})
export interface Payment {
  readonly regional: number
  readonly matching: number
  readonly paidOn: string
}
export const incomeParity = defineTable('income_parity', {
  columns: { year: 'text', rank: 'text', records: 'json' },
  key: ['year', 'rank'],
})
export interface ParityRecord {
  readonly on: string
  readonly counselorAvg: number
  readonly teacherAvg: number
  readonly gap: number
}
export const termPlans = defineTable('term_plans', {
  columns: { departmentId: 'text', termId: 'text', plans: 'json' },
  key: ['departmentId', 'termId'],
})
export interface PlanRecord {
  readonly on: string
  readonly timetabled: readonly string[]
}
/** One row: the departments with their grades, from day to day. */
export const gradeLists = defineTable('grade_lists', { columns: { scope: 'text', lists: 'json' }, key: ['scope'] })
export interface GradeList {
  readonly on: string
  readonly departments: Readonly<Record<string, readonly string[]>>
}
export const briefingYears = defineTable('briefing_years', {
  columns: { year: 'text', reports: 'json', held: 'json', closedOn: 'text', required: 'int' },
  key: ['year'],
})
export interface HeldBriefing {
  readonly on: string
  readonly heard: boolean
  readonly studied: boolean
  readonly decisions: readonly string[]
}

const buildingKey = ({ data }: { readonly data: { readonly siteId: string; readonly buildingId: string } }) => [
  data.siteId,
  data.buildingId,
]
const monthOf = (month: number): string => String(month).padStart(2, '0')
const monthKey = ({ data }: { readonly data: { readonly year: number; readonly month: number; readonly counselorId: string } }) => [
  String(data.year),
  monthOf(data.month),
  data.counselorId,
]
type Month = NonNullable<(typeof allowances)['row']>
const noMonth = (campus: string, [year = '', month = '', counselorId = '']: readonly string[]): Month => ({
  campus,
  year,
  month,
  counselorId,
  amount: null,
  allottedOn: null,
  dueOn: null,
  payments: [],
  stoppedOn: null,
})
type Year = NonNullable<(typeof briefingYears)['row']>
const noYear = (campus: string, year: number): Year => ({
  campus,
  year: String(year),
  reports: [],
  held: [],
  closedOn: null,
  required: null,
})
const yearKey = ({ data }: { readonly data: { readonly year: number } }) => [String(data.year)]

/** RM-18 and the briefings of RM-19. */
export const workingConditionsProjection = defineProjection({
  name: 'working-conditions',
  version: 1,
  tables: [buildings, allowances, incomeParity, termPlans, gradeLists, briefingYears],
  handlers: [
    on(staffing.BuildingRegistered, buildings, buildingKey, (_, { campus, asof, data: { siteId, buildingId } }) => ({
      campus,
      siteId,
      buildingId,
      from: asof,
      closedOn: null,
      rooms: [],
    })),
    on(staffing.RoomAssigned, buildings, buildingKey, (row, { asof, data: { room, kind } }) => {
      const use: RoomUse = { room, kind, from: asof, to: null }
      return row && { ...row, rooms: [...(row.rooms as readonly RoomUse[]), use] }
    }),
    on(staffing.RoomVacated, buildings, buildingKey, (row, { asof, data: { room } }) => {
      const end = (use: RoomUse): RoomUse => (use.room === room && use.to === null ? { ...use, to: asof } : use)
      return row && { ...row, rooms: (row.rooms as readonly RoomUse[]).map(end) }
    }),
    on(staffing.BuildingClosed, buildings, buildingKey, (row, { data }) => row && { ...row, closedOn: data.on }),

    on(staffing.AllowanceAllotted, allowances, monthKey, (row, { campus, asof, data }, key) => ({
      ...(row ?? noMonth(campus, key)),
      amount: data.amount,
      allottedOn: asof,
      dueOn: data.dueOn ?? null,
    })),
    on(staffing.AllowancePaid, allowances, monthKey, (row, { campus, data: { regional, matching, paidOn } }, key) => {
      const before = row ?? noMonth(campus, key)
      return { ...before, payments: [...(before.payments as readonly Payment[]), { regional, matching, paidOn }] }
    }),
    on(
      staffing.AllowanceStopped,
      allowances,
      ({ data: { year, fromMonth, counselorId } }) =>
        Array.from({ length: 13 - fromMonth }, (_, index) => [String(year), monthOf(fromMonth + index), counselorId]),
      (row, { asof }) => row && { ...row, stoppedOn: asof },
    ),
    on(
      staffing.AllowanceResumed,
      allowances,
      ({ data: { year, fromMonth, counselorId } }) =>
        Array.from({ length: 13 - fromMonth }, (_, index) => [String(year), monthOf(fromMonth + index), counselorId]),
      (row) => row && { ...row, stoppedOn: null },
    ),
    on(
      staffing.IncomeParityRecorded,
      incomeParity,
      ({ data }) => [String(data.year), data.rank],
      (row, { campus, asof, data: { year, rank, counselorAvg, teacherAvg, gap } }) => {
        const record: ParityRecord = { on: asof, counselorAvg, teacherAvg, gap }
        return { campus, year: String(year), rank, records: [...((row?.records ?? []) as readonly ParityRecord[]), record] }
      },
    ),
    on(
      staffing.TermPlanSubmitted,
      termPlans,
      ({ data }) => [data.departmentId, data.termId],
      (row, { campus, asof, data: { departmentId, termId, assemblies } }) => {
        const plan: PlanRecord = { on: asof, timetabled: assemblies.map(({ grade }) => grade) }
        return { campus, departmentId, termId, plans: [...((row?.plans ?? []) as readonly PlanRecord[]), plan] }
      },
    ),
    on(
      staffing.DepartmentsSet,
      gradeLists,
      () => ['campus'],
      (row, { campus, asof, data }) => {
        const list: GradeList = { on: asof, departments: Object.fromEntries(data.departments.map((d) => [d.departmentId, d.grades])) }
        return { campus, scope: 'campus', lists: [...((row?.lists ?? []) as readonly GradeList[]), list] }
      },
    ),
    on(staffing.BriefingSubmitted, briefingYears, yearKey, (row, { campus, asof, data }) => {
      const before = row ?? noYear(campus, data.year)
      return { ...before, reports: [...(before.reports as readonly unknown[]), { on: asof, ref: data.reportRef }] }
    }),
    on(staffing.BriefingHeld, briefingYears, yearKey, (row, { campus, data: { year, on: day, heard, studied, decisions } }) => {
      const before = row ?? noYear(campus, year)
      const held: HeldBriefing = { on: day, heard, studied, decisions }
      return { ...before, held: [...(before.held as readonly HeldBriefing[]), held] }
    }),
    on(staffing.BriefingQuotaMet, briefingYears, yearKey, (row, { campus, asof, data }) => ({
      ...(row ?? noYear(campus, data.year)),
      closedOn: asof,
    })),
    on(staffing.BriefingQuotaMissed, briefingYears, yearKey, (row, { campus, asof, data }) => ({
      ...(row ?? noYear(campus, data.year)),
      closedOn: asof,
      required: data.required,
    })),
  ],
})
