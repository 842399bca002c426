import { AwardsPublished, FilesHandedOver, FilesReported, Nominated } from '@fudao/contracts/assessment'
import {
  AllowanceAllotted,
  AllowanceStopped,
  CounselorDeregistered,
  CourseAssigned,
  type DepartureReason,
  DormResidenceAssigned,
  PositionChanged,
  RoomAssigned,
  RoomVacated,
  TitleApplicationSubmitted,
  TitleRefused,
} from '@fudao/contracts/staffing'
import { describe, expect, it } from 'vitest'
import { about } from '../fixtures/events.js'
import { brief, briefs, type Feed, makeFeed, run } from '../fixtures/feed.js'
import { anotherInstanceDoesNotInterfere, redeliveryAddsNothing } from '../fixtures/laws.js'
import { departure } from './x-10-departure.js'
import { closeBallot } from './x-48-close-ballot.js'

const terms = [
  { termId: 't1', from: '2024-02-26', to: '2024-07-05' },
  { termId: 't2', from: '2024-09-02', to: '2025-01-10' },
]
const feedOf = (today = '2024-05-01'): Feed => {
  const feed = makeFeed({ today })
  feed.set('calendar.terms', terms)
  return feed
}
type About = ReturnType<typeof about>
const leave = (feed: Feed, { counselorId }: About, lastDay: string, reason: DepartureReason = 'resigned') =>
  feed.add(CounselorDeregistered, { counselorId, lastDay, reason })
const course = (feed: Feed, { counselorId }: About, termId: string) =>
  feed.add(CourseAssigned, {
    counselorId,
    termId,
    courseTitle: '军事理论',
    listed: true,
    counted: true,
    sections: 2,
    warnDutyFirst: false,
  })
/** Holds one of everything. */
const settledIn = (feed: Feed, c: About): void => {
  const { counselorId } = c
  c.contract(`k_${counselorId}`, '2021-09-01', '2026-08-31')
  c.registered('2021-09-01')
  c.opened(2023)
  c.opened(2024)
  c.ballot(2024, '2024-05-01', '2024-12-01')
  course(feed, c, 't1')
  course(feed, c, 't2')
  feed.add(RoomAssigned, { siteId: 's1', buildingId: 'b1', kind: 'office', room: `10_${counselorId}`, counselorId, equipped: true })
  feed.add(RoomAssigned, { siteId: 's1', buildingId: 'b1', kind: 'activityRoom', room: `20_${counselorId}`, counselorId, equipped: true })
  feed.add(DormResidenceAssigned, { counselorId, siteId: 's1', buildingId: 'b1', from: '2021-09-01' })
  feed.add(TitleApplicationSubmitted, {
    applicationId: `ta_${counselorId}`,
    counselorId,
    roundId: 'tr1',
    track: 'title',
    targetRank: 'intermediate',
    discipline: '思想政治教育',
    evidence: [],
    evidenceIds: [],
  })
  feed.add(Nominated, {
    kind: 'topTen',
    year: 2024,
    personId: `p_${counselorId}`,
    personCategory: 'fullTime',
    counselorId,
    by: 'd1',
    grounds: 'x',
  })
  feed.add(AllowanceAllotted, { year: 2024, counselorId, month: 5, amount: 100_000 })
}
const steps = (feed: Feed) => run(departure, feed).commands.map((c) => [c.command, c.message.asOf])
const c1 = { counselorId: 'c1' }
const released = [
  { command: 'TerminateContract', contractId: 'k_c1', on: '2024-06-30', ground: 'resigned' },
  { command: 'CancelAssessment', ...c1, year: 2024, reason: 'deregistered' },
  { command: 'CloseBallot', ...c1, year: 2024 },
  { command: 'ReleaseCourse', ...c1, termId: 't2', courseTitle: '军事理论' },
  { command: 'VacateRoom', siteId: 's1', buildingId: 'b1', room: '10_c1' },
  { command: 'VacateDormResidence', ...c1, siteId: 's1', buildingId: 'b1', to: '2024-06-30' },
  { command: 'WithdrawNominee', kind: 'topTen', year: 2024, personId: 'p_c1', reason: 'deregistered' },
  { command: 'WithdrawTitleApplication', applicationId: 'ta_c1', ...c1, reason: 'deregistered' },
  { command: 'StopAllowance', year: 2024, ...c1, fromMonth: 7 },
].map((step) => ({ rule: 'X-10', ...step }))

