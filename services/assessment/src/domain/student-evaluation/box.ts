import type { Actor } from '@fudao/contracts/kit'
import { refuse } from '@fudao/domain-kit'
import { invalidValue, notAuthorized, wrongState } from '../refusing.js'
import { ballotRules, type Terms } from './student-evaluation.js'

/** What one student gave: whole points 0 to 100. */
export interface Given {
  readonly recognition: number
  readonly satisfaction: number
}
/** A ballot paper: SHA-256 of its token, and what was given. */
export type Paper = readonly [tokenHash: string, given: Given]

/** What students have sent about one counselor: no time, no order, and nothing that joins the two halves. */
export interface Box {
  /** Mark of a student who has a token → hash of the request, to tell a repeat from a second one. */
  readonly issued: ReadonlyMap<string, string>
  readonly papers: ReadonlyMap<string, Given>
}
export const emptyBox: Box = { issued: new Map(), papers: new Map() }

export interface TokenRequest {
  /** The same for the same student in this ballot alone. */
  readonly mark: string
  readonly request: string
  /** RFC 9474 `BlindSign`; null when the blinded message is no number below the modulus. */
  readonly blindSignature: string | null
}
export interface CastRequest extends Given {
  readonly tokenHash: string
  /** The signature verifies under the key of this ballot. */
  readonly signatureValid: boolean
}

/**
 * The sign-in says whose student somebody is. Where it does not, demo and test let everybody vote; a production campus has to say it.
 * @throws Refusal NotAuthorized
 */
export const mayVoteOn = (student: Actor, counselorId: string, mode: 'demo' | 'test' | 'production'): void => {
  if (student.counselorId === counselorId || (student.counselorId === undefined && mode !== 'production')) return
  notAuthorized(ballotRules, ['studentEvaluator'], {
    zh: '只能测评本人的辅导员；登录信息须注明辅导员',
    en: 'a student rates the own counselor, whom the sign-in names',
  })
}

/** The box after a student got the blind signature; the same box when it is asked again. @throws Refusal */
export const issueToken = (box: Box, terms: Terms, { mark, request, blindSignature }: TokenRequest): Box => {
  const earlier = box.issued.get(mark)
  // The same blinded message: asked again because the answer was lost. Blind signing is deterministic.
  if (earlier !== undefined) return earlier === request ? box : refuse('AlreadyIssued', ballotRules)
  if (box.issued.size + terms.issuedByEvent >= terms.eligible)
    return wrongState(
      ballotRules,
      { state: 'open', zh: `${terms.eligible} 张凭证已全部签发`, en: `all ${terms.eligible} tokens are issued` },
      { zh: '仍有未签发的凭证', en: 'a token is left' },
    )
  if (blindSignature === null)
    return invalidValue(
      ballotRules,
      'blindedMessage',
      { zh: '盲化消息', en: 'blinded message' },
      { zh: '用本测评的公钥重新生成', en: 'blind it again with the public key of this ballot' },
    )
  return { ...box, issued: new Map(box.issued).set(mark, request) }
}

/** The box with the ballot in it; the same box when it is in it already. @throws Refusal */
export const castBallot = (box: Box, terms: Terms, { tokenHash, signatureValid, recognition, satisfaction }: CastRequest): Box => {
  if (!signatureValid) return refuse('TokenInvalid', ballotRules)
  const earlier = box.papers.get(tokenHash) ?? terms.castByEvent.get(tokenHash)
  if (earlier)
    return earlier.recognition === recognition && earlier.satisfaction === satisfaction ? box : refuse('AlreadyVoted', ballotRules)
  for (const [field, value, zh] of [
    ['recognition', recognition, '认可度'],
    ['satisfaction', satisfaction, '满意度'],
  ] as const)
    if (value < 0 || value > 100) return invalidValue(ballotRules, field, { zh, en: field }, { zh: '0 至 100', en: '0 to 100' }, value)
  // the box has room for as many as are eligible; more tokens than that were never signed here
  if (box.papers.size + terms.castByEvent.size >= terms.eligible) return refuse('TokenInvalid', ballotRules)
  return { ...box, papers: new Map(box.papers).set(tokenHash, { recognition, satisfaction }) }
}
