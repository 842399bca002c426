import {
  CounselorDeregistered,
  CounselorRegistered,
  DeregistrationCorrected,
  LeaveEnded,
  LeaveStarted,
  PositionChanged,
} from '@fudao/contracts/staffing'
import { defineReference } from '@fudao/service-kit'

const byCounselor = ({ data }: { readonly data: { readonly counselorId: string } }) => [data.counselorId]

/** Who is registered, where, and whether they serve. */
export const counselors = defineReference('counselors', {
  version: 1,
  columns: {
    counselorId: 'text',
    personId: 'text',
    personCategory: 'text',
    departmentId: 'text',
    onLeave: 'bool',
    departed: 'bool',
  },
  key: ['counselorId'],
  handlers: (from) => [
    from(CounselorRegistered, byCounselor, (_row, { campus, data: { counselorId, personId, personCategory, departmentId } }) => ({
      campus,
      counselorId,
      personId,
      personCategory,
      departmentId,
      onLeave: false,
      departed: false,
    })),
    from(PositionChanged, byCounselor, (row, { data: { departmentId } }) => row && { ...row, departmentId }),
    from(LeaveStarted, byCounselor, (row) => row && { ...row, onLeave: true }),
    from(LeaveEnded, byCounselor, (row) => row && { ...row, onLeave: false }),
    from(CounselorDeregistered, byCounselor, (row) => row && { ...row, departed: true }),
    from(DeregistrationCorrected, byCounselor, (row, { data: { revoked } }) => row && { ...row, departed: row.departed && !revoked }),
  ],
})

/** The counselor a person is; chosen once per person and campus. */
export const engagedPersons = defineReference('engaged-persons', {
  version: 1,
  columns: { personId: 'text', counselorId: 'text' },
  key: ['personId'],
  handlers: (from) => [
    from(
      CounselorRegistered,
      ({ data }) => [data.personId],
      (_row, { campus, data: { personId, counselorId } }) => ({ campus, personId, counselorId }),
    ),
  ],
})