describe('X-10 what a departed counselor held (R-AK-31)', () => {
  const leaving = (feed: Feed, c: About) => {
    settledIn(feed, c)
    leave(feed, c, '2024-06-30')
  }
  it('nothing on the last day; on the day after everything, and the assessment of a year that has ended stays', () => {
    const feed = feedOf()
    leaving(feed, about(feed))
    feed.day('2024-06-30')
    expect(briefs(run(departure, feed))).toEqual([])
    feed.day('2024-07-01')
    const result = run(departure, feed)
    expect(briefs(result).slice(0, -1)).toEqual(released)
    expect(result.tasks).toMatchObject([
      { action: 'endAccess', ownerRole: 'orgPersonnel', subject: 'c1', params: { lastDay: '2024-06-30' } },
    ])
    expect(result.commands[0]?.message).toMatchObject({ asOf: '2024-07-01', basis: { rules: ['X-10', 'R-AK-31', 'R-AK-34'] } })
    feed.day('2024-07-31')
    redeliveryAddsNothing(departure, feed)
  })
  it('a departure that was recorded late is released at once, as of its own day', () => {
    const feed = feedOf('2024-09-15')
    leaving(feed, about(feed))
    expect(steps(feed).map(([, asOf]) => asOf)).toEqual(Array.from({ length: 10 }, () => '2024-07-01'))
  })
  it('another counselor does not interfere', () => {
    anotherInstanceDoesNotInterfere(departure, feedOf, (feed, c) => {
      leaving(feed, c)
      feed.day('2024-07-02')
    })
  })
  it('what was given back before is not given back again', () => {
    const feed = feedOf()
    leaving(feed, about(feed))
    feed.add(RoomVacated, { siteId: 's1', buildingId: 'b1', room: '10_c1', equipped: false })
    feed.add(AwardsPublished, { kind: 'topTen', year: 2024, on: '2024-06-20', teachersDay: false })
    feed.add(TitleRefused, { applicationId: 'ta_c1', reason: '不符合条件' })
    feed.day('2024-07-01')
    const commands = steps(feed).map(([command]) => command)
    expect(commands).not.toContain('VacateRoom')
    expect(commands).not.toContain('WithdrawNominee')
    expect(commands).not.toContain('WithdrawTitleApplication')
  })
  it.each([
    ['retired', { ground: 'retired' }],
    ['movedCampus', { ground: 'movedCampus' }],
    ['deceased', { ground: 'deceased' }],
    ['contractEnded', { ground: 'other', groundText: 'contractEnded' }],
  ] as const)('R-AK-34: the contract of somebody who left as %s ends on that ground', (reason, ground) => {
    const feed = feedOf()
    const c = about(feed)
    c.contract('k_c1', '2021-09-01', undefined)
    leave(feed, c, '2024-06-30', reason)
    feed.day('2024-07-01')
    expect(briefs(run(departure, feed))[0]).toMatchObject({ command: 'TerminateContract', on: '2024-06-30', ...ground })
  })
  it.each(['reassigned', 'terminated'] as const)('R-AK-82, R-AK-83: a contract of somebody %s is X-09’s matter', (reason) => {
    const feed = feedOf()
    const c = about(feed)
    c.contract('k_c1', '2021-09-01', undefined)
    leave(feed, c, '2024-06-30', reason)
    feed.day('2024-07-01')
    expect(steps(feed).map(([command]) => command)).toEqual(['RaiseTask'])
  })
  it('a contract that ends with the last day is expired by X-08; one that has not begun ends before it does', () => {
    const feed = feedOf()
    const c = about(feed)
    c.contract('k1', '2021-09-01', '2024-06-30')
    c.contract('k2', '2024-09-01', '2027-08-31', '2024-05-01')
    leave(feed, c, '2024-06-30')
    feed.day('2024-07-01')
    expect(briefs(run(departure, feed)).slice(0, -1)).toEqual([
      { rule: 'X-10', command: 'TerminateContract', contractId: 'k2', on: '2024-09-01', ground: 'resigned' },
    ])
  })
  it('who leaves in December has no allowance from January; the year that ended is still finalised', () => {
    const feed = feedOf()
    settledIn(feed, about(feed))
    leave(feed, about(feed), '2024-12-31')
    feed.day('2025-01-01')
    const commands = briefs(run(departure, feed))
    expect(commands).toContainEqual({ rule: 'X-10', command: 'StopAllowance', year: 2025, ...c1, fromMonth: 1 })
    expect(commands.filter(({ command }) => command === 'CancelAssessment' || command === 'CloseBallot')).toEqual([])
  })
})

