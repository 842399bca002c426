import { type EventOf, isEncrypted } from '@fudao/contracts/kit'
import * as staffing from '@fudao/contracts/staffing'
import { defineProjection, defineTable, on, type ProjectedEvent } from '@fudao/projections'

/** Names and numbers of people as the ciphertext of the event (A8), opened when a query is answered. Nothing else of a person is kept. */
export const people = defineTable('people', {
  columns: { personId: 'text', name: 'text', staffNo: 'text', idDocument: 'text', idDocumentType: 'text', phone: 'text' },
  key: ['personId'],
})
export const counselors = defineTable('counselors', {
  columns: {
    counselorId: 'text',
    personId: 'text',
    departmentId: 'text',
    employment: 'text',
    status: 'text',
    personCategory: 'text',
    positionCategory: 'text',
    positionText: 'text',
    siteId: 'text',
    startDate: 'text',
    homeRole: 'text',
    excellenceEvidence: 'text',
    attested: 'bool',
    contractId: 'text',
  },
  key: ['counselorId'],
  indexes: [['departmentId']],
})
/** A department that is gone keeps its name for the rows of its time. */
export const departments = defineTable('departments', { columns: { departmentId: 'text', name: 'text' }, key: ['departmentId'] })

const counselorKey = (e: { readonly data: { readonly counselorId: string } }) => [e.data.counselorId]
const personKey = (e: { readonly data: { readonly personId: string } }) => [e.data.personId]
// what came in plain is not kept
const sealed = (value: string | undefined): string | null => (isEncrypted(value) ? (value ?? null) : null)
const described = (_: unknown, { campus, data }: ProjectedEvent<EventOf<typeof staffing.PersonRegistered>['data']>) => ({
  campus,
  personId: data.personId,
  name: sealed(data.name),
  staffNo: sealed(data.staffNo),
  idDocument: sealed(data.idDocument),
  idDocumentType: data.idDocumentType ?? null,
  phone: sealed(data.phone),
})
const conditions = ['cond1', 'cond2', 'cond3', 'cond4', 'cond5', 'cond6'] as const

export const rosterProjection = defineProjection({
  name: 'roster',
  // version 1 held names in plain, version 2 names only
  version: 3,
  tables: [people, counselors, departments],
  handlers: [
    on(staffing.PersonRegistered, people, personKey, described),
    on(staffing.PersonChanged, people, personKey, described),
    // what is left is a ciphertext nobody can open: the row stays, so that counts do
    on(
      staffing.PersonErased,
      people,
      personKey,
      (row) => row && { ...row, name: null, staffNo: null, idDocument: null, idDocumentType: null, phone: null },
    ),

    on(staffing.CounselorRegistered, counselors, counselorKey, (_, { campus, data }) => ({
      campus,
      counselorId: data.counselorId,
      personId: data.personId,
      departmentId: data.departmentId,
      employment: data.employment,
      status: 'active',
      personCategory: data.personCategory,
      positionCategory: data.positionCategory,
      positionText: data.positionText ?? null,
      siteId: data.siteId,
      startDate: data.startDate,
      homeRole: data.homeRole ?? null,
      excellenceEvidence: data.excellenceEvidence ?? null,
      attested: conditions.every((condition) => data.attestations?.[condition] === true),
      contractId: data.contractId ?? null,
    })),
    on(staffing.EmploymentChanged, counselors, counselorKey, (row, { data }) => row && { ...row, employment: data.to }),
    on(
      staffing.PositionChanged,
      counselors,
      counselorKey,
      (row, { data: { departmentId, positionCategory, positionText, siteId } }) =>
        row && { ...row, departmentId, positionCategory, positionText: positionText ?? null, siteId },
    ),
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
