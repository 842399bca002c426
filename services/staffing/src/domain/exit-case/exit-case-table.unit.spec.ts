import {
  AnswerOffer,
  CompleteReassignment,
  DecideTermination,
  EscalateExitCase,
  type ExitCaseKey,
  OfferPost,
  OpenExitCase,
  PermitTermination,
  staffingContext,
  WithdrawExitCase,
} from '@fudao/contracts/staffing'
import { describe } from 'vitest'
import { annualFail, caseEvents, twoFails, unsuitable } from '../../fixtures/exit-case.fixture.js'
import { type Cell, testStateCommandTable } from '../../fixtures/state-command-table.js'
import { exitCaseDecider } from './exit-case.js'

const published = staffingContext.commands.filter(({ aggregate }) => aggregate.name === 'ExitCase')
const defaults = { preset: 'aksu', asOf: '2024-06-01' } as const

const allStates = (key: ExitCaseKey) => {
  const e = caseEvents(key)
  return {
    none: [],
    opened: [e.opened],
    offered: [e.opened, e.offered],
    accepted: [e.opened, e.offered, e.accepted],
    refused: [e.opened, e.offered, e.refused],
    terminationPermitted: [e.opened, e.offered, e.refused, e.permitted],
    terminated: [e.opened, e.offered, e.refused, e.permitted, e.terminated],
    retained: [e.opened, e.offered, e.refused, e.permitted, e.retained],
    reassigned: [e.opened, e.offered, e.accepted, e.reassigned],
    withdrawn: [e.opened, e.withdrawn],
  }
}
type State = keyof ReturnType<typeof allStates>
/** Every state is `rest` but those named. */
const cells = (rest: Cell, named: Partial<Record<State, Cell>>): Record<State, Cell> => ({
  none: rest,
  opened: rest,
  offered: rest,
  accepted: rest,
  refused: rest,
  terminationPermitted: rest,
  terminated: rest,
  retained: rest,
  reassigned: rest,
  withdrawn: rest,
  ...named,
})

/** Rows whose outcome does not depend on the ground. */
const commonRows = (key: ExitCaseKey) => [
  {
    command: OpenExitCase,
    payload: { ...key, basisYears: key.ground === 'twoConsecutiveFails' ? [2022, 2023] : [2023], basisRef: 'other basis' },
    cells: cells('CaseExists', { none: 'accepts', withdrawn: 'accepts' }),
  },
  {
    command: OfferPost,
    payload: { ...key, post: '后勤处' },
    cells: cells('WrongState', { opened: 'accepts', retained: 'accepts' }),
  },
  {
    command: AnswerOffer,
    payload: { ...key, answer: 'accept', statementRef: '书面意见 9' },
    cells: cells('WrongState', { offered: 'accepts' }),
  },
  {
    command: DecideTermination,
    payload: { ...key, decision: 'terminate', reason: '决定', approvalRef: '纪要' },
    cells: cells('TerminationNotPermitted', { terminationPermitted: 'accepts' }),
  },
  {
    command: CompleteReassignment,
    payload: { ...key, newPost: '后勤处', from: '2024-06-01' },
    cells: cells('WrongState', { accepted: 'accepts', terminated: 'CaseFinal', reassigned: 'CaseFinal' }),
  },
  {
    command: WithdrawExitCase,
    payload: { ...key, reason: 'revised' },
    cells: cells('accepts', { none: 'WrongState', terminated: 'CaseFinal', reassigned: 'CaseFinal', withdrawn: 'nothing' }),
  },
]

describe('ExitCase, ground annualFail: state × command', () => {
  testStateCommandTable(
    exitCaseDecider,
    published,
    allStates(annualFail),
    [
      ...commonRows(annualFail),
      {
        command: PermitTermination,
        payload: annualFail,
        cells: cells('WrongState', {
          opened: 'TerminationGroundMissing',
          offered: 'TerminationGroundMissing',
          refused: 'accepts',
          terminationPermitted: 'nothing',
        }),
      },
      { command: EscalateExitCase, payload: annualFail, cells: cells('WrongState', {}) },
    ],
    defaults,
  )
})

describe('ExitCase, ground twoConsecutiveFails: state × command', () => {
  testStateCommandTable(
    exitCaseDecider,
    published,
    allStates(twoFails),
    [
      ...commonRows(twoFails),
      {
        command: PermitTermination,
        payload: twoFails,
        cells: cells('WrongState', { opened: 'accepts', offered: 'accepts', refused: 'accepts', terminationPermitted: 'nothing' }),
      },
      { command: EscalateExitCase, payload: twoFails, cells: cells('WrongState', {}) },
    ],
    defaults,
  )
})

describe('ExitCase, ground unsuitable: state × command', () => {
  const e = caseEvents(unsuitable)
  const escalated = (cell: Cell) => ({ escalated: cell })
  const outcomeWhenEscalated: Record<string, Cell> = {
    OpenExitCase: 'CaseExists',
    OfferPost: 'accepts',
    AnswerOffer: 'WrongState',
    DecideTermination: 'TerminationNotPermitted',
    CompleteReassignment: 'WrongState',
    WithdrawExitCase: 'accepts',
  }
  testStateCommandTable(
    exitCaseDecider,
    published,
    { ...allStates(unsuitable), escalated: [e.opened, e.offered, e.refused, e.escalated] },
    [
      ...commonRows(unsuitable).map((row) => ({
        ...row,
        cells: { ...row.cells, ...escalated(outcomeWhenEscalated[row.command.name] ?? 'no outcome given') },
      })),
      {
        command: PermitTermination,
        payload: unsuitable,
        cells: {
          ...cells('WrongState', {
            opened: 'TerminationGroundMissing',
            offered: 'TerminationGroundMissing',
            refused: 'TerminationGroundMissing',
            terminationPermitted: 'nothing',
          }),
          ...escalated('WrongState'),
        },
      },
      {
        command: EscalateExitCase,
        payload: { ...unsuitable, on: '2024-02-11' },
        cells: { ...cells('WrongState', { refused: 'accepts' }), ...escalated('nothing') },
      },
    ],
    defaults,
  )
})
