import { z } from 'zod'
import { grade } from '../assessment/index.js'
import { id, localDate, year } from '../kit/index.js'
import { clearance, contractKind } from '../staffing/index.js'
import { defineView } from './view.js'

export const contractState = z.enum(['draft', 'active', 'renewalDue', 'renewed', 'expired', 'terminated'])

/** RM-14. */
export const contractsView = defineView({
  name: 'contracts',
  readModel: 'RM-14',
  title: { zh: '合同', en: 'Contracts' },
  scope: {
    campus: ['orgPersonnel', 'studentAffairs', 'partyCommittee', 'disciplineInspection', 'system'],
    department: ['deptBranch', 'departmentOffice'],
    self: true,
  },
  rules: ['R-AK-34', 'R-AK-35', 'R-AK-81', 'R-AK-83', 'X-08'],
  filter: {
    contractId: id.optional(),
    counselorId: id.optional(),
    departmentId: id.optional(),
    kind: contractKind.optional(),
    state: contractState.optional(),
    clearance: clearance.or(z.literal('none')).optional(),
    /** `true`: only contracts of a kind that needed an exception (R-AK-35). */
    exception: z.enum(['true', 'false']).optional(),
  },
  row: {
    contractId: z.string(),
    counselorId: z.string(),
    personId: z.string(),
    name: z.string().nullable(),
    departmentId: z.string().nullable(),
    departmentName: z.string().nullable(),
    kind: contractKind,
    exceptionRef: z.string().nullable(),
    from: localDate,
    to: localDate.nullable(),
    state: contractState,
    /** Day the renewal came due; before that, the day it will, by the policy of the signing (C-10). */
    renewalDueOn: localDate.nullable(),
    clearance: clearance.nullable(),
    basisYear: year.nullable(),
    reason: z.string().nullable(),
    lastAssessment: z.object({ year, grade }).nullable(),
    /** Newest exit case of the counselor. */
    exitCaseId: z.string().nullable(),
    exitCaseState: z.string().nullable(),
  },
})
