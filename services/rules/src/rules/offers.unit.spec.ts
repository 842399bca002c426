import { describe, expect, it } from 'vitest'
import { about } from '../fixtures/events.js'
import { briefs, type Feed, makeFeed, run } from '../fixtures/feed.js'
import { anotherInstanceDoesNotInterfere, redeliveryAddsNothing } from '../fixtures/laws.js'
import { offerAnswer } from './x-02-offer-answer.js'
import { offerRefused } from './x-03-offer-refused.js'
import { unsuitability } from './x-05-unsuitability.js'

const feedOf = () => makeFeed({ today: '2024-02-01' })
const tell = (story: (c: ReturnType<typeof about>, feed: Feed) => void): Feed => {
  const feed = feedOf()
  story(about(feed), feed)
  return feed
}

describe('X-02 the answer to an offer', () => {
  it('T-70: offered 02-01, due 02-16 → reminder on 02-11, nothing yet on 02-16 (due inclusive)', () => {
    const feed = tell((c, f) => {
      c.offered(2023, 'annualFail', '2024-02-01')
      f.day('2024-02-10')
    })
    const before = run(offerAnswer, feed)
    expect(briefs(before)).toEqual([])
    expect(before.timers.map((t) => [t.name, t.dueOn])).toEqual([
      ['remind', '2024-02-11'],
      ['silence', '2024-02-17'],
    ])
    feed.day('2024-02-16')
    expect(briefs(run(offerAnswer, feed))).toEqual([
      {
        rule: 'X-02',
        command: 'RaiseTask',
        taskId: expect.stringMatching(/^X02_[0-9a-f]{32}$/),
        ruleId: 'X-02',
        ownerRole: 'counselor',
        counselorId: 'c1',
        subject: 'c1_2023_annualFail',
        dueOn: '2024-02-16',
        action: 'answerOffer',
        params: { post: '图书馆', answerDueOn: '2024-02-16' },
      },
    ])
  })

  it('A-13: silence is no refusal; the day after the due day a person is asked, nothing is permitted', () => {
    const feed = tell((c, f) => {
      c.offered(2023, 'annualFail', '2024-02-01')
      f.day('2024-03-31')
    })
    const result = run(offerAnswer, feed)
    expect(result.commands.map((c) => [c.command, c.message.payload.action, c.message.asOf])).toEqual([
      ['RaiseTask', 'answerOffer', '2024-02-11'],
      ['RaiseTask', 'obtainAnswer', '2024-02-17'],
    ])
    expect(result.tasks[1]).toMatchObject({ ownerRole: 'orgPersonnel', dueOn: '2024-02-17' })
    expect(result.timers).toEqual([])
    redeliveryAddsNothing(offerAnswer, feed)
  })

  it('an answer cancels the timers and settles the open tasks', () => {
    const feed = tell((c, f) => {
      c.offered(2023, 'annualFail', '2024-02-01')
      f.day('2024-02-12')
      c.refused(2023, 'annualFail', '2024-02-12')
      f.day('2024-03-31')
    })
    const result = run(offerAnswer, feed)
    expect(result.commands.map((c) => c.command)).toEqual(['RaiseTask', 'CancelTask'])
    expect(result.commands[1]?.message.payload).toEqual({ taskId: result.tasks[0]?.taskId, reason: 'answered' })
    redeliveryAddsNothing(offerAnswer, feed)
  })

  it('a withdrawn case ends it as well; a second offer starts anew under its own number', () => {
    const feed = tell((c, f) => {
      c.offered(2023, 'annualFail', '2024-02-01')
      c.withdrawn(2023, 'annualFail')
      f.day('2024-03-01')
      c.offered(2023, 'annualFail', '2024-03-01', 2)
      f.day('2024-03-11')
    })
    const result = run(offerAnswer, feed)
    expect(result.tasks.map((t) => t.dueOn)).toEqual(['2024-03-16'])
  })

  it('an offer recorded late fires what is due at once, each with its own date', () => {
    const feed = tell((c, f) => {
      f.day('2024-03-01')
      c.offered(2023, 'annualFail', '2024-02-01')
    })
    expect(run(offerAnswer, feed).commands.map((c) => c.message.asOf)).toEqual(['2024-02-11', '2024-02-17'])
  })

  it('no room for a reminder: an answer due within the reminder days has none', () => {
    const feed = tell((c, f) => {
      c.offered(2023, 'annualFail', '2024-02-01', 1, 4)
      f.day('2024-02-05')
    })
    expect(briefs(run(offerAnswer, feed))).toEqual([])
  })

  it('another case does not interfere', () => {
    anotherInstanceDoesNotInterfere(offerAnswer, feedOf, (f, c) => {
      c.offered(2023, 'annualFail', '2024-02-01')
      f.day('2024-02-20')
    })
  })
})

