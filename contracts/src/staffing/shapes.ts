import { z } from 'zod'
import { count, docRef, id, localDate, personal, text, year } from '../kit/index.js'
import * as e from './enums.js'
import { exitCaseId } from './exit-case-id.js'

/** C-02: an exception to a rule "in principle" (原则上), recorded with who allowed it and why. */
export const exception = z.strictObject({
  reason: text,
  /** User id of the person or body that allowed it. */
  approver: z.string().trim().min(1).max(120),
  ref: docRef.optional(),
})
export type Exception = z.output<typeof exception>

/** Which of the six conditions were attested (R-AK-38..43); a condition left out is not attested. */
export const attestations = z.strictObject({
  cond1: z.boolean().optional(),
  cond2: z.boolean().optional(),
  cond3: z.boolean().optional(),
  cond4: z.boolean().optional(),
  cond5: z.boolean().optional(),
  cond6: z.boolean().optional(),
})
export type Attestations = z.output<typeof attestations>

/** A text whose absence a rule names (`ReasonMissing`, `EvidenceMissing`): left out or empty is refused by the decider, not as malformed. */
export const namedText = z.string().trim().max(4000).optional()
export const namedRef = z.string().trim().max(300).optional()

export const counselorKey = { counselorId: id }
export const contractKey = { contractId: id }
export const roundKey = { roundId: id }
export const candidacyKey = { candidacyId: id }
export const exitKey = { counselorId: id, year, ground: e.exitGround }
/** In events the id is always there; in commands it may be given and must then fit the key. */
export const exitEventKey = { exitCaseId, ...exitKey }
export const exitCommandKey = { ...exitKey, exitCaseId: exitCaseId.optional() }

/** Personal data of one person; the starred fields are encrypted under the key of `personId` (A8). */
export const personFields = {
  personId: id,
  name: personal(text),
  staffNo: personal(z.string().trim().min(1).max(40)),
  idDocument: personal(z.string().trim().min(4).max(40)).optional(),
  /** What `idDocument` is; left out: `residentId`. */
  idDocumentType: e.idDocumentType.optional(),
  phone: personal(z.string().trim().min(3).max(40)).optional(),
  post: text.optional(),
  unitId: id.optional(),
  userId: z.string().trim().min(1).max(120).optional(),
}

export const department = z.strictObject({
  departmentId: id,
  name: text,
  /** 教学单位: only chiefs of teaching units count among the leaders of the contact scheme. */
  teachingUnit: z.boolean(),
  siteId: id,
  grades: z.array(text),
})
export type Department = z.output<typeof department>

export const title = { title: text, rank: e.titleRank, grantedOn: localDate }

/** How many per rank or per grade. */
export const gradeCounts = z.record(text, count)
export const titleEvidence = z.array(z.strictObject({ kind: e.titleEvidenceKind, evidenceId: docRef })).max(100)
export const buildingKey = { siteId: id, buildingId: id }
export const termPlanKey = { departmentId: id, termId: id }
/** When the year-group meeting of a grade is in the timetable (R-AK-72); Monday is 1. */
export const assembly = z.strictObject({ grade: text, weekday: z.int().min(1).max(7), period: z.int().min(1).max(20) })