describe('X-10 step 8: student files (R-AK-24, R-AK-31)', () => {
  const files = (feed: Feed, termId: string, students = 180) =>
    feed.add(FilesReported, {
      counselorId: 'c1',
      termId,
      students,
      complete: Array.from({ length: 7 }, () => students),
      special: 2,
      specialWithOwnFile: 2,
      on: '2024-03-01',
    })
  const takenOver = (feed: Feed, termId: string) =>
    feed.add(FilesHandedOver, { counselorId: 'c1', termId, toId: 'c2', students: 180, on: '2024-07-03' })
  const tasks = (feed: Feed) => run(departure, feed).commands.filter(({ command }) => command.endsWith('Task'))
  const gone = (...terms: string[]) => {
    const feed = feedOf()
    const c = about(feed)
    c.registered('2021-09-01', 'd1')
    for (const termId of terms) files(feed, termId)
    const left = leave(feed, c, '2024-06-30')
    return { feed, c, left }
  }
  it('nobody named by the last day: the branch of the department is asked, with counts and no student', () => {
    const { feed } = gone('t0', 't1')
    feed.day('2024-06-30')
    expect(tasks(feed)).toEqual([])
    feed.day('2024-07-01')
    const { tasks: raised } = run(departure, feed)
    expect(raised).toMatchObject([
      { action: 'endAccess' },
      {
        action: 'handOverFiles',
        ownerRole: 'deptBranch',
        departmentId: 'd1',
        subject: 'c1_t1',
        dueOn: '2024-06-30',
        params: { counselorId: 'c1', term: 't1', students: 180 },
      },
    ])
    redeliveryAddsNothing(departure, feed)
  })
  it('a successor named afterwards settles it; one named before leaves nothing to ask', () => {
    const { feed } = gone('t1')
    feed.day('2024-07-01')
    takenOver(feed, 't1')
    expect(tasks(feed).map(brief)).toMatchObject([{}, {}, { command: 'CancelTask', reason: 'handedOver' }])
    const early = gone('t1')
    takenOver(early.feed, 't1')
    early.feed.day('2024-07-01')
    expect(run(departure, early.feed).tasks).toMatchObject([{ action: 'endAccess' }])
  })
  it('the branch that is asked is that of the last post; who has no files and who comes back leaves nothing open', () => {
    const { feed, left, c } = gone()
    feed.day('2024-07-01')
    expect(run(departure, feed).tasks).toMatchObject([{ action: 'endAccess' }])
    c.returned(left.id)
    const moved = gone('t1')
    moved.feed.add(PositionChanged, {
      counselorId: 'c1',
      positionCategory: 'frontline',
      departmentId: 'd2',
      siteId: 's1',
      effectiveDate: '2024-05-20',
    })
    moved.feed.day('2024-07-01')
    expect(run(departure, moved.feed).tasks).toMatchObject([{ action: 'endAccess' }, { action: 'handOverFiles', departmentId: 'd2' }])
    moved.c.returned(moved.left.id)
    expect(tasks(moved.feed).map(brief).slice(2)).toMatchObject([
      { command: 'CancelTask', reason: 'returned' },
      { command: 'CancelTask', reason: 'returned' },
    ])
  })
})

