import {
  AllowanceAllotted,
  AllowancePaid,
  AllowanceResumed,
  AllowanceStopped,
  CloseCompensationYear,
  CompensationYearClosed,
  IncomeParityRecorded,
  RecordAllotment,
  RecordParity,
  RecordPayment,
  ResumeAllowance,
  StopAllowance,
  staffingContext,
} from '@fudao/contracts/staffing'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, test } from 'vitest'
import { testStateCommandTable } from '../../fixtures/state-command-table.js'
import { compensationDecider } from './compensation-year.js'

const defaults = { preset: 'aksu', asOf: '2024-03-14' } as const
const { given } = deciderSpec(compensationDecider, defaults)
const march = { year: 2024, counselorId: 'c1', month: 3 }
const allotment = { ...march, amount: 100_000 }
const payment = { ...march, regional: 100_000, matching: 20_000, paidOn: '2024-03-14' }
const parity = { year: 2024, rank: 'intermediate', counselorAvg: 9_600_000, teacherAvg: 9_800_000 } as const
const allotted = happened(AllowanceAllotted, allotment)
const paid = happened(AllowancePaid, payment)
const compared = happened(IncomeParityRecorded, { ...parity, gap: 200_000 })
const stopped = happened(AllowanceStopped, { year: 2024, counselorId: 'c1', fromMonth: 7 })
const resumed = happened(AllowanceResumed, { year: 2024, counselorId: 'c1', fromMonth: 7 })
const closed = happened(CompensationYearClosed, { year: 2024 })

describe('R-AK-73 按时足额发放: allotments', () => {
  test('one per person and month → AlreadyRecorded', () => {
    given().when(RecordAllotment, allotment).thenEmits(allotted)
    given(allotted)
      .when(RecordAllotment, { ...allotment, amount: 90_000 })
      .thenRefuses('AlreadyRecorded', ['R-AK-73'], { counselorId: 'c1', month: 3 })
    given(allotted)
      .when(RecordAllotment, { ...allotment, counselorId: 'c2' })
      .thenEmits(happened(AllowanceAllotted, { ...allotment, counselorId: 'c2' }))
  })
  test.each([0, 13])('month %i → InvalidValue', (month) => {
    given()
      .when(RecordAllotment, { ...allotment, month })
      .thenRefuses('InvalidValue', ['R-AK-73'], { field: 'month' })
    given()
      .when(RecordPayment, { ...payment, month })
      .thenRefuses('InvalidValue', ['R-AK-73'], { field: 'month' })
    given()
      .when(StopAllowance, { year: 2024, counselorId: 'c1', fromMonth: month })
      .thenRefuses('InvalidValue', ['R-AK-73'], { field: 'fromMonth' })
  })
  test('the due day is the campus’s, the last day of a shorter month, and none where none is set', () => {
    const policy = { 'staffing.allowance.dueDay': 31 }
    given()
      .when(RecordAllotment, { ...allotment, month: 2 }, { policy })
      .thenEmits(happened(AllowanceAllotted, { ...allotment, month: 2, dueOn: '2024-02-29' }))
    given()
      .when(RecordAllotment, { ...allotment, dueOn: '2024-03-20' }, { policy })
      .thenEmits(happened(AllowanceAllotted, { ...allotment, dueOn: '2024-03-20' }))
  })
  test('amounts are whole fen and not negative', () => {
    given()
      .when(RecordAllotment, { ...allotment, amount: -1 })
      .thenRefuses('InvalidValue', ['R-AK-73'], { field: 'amount' })
  })
  test('X-10: nothing is allotted from the month on in which it stops', () => {
    given().when(StopAllowance, { year: 2024, counselorId: 'c1', fromMonth: 7 }).thenEmits(stopped)
    given(stopped)
      .when(RecordAllotment, { ...allotment, month: 7 })
      .thenRefuses('WrongState', ['R-AK-73'], { status: 'stopped', fromMonth: 7 })
    given(stopped)
      .when(RecordAllotment, { ...allotment, month: 6 })
      .thenEmits(happened(AllowanceAllotted, { ...allotment, month: 6 }))
  })
  test('X-10: a departure that was corrected lets it go on, and it may stop again from another month', () => {
    given(stopped).when(ResumeAllowance, { year: 2024, counselorId: 'c1' }).thenEmits(resumed)
    given(stopped, resumed)
      .when(RecordAllotment, { ...allotment, month: 7 })
      .thenEmits(happened(AllowanceAllotted, { ...allotment, month: 7 }))
    given(stopped, resumed)
      .when(StopAllowance, { year: 2024, counselorId: 'c1', fromMonth: 9 })
      .thenEmits(happened(AllowanceStopped, { year: 2024, counselorId: 'c1', fromMonth: 9 }))
  })
})

