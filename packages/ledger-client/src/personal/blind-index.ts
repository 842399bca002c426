import { createHmac } from 'node:crypto'
import { secretKey } from './secret-key.js'

const indexKeys = new WeakMap<Buffer, Buffer>()
/** The key of indexes, derived from the master key. */
const indexKeyOf = (masterKey: Buffer): Buffer => {
  const held = indexKeys.get(masterKey)
  if (held) return held
  const key = createHmac('sha256', secretKey(masterKey)).update('fudao blind index v1').digest()
  indexKeys.set(masterKey, key)
  return key
}

/**
 * Keyed hash of a personal value (a staff number) within a campus: equal values meet, nobody without the master key can try values
 * out. White space at the ends and letter case do not count. 32 lower-case hex digits, so it can be part of a stream name.
 */
export const blindIndex = (masterKey: Buffer, campus: string, kind: string, value: string): string =>
  createHmac('sha256', secretKey(indexKeyOf(masterKey)))
    .update(`${campus}\n${kind}\n${value.trim().toLowerCase()}`, 'utf8')
    .digest('hex')
    .slice(0, 32)
