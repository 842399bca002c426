import { describe, expect, it } from 'vitest'
import { about } from '../fixtures/events.js'
import { briefs, type Feed, makeFeed, permutations, run } from '../fixtures/feed.js'
import { anotherInstanceDoesNotInterfere, redeliveryAddsNothing } from '../fixtures/laws.js'
import { eligibility } from './x-36-eligibility.js'
import { teacherService } from './x-50-teacher-service.js'

const feedOf = (today = '2023-01-01') => makeFeed({ today })
const tell = (story: (c: ReturnType<typeof about>, feed: Feed) => void, feed = feedOf()): Feed => {
  story(about(feed), feed)
  return feed
}

describe('X-50 counselor service of a teacher', () => {
  const stint = { rule: 'X-50', teacherId: 'p_c1', role: 'counselor' }
  it('registration opens a stint, departure closes it, a result is its assessment', () => {
    const feed = tell((c) => {
      c.registered('2021-09-01')
      c.finalized(2022, 'qualified')
      c.revised(2022, 'qualified', 'unqualified')
      c.deregistered('2023-06-30')
    })
    const result = run(teacherService, feed)
    const assessed = { rule: 'X-50', command: 'RecordStintAssessment', teacherId: 'p_c1', year: 2022, sourceRef: 'assessment-aksu.c1-2022' }
    expect(briefs(result)).toEqual([
      { ...stint, command: 'OpenStint', from: '2021-09-01' },
      { ...assessed, qualified: true },
      { ...assessed, qualified: false },
      { ...stint, command: 'CloseStint', from: '2021-09-01', to: '2023-06-30' },
    ])
    redeliveryAddsNothing(teacherService, feed)
  })
  it('a part-time counselor whose home role is full-time teacher is a teacher; a manager without dual identity is none', () => {
    const of = (homeRole: 'fullTimeTeacher' | 'manager') =>
      briefs(
        run(
          teacherService,
          tell((c) => c.registered('2023-01-01', 'd1', { employment: 'partTime', dualIdentity: false, homeRole })),
        ),
      )
    expect(of('fullTimeTeacher')).toHaveLength(1)
    expect(of('manager')).toEqual([])
  })
  it('a corrected last day is corrected; a departure taken back lets the service go on from the day after', () => {
    const corrected = tell((c) => {
      c.registered('2021-09-01')
      c.lastDayCorrected(c.deregistered('2023-06-30').id, '2023-07-31')
    })
    expect(briefs(run(teacherService, corrected)).at(-1)).toEqual({ ...stint, command: 'CloseStint', from: '2021-09-01', to: '2023-07-31' })
    const revoked = tell((c) => {
      c.registered('2021-09-01')
      c.returned(c.deregistered('2023-06-30').id)
      c.deregistered('2023-12-31')
    })
    expect(briefs(run(teacherService, revoked)).slice(2)).toEqual([
      { ...stint, command: 'OpenStint', from: '2023-07-01' },
      { ...stint, command: 'CloseStint', from: '2023-07-01', to: '2023-12-31' },
    ])
    redeliveryAddsNothing(teacherService, revoked)
  })
  it('another counselor does not interfere', () => {
    anotherInstanceDoesNotInterfere(teacherService, feedOf, (_, c) => {
      c.registered('2021-09-01')
      c.finalized(2022, 'qualified')
      c.deregistered('2023-06-30')
    })
  })
})

