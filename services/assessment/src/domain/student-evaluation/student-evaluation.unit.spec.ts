import {
  assessmentContext,
  BallotCast,
  BallotClosed,
  BallotOpened,
  BallotTokenIssued,
  CastBallot,
  CloseBallot,
  IssueBallotToken,
  OpenBallot,
} from '@fudao/contracts/assessment'
import type { CommandDefinition } from '@fudao/contracts/kit'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, expect, it } from 'vitest'
import { type BallotCommand, type BallotEvent, ballotDecider } from './student-evaluation.js'

const spec = deciderSpec(ballotDecider, { preset: 'aksu', asOf: '2024-12-05' })
const rules = ['R-AK-79', 'R-AK-80']
const key = { counselorId: 'c_1', year: 2024 }
const window = { from: '2024-12-01', to: '2024-12-15', eligible: 3 }
const keys = { tokenPublicKey: 'P'.repeat(392), sealedPrivateKey: 'v1.sealed' }
const hash = (n: number): string => n.toString(16).padStart(64, '0')
const signatureOf = (n: number): string => String(n).padEnd(342, 'S')
const opened = happened(BallotOpened, { ...key, ...window, ...keys })
const issued = (n: number): BallotEvent => happened(BallotTokenIssued, { ...key, voucherHash: hash(n), blindSignature: signatureOf(n) })
const cast = (n: number, recognition: number, satisfaction: number): BallotEvent =>
  happened(BallotCast, { ...key, tokenHash: hash(n), recognition, satisfaction })
const closed = happened(BallotClosed, { ...key, cast: 0, recognitionAvg: 0, satisfactionAvg: 0 })

const issue = { ...key, voucher: 'wG5q2Ht7Zk9nB4xR', blindedMessage: 'A'.repeat(342) }
const issueFacts = (n: number, blindSignature: string | null = signatureOf(n)) => ({ facts: { voucherHash: hash(n), blindSignature } })
const ballot = { ...key, token: 'B'.repeat(86), signature: 'C'.repeat(342), recognition: 90, satisfaction: 86 }
const castFacts = (n: number, signatureValid = true) => ({ facts: { tokenHash: hash(n), signatureValid } })

describe('opening and closing', () => {
  it('R-AK-80: student affairs opens the ballot with its own key', () => {
    spec
      .given()
      .when(OpenBallot, { ...key, ...window }, { facts: { keys } })
      .thenEmits(opened)
  })
  it('the window has at least one day', () => {
    const oneDay = { ...window, to: window.from }
    spec
      .given()
      .when(OpenBallot, { ...key, ...oneDay }, { facts: { keys } })
      .thenEmits(happened(BallotOpened, { ...key, ...oneDay, ...keys }))
    spec
      .given()
      .when(OpenBallot, { ...key, ...window, to: '2024-11-30' }, { facts: { keys } })
      .thenRefuses('InvalidValue', rules, { field: 'to' })
  })
  it('a second ballot in the year is refused', () => {
    spec
      .given(opened)
      .when(OpenBallot, { ...key, ...window, eligible: 4 }, { facts: { keys } })
      .thenRefuses('WrongState', rules, { state: 'open' })
  })
  it('X-48: closing counts the ballots and averages them in hundredths', () => {
    spec
      .given(opened, cast(1, 90, 86), cast(2, 85, 80), cast(3, 88, 81))
      .when(CloseBallot, key, { asOf: '2024-12-16' })
      .thenEmits(happened(BallotClosed, { ...key, cast: 3, recognitionAvg: 8767, satisfactionAvg: 8233 }))
  })
  it('X-48: an empty ballot closes with zeros', () => {
    spec.given(opened).when(CloseBallot, key).thenEmits(closed)
  })
})

describe('tokens', () => {
  it('R-AK-79, C-12: a voucher gets one blind signature, and only its hash is kept', () => {
    spec.given(opened).when(IssueBallotToken, issue, issueFacts(1)).thenEmits(issued(1))
  })
  it('the same voucher for another token is refused', () => {
    spec
      .given(opened, issued(1))
      .when(IssueBallotToken, issue, issueFacts(1, signatureOf(2)))
      .thenRefuses('AlreadyIssued', rules)
  })
  it('asked again because the answer was lost: nothing new', () => {
    spec.given(opened, issued(1)).when(IssueBallotToken, issue, issueFacts(1)).thenNothing()
  })
  it('not more tokens than students', () => {
    spec
      .given(opened, issued(1), issued(2), issued(3))
      .when(IssueBallotToken, issue, issueFacts(4))
      .thenRefuses('WrongState', rules, { state: 'open' })
  })
  it('what was not blinded for this ballot is not signed', () => {
    spec.given(opened).when(IssueBallotToken, issue, issueFacts(1, null)).thenRefuses('InvalidValue', rules, { field: 'blindedMessage' })
  })
})

