import {
  CandidateAppointed,
  ContractSigned,
  CounselorRegistered,
  type Employment,
  PostFilled,
  RoundCancelled,
  RoundClosed,
  RoundPlanned,
  ShortfallCleared,
  ShortfallDeclared,
  StaffingChecked,
} from '@fudao/contracts/staffing'
import { describe, expect, it } from 'vitest'
import { briefs, type Feed, makeFeed, run } from '../fixtures/feed.js'
import { redeliveryAddsNothing } from '../fixtures/laws.js'
import { proposeRound } from './x-12-propose-round.js'
import { appointed } from './x-13-appointed.js'

const today = '2024-07-01'
const tell = (story: (feed: Feed) => void): Feed => {
  const feed = makeFeed({ today })
  story(feed)
  return feed
}
const third = { num: 1, den: 3 }
/** A staffing check; `flag` is said when it changes. */
const check = (feed: Feed, asOf: string, gapThirds: number, vacancies: number, flag?: 'declared' | 'cleared'): void => {
  feed.add(
    StaffingChecked,
    {
      asOf,
      students: 12_000,
      fullTime: 59,
      partTime: 0,
      fteThirds: 177,
      gapThirds,
      fullTimeMajority: true,
      compliant: gapThirds === 0,
      weight: third,
      headcountAsOf: '2023-09-01',
      vacancies,
    },
    asOf,
  )
  if (flag === 'declared') feed.add(ShortfallDeclared, { asOf, gapThirds, vacancies, perPost: 3 }, asOf)
  if (flag === 'cleared') feed.add(ShortfallCleared, { asOf }, asOf)
}
const plan = (feed: Feed, roundId = 'r1'): void => {
  feed.add(RoundPlanned, {
    roundId,
    posts: 1,
    conditions: ['c'],
    channels: ['openRecruitment'],
    panel: ['studentAffairs'],
    stages: ['writtenExam'],
    warnings: [],
  })
}

