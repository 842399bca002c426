import { randomBytes } from 'node:crypto'
import { RSABSSA } from '@cloudflare/blindrsa-ts'
import { ballotToken, publicKey, rsaBlock, sha256 } from '@fudao/contracts/assessment'
import { describe, expect, it } from 'vitest'
import { createBallotKeys, isTokenOf, tokenHash } from './ballot-keys.js'
import { castableToken, readPublicKey } from './test-voter.js'

const keys = createBallotKeys(randomBytes(32))
const ballot = 'studenteval-aksu.c_1-2024'
const pair = await keys.create(ballot)
const sign = (blinded: string): string => {
  const signature = keys.blindSign(ballot, pair.sealedPrivateKey, blinded)
  if (signature === null) throw new Error('not signed')
  return signature
}

describe('ballot keys (RFC 9474)', () => {
  it('signs what an independent implementation blinded, and the finalized token verifies', async () => {
    const { token, signature } = await castableToken(pair.tokenPublicKey, async (blinded) => sign(blinded))
    expect(isTokenOf(pair.tokenPublicKey, token, signature)).toBe(true)
    const suite = RSABSSA.SHA384.PSS.Randomized()
    const key = await readPublicKey(pair.tokenPublicKey)
    expect(await suite.verify(key, Buffer.from(signature, 'base64url'), Buffer.from(token, 'base64url'))).toBe(true)
    expect(rsaBlock.safeParse(signature).success && ballotToken.safeParse(token).success).toBe(true)
    expect(publicKey.safeParse(pair.tokenPublicKey).success).toBe(true)
  })

  it('what the signer saw does not appear in what is cast', async () => {
    const seen: string[] = []
    const { token, signature } = await castableToken(pair.tokenPublicKey, async (blinded) => {
      const blindSignature = sign(blinded)
      seen.push(blinded, blindSignature)
      return blindSignature
    })
    expect(seen).toHaveLength(2)
    expect(seen).not.toContain(token)
    expect(seen).not.toContain(signature)
  })

  it('the same blinded message gets the same signature', async () => {
    const blinded = Buffer.concat([Buffer.from([0]), randomBytes(255)]).toString('base64url')
    expect(sign(blinded)).toBe(sign(blinded))
  })

  it('a token of another ballot, a changed token and noise do not verify', async () => {
    const { token, signature } = await castableToken(pair.tokenPublicKey, async (blinded) => sign(blinded))
    const other = await keys.create('studenteval-aksu.c_2-2024')
    expect(isTokenOf(other.tokenPublicKey, token, signature)).toBe(false)
    expect(isTokenOf(pair.tokenPublicKey, randomBytes(64).toString('base64url'), signature)).toBe(false)
    expect(isTokenOf(pair.tokenPublicKey, token, randomBytes(256).toString('base64url'))).toBe(false)
    expect(isTokenOf(pair.tokenPublicKey, token, 'AA')).toBe(false)
  })

  it('a number that is not below the modulus is not signed', () => {
    expect(keys.blindSign(ballot, pair.sealedPrivateKey, Buffer.alloc(256, 255).toString('base64url'))).toBeNull()
    expect(keys.blindSign(ballot, pair.sealedPrivateKey, randomBytes(255).toString('base64url'))).toBeNull()
  })

  it('the sealed key opens for its own ballot under its own master key only', () => {
    const blinded = Buffer.alloc(256, 1).toString('base64url')
    expect(() => keys.blindSign('studenteval-aksu.c_2-2024', pair.sealedPrivateKey, blinded)).toThrow('cannot be opened')
    expect(() => createBallotKeys(randomBytes(32)).blindSign(ballot, pair.sealedPrivateKey, blinded)).toThrow('FUDAO_MASTER_KEY')
    expect(() => keys.blindSign(ballot, 'v9.AAAA', blinded)).toThrow('unknown way')
    expect(() => createBallotKeys(randomBytes(16))).toThrow('32 bytes')
  })

  it('a token is stored under its SHA-256 in hex', () => {
    expect(sha256.safeParse(tokenHash('AAAA')).success).toBe(true)
  })
})
