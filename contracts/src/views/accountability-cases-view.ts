import { z } from 'zod'
import { id, localDate } from '../kit/index.js'
import { defineView } from './view.js'

export const accountabilityState = z.enum(['opened', 'sanctioned', 'notSanctioned'])

/** AccountabilityCase (R-AK-84): whose case it is and how it stands. Facts, consequence and measure stay in the encrypted events. */
export const accountabilityCasesView = defineView({
  name: 'accountability-cases',
  readModel: 'R-AK-84',
  title: { zh: '问责事项', en: 'Accountability cases' },
  scope: {
    campus: ['disciplineInspection', 'partyCommittee', 'orgPersonnel', 'studentAffairs', 'system'],
    department: ['deptBranch', 'departmentOffice'],
    self: true,
  },
  rules: ['R-AK-84', 'R-AK-77', 'X-08', 'X-43'],
  filter: { counselorId: id.optional(), departmentId: id.optional(), state: accountabilityState.optional() },
  row: {
    /** The case. */
    id: z.string(),
    counselorId: z.string(),
    name: z.string().nullable(),
    departmentId: z.string().nullable(),
    departmentName: z.string().nullable(),
    state: accountabilityState,
    openedOn: localDate,
    sanctionedOn: localDate.nullable(),
    /** Cleared at first, or on review. */
    clearedOn: localDate.nullable(),
  },
})
