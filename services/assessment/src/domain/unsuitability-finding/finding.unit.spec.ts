import {
  DecideFinding,
  RaiseFinding,
  UnsuitabilityConfirmed,
  UnsuitabilityDismissed,
  UnsuitabilityRaised,
} from '@fudao/contracts/assessment'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, expect, it } from 'vitest'
import { type FindingEvent, findingDecider } from './finding.js'

const spec = deciderSpec(findingDecider, {
  preset: 'aksu',
  asOf: '2024-05-10',
  actor: { role: 'deptBranch', departmentId: 'nursing' },
  facts: { departmentId: 'nursing' },
})
const finding = { findingId: 'f_1', counselorId: 'c_1' }
const raise = { ...finding, reasons: '长期不能履行基本职责' }
const raised = happened(UnsuitabilityRaised, raise)
const confirmed = happened(UnsuitabilityConfirmed, { ...finding, on: '2024-05-10' })
const dismissed = happened(UnsuitabilityDismissed, finding)
const decide = (decision: 'confirm' | 'dismiss') => ({ findingId: 'f_1', decision })

describe('raising', () => {
  it('R-AK-82: a department branch raises a finding, no failed year needed', () => {
    spec.given().when(RaiseFinding, raise).thenEmits(raised)
  })
  it('R-AK-82: it gives reasons', () => {
    spec.given().when(RaiseFinding, finding).thenRefuses('ReasonMissing', ['R-AK-82'], { field: 'reasons' })
    spec
      .given()
      .when(RaiseFinding, { ...raise, reasons: ' ' })
      .thenRefuses('ReasonMissing', ['R-AK-82'])
  })
  it('R-AK-77: about its own counselors only, as far as the department is known', () => {
    spec
      .given()
      .when(RaiseFinding, raise, { facts: { departmentId: 'automotive' } })
      .thenRefuses('NotAuthorized', ['R-AK-77'])
    spec.given().when(RaiseFinding, raise, { facts: {} }).thenEmits(raised)
  })
  it('an id that is taken by another finding', () => {
    spec
      .given(raised)
      .when(RaiseFinding, { ...raise, counselorId: 'c_2' })
      .thenRefuses('WrongState', ['R-AK-82'], { state: 'raised' })
    spec
      .given(raised)
      .when(RaiseFinding, { ...raise, reasons: '其他理由' })
      .thenRefuses('WrongState', ['R-AK-82'], { state: 'raised' })
  })
})

describe('deciding', () => {
  it('R-AK-82: two offices confirm it', () => {
    spec.given(raised).when(DecideFinding, decide('confirm')).thenEmits(confirmed)
  })
  it('R-AK-82: or find that it does not hold', () => {
    spec.given(raised).when(DecideFinding, decide('dismiss')).thenEmits(dismissed)
  })
  it('X-05: a confirmed finding is dismissed on review', () => {
    spec.given(raised, confirmed).when(DecideFinding, decide('dismiss')).thenEmits(dismissed)
  })
  it('a dismissed finding is not confirmed again', () => {
    spec.given(raised, dismissed).when(DecideFinding, decide('confirm')).thenRefuses('WrongState', ['R-AK-82'], { state: 'dismissed' })
  })
})

describe('UnsuitabilityFinding: state × command', () => {
  const histories: readonly (readonly [string, readonly FindingEvent[]])[] = [
    ['none', []],
    ['raised', [raised]],
    ['confirmed', [raised, confirmed]],
    ['dismissed', [raised, dismissed]],
  ]
  const W = 'WrongState'
  const table = [
    ['RaiseFinding', RaiseFinding, raise, ['UnsuitabilityRaised', '—', W, W]],
    ['DecideFinding confirm', DecideFinding, decide('confirm'), [W, 'UnsuitabilityConfirmed', '—', W]],
    ['DecideFinding dismiss', DecideFinding, decide('dismiss'), [W, 'UnsuitabilityDismissed', 'UnsuitabilityDismissed', '—']],
  ] as const
  const cells = table.flatMap(([name, definition, payload, row]) =>
    histories.map(([state, history], i) => [name, state, row[i] as string, { definition, payload, history }] as const),
  )
  it.each(cells)('%s in %s: %s', (_name, _state, cell, { definition, payload, history }) => {
    const when = spec.given(...history).when(definition as never, payload as never)
    const { events, refusal } = when.outcome()
    expect(refusal?.code ?? events[0]?.type ?? '—').toBe(cell)
    if (!refusal) when.thenRepeatsAsNothing()
  })
})
