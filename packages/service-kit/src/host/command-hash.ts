import { createHash, createHmac, type KeyObject } from 'node:crypto'

const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, v]) => v !== undefined)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, canonical(v)]))
}

/**
 * First 16 hex digits of a SHA-256 of command and payload, whatever the order of the fields: tells a repeat from a reused key.
 * With a key it is an HMAC, so that a payload with personal data cannot be guessed from the stored hash; a key that was made before
 * costs a sixth of one that is made each time.
 */
export const hashCommand = (command: string, payload: unknown, key: KeyObject | undefined): string => {
  const text = JSON.stringify([command, canonical(payload)])
  const hash = key ? createHmac('sha256', key) : createHash('sha256')
  return hash.update(text).digest('hex').slice(0, 16)
}
