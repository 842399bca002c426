import { RSABSSA } from '@cloudflare/blindrsa-ts'

// The voter's half of RFC 9474, variant RSABSSA-SHA384-PSS-Randomized. What is made here never leaves this device together with a name.

/** A token that has been asked for and is not signed yet. */
export interface Blinded {
  readonly prepared: string
  readonly blindedMessage: string
  /** Takes the blinding off again; whoever has it could join token and request. */
  readonly inverse: string
}
/** What a ballot is cast with. */
export interface BallotToken {
  readonly token: string
  readonly signature: string
}

const toText = (bytes: Uint8Array): string =>
  btoa(String.fromCodePoint(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
const toBytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.codePointAt(0) ?? 0)

const suite = RSABSSA.SHA384.PSS.Randomized()
const publicKey = (spki: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('spki', toBytes(spki), { name: 'RSA-PSS', hash: 'SHA-384' }, true, ['verify'])

export const blindToken = async (tokenPublicKey: string): Promise<Blinded> => {
  const prepared = suite.prepare(crypto.getRandomValues(new Uint8Array(32)))
  const { blindedMsg, inv } = await suite.blind(await publicKey(tokenPublicKey), prepared)
  return { prepared: toText(prepared), blindedMessage: toText(blindedMsg), inverse: toText(inv) }
}

/** @throws Error when the signature is not that of this ballot: the token would not be taken */
export const finishToken = async (tokenPublicKey: string, blinded: Blinded, blindSignature: string): Promise<BallotToken> => {
  const key = await publicKey(tokenPublicKey)
  const signature = await suite.finalize(key, toBytes(blinded.prepared), toBytes(blindSignature), toBytes(blinded.inverse))
  return { token: blinded.prepared, signature: toText(signature) }
}

const toHex = (bytes: ArrayBuffer): string => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')

/** The receipt: under it the ballot stands in the list that is published at closing. */
export const receiptOf = async ({ token }: BallotToken): Promise<string> => toHex(await crypto.subtle.digest('SHA-256', toBytes(token)))

/** Stands for a student on this device without naming one. */
export const markOf = async (text: string): Promise<string> =>
  toHex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))).slice(0, 32)
