import {
  BallotCast,
  BallotClosed,
  BallotOpened,
  BallotTokenIssued,
  type CloseBallot,
  type CountTurnout,
  type OpenBallot,
  TurnoutCounted,
} from '@fudao/contracts/assessment'
import type { EventOf } from '@fudao/contracts/kit'
import { type AggregateDecider, type CommandOf, type DecisionContext, happened, type LocalDate, refuse } from '@fudao/domain-kit'
import { invalidValue, type StateWords, wrongState } from '../refusing.js'
import { averageHundredths } from './average.js'
import type { Given, Paper } from './box.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type BallotEvent = EventOf<
  typeof BallotOpened | typeof BallotTokenIssued | typeof BallotCast | typeof TurnoutCounted | typeof BallotClosed
>

// --- State -----------------------------------------------------------------------------------------------------------

/** What is known of a ballot from its stream; what students send is in the ballot box, which no event tells of (C-12). */
export interface Terms {
  readonly from: LocalDate
  readonly to: LocalDate
  readonly eligible: number
  readonly tokenPublicKey: string
  readonly sealedPrivateKey: string
  /** The turnout counted last. */
  readonly turnout: number
  /** Tokens issued and ballots cast by events, before the ballot box: they count like those in it. */
  readonly issuedByEvent: number
  readonly castByEvent: ReadonlyMap<string, Given>
}

/** `∅ → open → closed`. */
export type Ballot = { readonly status: 'none' } | { readonly status: 'open' | 'closed'; readonly terms: Terms }

const words: Readonly<Record<Ballot['status'], StateWords>> = {
  none: { state: 'none', zh: '测评尚未开放', en: 'no ballot is open' },
  open: { state: 'open', zh: '测评正在进行', en: 'the ballot is open' },
  closed: { state: 'closed', zh: '测评已结束', en: 'the ballot is closed' },
}

// --- Evolve ----------------------------------------------------------------------------------------------------------

const evolve = (state: Ballot, event: BallotEvent): Ballot => {
  if (event.type === 'BallotOpened') {
    const { from, to, eligible, tokenPublicKey, sealedPrivateKey } = event.data
    const terms = { from, to, eligible, tokenPublicKey, sealedPrivateKey, turnout: 0, issuedByEvent: 0, castByEvent: new Map() }
    return { status: 'open', terms }
  }
  if (state.status === 'none') return state
  const { status, terms } = state
  switch (event.type) {
    case 'BallotTokenIssued':
      return { status, terms: { ...terms, issuedByEvent: terms.issuedByEvent + 1 } }
    case 'BallotCast': {
      const { tokenHash, recognition, satisfaction } = event.data
      return { status, terms: { ...terms, castByEvent: new Map(terms.castByEvent).set(tokenHash, { recognition, satisfaction }) } }
    }
    case 'TurnoutCounted':
      return { status, terms: { ...terms, turnout: event.data.cast } }
    case 'BallotClosed':
      return { status: 'closed', terms: { ...terms, turnout: event.data.cast } }
  }
}

// --- Commands --------------------------------------------------------------------------------------------------------

export interface OpenBallotFacts {
  /** A fresh key pair for this ballot alone; the private half is sealed. */
  readonly keys: { readonly tokenPublicKey: string; readonly sealedPrivateKey: string }
}
export interface CountTurnoutFacts {
  /** Ballots in the box. */
  readonly inBox: number
}
export interface CloseBallotFacts {
  /** All that is in the box, which takes nothing more; null when it has been emptied. */
  readonly papers: readonly Paper[] | null
}
export type BallotCommand =
  | CommandOf<typeof OpenBallot, OpenBallotFacts>
  | CommandOf<typeof CountTurnout, CountTurnoutFacts>
  | CommandOf<typeof CloseBallot, CloseBallotFacts>

export const ballotRules = ['R-AK-79', 'R-AK-80']

const closed = (state: Ballot): never =>
  refuse('BallotClosed', ballotRules, state.status === 'none' ? { from: '—', to: '—' } : { from: state.terms.from, to: state.terms.to })

/** The ballot while students may use it: open, and the day is within the window (C-04: inclusive). @throws Refusal BallotClosed */
export const openTerms = (state: Ballot, asOf: LocalDate): Terms =>
  state.status === 'open' && state.terms.from <= asOf && asOf <= state.terms.to ? state.terms : closed(state)

const openBallot = ({ data, metadata }: CommandOf<typeof OpenBallot, OpenBallotFacts>, state: Ballot): BallotEvent[] => {
  const { counselorId, year, from, to, eligible } = data
  if (state.status !== 'none') {
    const { terms } = state
    const same = terms.from === from && terms.to === to && terms.eligible === eligible
    if (state.status === 'open' && same) return []
    return wrongState(ballotRules, words[state.status], { zh: '当年尚未开放过测评', en: 'the year has had no ballot yet' })
  }
  if (from > to)
    return invalidValue(ballotRules, 'to', { zh: '结束日期', en: 'last day' }, { zh: '不早于开始日期', en: 'not before the first day' }, to)
  return [happened(BallotOpened, { counselorId, year, from, to, eligible, ...metadata.facts.keys })]
}

/** Below it nothing is told of what was given, and turnout moves by no less; no ballot at all has no average. */
const smallestGroup = ({ metadata }: { readonly metadata: DecisionContext }): number =>
  Math.max(1, metadata.policy.value('assessment.student.minBallots') ?? 1)

/** A single ballot must not show: the count moves once a day, and only by a group (R-AK-79). */
const countTurnout = (command: CommandOf<typeof CountTurnout, CountTurnoutFacts>, state: Ballot): BallotEvent[] => {
  if (state.status === 'none') return closed(state)
  const { data, metadata } = command
  const cast = state.terms.castByEvent.size + metadata.facts.inBox
  if (state.status === 'closed' || cast - state.terms.turnout < smallestGroup(command)) return []
  return [happened(TurnoutCounted, { counselorId: data.counselorId, year: data.year, cast, on: metadata.asOf })]
}

/** May come before the last day: X-10 closes the ballot of a counselor who leaves. */
const closeBallot = (command: CommandOf<typeof CloseBallot, CloseBallotFacts>, state: Ballot): BallotEvent[] => {
  if (state.status === 'closed') return []
  const { papers } = command.metadata.facts
  if (state.status === 'none' || papers === null) return closed(state)
  const given = new Map([...state.terms.castByEvent, ...papers])
  const { counselorId, year } = command.data
  const points = [...given.values()]
  const averages = {
    recognitionAvg: averageHundredths(points.map((p) => p.recognition)),
    satisfactionAvg: averageHundredths(points.map((p) => p.satisfaction)),
  }
  return [
    happened(BallotClosed, {
      counselorId,
      year,
      cast: given.size,
      ...(given.size < smallestGroup(command) ? {} : averages),
      tokenHashes: [...given.keys()].sort(),
    }),
  ]
}

// --- Decide ----------------------------------------------------------------------------------------------------------

/** The students' anonymous ballot about one counselor (R-AK-79, 80; C-12); what students themselves send is decided by `box.ts`. */
export const ballotDecider: AggregateDecider<Ballot, BallotCommand, BallotEvent> = {
  initialState: () => ({ status: 'none' }),
  evolve,
  decide: (command, state) => {
    switch (command.type) {
      case 'OpenBallot':
        return openBallot(command, state)
      case 'CountTurnout':
        return countTurnout(command, state)
      case 'CloseBallot':
        return closeBallot(command, state)
    }
  },
}
