import {
  AllowanceAllotted,
  AllowancePaid,
  AllowanceStopped,
  BriefingHeld,
  BriefingSubmitted,
  BuildingClosed,
  BuildingRegistered,
  DepartmentsSet,
  IncomeParityRecorded,
  RoomAssigned,
  RoomVacated,
  TermPlanSubmitted,
  TitleGranted,
} from '@fudao/contracts/staffing'
import { describe, expect, it } from 'vitest'
import { briefs, type Feed, makeFeed, permutations, run } from '../fixtures/feed.js'
import { redeliveryAddsNothing } from '../fixtures/laws.js'
import { titleGranted } from './x-17-title-granted.js'
import { briefings } from './x-42-briefings.js'
import { conditions } from './x-45-conditions.js'

const feedOf = (today = '2024-01-01') => makeFeed({ today })
/** Tasks raised and taken back, as a person would read them. */
const tasksOf = (rule: Parameters<typeof run>[0], feed: Feed) => {
  const { commands } = run(rule, feed)
  return commands
    .filter(({ context }) => context === 'tasks')
    .map(({ command, message }) => {
      const { action, subject, params, departmentId, reason } = message.payload as Record<string, unknown>
      return command === 'RaiseTask'
        ? { on: message.asOf, action, subject, ...(params as object), ...(departmentId ? { departmentId } : {}) }
        : { on: message.asOf, command, reason }
    })
}

describe('X-17 a title that was granted', () => {
  const grant = (feed: Feed, applicationId = 'ta1') =>
    feed.add(TitleGranted, {
      applicationId,
      roundId: 'tr1',
      counselorId: 'c1',
      title: '副教授',
      rank: 'associateSenior',
      discipline: '思想政治教育',
      on: '2024-12-01',
    })
  it('takes a place of its round, and only then is recorded with the counselor', () => {
    const feed = feedOf()
    grant(feed)
    const result = run(titleGranted, feed)
    expect(briefs(result)).toEqual([
      { rule: 'X-17', command: 'FillTitlePlace', roundId: 'tr1', rank: 'associateSenior', applicationId: 'ta1' },
      {
        rule: 'X-17',
        command: 'RecordTitle',
        counselorId: 'c1',
        title: '副教授',
        rank: 'associateSenior',
        discipline: '思想政治教育',
        grantedOn: '2024-12-01',
      },
    ])
    expect(result.commands.map((c) => c.afterPrevious)).toEqual([false, true])
    redeliveryAddsNothing(titleGranted, feed)
  })
  it('another application does not interfere', () => {
    const feed = feedOf()
    grant(feed, 'ta1')
    grant(feed, 'ta2')
    expect(new Set(run(titleGranted, feed).commands.map((c) => c.commandId)).size).toBe(4)
  })
})

