import { OfferPost, RecordStaffingCheck } from '@fudao/contracts/staffing'
import type { DecodedEvent } from '@fudao/ledger-client'
import { describe, expect, it } from 'vitest'
import { payloadsOf } from './rebuild-payload.js'
import { differences, sameEvents } from './same-events.js'

const recorded = {
  exitCaseId: 'c1_2023_annualFail',
  counselorId: 'c1',
  year: 2023,
  ground: 'annualFail',
  offerNo: 1,
  post: '图书馆',
  targetKind: 'nonCounselor',
  offeredOn: '2024-02-01',
  answerDueOn: '2024-02-16',
  basis: { rules: ['R-AK-82'] },
}
const event = (type: string, data: Readonly<Record<string, unknown>>) => ({ type, data }) as DecodedEvent

describe('the command behind recorded events', () => {
  it('is sought from the least it must have said, then all it may have said', () => {
    const [least, most] = [...payloadsOf(OfferPost, recorded)]
    expect(least).toEqual({ counselorId: 'c1', year: 2023, ground: 'annualFail', post: '图书馆' })
    expect(most).toEqual({
      ...least,
      exitCaseId: 'c1_2023_annualFail',
      targetKind: 'nonCounselor',
      offeredOn: '2024-02-01',
      answerDueOn: '2024-02-16',
    })
  })
  it('carries the signatures the event repeats', () => {
    const approvalRef = '党委会纪要 1'
    for (const payload of payloadsOf(OfferPost, { ...recorded, approvalRef })) expect(payload).toMatchObject({ approvalRef })
  })
  it('says of each part what a command can say, where the event holds more', () => {
    const counted = { fullTime: 1, partTime: 0 }
    const nursing = { ...counted, students: 200, gapThirds: 0, compliant: true }
    expect([...payloadsOf(RecordStaffingCheck, { ...counted, byDepartment: { nursing }, students: 200 })]).toContainEqual({
      ...counted,
      byDepartment: { nursing: counted },
    })
  })
  it('is none where the event lacks what the command needs', () => {
    expect([...payloadsOf(OfferPost, { ...recorded, post: undefined })]).toEqual([])
  })
})

describe('a decision made again', () => {
  it('is the same whatever the host adds and whatever the order of fields', () => {
    const { basis: _, ...own } = recorded
    const turned = Object.fromEntries(Object.entries(own).toReversed())
    expect(sameEvents([event('PostOffered', recorded)], [{ type: 'PostOffered', data: turned }])).toBe(true)
    expect(sameEvents([event('PostOffered', recorded)], [])).toBe(false)
  })
  it('differs in its figures and in its events', () => {
    const decided = [
      { type: 'PostOffered', data: { ...recorded, answerDueOn: '2024-02-21' } },
      { type: 'Other', data: {} },
    ]
    expect(differences([event('PostOffered', recorded)], decided)).toEqual({
      before: { answerDueOn: '2024-02-16', events: ['PostOffered'] },
      after: { answerDueOn: '2024-02-21', events: ['PostOffered', 'Other'] },
    })
  })
})