describe('R-AK-73, R-AK-74 争取: payments', () => {
  test('a payment is recorded, late or in parts; the same one twice is one', () => {
    given(allotted).when(RecordPayment, payment).thenEmits(paid)
    given(allotted, paid).when(RecordPayment, payment).thenNothing()
    given(allotted, paid)
      .when(RecordPayment, { ...payment, regional: 5_000, matching: 0, paidOn: '2024-05-02' })
      .thenEmits(happened(AllowancePaid, { ...payment, regional: 5_000, matching: 0, paidOn: '2024-05-02' }))
  })
  test('matching money never blocks: without it, it is nothing', () => {
    given(allotted)
      .when(RecordPayment, { ...march, regional: 100_000 })
      .thenEmits(happened(AllowancePaid, { ...payment, matching: 0 }))
  })
})

describe('R-AK-75 实际收入不低于同级别专任教师平均收入: parity', () => {
  test('gap = teachers’ average − counselors’ average of the rank', () => {
    given().when(RecordParity, parity).thenEmits(compared)
    given()
      .when(RecordParity, { ...parity, counselorAvg: 9_900_000 })
      .thenEmits(happened(IncomeParityRecorded, { ...parity, counselorAvg: 9_900_000, gap: -100_000 }))
  })
  test('a later record replaces the one before', () => {
    given(compared).when(RecordParity, parity).thenNothing()
    given(compared)
      .when(RecordParity, { ...parity, counselorAvg: 9_800_000 })
      .thenEmits(happened(IncomeParityRecorded, { ...parity, counselorAvg: 9_800_000, gap: 0 }))
  })
})

describe('CompensationYear: state × command', () => {
  testStateCommandTable(
    compensationDecider,
    staffingContext.commands.filter(({ aggregate }) => aggregate.name === 'CompensationYear'),
    { none: [], open: [allotted, paid, compared], stopped: [allotted, stopped], closed: [allotted, paid, compared, closed] },
    [
      {
        command: RecordAllotment,
        payload: { ...allotment, month: 8 },
        cells: { none: 'accepts', open: 'accepts', stopped: 'WrongState', closed: 'WrongState' },
      },
      {
        command: RecordAllotment,
        payload: { ...allotment, amount: 1 },
        cells: { none: 'accepts', open: 'AlreadyRecorded', stopped: 'AlreadyRecorded', closed: 'WrongState' },
      },
      {
        command: RecordPayment,
        payload: payment,
        cells: { none: 'accepts', open: 'nothing', stopped: 'accepts', closed: 'WrongState' },
      },
      { command: RecordParity, payload: parity, cells: { none: 'accepts', open: 'nothing', stopped: 'accepts', closed: 'WrongState' } },
      {
        command: StopAllowance,
        payload: { year: 2024, counselorId: 'c1', fromMonth: 7 },
        cells: { none: 'accepts', open: 'accepts', stopped: 'nothing', closed: 'WrongState' },
      },
      {
        command: StopAllowance,
        payload: { year: 2024, counselorId: 'c1', fromMonth: 9 },
        cells: { none: 'accepts', open: 'accepts', stopped: 'WrongState', closed: 'WrongState' },
      },
      {
        command: ResumeAllowance,
        payload: { year: 2024, counselorId: 'c1' },
        cells: { none: 'nothing', open: 'nothing', stopped: 'accepts', closed: 'WrongState' },
      },
      {
        command: CloseCompensationYear,
        payload: { year: 2024 },
        cells: { none: 'WrongState', open: 'accepts', stopped: 'accepts', closed: 'nothing' },
      },
    ],
    defaults,
  )
})
