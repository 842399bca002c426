import { Nominated } from '@fudao/contracts/assessment'
import { AllowanceAllotted, AllowancePaid, HeadcountRecorded, LeaveStarted } from '@fudao/contracts/staffing'
import { addDays } from '@fudao/domain-kit'
import { expect, it } from 'vitest'
import { about, schemePublished } from '../fixtures/events.js'
import { makeFeed, run } from '../fixtures/feed.js'
import { rules } from './index.js'

/** A campus of so many counselors to whom everything happens that rules look at; the largest state of each rule, in letters. */
const largest = (counselors: number): Readonly<Record<string, number>> => {
  const feed = makeFeed({ today: '2024-03-01' })
  feed.add(HeadcountRecorded, { asOf: '2024-03-01', students: 100_000, byDepartment: {} })
  schemePublished(feed, 2024)
  feed.set('assessment.incident.maxDelayMinutes', 30)
  for (let n = 100; n < 100 + counselors; n += 1) {
    const counselorId = `c${n}`
    const one = about(feed, counselorId)
    one.registered(addDays('2010-01-01', n * 11))
    one.contract(`k${n}`, '2022-01-01', addDays('2024-12-31', n))
    one.opened(2024)
    one.finalized(2023, n % 2 ? 'qualified' : 'unqualified', '2024-03-01')
    if (n % 2 === 0) one.offered(2023, 'annualFail', '2024-03-01')
    one.incident(`i${n}`, '2024-03-01', 90)
    one.sanctioned(`s${n}`, '2024-03-01')
    feed.add(Nominated, {
      kind: 'topTen',
      year: 2024,
      personId: `p_${counselorId}`,
      personCategory: 'fullTime',
      counselorId,
      by: 'd1',
      grounds: 'x',
    })
    feed.add(LeaveStarted, { counselorId, from: '2024-03-01', reason: 'study' })
    feed.add(AllowanceAllotted, { counselorId, year: 2024, month: 3, amount: 100_000, dueOn: '2024-03-15' })
    if (n % 3 === 0) feed.add(AllowancePaid, { counselorId, year: 2024, month: 3, regional: 50_000, matching: 0, paidOn: '2024-03-01' })
    if (n % 5 === 0) one.deregistered('2024-03-01')
  }
  const { instances, parked } = run(rules, feed)
  expect(parked.map(({ parked: why }) => why?.error)).toEqual([])
  const sizes: Record<string, number> = {}
  for (const { rule, state } of instances) sizes[rule] = Math.max(sizes[rule] ?? 0, JSON.stringify(state).length)
  return sizes
}

it('no state of a rule grows with the campus: what there is one of per counselor is a row of its own', () => {
  const [small, large] = [largest(20), largest(200)]
  const grown = Object.entries(large).filter(([rule, size]) => size > (small[rule] ?? 0) + 40)
  expect(grown).toEqual([])
  expect(Object.keys(large)).toEqual(expect.arrayContaining(['X-10', 'X-11', 'X-38', 'X-43', 'X-44', 'X-45', 'X-47']))
})
