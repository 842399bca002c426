import { AppealDismissed } from '@fudao/contracts/assessment'
import type { RuleEvent } from '@fudao/rules'
import { describe, expect, it } from 'vitest'
import { about, schemePublished } from '../fixtures/events.js'
import { brief, briefs, makeFeed, permutations, run } from '../fixtures/feed.js'
import { anotherInstanceDoesNotInterfere, redeliveryAddsNothing } from '../fixtures/laws.js'
import { linkages } from './x-07-linkages.js'
import { exitCarriedOut } from './x-09-exit-carried-out.js'
import { openAssessments } from './x-47-open-assessments.js'
import { closeBallot } from './x-48-close-ballot.js'

const feedOf = () => makeFeed({ today: '2024-01-01' })

describe('X-07 the linkages of a result', () => {
  it('each result and each revision is passed on, under its own command', () => {
    const feed = feedOf()
    const c = about(feed)
    c.finalized(2023, 'unqualified')
    c.revised(2023, 'unqualified', 'qualified')
    const result = run(linkages, feed)
    const issue = { rule: 'X-07', command: 'IssueLinkages', counselorId: 'c1', year: 2023 }
    expect(briefs(result)).toEqual([issue, issue])
    expect(result.commands[0]?.message.basis).toMatchObject({
      rules: ['X-07', 'R-AK-81'],
      policy: { 'assessment.linkages': { version: 0 } },
    })
    redeliveryAddsNothing(linkages, feed)
  })

  it('appealed against before it was passed on, it is passed on when the appeal is dismissed', () => {
    const feed = feedOf()
    about(feed).finalized(2023, 'unqualified')
    feed.add(AppealDismissed, { counselorId: 'c1', year: 2023 })
    const [before, after] = run(linkages, feed).commands
    expect(before?.handling.moot).toEqual(['WrongState'])
    expect(after).toMatchObject({ command: 'IssueLinkages', message: { causationId: feed.events.at(-1)?.id } })
    expect(after?.commandId).not.toBe(before?.commandId)
    redeliveryAddsNothing(linkages, feed)
  })

  it('a campus without the parameter has the rule inactive', () => {
    const feed = makeFeed({ preset: null })
    about(feed).finalized(2023, 'qualified')
    expect(briefs(run(linkages, feed))).toEqual([])
  })
})

describe('X-09 carrying out an exit', () => {
  it('T-70: reassigned → deregistered the day before, the contract is kept', () => {
    const feed = feedOf()
    const c = about(feed)
    c.contract('k1', '2022-01-01', '2024-12-31')
    c.accepted(2023, 'annualFail', '2024-02-10')
    c.reassigned(2023, 'annualFail', '2024-03-01')
    expect(briefs(run(exitCarriedOut, feed))).toEqual([
      {
        rule: 'X-09',
        command: 'DeregisterCounselor',
        counselorId: 'c1',
        lastDay: '2024-02-29',
        reason: 'reassigned',
        exitCaseId: 'c1_2023_annualFail',
      },
    ])
    redeliveryAddsNothing(exitCarriedOut, feed)
  })

  it('terminate → the contract in force ends, then the registration, on the day decided', () => {
    const feed = feedOf()
    const c = about(feed)
    c.contract('k0', '2019-01-01', '2021-12-31')
    c.renewed('k0', 'k1', '2022-01-01', '2024-12-31')
    c.contract('k1', '2022-01-01', '2024-12-31')
    c.decided(2023, 'twoConsecutiveFails', 'terminate', '2024-04-01')
    const result = run(exitCarriedOut, feed)
    expect(briefs(result)).toEqual([
      {
        rule: 'X-09',
        command: 'TerminateContract',
        contractId: 'k1',
        on: '2024-04-01',
        ground: 'assessment',
        exitCaseId: 'c1_2023_twoConsecutiveFails',
      },
      {
        rule: 'X-09',
        command: 'DeregisterCounselor',
        counselorId: 'c1',
        lastDay: '2024-04-01',
        reason: 'terminated',
        exitCaseId: 'c1_2023_twoConsecutiveFails',
      },
    ])
    expect(result.commands.map((x) => x.afterPrevious)).toEqual([false, true])
    redeliveryAddsNothing(exitCarriedOut, feed)
  })

  it('T-71: retain carries out nothing', () => {
    const feed = feedOf()
    const c = about(feed)
    c.contract('k1', '2022-01-01', '2024-12-31')
    c.decided(2023, 'annualFail', 'retain', '2024-03-01')
    expect(briefs(run(exitCarriedOut, feed))).toEqual([])
  })

  it('another counselor does not interfere', () => {
    anotherInstanceDoesNotInterfere(exitCarriedOut, feedOf, (_, c) => {
      c.contract(`k_${c.counselorId}`, '2022-01-01', '2024-12-31')
      c.decided(2023, 'twoConsecutiveFails', 'terminate', '2024-04-01')
    })
  })
})

