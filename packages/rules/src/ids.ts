import { createHash } from 'node:crypto'

/** Namespace of all ids of rules; never changed, or replays would send new commands. */
const NAMESPACE = Buffer.from('6f0f2d3c5d0a5c7e9d532f0a6f3a8f11', 'hex')

/** RFC 9562 version 5: SHA-1 of namespace and name. */
const uuidV5 = (name: string): string => {
  const hash = createHash('sha1').update(NAMESPACE).update(name, 'utf8').digest().subarray(0, 16)
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6)
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8)
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** `UUIDv5(idempotency key, command name, target stream, cause)` (domain/40): cause is an event id or a timer's due date. */
export const toCommandId = (key: string, command: string, stream: string, cause: string): string =>
  uuidV5([key, command, stream, cause].join('|'))

/** Id of the task that `key` raises for `cause`, fit for a stream name. */
export const toTaskId = (rule: string, key: string, cause: string): string =>
  `${rule.replace('-', '')}_${uuidV5(['task', key, cause].join('|')).replaceAll('-', '')}`