describe('X-42 briefings of the party committee (R-AK-26)', () => {
  const hold = (feed: Feed, year: number, on: string, studied = true) =>
    feed.add(BriefingHeld, { year, on, heard: true, studied, decisions: [] }, on)
  const remind = (year: number, on: string, held: number) => ({
    on,
    action: 'prepareBriefing',
    subject: String(year),
    year,
    held,
    required: 2,
  })

  it('reminds on 1 April and 1 October and closes the year on 1 January', () => {
    const feed = feedOf()
    feed.day('2025-01-01')
    expect(tasksOf(briefings, feed)).toEqual([
      remind(2024, '2024-04-01', 0),
      remind(2024, '2024-10-01', 0),
      ...Array.from({ length: 2 }, () => ({ on: '2025-01-01', command: 'CancelTask', reason: 'prepared' })),
    ])
    expect(briefs(run(briefings, feed)).filter(({ command }) => command === 'CloseBriefingYear')).toEqual([
      { rule: 'X-42', command: 'CloseBriefingYear', year: 2024 },
    ])
    redeliveryAddsNothing(briefings, feed)
  })
  it('goes on from year to year, and a closing is its own command', () => {
    const feed = feedOf('2023-06-01')
    feed.day('2026-01-01')
    const closed = run(briefings, feed).commands.filter(({ command }) => command === 'CloseBriefingYear')
    expect(closed.map(({ message }) => [message.asOf, message.payload])).toEqual([
      ['2024-01-01', { year: 2023 }],
      ['2025-01-01', { year: 2024 }],
      ['2026-01-01', { year: 2025 }],
    ])
    expect(new Set(closed.map(({ commandId }) => commandId)).size).toBe(3)
  })
  it('a campus that changes the reminder of another rule keeps these', () => {
    const feed = feedOf()
    feed.set('rules.reminderDays', { 'X-02': 3 })
    feed.day('2024-04-02')
    expect(tasksOf(briefings, feed)).toEqual([remind(2024, '2024-04-01', 0)])
  })
  it('a report submitted settles the reminder; enough briefings need none', () => {
    const feed = feedOf()
    feed.day('2024-04-02')
    feed.add(BriefingSubmitted, { year: 2024, reportRef: '汇报 1' })
    hold(feed, 2024, '2024-04-18')
    hold(feed, 2024, '2024-06-18')
    feed.day('2024-12-31')
    expect(tasksOf(briefings, feed)).toEqual([
      remind(2024, '2024-04-01', 0),
      { on: '2024-04-02', command: 'CancelTask', reason: 'prepared' },
    ])
  })
  it('a briefing that was heard but not studied does not count', () => {
    const feed = feedOf()
    hold(feed, 2024, '2024-03-01', false)
    feed.day('2024-04-01')
    expect(tasksOf(briefings, feed)).toEqual([remind(2024, '2024-04-01', 0)])
  })
  it('the days are the campus’s; a campus without the number has the rule inactive', () => {
    const other = feedOf()
    other.set('rules.reminderDays', { 'X-42': ['05-15'] })
    other.set('staffing.briefing.minPerYear', 2)
    other.day('2025-06-01')
    expect(tasksOf(briefings, other).map(({ on }) => on)).toContain('2025-05-15')
    const inactive = makeFeed({ preset: 'lanzhou' })
    inactive.day('2025-01-01')
    expect(run(briefings, inactive).commands).toEqual([])
  })
  it('A-10 academic: the year ends on 31 August', () => {
    const feed = makeFeed({ preset: null, today: '2024-03-01' })
    feed.set('calendar.yearKind', 'academic')
    feed.set('staffing.briefing.minPerYear', 2)
    feed.day('2024-09-01')
    expect(run(briefings, feed).commands.filter(({ command }) => command === 'CloseBriefingYear')).toMatchObject([
      { message: { asOf: '2024-09-01', payload: { year: 2023 } } },
    ])
  })
})

describe('X-45 dorm rooms (R-AK-70, R-AK-71)', () => {
  const b3 = { siteId: 'main', buildingId: 'b3' }
  const room = (feed: Feed, kind: 'office' | 'activityRoom', name: string) =>
    feed.add(RoomAssigned, { ...b3, kind, room: name, equipped: false })
  const missing = (on: string, offices: number, activityRooms: number) => ({
    on,
    action: 'equipBuilding',
    subject: 'main_b3',
    offices,
    activityRooms,
  })
  const fixed = (on: string) => ({ on, command: 'CancelTask', reason: 'fixed' })

  it('what is missing is a task at the monthly check, once, and is taken back when it is there', () => {
    const feed = feedOf('2024-01-15')
    feed.add(BuildingRegistered, { ...b3, equipped: false })
    feed.day('2024-03-05')
    room(feed, 'office', '101')
    expect(tasksOf(conditions, feed)).toEqual([missing('2024-02-01', 1, 1)])
    room(feed, 'activityRoom', '102')
    expect(tasksOf(conditions, feed)).toEqual([missing('2024-02-01', 1, 1), fixed('2024-03-05')])
    feed.day('2024-04-10')
    feed.add(RoomVacated, { ...b3, room: '101', equipped: false })
    feed.day('2024-05-01')
    expect(tasksOf(conditions, feed).slice(2)).toEqual([missing('2024-05-01', 1, 0)])
    feed.add(BuildingClosed, { ...b3, on: '2024-05-01' })
    expect(tasksOf(conditions, feed).at(-1)).toEqual(fixed('2024-05-01'))
    redeliveryAddsNothing(conditions, feed)
  })
  it('the order in which rooms are assigned does not matter; another building does not interfere', () => {
    const outcomes = permutations(['office', 'activityRoom'] as const).map((kinds) => {
      const feed = feedOf('2024-01-15')
      feed.add(BuildingRegistered, { ...b3, equipped: false })
      feed.add(BuildingRegistered, { siteId: 'main', buildingId: 'b4', equipped: false })
      feed.day('2024-02-01')
      for (const kind of kinds) room(feed, kind, kind)
      return tasksOf(conditions, feed)
    })
    expect(outcomes[0]).toEqual(outcomes[1])
    expect(outcomes[0]).toHaveLength(3)
  })
  it('the numbers are those of the day of the check', () => {
    const feed = feedOf('2024-01-15')
    feed.add(BuildingRegistered, { ...b3, equipped: false })
    feed.set('staffing.dorm.officesPerBuilding', 2)
    feed.set('staffing.dorm.activityRoomsPerBuilding', 0)
    feed.day('2024-02-01')
    expect(tasksOf(conditions, feed)).toEqual([missing('2024-02-01', 2, 0)])
  })
})

