import { z } from 'zod'
import { count, id, localDate, text, year } from '../kit/index.js'
import {
  achievementKind,
  achievementLevel,
  achievementRole,
  achievementStatus,
  awardKind,
  contactParty,
  criterion,
  talkChannel,
  workSystem,
  workTag,
} from './enums.js'

export const assessmentKey = { counselorId: id, year }
export const awardKey = { kind: awardKind, year }
export const achievementFields = { kind: achievementKind, level: achievementLevel, role: achievementRole, status: achievementStatus }

/** A party of the scheme (`studentAffairs`, `orgPersonnel`, `deptBranch`, `students`); open, because the campus policy lists them. */
export const party = id
/** Points in exact integer hundredths: 85.60 points = 8560. */
export const hundredths = z.int()
/** Party → weight in whole percent; the weights of a scheme add up to 100. */
export const weights = z.record(party, z.int())
export const criteria = z.array(criterion).max(40)
/** Total in hundredths from which a grade is reached, inclusive; below `qualified` the year is unqualified. */
export const thresholds = z.strictObject({ excellent: hundredths.optional(), qualified: hundredths })
/** Criterion → points in hundredths. */
export const criteriaScores = z.partialRecord(criterion, hundredths)

/** A reason whose absence the rules name (`ReasonMissing`): left out or empty is refused by the decider, not as malformed. */
export const namedReason = z.string().trim().max(4000).optional()

/** Unpadded base64url of RFC 4648 §5. */
const base64url = (min: number, max: number) =>
  z
    .string()
    .min(min)
    .max(max)
    .regex(/^[A-Za-z0-9_-]+$/, 'unpadded base64url')
/** SPKI of the ballot's RSA key (2048 bits). */
export const publicKey = base64url(300, 1000)
/** 256 bytes: a blinded message, a blind signature or a signature (RFC 9474). */
export const rsaBlock = base64url(342, 342)
/** The prepared message of RFC 9474 (32 random bytes and the voter's 32-byte token). */
export const ballotToken = base64url(86, 86)
/** Random text a class hands out; at least 16 characters, so that it cannot be guessed. */
export const voucher = z.string().regex(/^[A-Za-z0-9_-]{16,128}$/, 'a voucher holds 16 to 128 letters, digits, - or _')
/** SHA-256 in hexadecimal. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
/** What a student gives: whole points 0–100. */
export const rating = z.int()

/** `2024-03`. */
export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month like 2024-03')
/** `2024-W10` of ISO 8601. */
export const isoWeek = z.string().regex(/^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$/, 'a week like 2024-W10')
export const workLogKey = { counselorId: id, month }
export const journalKey = { counselorId: id, isoWeek }
export const fileReportKey = { counselorId: id, termId: id }
/** What one entry of the work log says; counts and codes, nobody is named (C-12). */
export const workEntry = {
  entryId: id,
  system: workSystem.optional(),
  on: localDate,
  minutes: z.int().min(1).max(1440),
  /** What for (R-LN-27); what the work was, with duty code 0 or 11. Name no student. */
  purpose: text.optional(),
  /** The talk was planned beforehand (R-LN-27). */
  planned: z.boolean().optional(),
  channel: talkChannel.optional(),
  /** Where; of a dorm visit the building, never a room number (R-AK-21). */
  place: text.optional(),
  /** Rooms visited. */
  rooms: count.optional(),
  studentCount: count.optional(),
  party: contactParty.optional(),
  tags: z.array(workTag).max(8),
}
/** A section whose absence a rule names (`JournalIncomplete`). */
export const namedSection = z.string().trim().max(8000).optional()
