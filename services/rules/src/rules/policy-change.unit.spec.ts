import { TaskRaised } from '@fudao/contracts/tasks'
import { describe, expect, it } from 'vitest'
import { about } from '../fixtures/events.js'
import { makeFeed, run } from '../fixtures/feed.js'
import { redeliveryAddsNothing } from '../fixtures/laws.js'
import { policyChange } from './x-44-policy-change.js'

const DAYS = 'staffing.exit.offerResponseDays'
const NOTICE = 'staffing.contract.renewalNoticeDays'

describe('X-44: a value of the policy comes into force', () => {
  it('R-AK-86, C-10: open offers keep their day and their owner gets the list', () => {
    const feed = makeFeed({ today: '2024-02-01' })
    about(feed, 'c1').offered(2023, 'annualFail', '2024-02-01')
    about(feed, 'c2').offered(2023, 'annualFail', '2024-02-01')
    about(feed, 'c2').refused(2023, 'annualFail', '2024-02-05')
    feed.set(DAYS, 20, '2024-02-01')
    const { tasks, commands } = run(policyChange, feed)
    expect(tasks).toMatchObject([
      {
        ruleId: 'X-44',
        ownerRole: 'orgPersonnel',
        action: 'reviewPolicyChange',
        subject: DAYS,
        params: { count: 1, value: '20', effectiveFrom: '2024-02-01', list: 'c1_2023_annualFail (2024-02-16, 15)' },
      },
    ])
    expect(TaskRaised.data.safeParse(tasks[0]).success).toBe(true)
    expect(commands).toHaveLength(1)
    redeliveryAddsNothing(policyChange, feed)
  })
  it('of many, the first twenty are named and all are counted', () => {
    const feed = makeFeed({ today: '2024-02-01' })
    for (let n = 10; n < 40; n += 1) about(feed, `c${n}`).offered(2023, 'annualFail', '2024-02-01')
    feed.set(DAYS, 20, '2024-02-01')
    const [task] = run(policyChange, feed).tasks
    const { count, list } = (task?.params ?? {}) as { count: number; list: string }
    expect(count).toBe(30)
    expect(list.split('; ')).toHaveLength(21)
    expect(list).toMatch(/^c10_2023_annualFail .*c29_2023_annualFail \(2024-02-16, 15\); …$/)
  })
  it('on the day it takes effect, not on the day it is set', () => {
    const feed = makeFeed({ today: '2024-01-01' })
    about(feed).contract('k1', '2022-01-01', '2024-12-31', '2024-01-01')
    feed.set(NOTICE, 90, '2024-02-01')
    feed.day('2024-01-31')
    expect(run(policyChange, feed)).toMatchObject({ tasks: [], timers: [{ dueOn: '2024-02-01' }] })
    feed.day('2024-02-01')
    expect(run(policyChange, feed).tasks).toMatchObject([{ subject: NOTICE, params: { count: 1, list: 'k1 (2024-11-01, 60)' } }])
  })
  it('is silent where nothing is open, at the same value, and about what is already due or ended', () => {
    const feed = makeFeed({ today: '2024-01-01' })
    feed.set(DAYS, 20, '2024-01-01')
    about(feed).contract('k1', '2022-01-01', '2024-12-31', '2024-01-01')
    about(feed).renewed('k1', 'k2', '2025-01-01', '2027-12-31')
    feed.set(NOTICE, 90, '2024-01-01')
    about(feed).contract('k3', '2022-01-01', '2024-12-31', '2024-01-01')
    feed.set(NOTICE, 90, '2024-01-01')
    expect(run(policyChange, feed).tasks).toEqual([])
  })
  it('a correction is a change like any other; another campus is not touched', () => {
    const feed = makeFeed({ today: '2024-02-01' })
    about(feed).offered(2023, 'annualFail', '2024-02-01')
    const other = makeFeed({ campusId: 'lanzhou', today: '2024-02-01', offset: 100 })
    other.set(DAYS, 20, '2024-02-01')
    feed.set(DAYS, 10, '2023-01-01')
    expect(run(policyChange, { ...feed, events: [...feed.events, ...other.events] }).tasks).toHaveLength(1)
  })
})
