import { z } from 'zod'
import { localDate, type Role, roles } from '../kit/index.js'
import { policyContexts } from '../policy/index.js'
import { defineView } from './view.js'

const bilingual = z.object({ zh: z.string(), en: z.string() })
export const policyActs = ['preset', 'set', 'corrected', 'retired'] as const
/** One dated value of a parameter: what set it and on what paper. */
export const policyEntryRow = z.object({
  act: z.enum(policyActs),
  effectiveFrom: localDate,
  /** `null`: retired. */
  value: z.json(),
  says: bilingual,
  /** Business date of the decision. */
  decidedOn: localDate,
  preset: z.string().nullable(),
  basisDoc: z.string().nullable(),
  reason: z.string().nullable(),
  approvalRef: z.string().nullable(),
  correctsEventId: z.string().nullable(),
  eventId: z.string(),
  /** Revision of the policy stream, which decisions cite as `policyVersion`. */
  version: z.int(),
})

/** Read models of one's own matters only: these roles see no page of the campus. */
const outside: readonly Role[] = ['analyst', 'platformAdmin', 'studentEvaluator', 'candidate']

/** The campus policy: every parameter, the value in force on the day, and all it was and will be (R-AK-86). */
export const policyView = defineView({
  name: 'policy',
  readModel: 'CampusPolicy',
  title: { zh: '学校政策', en: 'Campus policy' },
  scope: { campus: roles.filter((role) => !outside.includes(role)), department: [], self: false },
  rules: ['R-AK-27', 'R-AK-76', 'R-AK-86', 'R-AK-87', 'R-HZ-32'],
  filter: {
    key: z.string().min(1).max(120).optional(),
    context: z.enum(policyContexts).optional(),
    /** `true`: only parameters the campus itself has set. */
    set: z.enum(['true', 'false']).optional(),
  },
  row: {
    key: z.string(),
    context: z.string(),
    title: bilingual,
    unit: z.string(),
    /** Regulation rules and ambiguities the parameter belongs to. */
    rules: z.array(z.string()),
    /** In force on the day; `null`: the rule rests. */
    value: z.json(),
    says: bilingual,
    /** `default`: the value that holds on every campus; `none`: nobody has set it. */
    source: z.enum([...policyActs, 'default', 'none']),
    effectiveFrom: localDate.nullable(),
    basisDoc: z.string().nullable(),
    reason: z.string().nullable(),
    /** Next day on which another entry takes effect. */
    nextChangeOn: localDate.nullable(),
    /** Every entry, by the day it takes effect. */
    history: z.array(policyEntryRow),
  },
})
