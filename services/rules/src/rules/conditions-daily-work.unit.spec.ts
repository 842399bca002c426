import { FilesHandedOver, FilesReported, JournalSubmitted } from '@fudao/contracts/assessment'
import { CounselorDeregistered, CounselorRegistered, LeaveEnded, LeaveStarted } from '@fudao/contracts/staffing'
import { describe, expect, it } from 'vitest'
import { type Feed, makeFeed, run } from '../fixtures/feed.js'
import { redeliveryAddsNothing } from '../fixtures/laws.js'
import { conditions } from './x-45-conditions.js'

const tasksOf = (feed: Feed) =>
  run(conditions, feed).commands.map(({ command, message }) => {
    const { action, subject, params, ownerRole, counselorId, reason } = message.payload as Record<string, unknown>
    return command === 'RaiseTask'
      ? { on: message.asOf, action, subject, ownerRole, counselorId, ...(params as object) }
      : { on: message.asOf, command, reason }
  })
const fixed = (on: string) => ({ on, command: 'CancelTask', reason: 'fixed' })

describe('X-45 weekly journals (R-AK-23)', () => {
  const joins = (feed: Feed, counselorId = 'c1', startDate = '2024-02-01') =>
    feed.add(CounselorRegistered, {
      counselorId,
      personId: `p_${counselorId}`,
      personCategory: 'fullTime',
      employment: 'fullTime',
      positionCategory: 'frontline',
      departmentId: 'd1',
      siteId: 'main',
      dualIdentity: true,
      startDate,
    })
  const writes = (feed: Feed, isoWeek: string, late = false) =>
    feed.add(JournalSubmitted, { counselorId: 'c1', isoWeek, studentsInGeneral: '稳定', work: '走访', effect: '良好', issues: [], late })
  const write = (on: string, week: string, counselorId = 'c1') => ({
    on,
    action: 'writeJournal',
    subject: `${counselorId}_${week}`,
    ownerRole: 'counselor',
    counselorId,
    week,
  })
  const term = (feed: Feed) => feed.set('calendar.terms', [{ termId: 't24a', from: '2024-03-06', to: '2024-03-20' }])
  const feedOf = () => {
    const feed = makeFeed({ today: '2024-03-01' })
    term(feed)
    joins(feed)
    return feed
  }

  it('Sunday 24:00: who has not written by then is told on Monday, in term only', () => {
    const feed = feedOf()
    feed.day('2024-04-08')
    expect(tasksOf(feed)).toEqual([write('2024-03-11', '2024-W10'), write('2024-03-18', '2024-W11'), write('2024-03-25', '2024-W12')])
    redeliveryAddsNothing(conditions, feed)
  })
  it('who has written is not told', () => {
    const feed = feedOf()
    feed.day('2024-03-10')
    writes(feed, '2024-W10')
    writes(feed, '2024-W11')
    feed.day('2024-03-18')
    expect(tasksOf(feed)).toEqual([])
  })
  it('a late journal takes its own task back, and no other', () => {
    const feed = feedOf()
    feed.day('2024-03-18')
    writes(feed, '2024-W10', true)
    feed.day('2024-03-20')
    expect(tasksOf(feed)).toEqual([write('2024-03-11', '2024-W10'), write('2024-03-18', '2024-W11'), fixed('2024-03-18')])
    redeliveryAddsNothing(conditions, feed)
  })
  it('nothing is asked of who is on leave, and again after it', () => {
    const feed = feedOf()
    feed.add(LeaveStarted, { counselorId: 'c1', from: '2024-03-01', reason: 'study' })
    feed.day('2024-03-12')
    feed.add(LeaveEnded, { counselorId: 'c1', on: '2024-03-12' })
    feed.day('2024-03-18')
    expect(tasksOf(feed)).toEqual([write('2024-03-18', '2024-W11')])
  })
  it('nor of who has left: what was asked is taken back', () => {
    const feed = feedOf()
    feed.day('2024-03-12')
    feed.add(CounselorDeregistered, { counselorId: 'c1', lastDay: '2024-03-12', reason: 'resigned' })
    feed.day('2024-03-31')
    expect(tasksOf(feed)).toEqual([write('2024-03-11', '2024-W10'), fixed('2024-03-12')])
  })
  it('another counselor does not interfere', () => {
    const feed = feedOf()
    joins(feed, 'c2', '2024-03-18')
    feed.day('2024-03-10')
    writes(feed, '2024-W10')
    writes(feed, '2024-W11')
    feed.day('2024-03-25')
    const tasks = tasksOf(feed)
    expect(tasks).toHaveLength(2)
    expect(tasks).toEqual(expect.arrayContaining([write('2024-03-25', '2024-W12'), write('2024-03-25', '2024-W12', 'c2')]))
  })
})

describe('X-45 own files (R-AK-25)', () => {
  const report = (feed: Feed, specialWithOwnFile: number) =>
    feed.add(FilesReported, {
      counselorId: 'c1',
      termId: 't24a',
      students: 200,
      complete: [200, 200, 200, 200, 200, 200, 200],
      special: 6,
      specialWithOwnFile,
      on: '2024-03-10',
    })
  const complete = (on: string, count: number) => ({
    on,
    action: 'completeOwnFiles',
    subject: 'c1_t24a',
    ownerRole: 'counselor',
    counselorId: 'c1',
    count,
  })
  it('必须建立“一人一档”: who is without one is counted at the monthly check, and the task taken back when all have theirs', () => {
    const feed = makeFeed({ today: '2024-03-10' })
    report(feed, 4)
    feed.day('2024-04-02')
    report(feed, 6)
    feed.day('2024-06-01')
    expect(tasksOf(feed)).toEqual([complete('2024-04-01', 2), fixed('2024-04-02')])
    redeliveryAddsNothing(conditions, feed)
  })
  it('at the start of a term too', () => {
    const feed = makeFeed({ today: '2024-03-10' })
    feed.set('calendar.terms', [{ termId: 't24a', from: '2024-03-15', to: '2024-07-12' }])
    report(feed, 5)
    feed.day('2024-03-20')
    expect(tasksOf(feed)).toEqual([complete('2024-03-15', 1)])
  })
  it('files that are handed over are the successor’s', () => {
    const feed = makeFeed({ today: '2024-03-10' })
    report(feed, 4)
    feed.day('2024-04-02')
    feed.add(FilesHandedOver, { counselorId: 'c1', termId: 't24a', toId: 'c2', students: 200, on: '2024-04-02' })
    expect(tasksOf(feed)).toEqual([complete('2024-04-01', 2), fixed('2024-04-02')])
  })
})
