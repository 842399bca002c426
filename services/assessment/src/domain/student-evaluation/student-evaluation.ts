import {
  BallotCast,
  BallotClosed,
  BallotOpened,
  BallotTokenIssued,
  type CastBallot,
  type CloseBallot,
  type IssueBallotToken,
  type OpenBallot,
} from '@fudao/contracts/assessment'
import type { EventOf } from '@fudao/contracts/kit'
import { type AggregateDecider, type CommandOf, happened, type LocalDate, refuse } from '@fudao/domain-kit'
import { invalidValue, type StateWords, wrongState } from '../refusing.js'
import { averageHundredths } from './average.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type BallotEvent = EventOf<typeof BallotOpened | typeof BallotTokenIssued | typeof BallotCast | typeof BallotClosed>

// --- State -----------------------------------------------------------------------------------------------------------

interface Box {
  readonly from: LocalDate
  readonly to: LocalDate
  readonly eligible: number
  readonly tokenPublicKey: string
  readonly sealedPrivateKey: string
  /** Voucher hash → blind signature. */
  readonly issued: ReadonlyMap<string, string>
  /** Token hash → what was given; nothing in it leads back to a voucher. */
  readonly ballots: ReadonlyMap<string, { readonly recognition: number; readonly satisfaction: number }>
}

/** `∅ → open → closed`. */
export type Ballot = { readonly status: 'none' } | { readonly status: 'open' | 'closed'; readonly box: Box }

const words: Readonly<Record<Ballot['status'], StateWords>> = {
  none: { state: 'none', zh: '测评尚未开放', en: 'no ballot is open' },
  open: { state: 'open', zh: '测评正在进行', en: 'the ballot is open' },
  closed: { state: 'closed', zh: '测评已结束', en: 'the ballot is closed' },
}

// --- Evolve ----------------------------------------------------------------------------------------------------------

const evolve = (state: Ballot, event: BallotEvent): Ballot => {
  if (event.type === 'BallotOpened') {
    const { from, to, eligible, tokenPublicKey, sealedPrivateKey } = event.data
    return { status: 'open', box: { from, to, eligible, tokenPublicKey, sealedPrivateKey, issued: new Map(), ballots: new Map() } }
  }
  if (state.status === 'none') return state
  const { status, box } = state
  switch (event.type) {
    case 'BallotTokenIssued':
      return { status, box: { ...box, issued: new Map(box.issued).set(event.data.voucherHash, event.data.blindSignature) } }
    case 'BallotCast': {
      const { tokenHash, recognition, satisfaction } = event.data
      return { status, box: { ...box, ballots: new Map(box.ballots).set(tokenHash, { recognition, satisfaction }) } }
    }
    case 'BallotClosed':
      return { status: 'closed', box }
  }
}

// --- Commands --------------------------------------------------------------------------------------------------------

export interface OpenBallotFacts {
  /** A fresh key pair for this ballot alone; the private half is sealed. */
  readonly keys: { readonly tokenPublicKey: string; readonly sealedPrivateKey: string }
}
export interface IssueBallotTokenFacts {
  readonly voucherHash: string
  /** RFC 9474 `BlindSign`; null when there is no ballot or the blinded message is no number below the modulus. */
  readonly blindSignature: string | null
}
export interface CastBallotFacts {
  readonly tokenHash: string
  /** The signature verifies under the key of this ballot. */
  readonly signatureValid: boolean
}
export type BallotCommand =
  | CommandOf<typeof OpenBallot, OpenBallotFacts>
  | CommandOf<typeof IssueBallotToken, IssueBallotTokenFacts>
  | CommandOf<typeof CastBallot, CastBallotFacts>
  | CommandOf<typeof CloseBallot>

const rules = ['R-AK-79', 'R-AK-80']

const closed = (state: Ballot): never =>
  refuse('BallotClosed', rules, state.status === 'none' ? { from: '—', to: '—' } : { from: state.box.from, to: state.box.to })

/** The box while students may use it: open, and the day is within the window (C-04: inclusive). */
const openBox = (state: Ballot, asOf: LocalDate): Box =>
  state.status === 'open' && state.box.from <= asOf && asOf <= state.box.to ? state.box : closed(state)

