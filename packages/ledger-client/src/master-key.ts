import { KEY_BYTES } from './personal/cipher.js'

/**
 * `FUDAO_MASTER_KEY`: 32 bytes in base64.
 * @throws Error with one sentence that says what is wrong
 */
export const masterKeyFrom = (base64: string): Buffer => {
  const key = Buffer.from(base64, 'base64')
  if (key.length !== KEY_BYTES) throw new Error(`FUDAO_MASTER_KEY must be ${KEY_BYTES} bytes in base64, but it has ${key.length}`)
  return key
}
