import { createHmac } from 'node:crypto'

/**
 * Keyed hash of a personal value (a staff number) within a campus: equal values meet, nobody without the master key can try values
 * out. White space at the ends and letter case do not count. 32 lower-case hex digits, so it can be part of a stream name.
 */
export const blindIndex = (masterKey: Buffer, campus: string, kind: string, value: string): string => {
  const key = createHmac('sha256', masterKey).update('fudao blind index v1').digest()
  return createHmac('sha256', key).update(`${campus}\n${kind}\n${value.trim().toLowerCase()}`, 'utf8').digest('hex').slice(0, 32)
}
