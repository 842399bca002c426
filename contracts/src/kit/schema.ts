import { z } from 'zod'

/** Identifier of a business object; becomes part of a stream name, so only `[A-Za-z0-9_]`. */
export const id = z.string().regex(/^[A-Za-z0-9_]{1,64}$/, 'an id holds 1 to 64 letters, digits or underscores')
/** Campus, province or the reserved tenant `platform`. */
export const tenantId = id
/** `yyyy-mm-dd` in the campus zone (C-03). */
export const localDate = z.iso.date('a date is written yyyy-mm-dd, for example 2024-03-01')
/** The day a page is asked for (`asOf` of a query). */
export const asOfDate = z.iso.date('asOf is a day written yyyy-mm-dd, for example 2024-03-01')
/** RFC 3339 instant with offset. */
export const instant = z.iso.datetime({ offset: true })
export const int = z.int()
export const count = z.int().nonnegative()
export const year = z.int().min(1990).max(2200)
/** One line or paragraph written by a person. */
export const text = z.string().trim().min(1).max(4000)
/** Reference to a document kept elsewhere (file number, URL). */
export const docRef = z.string().trim().min(1).max(300)
/** Exact rational (C-08 `:R`). */
export const rational = z.strictObject({ num: z.int(), den: z.int().positive() })
/** Money in integer fen (C-08 `:M`). */
export const money = z.int()

/**
 * Marks a text as personal data (A8): it is encrypted under the key of the person that the event's
 * `personal.subject` field names before the event leaves the service. JSON Schemas show `x-personal: true`.
 */
export const personal = <T extends z.ZodType>(schema: T): T => schema.meta({ 'x-personal': true }) as T
/** How the ciphertext of a personal text begins, wherever it is stored or sent. */
export const ENCRYPTED_PREFIX = 'enc:1:'
/** Whether a value is the ciphertext of a personal text. */
export const isEncrypted = (value: unknown): value is string => typeof value === 'string' && value.startsWith(ENCRYPTED_PREFIX)

export const isPersonal = (schema: z.ZodType): boolean => {
  const meta = schema.meta() as Record<string, unknown> | undefined
  if (meta?.['x-personal'] === true) return true
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable ? isPersonal(schema.unwrap() as z.ZodType) : false
}