describe('X-03 a refused post', () => {
  it('T-71: after a failed year termination is permitted', () => {
    const feed = tell((c) => {
      c.offered(2023, 'annualFail', '2024-02-01')
      c.refused(2023, 'annualFail', '2024-02-10')
    })
    const result = run(offerRefused, feed)
    expect(briefs(result)).toEqual([{ rule: 'X-03', command: 'PermitTermination', counselorId: 'c1', year: 2023, ground: 'annualFail' }])
    expect(result.commands[0]?.message).toMatchObject({ asOf: '2024-02-10', basis: { rules: ['X-03', 'R-AK-83'] } })
    redeliveryAddsNothing(offerRefused, feed)
  })

  it('A-13 read as refusal by the campus: silence permits termination the day after; an answer in time does not', () => {
    const feed = feedOf()
    feed.set('staffing.exit.silence', 'refusal')
    about(feed).offered(2023, 'annualFail', '2024-02-01')
    feed.day('2024-02-17')
    const result = run([offerAnswer, offerRefused], feed)
    expect(result.commands.map((c) => [c.rule, c.command])).toEqual([
      ['X-02', 'RaiseTask'],
      ['X-02', 'RaiseTask'],
      ['X-03', 'PermitTermination'],
    ])
    expect(result.commands[2]?.message).toMatchObject({
      asOf: '2024-02-17',
      payload: { counselorId: 'c1', year: 2023, ground: 'annualFail' },
      basis: {
        rules: ['X-03', 'R-AK-83', 'A-13'],
        policy: { 'staffing.exit.silence': { value: 'refusal' } },
        events: [{ type: 'staffing.PostOffered' }],
      },
    })
    redeliveryAddsNothing([offerAnswer, offerRefused], feed)
    const answered = feedOf()
    answered.set('staffing.exit.silence', 'refusal')
    about(answered).offered(2023, 'annualFail', '2024-02-01')
    about(answered).accepted(2023, 'annualFail', '2024-02-10')
    answered.day('2024-03-01')
    expect(briefs(run(offerRefused, answered))).toEqual([])
  })

  it('A-13 as it is: silence alone permits nothing', () => {
    const feed = tell((c, f) => {
      c.offered(2023, 'annualFail', '2024-02-01')
      f.day('2024-03-01')
    })
    expect(briefs(run(offerRefused, feed))).toEqual([])
  })

  it('A-14: unsuitable → the case goes up with a task, nothing is permitted; the next offer settles the task', () => {
    const feed = tell((c) => {
      c.offered(2024, 'unsuitable', '2024-02-01')
      c.refused(2024, 'unsuitable', '2024-02-10')
      c.offered(2024, 'unsuitable', '2024-02-20', 2)
    })
    const result = run(offerRefused, feed)
    expect(result.commands.map((c) => c.command)).toEqual(['EscalateExitCase', 'RaiseTask', 'CancelTask'])
    expect(result.tasks).toMatchObject([{ action: 'offerAnotherPost', ownerRole: 'orgPersonnel', subject: 'c1_2024_unsuitable' }])
    redeliveryAddsNothing(offerRefused, feed)
  })

  it('A-14 read the other way by the campus permits', () => {
    const feed = feedOf()
    feed.set('staffing.exit.unsuitableRefusalPermits', true)
    about(feed).refused(2024, 'unsuitable', '2024-02-10')
    expect(briefs(run(offerRefused, feed))).toMatchObject([{ command: 'PermitTermination', ground: 'unsuitable' }])
  })

  it('another counselor does not interfere', () => {
    anotherInstanceDoesNotInterfere(offerRefused, feedOf, (_, c) => void c.refused(2024, 'unsuitable', '2024-02-10'))
  })
})

describe('X-05 a finding of unsuitability', () => {
  it('confirmed → a case of the year of confirmation, without a failed year', () => {
    const feed = tell((c) => void c.unsuitable('f1', '2024-02-05'))
    expect(briefs(run(unsuitability, feed))).toEqual([
      {
        rule: 'X-05',
        command: 'OpenExitCase',
        counselorId: 'c1',
        year: 2024,
        ground: 'unsuitable',
        basisYears: [],
        basisRef: 'unsuitable-aksu.f1',
      },
    ])
    redeliveryAddsNothing(unsuitability, feed)
  })

  it('dismissed on review → withdrawn; already carried out → task', () => {
    const feed = tell((c) => {
      c.unsuitable('f1', '2024-02-05')
      c.dismissed('f1')
    })
    const result = run(unsuitability, feed)
    expect(briefs(result)[1]).toEqual({
      rule: 'X-05',
      command: 'WithdrawExitCase',
      counselorId: 'c1',
      year: 2024,
      ground: 'unsuitable',
      reason: 'findingDismissed',
    })
    expect(result.commands[1]?.handling.onRefused).toHaveProperty('CaseFinal.action', 'reinstatementReview')
    redeliveryAddsNothing(unsuitability, feed)
  })

  it('dismissed without ever having been confirmed, or with another finding standing → nothing', () => {
    expect(
      briefs(
        run(
          unsuitability,
          tell((c) => void c.dismissed('f1')),
        ),
      ),
    ).toEqual([])
    const feed = tell((c) => {
      c.unsuitable('f1', '2024-02-05')
      c.unsuitable('f2', '2024-03-05')
      c.dismissed('f1')
    })
    expect(briefs(run(unsuitability, feed)).map((b) => b.command)).toEqual(['OpenExitCase', 'OpenExitCase'])
  })
})
