import { z } from 'zod'

/** Roles of `domain/00` §1; `system` is the rules and the clock (C-15) and is refused over HTTP outside demo and test. */
export const roles = [
  'studentAffairs',
  'orgPersonnel',
  'disciplineInspection',
  'partyCommittee',
  'deptBranch',
  'departmentOffice',
  'leadingGroupOffice',
  'leadingGroup',
  'leader',
  'workshopLeader',
  'counselor',
  'teacher',
  'candidate',
  'panel',
  'reviewPanel',
  'advisor',
  'member',
  'organiser',
  'studentEvaluator',
  'provincialDepartment',
  'provincialWorkCommittee',
  'campaignHost',
  'analyst',
  'platformAdmin',
  'system',
] as const
export const role = z.enum(roles)
export type Role = (typeof roles)[number]

/** Who acts. Data scopes: `departmentId` for deptBranch and departmentOffice, `counselorId`/`personId` for self. */
export const actor = z.strictObject({
  userId: z.string().min(1).max(120),
  role,
  departmentId: z.string().optional(),
  counselorId: z.string().optional(),
  personId: z.string().optional(),
})
export type Actor = z.output<typeof actor>

/** C-13: the second signature of an "A + B" issuer. */
export const coSigner = z.strictObject({ role, userId: z.string().min(1), ref: z.string().min(1) })
export type CoSigner = z.output<typeof coSigner>