describe('X-10 a departure that is corrected', () => {
  const gone = () => {
    const feed = feedOf()
    const c = about(feed)
    settledIn(feed, c)
    const left = leave(feed, c, '2024-06-30')
    return { feed, c, left }
  }
  const after = (feed: Feed, count: number) => run(departure, feed).commands.slice(count).map(brief)

  it('before the day: taken back nothing happens, moved it happens on the day after the new one', () => {
    const { feed, c, left } = gone()
    c.lastDayCorrected(left.id, '2024-07-31')
    feed.day('2024-07-31')
    expect(steps(feed)).toEqual([])
    c.returned(left.id)
    feed.day('2024-08-31')
    expect(steps(feed)).toEqual([])
  })
  it('taken back afterwards: everything comes back that can, the rest is a task; X-47 sees to the assessment', () => {
    const { feed, c, left } = gone()
    feed.day('2024-07-01')
    feed.add(AllowanceStopped, { year: 2024, counselorId: 'c1', fromMonth: 7 })
    c.returned(left.id)
    expect(after(feed, 10)).toMatchObject([
      { command: 'DraftContract', contractId: 'k_c1_r1', ...c1, kind: 'employment', from: '2024-07-01', to: '2026-08-31' },
      { command: 'AssignCourse', ...c1, termId: 't2', courseTitle: '军事理论', sections: 2, ideologyTheory: true },
      { command: 'AssignRoom', siteId: 's1', buildingId: 'b1', kind: 'office', room: '10_c1', ...c1 },
      { command: 'AssignDormResidence', ...c1, siteId: 's1', buildingId: 'b1', from: '2024-07-01' },
      { command: 'ResumeAllowance', year: 2024, ...c1 },
      { command: 'RaiseTask', action: 'restoreByHand', params: { contracts: 1, applications: 1, nominations: 1 } },
      { command: 'CancelTask', reason: 'returned' },
    ])
    redeliveryAddsNothing(departure, feed)
  })
  it('leaving again on the same day after a correction is a release of its own', () => {
    const { feed, c, left } = gone()
    feed.day('2024-07-01')
    c.returned(left.id)
    course(feed, c, 't2')
    leave(feed, c, '2024-06-30')
    const result = run(departure, feed)
    expect(result.commands.filter(({ command }) => command === 'VacateDormResidence')).toHaveLength(2)
    expect(new Set(result.commands.map(({ commandId }) => commandId)).size).toBe(result.commands.length)
  })
  it('another last day that is over too stops the allowance from another month, and brings nothing back', () => {
    const { feed, c, left } = gone()
    feed.day('2024-09-01')
    feed.add(AllowanceStopped, { year: 2024, counselorId: 'c1', fromMonth: 7 })
    c.lastDayCorrected(left.id, '2024-07-15')
    const commands = after(feed, 10).map(({ command, fromMonth }) => [command, fromMonth])
    expect(commands).toContainEqual(['StopAllowance', 8])
    expect(commands.filter(([command]) => String(command).startsWith('Assign'))).toEqual([])
    expect(commands[0]).toEqual(['ResumeAllowance', undefined])
  })
  it('a last day moved ahead: what can come back does, the rest is told, and comes back when the departure is revoked', () => {
    const { feed, c, left } = gone()
    feed.day('2024-07-10')
    feed.add(AllowanceStopped, { year: 2024, counselorId: 'c1', fromMonth: 7 })
    c.lastDayCorrected(left.id, '2024-08-31')
    expect(after(feed, 10)).toMatchObject([
      { command: 'DraftContract', contractId: 'k_c1_r1' },
      { command: 'AssignRoom', room: '10_c1' },
      { command: 'ResumeAllowance', year: 2024 },
      { command: 'RaiseTask', action: 'restoreByHand' },
      {
        command: 'RaiseTask',
        action: 'restoreUntilLastDay',
        dueOn: '2024-08-31',
        params: { lastDay: '2024-08-31', courses: 1, residences: 1, assessments: 1 },
      },
      { command: 'CancelTask', reason: 'returned' },
    ])
    c.returned(left.id)
    expect(after(feed, 16)).toMatchObject([
      { command: 'AssignCourse', ...c1, termId: 't2' },
      { command: 'AssignDormResidence', ...c1, from: '2024-07-01' },
      { command: 'CancelTask', reason: 'returned' },
    ])
    redeliveryAddsNothing(departure, feed)
  })
  it('a last day moved ahead that comes: what is held by then is released, and nothing is told of the rest any more', () => {
    const { feed, c, left } = gone()
    feed.day('2024-07-10')
    c.lastDayCorrected(left.id, '2024-08-31')
    const before = run(departure, feed).commands.length
    feed.day('2024-09-01')
    const commands = after(feed, before)
    expect(commands).toContainEqual(expect.objectContaining({ command: 'CancelTask', reason: 'lastDayPassed' }))
    expect(commands).toContainEqual(expect.objectContaining({ command: 'RaiseTask', action: 'endAccess' }))
    const settled = run(departure, feed).commands.length
    c.returned(left.id)
    expect(after(feed, settled).filter(({ command }) => command === 'AssignDormResidence')).toHaveLength(1)
  })
  it('registered again before the day: only the old contract ends', () => {
    const { feed, c } = gone()
    c.contract('k2', '2024-07-01', '2027-06-30', '2024-06-20')
    c.registered('2024-07-01', 'd1', { contractId: 'k2' })
    feed.day('2024-07-01')
    expect(briefs(run(departure, feed))).toEqual(released.slice(0, 1))
  })
  it('registered again later in the year: the allowance goes on', () => {
    const { feed, c } = gone()
    feed.day('2024-07-01')
    feed.add(AllowanceStopped, { year: 2024, counselorId: 'c1', fromMonth: 7 })
    feed.day('2024-10-01')
    c.registered('2024-10-01')
    expect(after(feed, 10)).toEqual([
      { rule: 'X-10', command: 'ResumeAllowance', year: 2024, ...c1 },
      expect.objectContaining({ command: 'CancelTask', reason: 'returned' }),
    ])
  })
})

describe('X-48 after X-10', () => {
  it('the ballot of a cancelled assessment gives no score and no task; it counts once the assessment is opened again', () => {
    const feed = feedOf()
    const c = about(feed)
    c.opened(2024)
    c.ballot(2024, '2024-05-01', '2024-12-01')
    c.cancelled(2024)
    c.ballotClosed(2024, 5, 9000, 8600)
    feed.day('2024-12-05')
    expect(briefs(run(closeBallot, feed))).toEqual([])
    c.opened(2024)
    expect(briefs(run(closeBallot, feed))).toMatchObject([{ command: 'SubmitPartyScore', score: 8800 }])
    redeliveryAddsNothing(closeBallot, feed)
  })
})
