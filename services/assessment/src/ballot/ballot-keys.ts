import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  hkdfSync,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  verify,
} from 'node:crypto'
import { promisify } from 'node:util'

// RFC 9474, variant RSABSSA-SHA384-PSS-Randomized, server side. OpenSSL does the arithmetic: constant time and 0.6 ms a signature.

const saltLength = 48
const modulusLength = 2048
const blockBytes = modulusLength / 8
const sealVersion = 'v1'
const keysInMemory = 500
const newKeyPair = promisify(generateKeyPair)

/** Keys of one ballot as its event holds them. */
export interface BallotKeyPair {
  /** SPKI, base64url. */
  readonly tokenPublicKey: string
  /** PKCS #8 sealed with AES-256-GCM: `v1.<base64url of iv ‖ ciphertext ‖ tag>`. */
  readonly sealedPrivateKey: string
}

/** What the service does with the key of a ballot; `ballot` is the name of its stream. */
export interface BallotKeys {
  /** A fresh key pair, its private half sealed to this ballot. */
  readonly create: (ballot: string) => Promise<BallotKeyPair>
  /**
   * `BlindSign` of RFC 9474 §4.3, deterministic; null when the blinded message is no number below the modulus.
   * @throws Error when the sealed key was made under another master key or for another ballot
   */
  readonly blindSign: (ballot: string, sealedPrivateKey: string, blindedMessage: string) => string | null
}

const seal = (key: Buffer, ballot: string, plain: Buffer): string => {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(ballot))
  return `${sealVersion}.${Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString('base64url')}`
}
const unseal = (key: Buffer, ballot: string, sealed: string): Buffer => {
  const [version, body] = sealed.split('.')
  if (version !== sealVersion || !body) throw new Error(`the ballot key of ${ballot} is sealed in an unknown way`)
  const bytes = Buffer.from(body, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(ballot))
  decipher.setAuthTag(bytes.subarray(-16))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()])
  } catch (cause) {
    throw new Error(`the ballot key of ${ballot} cannot be opened: it was sealed under another FUDAO_MASTER_KEY`, { cause })
  }
}

/** What `make` gave lately: to read a key takes OpenSSL longer than to use it. */
const remembering = <T>(make: (text: string) => T): ((text: string) => T) => {
  const made = new Map<string, T>()
  return (text) => {
    const known = made.get(text)
    if (known !== undefined) return known
    if (made.size >= keysInMemory) made.delete(made.keys().next().value ?? '')
    const value = make(text)
    made.set(text, value)
    return value
  }
}

const rawSign = (privateKey: KeyObject, blinded: Buffer): Buffer | null => {
  let signature: Buffer
  try {
    signature = privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, blinded)
  } catch {
    return null
  }
  // A faulty result could reveal the key, so RFC 9474 has it checked before it leaves.
  const back = publicEncrypt({ key: createPublicKey(privateKey), padding: constants.RSA_NO_PADDING }, signature)
  if (!back.equals(blinded)) throw new Error('a blind signature did not verify')
  return signature
}

/** Ballot keys sealed under a key derived from the master key (32 bytes) for this purpose alone. */
export const createBallotKeys = (masterKey: Buffer): BallotKeys => {
  if (masterKey.length !== 32) throw new Error('FUDAO_MASTER_KEY must be 32 bytes in base64')
  const key = Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), 'fudao/assessment/ballot-key/v1', 32))
  const privateKeyOf = remembering((named: string): KeyObject => {
    const [ballot = '', sealedPrivateKey = ''] = named.split('\n')
    return createPrivateKey({ key: unseal(key, ballot, sealedPrivateKey), format: 'der', type: 'pkcs8' })
  })
  return {
    create: async (ballot) => {
      const { publicKey, privateKey } = await newKeyPair('rsa', { modulusLength, publicExponent: 0x10001 })
      return {
        tokenPublicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64url'),
        sealedPrivateKey: seal(key, ballot, privateKey.export({ type: 'pkcs8', format: 'der' })),
      }
    },
    blindSign: (ballot, sealedPrivateKey, blindedMessage) => {
      const privateKey = privateKeyOf(`${ballot}\n${sealedPrivateKey}`)
      const blinded = Buffer.from(blindedMessage, 'base64url')
      return blinded.length === blockBytes ? (rawSign(privateKey, blinded)?.toString('base64url') ?? null) : null
    },
  }
}

const publicKeyOf = remembering((spki: string) => createPublicKey({ key: Buffer.from(spki, 'base64url'), format: 'der', type: 'spki' }))

/** Does this signature make the token one of this ballot? Never throws on what a caller sent. */
export const isTokenOf = (tokenPublicKey: string, token: string, signature: string): boolean =>
  verify(
    'sha384',
    Buffer.from(token, 'base64url'),
    {
      key: publicKeyOf(tokenPublicKey),
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength,
    },
    Buffer.from(signature, 'base64url'),
  )

/** SHA-256 (hex) under which a ballot is stored: who holds the token can find the own ballot in the list at closing. */
export const tokenHash = (token: string): string => createHash('sha256').update(Buffer.from(token, 'base64url')).digest('hex')
