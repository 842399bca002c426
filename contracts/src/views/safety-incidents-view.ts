import { z } from 'zod'
import { id, instant, localDate } from '../kit/index.js'
import { defineView } from './view.js'

export const incidentState = z.enum(['reported', 'responding', 'closed'])

/** SafetyIncident (R-AK-14): what was reported and how soon, and what was done. No student is named (C-12). */
export const safetyIncidentsView = defineView({
  name: 'safety-incidents',
  readModel: 'R-AK-14',
  title: { zh: '安全稳定事件', en: 'Safety incidents' },
  scope: {
    campus: ['studentAffairs', 'orgPersonnel', 'partyCommittee', 'disciplineInspection', 'system'],
    department: ['deptBranch', 'departmentOffice'],
    self: true,
  },
  rules: ['R-AK-14', 'R-AK-77', 'X-43'],
  filter: {
    counselorId: id.optional(),
    departmentId: id.optional(),
    state: incidentState.optional(),
    /** `true`: reported later than the campus allowed on that day. */
    late: z.enum(['true', 'false']).optional(),
  },
  row: {
    /** The incident. */
    id: z.string(),
    /** What kind of incident, in words. */
    incident: z.string(),
    counselorId: z.string(),
    name: z.string().nullable(),
    /** Department it happened in. */
    departmentId: z.string(),
    departmentName: z.string().nullable(),
    state: incidentState,
    discoveredAt: instant,
    reportedAt: instant,
    /** Day of the campus on which it was reported: its limit counts. */
    reportedOn: localDate,
    delayMin: z.int(),
    /** Longest delay the campus allowed on the day of the report; `null` = no limit set. */
    maxDelayMin: z.int().nullable(),
    /** `delayMin` > `maxDelayMin`; `null` without a limit. */
    late: z.boolean().nullable(),
    responses: z.int(),
    lastResponse: z.string().nullable(),
    lastResponseAt: instant.nullable(),
    closedOn: localDate.nullable(),
  },
})
