import { DayStarted } from '@fudao/contracts/calendar'
import { EmploymentChanged, HeadcountRecorded, LeaveStarted, PositionChanged, PostsApproved } from '@fudao/contracts/staffing'
import type { RuleEvent } from '@fudao/rules'
import { describe, expect, it } from 'vitest'
import { about } from '../fixtures/events.js'
import { type Feed, makeFeed, run } from '../fixtures/feed.js'
import { redeliveryAddsNothing } from '../fixtures/laws.js'
import { countOn, type RosterCounts } from './roster-counts.js'
import { staffingCheck } from './x-11-staffing-check.js'

const headcount = (feed: Feed, students: number, asOf = '2024-01-01'): RuleEvent =>
  feed.add(HeadcountRecorded, { asOf, students, byDepartment: {} })
/** Date, full-time, part-time of each check, in the order they are asked for. */
const checks = (feed: Feed) =>
  run(staffingCheck, feed).commands.map(({ message: { asOf, payload } }) => [asOf, payload.fullTime, payload.partTime])

describe('X-11 the staffing check', () => {
  it('T-20: a deregistration is checked when it is recorded and on the day after the last day', () => {
    const feed = makeFeed({ today: '2024-06-01' })
    headcount(feed, 12_000)
    for (let n = 1; n <= 3; n += 1) about(feed, `c${n}`).registered('2021-09-01')
    about(feed, 'c3').deregistered('2024-06-30')
    feed.day('2024-07-01')
    expect(checks(feed)).toEqual([
      ['2024-06-01', 0, 0],
      ['2024-06-01', 1, 0],
      ['2024-06-01', 2, 0],
      ['2024-06-01', 3, 0],
      ['2024-06-01', 3, 0],
      // the 1st of the month and the day after the last day: one check
      ['2024-07-01', 2, 0],
    ])
    redeliveryAddsNothing(staffingCheck, feed)
  })
  it('the key names campus, day and the last event; the command stands on the headcount and that event', () => {
    const feed = makeFeed({ today: '2024-06-01' })
    const recorded = headcount(feed, 12_000)
    const registered = about(feed).registered('2021-09-01')
    const [, last] = run(staffingCheck, feed).commands
    expect(last?.slot).toBe('2024-06-01')
    expect(last?.message.payload).toEqual({ fullTime: 1, partTime: 0, byDepartment: { d1: { fullTime: 1, partTime: 0 } } })
    expect(last?.message.basis?.events?.map(({ id }) => id)).toEqual([recorded.id, registered.id])
  })
  it('nothing is checked before there are students, nor on a campus without a ratio', () => {
    const feed = makeFeed({ today: '2024-06-01' })
    about(feed).registered('2021-09-01')
    feed.day('2024-08-02')
    expect(checks(feed)).toEqual([])
    const free = makeFeed({ preset: null, today: '2024-06-01' })
    headcount(free, 12_000)
    about(free).registered('2021-09-01')
    expect(checks(free)).toEqual([])
  })
  it('a start date, a change, posts and a headcount to come count from their day', () => {
    const feed = makeFeed({ today: '2024-06-01' })
    headcount(feed, 400)
    about(feed, 'c1').registered('2024-06-03')
    feed.add(EmploymentChanged, { counselorId: 'c1', from: 'fullTime', to: 'partTime', effectiveDate: '2024-06-05' })
    feed.add(PositionChanged, {
      counselorId: 'c1',
      positionCategory: 'frontline',
      departmentId: 'd2',
      siteId: 's1',
      effectiveDate: '2024-06-06',
    })
    feed.add(PostsApproved, { fullTimePosts: 2, minimum: 2, from: '2024-06-07', students: 400 })
    headcount(feed, 500, '2024-06-08')
    feed.day('2024-06-10')
    expect(checks(feed).filter(([on]) => on !== '2024-06-01')).toEqual([
      ['2024-06-03', 1, 0],
      ['2024-06-05', 0, 1],
      ['2024-06-06', 0, 1],
      ['2024-06-07', 0, 1],
      ['2024-06-08', 0, 1],
    ])
    expect(run(staffingCheck, feed).commands.at(-1)?.message.payload.byDepartment).toEqual({ d2: { fullTime: 0, partTime: 1 } })
  })
  it('who is on leave counts, and the leave makes a check', () => {
    const feed = makeFeed({ today: '2024-06-01' })
    headcount(feed, 400)
    about(feed).registered('2021-09-01')
    feed.add(LeaveStarted, { counselorId: 'c1', from: '2024-06-01', reason: 'study' })
    expect(checks(feed).at(-1)).toEqual(['2024-06-01', 1, 0])
    expect(checks(feed)).toHaveLength(3)
  })
  it('on the 1st of each month', () => {
    const feed = makeFeed({ today: '2024-01-31' })
    headcount(feed, 400)
    feed.day('2024-04-02')
    expect(checks(feed).map(([on]) => on)).toEqual(['2024-01-31', '2024-02-01', '2024-03-01', '2024-04-01'])
  })
  it('a changed ratio is checked at once or on its day; one that is retired once more, and then no more', () => {
    const feed = makeFeed({ today: '2024-06-01' })
    headcount(feed, 400)
    feed.set('staffing.ratio.studentsPerCounselor', 250)
    feed.set('staffing.ratio.studentsPerCounselor', 300, '2024-06-10')
    feed.set('staffing.contract.renewalNoticeDays', 30)
    feed.day('2024-06-11')
    feed.retire('staffing.ratio.studentsPerCounselor')
    about(feed).registered('2021-09-01')
    const days = checks(feed).map(([on]) => on)
    expect(days.filter((on) => on === '2024-06-10')).toHaveLength(1)
    redeliveryAddsNothing(staffingCheck, feed)
  })
  it('a departure recorded late, or revoked, is checked today', () => {
    const feed = makeFeed({ today: '2024-06-01' })
    headcount(feed, 400)
    const c = about(feed)
    c.registered('2021-09-01')
    feed.day('2024-06-05')
    const left = c.deregistered('2024-06-03')
    expect(checks(feed).at(-1)).toEqual(['2024-06-05', 0, 0])
    c.returned(left.id)
    expect(checks(feed).at(-1)).toEqual(['2024-06-05', 1, 0])
  })
  it('days that were missed are counted as they were, however far the calendar jumps', () => {
    const feed = makeFeed({ today: '2024-05-20' })
    headcount(feed, 400)
    about(feed, 'c1').registered('2021-09-01')
    about(feed, 'c2').registered('2024-06-10')
    about(feed, 'c1').deregistered('2024-06-20')
    feed.add(DayStarted, { on: '2024-07-05' })
    expect(checks(feed).slice(-4)).toEqual([
      ['2024-06-01', 1, 0],
      ['2024-06-10', 2, 0],
      ['2024-06-21', 1, 0],
      ['2024-07-01', 1, 0],
    ])
    redeliveryAddsNothing(staffingCheck, feed)
  })
  it('a state of an earlier version counts as it did', () => {
    const spell = { from: '2021-09-01', counted: true, employment: 'fullTime', departmentId: 'd1', changes: [], left: null }
    const deltas = { '2021-09-01': { d1: [1, 0], d2: [0, 0] }, '2024-07-01': { d1: [-1, 0] } }
    const state = staffingCheck.upgrade?.({ roster: { buckets: { '3': { c1: [spell] } }, deltas }, headcounts: [], checked: true })
    expect(state).toMatchObject({ histories: { c1: [spell] }, headcounts: [], checked: true })
    expect(countOn(state as RosterCounts, '2024-06-30')).toEqual({
      fullTime: 1,
      partTime: 0,
      byDepartment: { d1: { fullTime: 1, partTime: 0 } },
    })
    expect(countOn(state as RosterCounts, '2024-07-01')).toEqual({ fullTime: 0, partTime: 0, byDepartment: {} })
    expect(staffingCheck.upgrade?.(state)).toBe(state)
  })
  it('another campus does not interfere', () => {
    const feed = makeFeed({ today: '2024-06-01' })
    headcount(feed, 400)
    const other = makeFeed({ campusId: 'lanzhou', offset: 1_000 })
    headcount(other, 100)
    about(other).registered('2021-09-01')
    const together = run(staffingCheck, { ...feed, events: [...feed.events, ...other.events] }).commands
    expect(together.filter(({ campusId }) => campusId === 'aksu').map(({ commandId }) => commandId)).toEqual(
      run(staffingCheck, feed).commands.map(({ commandId }) => commandId),
    )
  })
  it('5,000 counselors in a row share one slot: of the checks that wait only the last goes out', () => {
    const feed = makeFeed({ today: '2024-06-01' })
    headcount(feed, 1_000_000)
    for (let n = 0; n < 5_000; n += 1) about(feed, `c_${String(n).padStart(4, '0')}`).registered(`20${10 + (n % 14)}-09-01`, `d${n % 20}`)
    const { commands } = run(staffingCheck, feed)
    expect(commands.at(-1)?.message.payload).toMatchObject({ fullTime: 5_000 })
    expect(new Set(commands.map(({ slot, lane }) => `${lane} ${slot}`)).size).toBe(1)
  }, 60_000)
})
