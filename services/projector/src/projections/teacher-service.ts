import * as staffing from '@fudao/contracts/staffing'
import { defineProjection, defineTable, on } from '@fudao/projections'

/** Service records of teachers (RM-15); what is known carries the day it was known, so that any date can be asked for. */
export const teacherRecords = defineTable('teacher_records', {
  columns: { teacherId: 'text', stints: 'json', assessments: 'json', certificates: 'json' },
  key: ['teacherId'],
})

export interface RecordedStint {
  readonly role: staffing.StintRole
  readonly from: string
  readonly to: string | null
}
export interface RecordedAssessment {
  readonly year: number
  readonly qualified: boolean
  /** Business date of the recording. */
  readonly on: string
}
export interface RecordedCertificate {
  readonly targetRank: staffing.TitleRank
  readonly on: string
  /** Withdrawn or replaced by the next one. */
  readonly endedOn: string | null
}

type Row = NonNullable<(typeof teacherRecords)['row']>
const stintsOf = (row: Row | undefined) => (row?.stints ?? []) as readonly RecordedStint[]
const assessmentsOf = (row: Row | undefined) => (row?.assessments ?? []) as readonly RecordedAssessment[]
const certificatesOf = (row: Row | undefined) => (row?.certificates ?? []) as readonly RecordedCertificate[]
const ended = (row: Row | undefined, on: string) =>
  certificatesOf(row).map((certificate) => ({ ...certificate, endedOn: certificate.endedOn ?? on }))

const key = (e: { readonly data: { readonly teacherId: string } }) => [e.data.teacherId]
const base = (row: Row | undefined, campus: string, teacherId: string): Row => ({
  campus,
  teacherId,
  stints: stintsOf(row),
  assessments: assessmentsOf(row),
  certificates: certificatesOf(row),
})

/** RM-15. */
export const teacherServiceProjection = defineProjection({
  name: 'teacher-service',
  version: 1,
  tables: [teacherRecords],
  handlers: [
    on(staffing.StintOpened, teacherRecords, key, (row, { campus, data: { teacherId, role, from } }) => ({
      ...base(row, campus, teacherId),
      stints: [...stintsOf(row), { role, from, to: null }],
    })),
    on(staffing.StintClosed, teacherRecords, key, (row, { data: { role, from, to } }) =>
      row ? { ...row, stints: stintsOf(row).map((s) => (s.role === role && s.from === from ? { ...s, to } : s)) } : undefined,
    ),
    on(staffing.StintAssessed, teacherRecords, key, (row, { asof, data: { year, qualified } }) =>
      row ? { ...row, assessments: [...assessmentsOf(row), { year, qualified, on: asof }] } : undefined,
    ),
    on(staffing.PromotionEligibilityCertified, teacherRecords, key, (row, { campus, data: { teacherId, targetRank, on: day } }) => ({
      ...base(row, campus, teacherId),
      certificates: [...ended(row, day), { targetRank, on: day, endedOn: null }],
    })),
    on(staffing.EligibilityWithdrawn, teacherRecords, key, (row, { asof }) => row && { ...row, certificates: ended(row, asof) }),
  ],
})
