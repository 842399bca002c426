import { isEncrypted } from '@fudao/contracts/kit'
import * as staffing from '@fudao/contracts/staffing'
import { defineProjection, defineTable, on, type ProjectedEvent } from '@fudao/projections'

/** Names, so that people read names; as the ciphertext of the event (A8), opened when a query is answered. Nothing else of a person is kept. */
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
  // a name that came in plain is not kept
  name: isEncrypted(data.name) ? data.name : null,
})

export const rosterProjection = defineProjection({
  name: 'roster',
  // version 1 held names in plain
  version: 2,
  tables: [people, counselors, departments],
  handlers: [
    on(staffing.PersonRegistered, people, personKey, named),
    on(staffing.PersonChanged, people, personKey, named),
    // what is left is a ciphertext nobody can open: the row stays, so that counts do
    on(staffing.PersonErased, people, personKey, (row) => row && { ...row, name: null }),

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
