import {
  assessmentContext,
  BallotCast,
  BallotClosed,
  BallotOpened,
  CloseBallot,
  CountTurnout,
  OpenBallot,
  TurnoutCounted,
} from '@fudao/contracts/assessment'
import type { CommandDefinition } from '@fudao/contracts/kit'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, expect, it } from 'vitest'
import type { Paper } from './box.js'
import { type BallotCommand, type BallotEvent, ballotDecider } from './student-evaluation.js'

const spec = deciderSpec(ballotDecider, { preset: 'aksu', asOf: '2024-12-05' })
const rules = ['R-AK-79', 'R-AK-80']
const key = { counselorId: 'c_1', year: 2024 }
const window = { from: '2024-12-01', to: '2024-12-15', eligible: 3 }
const keys = { tokenPublicKey: 'P'.repeat(392), sealedPrivateKey: 'v1.sealed' }
const hash = (n: number): string => n.toString(16).padStart(64, '0')
const opened = happened(BallotOpened, { ...key, ...window, ...keys })
const castByEvent = (n: number, recognition: number, satisfaction: number): BallotEvent =>
  happened(BallotCast, { ...key, tokenHash: hash(n), recognition, satisfaction })
const counted = (cast: number, on: string): BallotEvent => happened(TurnoutCounted, { ...key, cast, on })
const paper = (n: number, recognition: number, satisfaction: number): Paper => [hash(n), { recognition, satisfaction }]
const five = [paper(5, 90, 86), paper(2, 85, 80), paper(9, 88, 81), paper(1, 90, 90), paper(4, 70, 60)]
const inBox = (...papers: readonly Paper[]) => ({ facts: { papers } })
const closed = happened(BallotClosed, { ...key, cast: 0, tokenHashes: [] })

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
  it('X-48: closing averages the ballots in hundredths, and lists their token hashes in an order that says nothing', () => {
    const tokenHashes = [1, 2, 4, 5, 9].map(hash)
    spec
      .given(opened)
      .when(CloseBallot, key, { asOf: '2024-12-16', ...inBox(...five) })
      .thenEmits(happened(BallotClosed, { ...key, cast: 5, recognitionAvg: 8460, satisfactionAvg: 7940, tokenHashes }))
  })
  it('R-AK-79: below the smallest group there is a list, and no result', () => {
    spec
      .given(opened)
      .when(CloseBallot, key, inBox(...five.slice(0, 4)))
      .thenEmits(happened(BallotClosed, { ...key, cast: 4, tokenHashes: [1, 2, 5, 9].map(hash) }))
    spec
      .given(opened)
      .when(CloseBallot, key, { ...inBox(paper(1, 80, 70)), policy: { 'assessment.student.minBallots': null } })
      .thenEmits(happened(BallotClosed, { ...key, cast: 1, recognitionAvg: 8000, satisfactionAvg: 7000, tokenHashes: [hash(1)] }))
  })
  it('X-48: an empty ballot closes without a result, whatever the campus asks for', () => {
    const policy = { 'assessment.student.minBallots': null }
    spec
      .given(opened)
      .when(CloseBallot, key, { ...inBox(), policy })
      .thenEmits(closed)
  })
  it('ballots cast by events, before there was a box, count like those in it', () => {
    const both = spec
      .given(opened, castByEvent(1, 90, 90), castByEvent(7, 70, 60))
      .when(CloseBallot, key, inBox(...five.slice(0, 3)))
      .outcome()
    expect(both.events).toMatchObject([{ data: { cast: 5, recognitionAvg: 8460, tokenHashes: [1, 2, 5, 7, 9].map(hash) } }])
  })
  it('a box that has been emptied is not counted a second time', () => {
    spec
      .given(opened)
      .when(CloseBallot, key, { facts: { papers: null } })
      .thenRefuses('BallotClosed', rules)
  })
})

describe('turnout', () => {
  const count = (inBox: number, asOf = '2024-12-05') => ({ asOf, facts: { inBox } })
  it('R-AK-79: moves by the smallest group or more, never by a single ballot', () => {
    spec.given(opened).when(CountTurnout, key, count(4)).thenNothing()
    spec.given(opened).when(CountTurnout, key, count(5)).thenEmits(counted(5, '2024-12-05'))
    spec.given(opened, counted(5, '2024-12-05')).when(CountTurnout, key, count(9, '2024-12-06')).thenNothing()
    spec.given(opened, counted(5, '2024-12-05')).when(CountTurnout, key, count(11, '2024-12-06')).thenEmits(counted(11, '2024-12-06'))
  })
  it('counts what was cast by events', () => {
    spec
      .given(opened, castByEvent(1, 90, 90), castByEvent(2, 90, 90))
      .when(CountTurnout, key, count(3))
      .thenEmits(counted(5, '2024-12-05'))
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
    CountTurnout: [CountTurnout, key, { facts: { inBox: 5 } }, ['BallotClosed', 'TurnoutCounted', '—']],
    CloseBallot: [CloseBallot, key, inBox(), ['BallotClosed', 'BallotClosed', '—']],
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
  it('every recorded command of the aggregate is in the table; the others are in that of the box', () => {
    const published = assessmentContext.commands.filter((c) => c.aggregate.name === 'StudentEvaluation' && !c.unrecorded).map((c) => c.name)
    expect(Object.keys(table).sort()).toEqual([...published].sort())
  })
})
