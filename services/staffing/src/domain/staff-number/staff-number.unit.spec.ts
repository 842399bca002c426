import { StaffNumberTaken } from '@fudao/contracts/staffing'
import { happened } from '@fudao/domain-kit'
import { describe, expect, test } from 'vitest'
import { evolveStaffNumber, freeNumber, isGivenUp, type StaffNumberEvent, takeStaffNumber } from './staff-number.js'

const taken = (personId: string, personRevision: number) => happened(StaffNumberTaken, { staffNoIndex: 'ab12', personId, personRevision })
const numberAfter = (...events: StaffNumberEvent[]) => events.reduce(evolveStaffNumber, freeNumber())
const claim = (personId: string, personRevision: number) => ({ staffNoIndex: 'ab12', personId, personRevision })

describe('claiming a staff number', () => {
  test('a free number is taken', () => {
    expect(takeStaffNumber(claim('p1', -1), numberAfter())).toEqual([taken('p1', -1)])
  })
  test('the same claim again changes nothing', () => {
    expect(takeStaffNumber(claim('p1', -1), numberAfter(taken('p1', -1)))).toEqual([])
  })
  test('one’s own claim is renewed at a new revision of the person', () => {
    expect(takeStaffNumber(claim('p1', 3), numberAfter(taken('p1', -1)))).toEqual([taken('p1', 3)])
  })
  test('a number in use, or claimed by a command that may still succeed, stays with its holder', () => {
    const number = numberAfter(taken('p1', 2))
    for (const holder of [
      { revision: 5, usesNumber: true },
      { revision: 2, usesNumber: false },
    ]) {
      expect(isGivenUp(number, holder)).toBe(false)
      expect(takeStaffNumber(claim('p2', -1), number, { number, holder })).toEqual([])
    }
    expect(takeStaffNumber(claim('p2', -1), number)).toEqual([])
  })
  test('a number its holder has given up is taken over', () => {
    const number = numberAfter(taken('p1', 2))
    expect(takeStaffNumber(claim('p2', -1), number, { number, holder: { revision: 3, usesNumber: false } })).toEqual([taken('p2', -1)])
  })
  test('what was examined must still be so when it is decided again', () => {
    const number = numberAfter(taken('p1', 2))
    const examined = { number, holder: { revision: 3, usesNumber: false } }
    expect(takeStaffNumber(claim('p2', -1), numberAfter(taken('p1', 3)), examined)).toEqual([])
    expect(takeStaffNumber(claim('p2', -1), numberAfter(taken('p3', -1)), examined)).toEqual([])
  })
})
