import * as staffing from '@fudao/contracts/staffing'
import { defineProjection, defineTable, on, onType, type ProjectedEvent, type ProjectionDefinition } from '@fudao/projections'

/** Names, so that people read names; nothing else of a person is kept. */
export const people = defineTable('people', { columns: { personId: 'text', name: 'text' }, key: ['personId'] })
export const counselors = defineTable('counselors', {
  columns: { counselorId: 'text', personId: 'text', departmentId: 'text', employment: 'text', status: 'text' },
  key: ['counselorId'],
  indexes: [['departmentId']],
})
/** A department that is gone keeps its name for the rows of its time. */
export const departments = defineTable('departments', { columns: { departmentId: 'text', name: 'text' }, key: ['departmentId'] })

const counselorKey = (e: { readonly data: { readonly counselorId: string } }) => [e.data.counselorId]
const personKey = (e: { readonly data: { readonly personId: string } }) => [e.data.personId]
const named = (_: unknown, { campus, data }: ProjectedEvent<{ readonly personId: string; readonly name: string }>) => ({
  campus,
  personId: data.personId,
  name: data.name,
})

/** `show` gives the names of a batch in clear, an erased one as `null`. */
export const makeRosterProjection = (show: NonNullable<ProjectionDefinition['prepare']>): ProjectionDefinition =>
  defineProjection({
    name: 'roster',
    version: 1,
    tables: [people, counselors, departments],
    prepare: show,
    handlers: [
      on(staffing.PersonRegistered, people, personKey, named),
      on(staffing.PersonChanged, people, personKey, named),
      // the key is destroyed already; the row is scrubbed here (A8)
      onType(
        { type: 'staffing.PersonErased', version: 1 },
        people,
        (e) => [String(e.data.personId)],
        (row) => row && { ...row, name: null },
      ),

      on(staffing.CounselorRegistered, counselors, counselorKey, (_, { campus, data }) => ({
        campus,
        counselorId: data.counselorId,
        personId: data.personId,
        departmentId: data.departmentId,
        employment: data.employment,
        status: 'active',
      })),
      on(staffing.EmploymentChanged, counselors, counselorKey, (row, { data }) => row && { ...row, employment: data.to }),
      on(staffing.PositionChanged, counselors, counselorKey, (row, { data }) => row && { ...row, departmentId: data.departmentId }),
      on(staffing.LeaveStarted, counselors, counselorKey, (row) => row && { ...row, status: 'onLeave' }),
      on(staffing.LeaveEnded, counselors, counselorKey, (row) => row && { ...row, status: 'active' }),
      on(staffing.CounselorDeregistered, counselors, counselorKey, (row) => row && { ...row, status: 'deregistered' }),
      on(staffing.DeregistrationCorrected, counselors, counselorKey, (row, { data }) =>
        row && data.revoked ? { ...row, status: 'active' } : undefined,
      ),

      on(
        staffing.DepartmentsSet,
        departments,
        (e) => e.data.departments.map((d) => [d.departmentId]),
        (_, { campus, data }, [departmentId = '']) => ({
          campus,
          departmentId,
          name: data.departments.find((d) => d.departmentId === departmentId)?.name ?? null,
        }),
      ),
    ],
  })
