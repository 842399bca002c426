import { z } from 'zod'
import { id, localDate } from '../kit/index.js'
import { contractKind, employment, homeRole, idDocumentType, personCategory, positionCategory, titleRank } from '../staffing/index.js'
import { defineView } from './view.js'

/**
 * D-13: who serves on the day, with what the roster template asks for (R-AK-31). Numbers are masked (`110105********002X`); `numbers=full`
 * with a `reason` shows them to who may import them, once the showing is recorded (`RevealNumbers`).
 */
export const counselorRegisterView = defineView({
  name: 'counselor-register',
  readModel: 'D-13',
  title: { zh: '辅导员花名册', en: 'Counselor register' },
  scope: {
    campus: ['orgPersonnel', 'studentAffairs', 'system'],
    department: ['deptBranch', 'departmentOffice'],
    self: true,
  },
  rules: ['R-AK-31'],
  filter: {
    counselorId: id.optional(),
    departmentId: id.optional(),
    employment: employment.optional(),
    numbers: z.literal('full').optional(),
    reason: z.string().optional(),
  },
  row: {
    id: z.string(),
    counselorId: z.string(),
    personId: z.string(),
    staffNo: z.string().nullable(),
    name: z.string().nullable(),
    idDocumentType: idDocumentType.nullable(),
    idDocument: z.string().nullable(),
    phone: z.string().nullable(),
    employment,
    personCategory,
    positionCategory,
    positionText: z.string().nullable(),
    departmentId: z.string(),
    departmentName: z.string().nullable(),
    siteId: z.string(),
    startDate: localDate,
    homeRole: homeRole.nullable(),
    excellenceEvidence: z.string().nullable(),
    /** All six basic conditions (R-AK-38 to R-AK-43). */
    attested: z.boolean(),
    /** The contract of the registration, or the last that renewed it. */
    contractKind: contractKind.nullable(),
    contractFrom: localDate.nullable(),
    contractTo: localDate.nullable(),
    contractSignedOn: localDate.nullable(),
    /** The title granted last. */
    heldTitle: z.string().nullable(),
    titleRank: titleRank.nullable(),
    titleDiscipline: z.string().nullable(),
    titleGrantedOn: localDate.nullable(),
    state: z.enum(['active', 'onLeave']),
  },
})