const openBallot = ({ data, metadata }: CommandOf<typeof OpenBallot, OpenBallotFacts>, state: Ballot): BallotEvent[] => {
  const { counselorId, year, from, to, eligible } = data
  if (state.status !== 'none') {
    const { box } = state
    const same = box.from === from && box.to === to && box.eligible === eligible
    if (state.status === 'open' && same) return []
    return wrongState(rules, words[state.status], { zh: '当年尚未开放过测评', en: 'the year has had no ballot yet' })
  }
  if (from > to)
    return invalidValue(rules, 'to', { zh: '结束日期', en: 'last day' }, { zh: '不早于开始日期', en: 'not before the first day' }, to)
  return [happened(BallotOpened, { counselorId, year, from, to, eligible, ...metadata.facts.keys })]
}

const issueBallotToken = ({ data, metadata }: CommandOf<typeof IssueBallotToken, IssueBallotTokenFacts>, state: Ballot): BallotEvent[] => {
  const box = openBox(state, metadata.asOf)
  const { voucherHash, blindSignature } = metadata.facts
  const earlier = box.issued.get(voucherHash)
  // Blind signing is deterministic: the same signature is the same request, asked again because its answer was lost.
  if (earlier !== undefined) return earlier === blindSignature ? [] : refuse('AlreadyIssued', rules, {})
  if (box.issued.size >= box.eligible)
    return wrongState(
      rules,
      { state: 'open', zh: `${box.eligible} 张凭证已全部签发`, en: `all ${box.eligible} tokens are issued` },
      { zh: '仍有未签发的凭证', en: 'a token is left' },
    )
  if (blindSignature === null)
    return invalidValue(
      rules,
      'blindedMessage',
      { zh: '盲化消息', en: 'blinded message' },
      { zh: '用本测评的公钥重新生成', en: 'blind it again with the public key of this ballot' },
    )
  return [happened(BallotTokenIssued, { counselorId: data.counselorId, year: data.year, voucherHash, blindSignature })]
}

const castBallot = ({ data, metadata }: CommandOf<typeof CastBallot, CastBallotFacts>, state: Ballot): BallotEvent[] => {
  const box = openBox(state, metadata.asOf)
  const { tokenHash, signatureValid } = metadata.facts
  if (!signatureValid) return refuse('TokenInvalid', rules)
  const { counselorId, year, recognition, satisfaction } = data
  const earlier = box.ballots.get(tokenHash)
  if (earlier) return earlier.recognition === recognition && earlier.satisfaction === satisfaction ? [] : refuse('AlreadyVoted', rules)
  for (const [field, value, zh] of [
    ['recognition', recognition, '认可度'],
    ['satisfaction', satisfaction, '满意度'],
  ] as const)
    if (value < 0 || value > 100) return invalidValue(rules, field, { zh, en: field }, { zh: '0 至 100', en: '0 to 100' }, value)
  return [happened(BallotCast, { counselorId, year, tokenHash, recognition, satisfaction })]
}

/** May come before the last day: X-10 closes the ballot of a counselor who leaves. */
const closeBallot = ({ data }: CommandOf<typeof CloseBallot>, state: Ballot): BallotEvent[] => {
  if (state.status === 'none') return closed(state)
  if (state.status === 'closed') return []
  const given = [...state.box.ballots.values()]
  return [
    happened(BallotClosed, {
      counselorId: data.counselorId,
      year: data.year,
      cast: given.length,
      recognitionAvg: averageHundredths(given.map((b) => b.recognition)),
      satisfactionAvg: averageHundredths(given.map((b) => b.satisfaction)),
    }),
  ]
}

// --- Decide ----------------------------------------------------------------------------------------------------------

/** The students' anonymous ballot about one counselor (R-AK-79, 80; C-12). */
export const ballotDecider: AggregateDecider<Ballot, BallotCommand, BallotEvent> = {
  initialState: () => ({ status: 'none' }),
  evolve,
  decide: (command, state) => {
    switch (command.type) {
      case 'OpenBallot':
        return openBallot(command, state)
      case 'IssueBallotToken':
        return issueBallotToken(command, state)
      case 'CastBallot':
        return castBallot(command, state)
      case 'CloseBallot':
        return closeBallot(command, state)
    }
  },
}