describe('X-45 grade assemblies (R-AK-72)', () => {
  const terms = [
    { termId: 't24a', from: '2024-03-04', to: '2024-07-12' },
    { termId: 't24b', from: '2024-09-02', to: '2025-01-17' },
  ]
  const department = (grades: string[], departmentId = 'nursing') => ({
    departmentId,
    name: '系',
    teachingUnit: true,
    siteId: 'main',
    grades,
  })
  const plan = (feed: Feed, termId: string, ...grades: string[]) =>
    feed.add(TermPlanSubmitted, {
      grades: ['2022', '2023'],
      departmentId: 'nursing',
      termId,
      measures: ['例会'],
      trainingPoints: [],
      assemblies: grades.map((grade) => ({ grade, weekday: 1, period: 1 })),
      notTimetabled: [],
    })
  const story = (): Feed => {
    const feed = feedOf('2024-01-15')
    feed.set('calendar.terms', terms)
    feed.add(DepartmentsSet, { departments: [department(['2022', '2023']), department([], 'office')] })
    return feed
  }
  const asked = (on: string, term: string, grades: string) => ({
    on,
    action: 'timetableAssemblies',
    subject: 'nursing',
    term,
    grades,
    departmentId: 'nursing',
  })
  const fixed = (on: string) => ({ on, command: 'CancelTask', reason: 'fixed' })

  it('is asked for on the first day of the term, and taken back by the plan', () => {
    const feed = story()
    feed.day('2024-03-10')
    expect(tasksOf(conditions, feed)).toEqual([asked('2024-03-04', 't24a', '2022、2023')])
    plan(feed, 't24a', '2022')
    expect(tasksOf(conditions, feed)).toHaveLength(1)
    plan(feed, 't24a', '2022', '2023')
    expect(tasksOf(conditions, feed).slice(1)).toEqual([fixed('2024-03-10')])
    redeliveryAddsNothing(conditions, feed)
  })
  it('a plan that came before the term asks for nothing; each term is its own', () => {
    const feed = story()
    plan(feed, 't24a', '2022', '2023')
    feed.day('2024-09-02')
    expect(tasksOf(conditions, feed)).toEqual([asked('2024-09-02', 't24b', '2022、2023')])
  })
  it('what was asked for in a term that is over is taken back', () => {
    const feed = story()
    feed.day('2024-08-01')
    expect(tasksOf(conditions, feed)).toEqual([asked('2024-03-04', 't24a', '2022、2023'), fixed('2024-08-01')])
  })
  it('a department that is not in the list any more owes nothing', () => {
    const feed = story()
    feed.day('2024-03-10')
    feed.add(DepartmentsSet, { departments: [department(['2024'], 'other')] })
    expect(tasksOf(conditions, feed).slice(1)).toEqual([fixed('2024-03-10')])
  })
})

