import { AdvanceDate, MAX_DAYS } from '@fudao/contracts/calendar'
import { addDays } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CalendarFacts, calendarDecider, type DayEvent } from './day.js'

const facts: CalendarFacts = { movable: true, firstDay: undefined }
const spec = deciderSpec(calendarDecider, { asOf: '2024-02-27', actor: { role: 'platformAdmin' }, facts })
const held = { facts: { ...facts, firstDay: '2015-01-01' } }
const day = (on: string): DayEvent => ({ type: 'DayStarted', data: { on } })

describe('AdvanceDate (A10)', () => {
  it('∅: a held calendar starts with its first day', () => {
    spec.given().when(AdvanceDate, { to: '2015-01-03' }, held).thenEmits(day('2015-01-01'), day('2015-01-02'), day('2015-01-03'))
    spec.given().when(AdvanceDate, { to: '2015-01-01' }, held).thenEmits(day('2015-01-01'))
  })
  it('∅: another calendar starts with the campus’s date', () => {
    spec.given().when(AdvanceDate, { to: '2024-02-28' }).thenEmits(day('2024-02-27'), day('2024-02-28'))
  })
  it('running: one event per day, over the end of a leap February', () => {
    spec.given(day('2024-02-27')).when(AdvanceDate, { to: '2024-03-01' }).thenEmits(day('2024-02-28'), day('2024-02-29'), day('2024-03-01'))
  })
  it('running: to the day it is, no change', () => {
    spec.given(day('2024-02-27')).when(AdvanceDate, { to: '2024-02-27' }).thenNothing()
  })
  it('DateAlreadyPassed', () => {
    spec
      .given(day('2024-02-27'))
      .when(AdvanceDate, { to: '2024-02-26' })
      .thenRefuses('DateAlreadyPassed', [], { today: '2024-02-27', to: '2024-02-26' })
    spec.given().when(AdvanceDate, { to: '2014-12-31' }, held).thenRefuses('DateAlreadyPassed', [], { today: '2015-01-01' })
  })
  it(`TooManyDays: ${MAX_DAYS} are allowed, one more is not`, () => {
    const last = addDays('2024-02-27', MAX_DAYS)
    expect(spec.given(day('2024-02-27')).when(AdvanceDate, { to: last }).outcome().events).toHaveLength(MAX_DAYS)
    spec
      .given(day('2024-02-27'))
      .when(AdvanceDate, { to: addDays(last, 1) })
      .thenRefuses('TooManyDays', [], { days: MAX_DAYS + 1, limit: MAX_DAYS })
  })
  it('DemoOnly in production', () => {
    spec
      .given()
      .when(AdvanceDate, { to: '2024-03-01' }, { facts: { ...facts, movable: false } })
      .thenRefuses('DemoOnly')
  })
  it('property: in one step or in two, every day starts once and in order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 }), (a, b) => {
        const [middle, to] = [addDays('2015-01-01', a), addDays('2015-01-01', a + b)]
        const first = spec.given().when(AdvanceDate, { to: middle }, held).thenRepeatsAsNothing()
        const second = spec
          .given(...first.events)
          .when(AdvanceDate, { to }, held)
          .outcome()
        const whole = spec.given().when(AdvanceDate, { to }, held).outcome()
        expect([...first.events, ...second.events]).toEqual(whole.events)
      }),
    )
  })
})
