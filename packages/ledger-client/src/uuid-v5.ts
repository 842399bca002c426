import { createHash } from 'node:crypto'

/** Namespace of every id Fudao derives (RFC 4122 §4.3). */
const NAMESPACE = Buffer.from('8d9f61c05a1e5f0b9f3a6b6f1de0c7a4', 'hex')

/** Name-based UUID (version 5) of Fudao's namespace: the same name gives the same id, on every machine. */
export const uuidV5 = (name: string): string => {
  const hash = createHash('sha1').update(NAMESPACE).update(name, 'utf8').digest()
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6)
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = hash.toString('hex', 0, 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Id of the `index`-th event a command adds to a stream (A4): a repeated append has the same ids. */
export const eventIdOf = (commandId: string, stream: string, index: number): string => uuidV5(`${commandId}|${stream}|${index}`)
