import { constants, createHash, createPublicKey, type KeyObject, publicEncrypt, randomBytes } from 'node:crypto'
import { emsa_pss_encode } from '@cloudflare/blindrsa-ts/lib/src/util.js'

// What a student's device does (RFC 9474, RSABSSA-SHA384-PSS-Randomized), at a fiftieth of the CPU that the library takes in a browser: one
// machine stands for twenty thousand of them.

const bytes = 256
const saltLength = 48

/** Public key of a ballot, as a device uses it. */
export interface BallotKey {
  readonly key: KeyObject
  readonly n: bigint
}
/** A token before it is signed; `inverse` takes the blinding off again. */
export interface Prepared {
  readonly token: Buffer
  readonly blindedMessage: string
  readonly inverse: bigint
}

const toNumber = (of: Uint8Array): bigint => BigInt(`0x${Buffer.from(of).toString('hex')}`)
const toBytes = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(2 * bytes, '0'), 'hex')

const inverseOf = (value: bigint, n: bigint): bigint => {
  let [r0, r1, s0, s1] = [n, value, 0n, 1n]
  while (r1 !== 0n) {
    const quotient = r0 / r1
    ;[r0, r1] = [r1, r0 - quotient * r1]
    ;[s0, s1] = [s1, s0 - quotient * s1]
  }
  return s0 < 0n ? s0 + n : s0
}

export const ballotKey = (tokenPublicKey: string): BallotKey => {
  const key = createPublicKey({ key: Buffer.from(tokenPublicKey, 'base64url'), format: 'der', type: 'spki' })
  return { key, n: toNumber(Buffer.from(key.export({ format: 'jwk' }).n ?? '', 'base64url')) }
}

export const prepare = async ({ key, n }: BallotKey): Promise<Prepared> => {
  const token = randomBytes(64)
  const encoded = await emsa_pss_encode(token, 8 * bytes - 1, { hash: 'SHA-384', sLen: saltLength })
  const r = toNumber(randomBytes(bytes - 1))
  const blinding = toNumber(publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, toBytes(r)))
  return {
    token,
    blindedMessage: toBytes((toNumber(encoded) * blinding) % n).toString('base64url'),
    inverse: inverseOf(r, n),
  }
}

/** The signature under the token; whether it holds is for the service to find out when the ballot is cast. */
export const finish = ({ n }: BallotKey, { inverse }: Prepared, blindSignature: string): string =>
  toBytes((toNumber(Buffer.from(blindSignature, 'base64url')) * inverse) % n).toString('base64url')

/** Under which the voter finds the own ballot in the list at closing. */
export const receiptOf = ({ token }: Prepared): string => createHash('sha256').update(token).digest('hex')