describe('X-12 a round for missing counselors', () => {
  it('T-20: gapThirds 3 → one round with 1 post is proposed to student affairs, nothing is planned by itself', () => {
    const feed = tell((f) => check(f, today, 3, 0, 'declared'))
    const result = run(proposeRound, feed)
    expect(briefs(result)).toEqual([
      {
        rule: 'X-12',
        command: 'RaiseTask',
        taskId: expect.stringMatching(/^X12_[0-9a-f]{32}$/),
        ruleId: 'X-12',
        ownerRole: 'studentAffairs',
        subject: 'aksu',
        action: 'planRound',
        params: { posts: 1, vacancies: 0, missing: 1 },
      },
    ])
    redeliveryAddsNothing(proposeRound, feed)
  })
  it('R-AK-37: another weight counts in its own parts: 6 fifths missing → 2 posts', () => {
    const fifths = { students: 12_000, fullTime: 58, partTime: 4, fteThirds: 294, gapThirds: 6, vacancies: 0, headcountAsOf: today }
    const feed = tell((f) =>
      f.add(StaffingChecked, { asOf: today, ...fifths, fullTimeMajority: true, compliant: false, weight: { num: 1, den: 5 } }, today),
    )
    expect(run(proposeRound, feed).tasks).toMatchObject([{ params: { posts: 2, missing: 2 } }])
  })
  it.each([
    ['vacancies alone', 0, 2, 2],
    ['more vacancies than missing', 4, 5, 5],
    ['more missing than vacancies: 4 thirds are 2 counselors', 4, 1, 2],
  ])('%s', (_, gapThirds, vacancies, posts) => {
    const feed = tell((f) => check(f, today, gapThirds, vacancies, 'declared'))
    expect(run(proposeRound, feed).tasks).toMatchObject([{ params: { posts } }])
  })
  it('one open proposal per campus: the same need adds none, another need replaces it', () => {
    const feed = tell((f) => {
      check(f, today, 3, 0, 'declared')
      check(f, today, 3, 1)
      check(f, today, 6, 1)
    })
    const result = run(proposeRound, feed)
    expect(result.commands.map((c) => c.command)).toEqual(['RaiseTask', 'RaiseTask', 'CancelTask'])
    expect(result.tasks.map((t) => t.params)).toMatchObject([{ posts: 1 }, { posts: 2 }])
    expect(result.commands[2]?.message.payload).toEqual({ taskId: result.tasks[0]?.taskId, reason: 'superseded' })
    redeliveryAddsNothing(proposeRound, feed)
  })
  it('it is proposed again each 30 days, the earlier one taken back', () => {
    const feed = tell((f) => {
      check(f, today, 3, 0, 'declared')
      f.day('2024-08-29')
    })
    const result = run(proposeRound, feed)
    expect(result.commands.map((c) => [c.command, c.message.asOf])).toEqual([
      ['RaiseTask', today],
      ['RaiseTask', '2024-07-31'],
      ['CancelTask', '2024-07-31'],
    ])
    expect(result.timers.map((t) => t.dueOn)).toEqual(['2024-08-30'])
    redeliveryAddsNothing(proposeRound, feed)
  })
  it('without reminder days it is proposed once', () => {
    const feed = makeFeed({ today, preset: null })
    feed.set('rules.reminderDays', { 'X-12': null })
    check(feed, today, 3, 0, 'declared')
    expect(run(proposeRound, feed).timers).toEqual([])
  })
  it('a planned round settles it, and nothing more is proposed while it runs', () => {
    const feed = tell((f) => {
      check(f, today, 3, 0, 'declared')
      plan(f)
      check(f, today, 6, 0)
      f.day('2024-12-31')
    })
    const result = run(proposeRound, feed)
    expect(result.commands.map((c) => c.command)).toEqual(['RaiseTask', 'CancelTask'])
    expect(result.timers).toEqual([])
  })
  it('still short: a cancelled round is proposed anew at once, a closed one at the next reminder', () => {
    const after = (end: (f: Feed) => void) =>
      tell((f) => {
        check(f, today, 3, 0, 'declared')
        plan(f)
        end(f)
        f.day('2024-07-31')
      })
    const cancelled = run(
      proposeRound,
      after((f) => void f.add(RoundCancelled, { roundId: 'r1', reason: 'r' })),
    )
    expect(cancelled.tasks).toHaveLength(3)
    const closed = run(
      proposeRound,
      after((f) => void f.add(RoundClosed, { roundId: 'r1', filled: 0 })),
    )
    expect(closed.commands.map((c) => [c.command, c.message.asOf])).toEqual([
      ['RaiseTask', today],
      ['CancelTask', today],
      ['RaiseTask', '2024-07-31'],
    ])
  })
  it('cleared: the proposal is taken back; a round that filled no post is proposed for cancelling, one that did is not', () => {
    const open = tell((f) => {
      check(f, today, 3, 0, 'declared')
      check(f, today, 0, 0, 'cleared')
    })
    expect(run(proposeRound, open).commands.map((c) => c.command)).toEqual(['RaiseTask', 'CancelTask'])
    const planned = tell((f) => {
      check(f, today, 3, 0, 'declared')
      plan(f, 'r1')
      plan(f, 'r2')
      f.add(PostFilled, { roundId: 'r2', candidacyId: 'a1', filled: 1 })
      check(f, today, 0, 0, 'cleared')
      f.add(RoundCancelled, { roundId: 'r1', reason: 'r' })
    })
    const result = run(proposeRound, planned)
    expect(result.tasks).toMatchObject([{ action: 'planRound' }, { action: 'cancelRound', subject: 'r1' }])
    expect(result.commands.at(-1)?.message.payload).toEqual({ taskId: result.tasks[1]?.taskId, reason: 'done' })
    redeliveryAddsNothing(proposeRound, planned)
  })
  it('another campus does not interfere', () => {
    const here = tell((f) => check(f, today, 3, 0, 'declared'))
    const there = makeFeed({ campusId: 'lanzhou', today, offset: 1_000 })
    check(there, today, 0, 0)
    const both = { ...here, events: [...here.events, ...there.events] }
    expect(briefs(run(proposeRound, both))).toEqual(briefs(run(proposeRound, here)))
  })
})

const appoint = (feed: Feed, candidacyId: string, employment: Employment = 'fullTime'): void => {
  const n = candidacyId.slice(1)
  const post =
    employment === 'fullTime'
      ? { contractId: `k${n}`, contractKind: 'employment' as const, contractTo: '2027-08-31' }
      : { homeRole: 'manager' as const, excellenceEvidence: '优秀' }
  feed.add(CandidateAppointed, {
    candidacyId,
    roundId: 'r1',
    personId: `p${n}`,
    counselorId: `c${n}`,
    employment,
    positionCategory: 'frontline',
    departmentId: 'd1',
    siteId: 's1',
    dualIdentity: employment === 'fullTime',
    startDate: '2024-09-01',
    ...post,
  })
}
const fill = (feed: Feed, candidacyId: string): void => void feed.add(PostFilled, { roundId: 'r1', candidacyId, filled: 1 })

