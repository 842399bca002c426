import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { ENCRYPTED_PREFIX, isEncrypted } from '@fudao/contracts/kit'
import { secretKey } from './secret-key.js'

const ALGORITHM = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16
/** Bytes of a data key and of the master key. */
export const KEY_BYTES = 32

const seal = (key: Buffer, iv: Buffer, aad: string, text: Buffer): Buffer => {
  const cipher = createCipheriv(ALGORITHM, secretKey(key), iv).setAAD(Buffer.from(aad, 'utf8'))
  const body = Buffer.concat([cipher.update(text), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body])
}
/** @throws Error when the key or the additional data is not the one it was sealed with */
const open = (key: Buffer, aad: string, sealed: Buffer): Buffer => {
  if (sealed.length < IV_BYTES + TAG_BYTES) throw new Error('the ciphertext is too short')
  const decipher = createDecipheriv(ALGORITHM, secretKey(key), sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(aad, 'utf8'))
    .setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()])
}

/** Whose key it is; binds a wrapped key to one person of one campus. */
export const keyOwner = (campus: string, personId: string): string => `${campus}/${personId}`

/** Data key under the master key: base64(iv12 | tag16 | ciphertext). */
export const wrapKey = (masterKey: Buffer, dataKey: Buffer, owner: string): string =>
  seal(masterKey, randomBytes(IV_BYTES), owner, dataKey).toString('base64')
export const unwrapKey = (masterKey: Buffer, wrapped: string, owner: string): Buffer =>
  open(masterKey, owner, Buffer.from(wrapped, 'base64'))

const PREFIX = ENCRYPTED_PREFIX

export { isEncrypted }

/** Where a ciphertext belongs: it opens nowhere else. */
export interface FieldPlace {
  readonly owner: string
  readonly field: string
  readonly eventId: string
}
const placeOf = (place: Pick<FieldPlace, 'owner' | 'field'>): string => `${place.owner}/${place.field}`

/**
 * `enc:1:<base64url(iv | tag | ciphertext)>`. The iv is derived from key, event and text: the same event encrypted twice is the
 * same bytes, so that an append can be repeated, and equal texts of two events do not look equal.
 */
export const encryptText = (dataKey: Buffer, text: string, place: FieldPlace): string => {
  const iv = createHmac('sha256', secretKey(dataKey))
    .update(`${place.eventId}\n${place.field}\n${text}`, 'utf8')
    .digest()
    .subarray(0, IV_BYTES)
  return PREFIX + seal(dataKey, iv, placeOf(place), Buffer.from(text, 'utf8')).toString('base64url')
}
export const decryptText = (dataKey: Buffer, encrypted: string, place: Pick<FieldPlace, 'owner' | 'field'>): string =>
  open(dataKey, placeOf(place), Buffer.from(encrypted.slice(PREFIX.length), 'base64url')).toString('utf8')
