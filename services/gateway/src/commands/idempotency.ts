import { createHash, randomUUID } from 'node:crypto'
import { problem } from '../problems/problem.js'

/** Namespace of command ids made from keys that are no UUID; never changed, or repeats would act twice. */
const namespace = '6f1a3c52-8f0d-5a47-9a35-3a1f6e4d7b10'
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

/** UUIDv5 (RFC 9562 §5.5). */
export const uuidV5 = (name: string, space: string = namespace): string => {
  const hash = createHash('sha1')
    .update(Buffer.from(space.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest()
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6)
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = hash.toString('hex', 0, 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/**
 * Command id of a request: the `Idempotency-Key` itself when it is a UUID, else a UUID of campus, user and key, so that
 * the same key of two people are two commands; random when there is no key.
 * @throws Problem InvalidHeader when the key is empty or longer than 200 characters
 */
export const commandIdOf = (key: string | string[] | undefined, campus: string, userId: string): string => {
  if (key === undefined) return randomUUID()
  if (typeof key !== 'string' || key.length < 1 || key.length > 200)
    throw problem('InvalidHeader', {
      params: { header: 'Idempotency-Key', expectedZh: '请使用 1 至 200 个字符。', expectedEn: 'Use 1 to 200 characters.' },
    })
  return uuid.test(key) ? key.toLowerCase() : uuidV5(`${campus}\n${userId}\n${key}`)
}

const revision = /^"(-1|0|[1-9]\d{0,8})"$/

/**
 * Revision of `If-Match: "<revision>"` (`"-1"`: the stream must not exist yet); undefined without the header.
 * @throws Problem InvalidHeader
 */
export const expectedRevisionOf = (header: string | string[] | undefined): number | undefined => {
  if (header === undefined) return undefined
  const found = typeof header === 'string' ? revision.exec(header.trim())?.[1] : undefined
  if (found === undefined)
    throw problem('InvalidHeader', {
      params: {
        header: 'If-Match',
        expectedZh: '请填写带引号的版本号，例如 "3"。',
        expectedEn: 'Give the revision in quotes, for example "3".',
      },
    })
  return Number(found)
}
