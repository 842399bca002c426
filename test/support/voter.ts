import { randomBytes, webcrypto } from 'node:crypto'
import { RSABSSA } from '@cloudflare/blindrsa-ts'

export interface BallotToken {
  readonly token: string
  readonly signature: string
}

/** A student's device: a token that can be cast, made with an implementation of RFC 9474 other than the service's. */
export const makeToken = async (tokenPublicKey: string, askFor: (blindedMessage: string) => Promise<string>): Promise<BallotToken> => {
  const suite = RSABSSA.SHA384.PSS.Randomized()
  const spki = Buffer.from(tokenPublicKey, 'base64url')
  const key = await webcrypto.subtle.importKey('spki', spki, { name: 'RSA-PSS', hash: 'SHA-384' }, true, ['verify'])
  const prepared = suite.prepare(new Uint8Array(randomBytes(32)))
  const { blindedMsg, inv } = await suite.blind(key, prepared)
  const blindSignature = await askFor(Buffer.from(blindedMsg).toString('base64url'))
  const signature = await suite.finalize(key, prepared, new Uint8Array(Buffer.from(blindSignature, 'base64url')), inv)
  return { token: Buffer.from(prepared).toString('base64url'), signature: Buffer.from(signature).toString('base64url') }
}