describe('X-45 allowances (R-AK-73) and income (R-AK-75)', () => {
  const march = { year: 2024, month: 3 }
  const allot = (feed: Feed, counselorId: string, dueOn?: string) =>
    feed.add(AllowanceAllotted, { ...march, counselorId, amount: 100_000, ...(dueOn ? { dueOn } : {}) })
  const pay = (feed: Feed, counselorId: string, regional: number) =>
    feed.add(AllowancePaid, { ...march, counselorId, regional, matching: 0, paidOn: '2024-03-15' })
  const unpaid = (on: string, counselors: number, outstanding: number) => ({
    on,
    action: 'payAllowances',
    subject: '2024-03',
    year: 2024,
    month: 3,
    counselors,
    outstanding,
  })
  const fixed = (on: string) => ({ on, command: 'CancelTask', reason: 'fixed' })

  it('按时足额: who is not paid in full is counted on the day after the due day', () => {
    const feed = feedOf('2024-03-01')
    for (const counselorId of ['c1', 'c2', 'c3']) allot(feed, counselorId, '2024-03-15')
    pay(feed, 'c1', 100_000)
    pay(feed, 'c2', 60_000)
    feed.day('2024-03-16')
    expect(tasksOf(conditions, feed)).toEqual([unpaid('2024-03-16', 2, 140_000)])
    pay(feed, 'c2', 40_000)
    feed.add(AllowanceStopped, { year: 2024, counselorId: 'c3', fromMonth: 3 })
    expect(tasksOf(conditions, feed).slice(1)).toEqual([fixed('2024-03-16')])
    redeliveryAddsNothing(conditions, feed)
  })
  it('a month of an earlier version owes what its balances say', () => {
    const balances = { c1: { outstanding: 40_000, dueOn: '2024-03-15' }, c2: { outstanding: -5, dueOn: '2024-03-15' } }
    const state = { kind: 'allowance', ref: '2024-03', balances, followUp: {} }
    expect(conditions.upgrade?.(state)).toEqual({ ...state, owed: { '2024-03-15': { counselors: 1, outstanding: 40_000 } } })
    expect(conditions.upgrade?.({ ...state, owed: {} })).toEqual({ ...state, owed: {} })
  })
  it('without a due day nothing is overdue', () => {
    const feed = feedOf('2024-03-01')
    allot(feed, 'c1')
    feed.day('2024-12-31')
    expect(tasksOf(conditions, feed)).toEqual([])
  })
  it('a year that was never compared is asked for on the first day after it', () => {
    const feed = feedOf('2024-03-01')
    allot(feed, 'c1')
    feed.day('2025-01-01')
    expect(tasksOf(conditions, feed)).toEqual([{ on: '2025-01-01', action: 'compareIncome', subject: '2024', year: 2024 }])
    feed.add(IncomeParityRecorded, { year: 2024, rank: 'primary', counselorAvg: 5, teacherAvg: 5, gap: 0 })
    expect(tasksOf(conditions, feed).slice(1)).toEqual([fixed('2025-01-01')])
  })
  it('不低于: a gap is a task at the next monthly check, and taken back when it is closed', () => {
    const feed = feedOf('2024-03-10')
    const compare = (counselorAvg: number) =>
      feed.add(IncomeParityRecorded, { year: 2024, rank: 'primary', counselorAvg, teacherAvg: 100, gap: 100 - counselorAvg })
    compare(80)
    feed.add(IncomeParityRecorded, { year: 2024, rank: 'senior', counselorAvg: 100, teacherAvg: 100, gap: 0 })
    feed.day('2024-05-01')
    expect(tasksOf(conditions, feed)).toEqual([
      { on: '2024-04-01', action: 'mendIncomeParity', subject: '2024_primary', year: 2024, rank: 'primary', gap: 20 },
    ])
    compare(100)
    expect(tasksOf(conditions, feed).slice(1)).toEqual([fixed('2024-05-01')])
    redeliveryAddsNothing(conditions, feed)
  })
})