describe('X-36 eligibility of a young teacher', () => {
  const asked = { command: 'RaiseTask', action: 'certifyEligibility', ownerRole: 'orgPersonnel', subject: 'p_c1' }
  const actions = (feed: Feed) => run(eligibility, feed).commands.map(({ command, message }) => [command, message.asOf])

  it('T-26: on the 1-year day of a stint, assessed qualified, personnel is asked to certify', () => {
    const feed = tell((c, f) => {
      c.stintOpened('2023-09-01')
      c.stintAssessed(2023, true)
      f.day('2024-08-31')
    })
    const before = run(eligibility, feed)
    expect(briefs(before)).toEqual([])
    expect(before.timers).toMatchObject([{ name: 'enough', dueOn: '2024-09-01' }])
    feed.day('2024-09-01')
    const result = run(eligibility, feed)
    expect(briefs(result)).toMatchObject([{ ...asked, params: { teacherId: 'p_c1', enoughOn: '2024-09-01' } }])
    expect(result.commands[0]?.message.asOf).toBe('2024-09-01')
    redeliveryAddsNothing(eligibility, feed)
  })
  it('T-26: a stint that ends a day short asks nobody', () => {
    const feed = tell((c, f) => {
      c.stintOpened('2023-09-01')
      c.stintAssessed(2023, true)
      c.stintClosed('2023-09-01', '2024-08-30')
      f.day('2024-12-31')
    })
    expect(briefs(run(eligibility, feed))).toEqual([])
  })
  it('the assessment may come after the year; a certificate settles the task', () => {
    const feed = tell((c) => {
      c.stintOpened('2022-09-01')
      c.stintClosed('2022-09-01', '2023-08-31')
      c.stintAssessed(2022, true, '2023-10-10')
      c.certified('2023-10-20')
    })
    expect(actions(feed)).toEqual([
      ['RaiseTask', '2023-10-10'],
      ['CancelTask', '2023-10-20'],
    ])
  })
  it('A-15: the order of assessments makes no difference', () => {
    const years = [2021, 2022, 2023] as const
    for (const order of permutations(years)) {
      const feed = tell((c) => {
        c.stintOpened('2021-01-01')
        for (const year of order) c.stintAssessed(year, year !== 2022, '2024-01-10')
      })
      expect(run(eligibility, feed).tasks.length, order.join()).toBe(1)
    }
  })
  it('a later revision to unqualified withdraws the certificate', () => {
    const feed = tell((c) => {
      c.stintOpened('2023-01-01')
      c.stintAssessed(2023, true)
      c.certified('2024-01-15')
      c.stintAssessed(2023, false, '2024-03-01')
    })
    const result = run(eligibility, feed)
    const withdrawn = { rule: 'X-36', command: 'WithdrawEligibility', teacherId: 'p_c1', targetRank: 'intermediate' }
    expect(briefs(result).at(-1)).toEqual({ ...withdrawn, reason: 'noLongerEligible' })
    redeliveryAddsNothing(eligibility, feed)
  })
  it('unless it was used: a title of the rank was granted on it', () => {
    const feed = tell((c) => {
      c.registered('2023-01-01', 'd1', { employment: 'partTime', homeRole: 'fullTimeTeacher' })
      c.stintOpened('2023-01-01', 'counselor')
      c.stintAssessed(2023, true)
      c.certified('2024-01-15')
      c.title('intermediate', '2024-02-01')
      c.stintAssessed(2023, false, '2024-03-01')
    })
    expect(briefs(run(eligibility, feed)).map(({ command }) => command)).not.toContain('WithdrawEligibility')
  })
  it('a task nobody has acted on ends with its reason', () => {
    const feed = tell((c) => {
      c.stintOpened('2022-01-01')
      c.stintAssessed(2022, true, '2023-01-10')
      c.stintAssessed(2022, false, '2023-03-01')
    })
    expect(briefs(run(eligibility, feed)).at(-1)).toMatchObject({ command: 'CancelTask', reason: 'noLongerEligible' })
  })
  it('nobody is asked about a full-time counselor: their titles have a track of their own', () => {
    const feed = tell((c) => {
      c.registered('2022-01-01')
      c.stintOpened('2022-01-01', 'counselor')
      c.stintAssessed(2022, true)
    })
    expect(briefs(run(eligibility, feed))).toEqual([])
  })
  it('a campus without the rule: nobody is asked, nothing is taken back', () => {
    const feed = tell(
      (c) => {
        c.stintOpened('2022-01-01')
        c.certified('2022-02-01')
        c.stintAssessed(2022, false)
      },
      makeFeed({ preset: null, today: '2022-01-01' }),
    )
    expect(briefs(run(eligibility, feed))).toEqual([])
  })
  it('another teacher does not interfere', () => {
    anotherInstanceDoesNotInterfere(eligibility, feedOf, (f, c) => {
      c.stintOpened('2023-01-01')
      c.stintAssessed(2023, true)
      f.day('2024-01-20')
    })
  })
})