describe('X-47 opening the assessments of a year', () => {
  const open = (counselorId: string, year: number, departmentId = 'd1') => ({
    rule: 'X-47',
    command: 'OpenAssessment',
    counselorId,
    year,
    employment: 'fullTime',
    departmentId,
  })

  it('a published scheme opens one for everyone in service; who comes later in the year gets one too', () => {
    const feed = feedOf()
    about(feed, 'c1').registered('2021-09-01')
    about(feed, 'c2').registered('2022-09-01', 'd2')
    about(feed, 'c3').registered('2020-09-01')
    about(feed, 'c3').deregistered('2023-12-31')
    schemePublished(feed, 2024)
    about(feed, 'c4').registered('2024-09-01')
    expect(briefs(run(openAssessments, feed))).toEqual([open('c1', 2024), open('c2', 2024, 'd2'), open('c4', 2024)])
    redeliveryAddsNothing(openAssessments, feed)
  })

  it('a year before the start is not owed, whichever came first', () => {
    const steps = [
      (f: ReturnType<typeof feedOf>) => void schemePublished(f, 2023),
      (f: ReturnType<typeof feedOf>) => void schemePublished(f, 2024),
      (f: ReturnType<typeof feedOf>) => void about(f).registered('2024-03-01'),
    ]
    for (const order of permutations(steps)) {
      const feed = feedOf()
      for (const step of order) step(feed)
      expect(briefs(run(openAssessments, feed))).toEqual([open('c1', 2024)])
    }
  })

  it('who comes back in the year is assessed after all: registered again, or the departure taken back', () => {
    const feed = feedOf()
    const c = about(feed)
    c.registered('2021-09-01')
    schemePublished(feed, 2023)
    schemePublished(feed, 2024)
    c.deregistered('2024-03-31')
    const again = c.registered('2024-09-01', 'd2')
    const gone = c.deregistered('2024-10-31')
    const revoked = c.returned(gone.id)
    const { commands } = run(openAssessments, feed)
    const by = (event: RuleEvent) => commands.filter((c) => c.message.causationId === event.id).map(brief)
    expect(by(again)).toEqual([open('c1', 2024, 'd2')])
    expect(by(revoked)).toEqual([open('c1', 2024, 'd2')])
    expect(new Set(commands.map((c) => c.commandId)).size).toBe(4)
    redeliveryAddsNothing(openAssessments, feed)
  })

  it('the command of a counselor and year is the same however the roster looks', () => {
    const ids = (others: number): string[] => {
      const feed = feedOf()
      about(feed).registered('2021-09-01')
      const scheme = schemePublished(feed, 2024)
      for (let n = 0; n < others; n += 1) about(feed, `x${n}`).registered('2021-09-01')
      return run(openAssessments, feed)
        .commands.filter((c) => c.message.causationId === scheme.id)
        .map((c) => c.commandId)
    }
    expect(ids(0)).toEqual(ids(3))
  })
})