describe('X-13 from appointment to registration', () => {
  it('asks the round for a post; a full one → kept in reserve and a task', () => {
    const feed = tell((f) => appoint(f, 'a1'))
    const result = run(appointed, feed)
    expect(briefs(result)).toEqual([{ rule: 'X-13', command: 'FillPost', roundId: 'r1', candidacyId: 'a1' }])
    expect(result.commands[0]).toMatchObject({
      key: 'a1',
      handling: {
        onRefused: { RoundFull: { key: 'X13:a1', action: 'candidateReserved', subject: 'a1' } },
        instead: { RoundFull: [{ command: 'ReserveCandidacy', message: { payload: { candidacyId: 'a1', reason: 'noPostLeft' } } }] },
      },
    })
    redeliveryAddsNothing(appointed, feed)
  })
  it('full time: a contract is drafted for the post, and the counselor registered once it is signed', () => {
    const feed = tell((f) => {
      appoint(f, 'a1')
      fill(f, 'a1')
      f.add(ContractSigned, { contractId: 'k1', signedOn: '2024-08-20' })
    })
    expect(briefs(run(appointed, feed)).slice(1)).toEqual([
      {
        rule: 'X-13',
        command: 'DraftContract',
        contractId: 'k1',
        personId: 'p1',
        counselorId: 'c1',
        kind: 'employment',
        from: '2024-09-01',
        to: '2027-08-31',
      },
      {
        rule: 'X-13',
        command: 'RegisterCounselor',
        counselorId: 'c1',
        personId: 'p1',
        candidacyId: 'a1',
        personCategory: 'fullTime',
        employment: 'fullTime',
        positionCategory: 'frontline',
        departmentId: 'd1',
        siteId: 's1',
        dualIdentity: true,
        startDate: '2024-09-01',
        contractId: 'k1',
      },
    ])
    redeliveryAddsNothing(appointed, feed)
  })
  it('part time: registered at once, without a contract', () => {
    const feed = tell((f) => {
      appoint(f, 'a1', 'partTime')
      fill(f, 'a1')
    })
    expect(briefs(run(appointed, feed)).map((b) => b.command)).toEqual(['FillPost', 'RegisterCounselor'])
    expect(briefs(run(appointed, feed))[1]).toMatchObject({ personCategory: 'partTime', homeRole: 'manager', excellenceEvidence: '优秀' })
  })
  it('a registration that is refused gives the post back and becomes a task; one of the same person holds', () => {
    const feed = tell((f) => {
      appoint(f, 'a1')
      fill(f, 'a1')
      f.add(ContractSigned, { contractId: 'k1', signedOn: '2024-08-20' })
    })
    const { handling } = run(appointed, feed).commands[2] ?? {}
    expect(handling?.holdsWith).toEqual({ AlreadyRegistered: { personId: 'p1' } })
    for (const code of ['AlreadyRegistered', 'ContractMissing', 'AttestationMissing', 'InvalidValue'])
      expect(handling).toMatchObject({
        onRefused: { [code]: { action: 'appointeeNotRegistered', subject: 'a1', params: { code } } },
        instead: { [code]: [{ command: 'FreePost', message: { payload: { roundId: 'r1', candidacyId: 'a1' } } }] },
      })
  })
  it('registered by hand meanwhile, or signed without a post: nothing more is sent; the id of somebody else stops nothing', () => {
    const byHand = (personId: string) =>
      tell((f) => {
        appoint(f, 'a1')
        fill(f, 'a1')
        f.add(CounselorRegistered, {
          counselorId: 'c1',
          personId,
          personCategory: 'fullTime',
          employment: 'fullTime',
          positionCategory: 'frontline',
          departmentId: 'd1',
          siteId: 's1',
          dualIdentity: true,
          startDate: '2024-09-01',
        })
        f.add(ContractSigned, { contractId: 'k1', signedOn: '2024-08-20' })
      })
    expect(briefs(run(appointed, byHand('p1'))).map((b) => b.command)).toEqual(['FillPost', 'DraftContract'])
    expect(briefs(run(appointed, byHand('p_other'))).map((b) => b.command)).toEqual(['FillPost', 'DraftContract', 'RegisterCounselor'])
    const without = tell((f) => {
      appoint(f, 'a1')
      f.add(ContractSigned, { contractId: 'k1', signedOn: '2024-08-20' })
    })
    expect(briefs(run(appointed, without)).map((b) => b.command)).toEqual(['FillPost'])
  })
  it('signed before the post was given: registered when it is', () => {
    const feed = tell((f) => {
      appoint(f, 'a1')
      f.add(ContractSigned, { contractId: 'k1', signedOn: '2024-08-20' })
      fill(f, 'a1')
    })
    expect(briefs(run(appointed, feed)).map((b) => b.command)).toEqual(['FillPost', 'RegisterCounselor'])
  })
  it('another candidacy does not interfere', () => {
    const alone = tell((f) => {
      appoint(f, 'a1')
      fill(f, 'a1')
    })
    const both = tell((f) => {
      appoint(f, 'a1')
      appoint(f, 'a2')
      fill(f, 'a1')
      fill(f, 'a2')
    })
    const ofFirst = briefs(run(appointed, both)).filter((b) => JSON.stringify(b).includes('a1') || b.contractId === 'k1')
    expect(ofFirst).toEqual(briefs(run(appointed, alone)))
  })
})
