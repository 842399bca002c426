import {
  BriefingHeld,
  BriefingQuotaMet,
  BriefingQuotaMissed,
  BriefingSubmitted,
  CloseBriefingYear,
  HoldBriefing,
  SubmitBriefing,
  staffingContext,
} from '@fudao/contracts/staffing'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, test } from 'vitest'
import { testStateCommandTable } from '../../fixtures/state-command-table.js'
import { briefingDecider } from './briefing.js'

const defaults = { preset: 'aksu', asOf: '2025-01-01' } as const
const { given } = deciderSpec(briefingDecider, defaults)
const year = 2024
const report = (reportRef: string) => happened(BriefingSubmitted, { year, reportRef })
const held = (on: string, change: { heard?: boolean; studied?: boolean } = {}) =>
  happened(BriefingHeld, { year, on, heard: true, studied: true, decisions: [], ...change })
const hold = { year, on: '2024-04-18', heard: true, studied: true }
const [first, second] = [report('汇报 1'), report('汇报 2')]
const spring = held('2024-04-18')
const autumn = held('2024-11-06')
const met = happened(BriefingQuotaMet, { year, count: 2 })

describe('R-AK-26 学校党委会每年至少两次听取汇报和研究相关工作', () => {
  test('T-30: held on 2024-04-18 and 2024-11-06 → met', () => {
    given(first, spring, second, autumn).when(CloseBriefingYear, { year }).thenEmits(met)
  })
  test('T-30: held on 2024-04-18 only → missed, 1 of 2', () => {
    given(first, spring)
      .when(CloseBriefingYear, { year })
      .thenEmits(happened(BriefingQuotaMissed, { year, count: 1, required: 2 }))
  })
  test('a year without any is missed too', () => {
    given()
      .when(CloseBriefingYear, { year })
      .thenEmits(happened(BriefingQuotaMissed, { year, count: 0, required: 2 }))
  })
  test.each([
    ['only heard', { studied: false }],
    ['only studied', { heard: false }],
  ])('听取汇报和研究: %s does not count', (_, change) => {
    given(first, spring, second, held('2024-11-06', change))
      .when(CloseBriefingYear, { year })
      .thenEmits(happened(BriefingQuotaMissed, { year, count: 1, required: 2 }))
  })
  test('how many is the campus’s number; without one none is owed', () => {
    given(first, spring)
      .when(CloseBriefingYear, { year }, { policy: { 'staffing.briefing.minPerYear': 1 } })
      .thenEmits(happened(BriefingQuotaMet, { year, count: 1 }))
    given()
      .when(CloseBriefingYear, { year }, { policy: { 'staffing.briefing.minPerYear': null } })
      .thenEmits(happened(BriefingQuotaMet, { year, count: 0 }))
  })
  test('not before the year has ended', () => {
    given(first, spring)
      .when(CloseBriefingYear, { year }, { asOf: '2024-12-31' })
      .thenRefuses('WrongState', ['R-AK-26'], { to: '2024-12-31' })
  })
})

describe('R-AK-26: a briefing', () => {
  test('is held on a report; each has its own → ReportMissing', () => {
    given(first).when(HoldBriefing, hold).thenEmits(spring)
    given().when(HoldBriefing, hold).thenRefuses('ReportMissing', ['R-AK-26'])
    given(first, spring)
      .when(HoldBriefing, { ...hold, on: '2024-11-06' })
      .thenRefuses('ReportMissing', ['R-AK-26'], { reports: 1, held: 1 })
  })
  test('the same date once → AlreadyHeld', () => {
    given(first, spring).when(HoldBriefing, hold).thenNothing()
    given(first, second, spring)
      .when(HoldBriefing, { ...hold, decisions: ['补足岗位'] })
      .thenRefuses('AlreadyHeld', ['R-AK-26'], { on: '2024-04-18' })
  })
  test('what was decided is kept', () => {
    given(first)
      .when(HoldBriefing, { ...hold, decisions: ['补足 3 个专职岗位'] })
      .thenEmits(happened(BriefingHeld, { ...hold, decisions: ['补足 3 个专职岗位'] }))
  })
})

describe('A-10: what a year is', () => {
  test('the calendar year (default): a date outside → OutsideYear', () => {
    given(first)
      .when(HoldBriefing, { ...hold, on: '2024-12-31' })
      .thenEmits(held('2024-12-31'))
    given(first)
      .when(HoldBriefing, { ...hold, on: '2025-01-01' })
      .thenRefuses('OutsideYear', ['R-AK-26', 'A-10'], { from: '2024-01-01', to: '2024-12-31' })
  })
  test('the academic year (other reading): 2024 is September 2024 to August 2025', () => {
    const policy = { 'calendar.yearKind': 'academic' } as const
    given(first)
      .when(HoldBriefing, { ...hold, on: '2025-01-01' }, { policy })
      .thenEmits(held('2025-01-01'))
    given(first)
      .when(HoldBriefing, { ...hold, on: '2024-08-31' }, { policy })
      .thenRefuses('OutsideYear', ['R-AK-26', 'A-10'], { from: '2024-09-01', to: '2025-08-31' })
    given(first).when(CloseBriefingYear, { year }, { policy, asOf: '2025-08-31' }).thenRefuses('WrongState', ['R-AK-26'])
  })
})

describe('PartyCommitteeBriefing: state × command', () => {
  testStateCommandTable(
    briefingDecider,
    staffingContext.commands.filter(({ aggregate }) => aggregate.name === 'PartyCommitteeBriefing'),
    { none: [], open: [first, spring, second], closed: [first, spring, second, autumn, met] },
    [
      { command: SubmitBriefing, payload: { year, reportRef: '汇报 1' }, cells: { none: 'accepts', open: 'nothing', closed: 'nothing' } },
      {
        command: SubmitBriefing,
        payload: { year, reportRef: '汇报 3' },
        cells: { none: 'accepts', open: 'accepts', closed: 'WrongState' },
      },
      { command: HoldBriefing, payload: hold, cells: { none: 'ReportMissing', open: 'nothing', closed: 'nothing' } },
      {
        command: HoldBriefing,
        payload: { ...hold, on: '2024-12-01' },
        cells: { none: 'ReportMissing', open: 'accepts', closed: 'WrongState' },
      },
      { command: CloseBriefingYear, payload: { year }, cells: { none: 'accepts', open: 'accepts', closed: 'nothing' } },
    ],
    defaults,
  )
})