describe('X-48 closing a student ballot', () => {
  it('closes the day after the window; enough ballots give (recognition + satisfaction) ÷ 2 in hundredths, half up', () => {
    const feed = feedOf()
    const c = about(feed)
    c.ballot(2024, '2024-01-02', '2024-01-10')
    feed.day('2024-01-10')
    const counts = run(closeBallot, feed).commands
    expect(counts.map(({ command, message }) => `${command} ${message.asOf}`)).toEqual(
      [3, 4, 5, 6, 7, 8, 9, 10].map((day) => `CountTurnout 2024-01-${String(day).padStart(2, '0')}`),
    )
    feed.day('2024-01-11')
    c.ballotClosed(2024, 5, 9001, 8600)
    const result = run(closeBallot, feed)
    const commands = result.commands.filter((x) => x.command !== 'CountTurnout')
    expect(briefs({ ...result, commands })).toEqual([
      { rule: 'X-48', command: 'CloseBallot', counselorId: 'c1', year: 2024 },
      {
        rule: 'X-48',
        command: 'SubmitPartyScore',
        counselorId: 'c1',
        year: 2024,
        party: 'students',
        score: 8801,
        criteria: { studentRecognition: 9001, studentSatisfaction: 8600 },
      },
    ])
    expect(commands[0]?.message.asOf).toBe('2024-01-11')
    expect(commands[1]?.message.basis?.policy).toMatchObject({ 'assessment.student.minBallots': { value: 5 } })
    redeliveryAddsNothing(closeBallot, feed)
  })

  it('fewer than minBallots → a task and no score', () => {
    const feed = feedOf()
    const c = about(feed)
    c.ballot(2024, '2024-01-02', '2024-01-10')
    c.ballotClosed(2024, 4, 9000, 9000)
    feed.day('2024-01-20')
    const result = run(closeBallot, feed)
    expect(result.commands.map((x) => x.command)).toEqual(['RaiseTask'])
    expect(result.tasks).toMatchObject([
      { action: 'tooFewBallots', ownerRole: 'studentAffairs', subject: 'c1_2024', params: { cast: 4, required: 5 } },
    ])
  })

  it('X-10 closes it before its last day: no turnout is counted afterwards, whichever is told first', () => {
    const ends = [
      (c: ReturnType<typeof about>) => void c.cancelled(2024),
      (c: ReturnType<typeof about>) => void c.ballotClosed(2024, 7, 9000, 9000),
    ]
    for (const order of permutations(ends)) {
      const feed = feedOf()
      const c = about(feed)
      c.ballot(2024, '2024-01-02', '2024-01-31')
      feed.day('2024-01-05')
      const before = run(closeBallot, feed).commands.length
      for (const end of order) end(c)
      feed.day('2024-02-10')
      const after = run(closeBallot, feed).commands.slice(before)
      expect(after.map((x) => x.command)).not.toContain('CountTurnout')
      expect(after.map((x) => x.command)).not.toContain('CloseBallot')
      redeliveryAddsNothing(closeBallot, feed)
    }
  })

  it('no minimum set: one ballot counts, none does not', () => {
    for (const [cast, command] of [
      [1, 'SubmitPartyScore'],
      [0, 'RaiseTask'],
    ] as const) {
      const feed = makeFeed({ preset: null })
      about(feed).ballotClosed(2024, cast, 8000, 8000)
      expect(run(closeBallot, feed).commands.map((x) => x.command)).toEqual([command])
    }
  })

  it('another ballot does not interfere', () => {
    anotherInstanceDoesNotInterfere(closeBallot, feedOf, (f, c) => {
      c.ballot(2024, '2024-01-02', '2024-01-10')
      f.day('2024-01-12')
      c.ballotClosed(2024, 9, 8000, 8000)
    })
  })
})
