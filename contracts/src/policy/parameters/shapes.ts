import { z } from 'zod'

/** `mm-dd`: a day of every year. */
export const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a day of the year is written mm-dd')
/** Code of an open list (等): the named values and whatever the campus adds. */
export const code = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'a code starts with a letter and holds letters, digits or underscores')
export const openCodes = z.array(code).min(1)
export const openTexts = z.array(z.string().trim().min(1).max(200)).min(1)
/** Exact share between 0 and 1 (C-08 `:R`). */
export const share = z
  .strictObject({ num: z.int().nonnegative(), den: z.int().positive() })
  .refine((r) => r.num <= r.den, { message: 'a share is at most 1' })
export const positive = z.int().min(1).max(100_000)
export const natural = z.int().min(0).max(100_000)
/** Spans a regulation could mean; what is longer is a slip of the pen, and dates could not be counted with it. */
export const minutes = z.int().min(0).max(43_200)
export const days = z.int().min(1).max(3_660)
export const months = z.int().min(1).max(120)
export const years = z.int().min(1).max(50)
export const percent = z.int().min(0).max(100)
export const minMax = z
  .strictObject({ min: z.int().min(0).max(100), max: z.int().min(1).max(100) })
  .refine((r) => r.min <= r.max, { message: 'min is at most max' })
/** How often something is expected; times per week, month, term or year. */
export const frequency = z.strictObject({ times: positive, per: z.enum(['week', 'month', 'quarter', 'term', 'year']) })
export const levels = z.enum(['institution', 'provincial', 'national'])
export const ranks = z.enum(['primary', 'intermediate', 'associateSenior', 'senior'])
export const tiers = z.enum(['novice', 'growth', 'experienced', 'mature'])
export const parties = z.enum(['studentAffairs', 'orgPersonnel', 'deptBranch', 'students'])
