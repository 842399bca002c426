import { AppealFiled, AssessmentFinalized, AwardRoundOpened, AwardsPublished } from '@fudao/contracts/assessment'
import { RoundClosed, RoundPlanned } from '@fudao/contracts/staffing'
import { TaskRaised } from '@fudao/contracts/tasks'
import { addDays } from '@fudao/domain-kit'
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
  it('C-10: terms of appeal that run keep their day; who has appealed and whose term is over is not named', () => {
    const APPEAL = 'assessment.appeal.days'
    const feed = makeFeed({ today: '2024-01-20' })
    feed.set(APPEAL, 10, '2024-01-01')
    const final = (counselorId: string, on: string) =>
      feed.add(AssessmentFinalized, { counselorId, year: 2023, grade: 'qualified', total: 8_000, on, appealUntil: addDays(on, 10) }, on)
    final('over', '2024-01-02')
    final('open', '2024-01-15')
    final('appealed', '2024-01-15')
    feed.add(AppealFiled, { counselorId: 'appealed', year: 2023, on: '2024-01-16' })
    feed.set(APPEAL, 15, '2024-01-20')
    expect(run(policyChange, feed).tasks).toMatchObject([
      { subject: APPEAL, ownerRole: 'studentAffairs', params: { count: 1, list: 'open-2023 (2024-01-25, 10)' } },
    ])
    redeliveryAddsNothing(policyChange, feed)
  })
  it('A-34: a round under way keeps the lengths it took from the policy; those it states itself follow none', () => {
    const [PUBLICITY, TRIAL] = ['staffing.selection.publicityDays', 'staffing.selection.trialMonths'] as const
    const feed = makeFeed({ today: '2024-02-01' })
    feed.set(PUBLICITY, 7, '2024-01-01')
    const planned = (roundId: string, publicityDays: number) =>
      feed.add(RoundPlanned, {
        roundId,
        posts: 1,
        conditions: ['本科'],
        channels: ['openRecruitment'],
        panel: ['studentAffairs', 'orgPersonnel', 'disciplineInspection'],
        stages: ['publicity', 'trialPost'],
        publicityDays,
        trialMonths: 3,
        warnings: [],
      })
    planned('follows', 7)
    planned('own', 10)
    planned('over', 7)
    feed.add(RoundClosed, { roundId: 'over', filled: 0 })
    feed.set(PUBLICITY, 5, '2024-02-01')
    feed.set(TRIAL, 6, '2024-02-01')
    expect(run(policyChange, feed).tasks).toMatchObject([{ subject: PUBLICITY, params: { count: 1, list: 'follows (7)' } }])
  })
  it('A-32: an award round under way keeps its quota until it is published', () => {
    const QUOTA = 'awards.topTen.quota'
    const feed = makeFeed({ today: '2024-02-01' })
    feed.set(QUOTA, 10, '2023-01-01')
    for (const year of [2023, 2024]) feed.add(AwardRoundOpened, { kind: 'topTen', year, quota: 10 })
    feed.add(AwardRoundOpened, { kind: 'other', kindText: '先进个人', year: 2024, quota: null })
    feed.add(AwardsPublished, { kind: 'topTen', year: 2023, on: '2023-09-10', teachersDay: true })
    feed.set(QUOTA, 12, '2024-02-01')
    expect(run(policyChange, feed).tasks).toMatchObject([{ subject: QUOTA, params: { count: 1, list: 'topTen-2024 (10)' } }])
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
