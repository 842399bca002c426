import { randomBytes, webcrypto } from 'node:crypto'
import { RSABSSA } from '@cloudflare/blindrsa-ts'

/** Imports the public key of a ballot as a voter's device does. */
export const readPublicKey = (tokenPublicKey: string): Promise<webcrypto.CryptoKey> =>
  webcrypto.subtle.importKey('spki', Buffer.from(tokenPublicKey, 'base64url'), { name: 'RSA-PSS', hash: 'SHA-384' }, true, ['verify'])

/** Test voter on an independent implementation of RFC 9474: a token that can be cast, given someone who signs blindly. */
export const castableToken = async (
  tokenPublicKey: string,
  blindSign: (blindedMessage: string) => Promise<string>,
): Promise<{ readonly token: string; readonly signature: string }> => {
  const suite = RSABSSA.SHA384.PSS.Randomized()
  const key = await readPublicKey(tokenPublicKey)
  const prepared = suite.prepare(new Uint8Array(randomBytes(32)))
  const { blindedMsg, inv } = await suite.blind(key, prepared)
  const blindSignature = await blindSign(Buffer.from(blindedMsg).toString('base64url'))
  const signature = await suite.finalize(key, prepared, new Uint8Array(Buffer.from(blindSignature, 'base64url')), inv)
  return { token: Buffer.from(prepared).toString('base64url'), signature: Buffer.from(signature).toString('base64url') }
}