describe('ballots', () => {
  it('R-AK-79: recognition and satisfaction are cast under a token hash', () => {
    spec
      .given(opened, issued(1))
      .when(CastBallot, ballot, castFacts(7))
      .thenEmits(cast(7, 90, 86))
  })
  it('a token whose signature does not verify', () => {
    spec.given(opened).when(CastBallot, ballot, castFacts(7, false)).thenRefuses('TokenInvalid', rules)
  })
  it('a token is used once; the same ballot sent twice counts once', () => {
    spec
      .given(opened, cast(7, 90, 86))
      .when(CastBallot, ballot, castFacts(7))
      .thenNothing()
    spec
      .given(opened, cast(7, 90, 87))
      .when(CastBallot, ballot, castFacts(7))
      .thenRefuses('AlreadyVoted', rules)
  })
  it('0 to 100, both ends included', () => {
    spec
      .given(opened)
      .when(CastBallot, { ...ballot, recognition: 0, satisfaction: 100 }, castFacts(7))
      .thenEmits(cast(7, 0, 100))
    spec
      .given(opened)
      .when(CastBallot, { ...ballot, recognition: 101 }, castFacts(7))
      .thenRefuses('InvalidValue', rules, { field: 'recognition' })
    spec
      .given(opened)
      .when(CastBallot, { ...ballot, satisfaction: -1 }, castFacts(7))
      .thenRefuses('InvalidValue', rules, { field: 'satisfaction' })
  })
  it('C-04: the first and the last day count, the days around them do not', () => {
    for (const asOf of ['2024-12-01', '2024-12-15'])
      spec
        .given(opened)
        .when(CastBallot, ballot, { asOf, ...castFacts(7) })
        .thenEmits(cast(7, 90, 86))
    for (const asOf of ['2024-11-30', '2024-12-16']) {
      spec
        .given(opened)
        .when(CastBallot, ballot, { asOf, ...castFacts(7) })
        .thenRefuses('BallotClosed', rules, { from: '2024-12-01', to: '2024-12-15' })
      spec
        .given(opened)
        .when(IssueBallotToken, issue, { asOf, ...issueFacts(1) })
        .thenRefuses('BallotClosed', rules)
    }
  })
})

describe('StudentEvaluation: state × command', () => {
  const histories: Readonly<Record<'none' | 'open' | 'closed', readonly BallotEvent[]>> = {
    none: [],
    open: [opened],
    closed: [opened, closed],
  }
  const table: Readonly<
    Record<
      BallotCommand['type'],
      readonly [CommandDefinition, Readonly<Record<string, unknown>>, object, readonly [string, string, string]]
    >
  > = {
    OpenBallot: [OpenBallot, { ...key, ...window }, { facts: { keys } }, ['BallotOpened', '—', 'WrongState']],
    IssueBallotToken: [IssueBallotToken, issue, issueFacts(1), ['BallotClosed', 'BallotTokenIssued', 'BallotClosed']],
    CastBallot: [CastBallot, ballot, castFacts(7), ['BallotClosed', 'BallotCast', 'BallotClosed']],
    CloseBallot: [CloseBallot, key, {}, ['BallotClosed', 'BallotClosed', '—']],
  }
  const cells = Object.entries(table).flatMap(([name, [definition, payload, context, row]]) =>
    Object.entries(histories).map(
      ([state, history], i) => [name, state, row[i] as string, { definition, payload, context, history }] as const,
    ),
  )
  it.each(cells)('%s in %s: %s', (_name, _state, cell, { definition, payload, context, history }) => {
    const when = spec.given(...history).when(definition as never, payload as never, context)
    const { events, refusal } = when.outcome()
    expect(refusal?.code ?? events[0]?.type ?? '—').toBe(cell)
    if (!refusal) when.thenRepeatsAsNothing()
  })
  it('every command of the aggregate is in the table', () => {
    const published = assessmentContext.commands.filter((c) => c.aggregate.name === 'StudentEvaluation').map((c) => c.name)
    expect(Object.keys(table).sort()).toEqual([...published].sort())
  })
})
