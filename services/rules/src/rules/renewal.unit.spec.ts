import { describe, expect, it } from 'vitest'
import { about } from '../fixtures/events.js'
import { brief, briefs, type Feed, makeFeed, run } from '../fixtures/feed.js'
import { anotherInstanceDoesNotInterfere, redeliveryAddsNothing } from '../fixtures/laws.js'
import { renewal } from './x-08-renewal.js'

const feedOf = () => makeFeed({ today: '2022-01-01' })
/** The contract of T-79: to 2024-12-31, notice 60 days before. */
const tell = (story: (c: ReturnType<typeof about>, feed: Feed) => void): Feed => {
  const feed = feedOf()
  const c = about(feed)
  c.contract('k1', '2022-01-01', '2024-12-31')
  story(c, feed)
  return feed
}
const set = (clearance: string, reason: string, basisYear?: number) => ({
  rule: 'X-08',
  command: 'SetRenewalClearance',
  contractId: 'k1',
  clearance,
  ...(basisYear === undefined ? {} : { basisYear }),
  reason,
})
const due = { rule: 'X-08', command: 'MarkRenewalDue', contractId: 'k1', dueOn: '2024-11-01' }

describe('X-08 the renewal of a contract', () => {
  it('T-79: notice day 2024-11-01, 60 days before the end; 2023 qualified → cleared', () => {
    const feed = tell((c, f) => {
      c.finalized(2023, 'qualified', '2024-01-20')
      f.day('2024-10-31')
    })
    expect(run(renewal, feed).timers.map((t) => [t.name, t.dueOn])).toEqual([
      ['notice:k1', '2024-11-01'],
      ['end:k1', '2025-01-01'],
    ])
    expect(briefs(run(renewal, feed))).toEqual([set('cleared', 'latestYearQualified', 2023)])
    feed.day('2024-11-05')
    const result = run(renewal, feed)
    expect(briefs(result)).toEqual([set('cleared', 'latestYearQualified', 2023), due])
    expect(result.commands[1]?.message).toMatchObject({
      asOf: '2024-11-01',
      basis: {
        rules: ['X-08', 'R-AK-81'],
        policy: { 'staffing.contract.renewalNoticeDays': { value: 60 } },
        events: [{ type: 'staffing.ContractSigned', stream: 'contract-aksu.k1' }],
      },
    })
    redeliveryAddsNothing(renewal, feed)
  })

  it('T-79: 2023 unqualified → held, at once and still on the notice day', () => {
    const feed = tell((c, f) => {
      c.finalized(2023, 'unqualified', '2024-01-20')
      f.day('2024-11-01')
    })
    const result = run(renewal, feed)
    expect(briefs(result)).toEqual([set('held', 'latestYearUnqualified', 2023), due])
    expect(result.commands[0]?.message).toMatchObject({ asOf: '2024-01-20', basis: { events: [{ stream: 'assessment-aksu.c1-2023' }] } })
  })

  it('T-79: 2023 not final → held + task; the late grade settles the task and decides', () => {
    const feed = tell((c, f) => {
      c.finalized(2022, 'qualified', '2023-01-20')
      c.opened(2023)
      f.day('2024-11-01')
    })
    const result = run(renewal, feed)
    expect(briefs(result).slice(0, 3)).toEqual([set('cleared', 'latestYearQualified', 2022), due, set('held', 'noFinalGrade', 2023)])
    expect(result.tasks).toMatchObject([
      {
        action: 'finalizeResult',
        ownerRole: 'studentAffairs',
        subject: 'k1',
        counselorId: 'c1',
        dueOn: '2024-11-01',
        params: { year: 2023 },
      },
    ])
    about(feed).finalized(2023, 'qualified', '2024-11-20')
    const later = run(renewal, feed).commands.slice(result.commands.length)
    expect(later.map(brief)).toEqual([
      set('cleared', 'latestYearQualified', 2023),
      { rule: 'X-08', command: 'CancelTask', taskId: result.tasks[0]?.taskId, reason: 'settled' },
    ])
    redeliveryAddsNothing(renewal, feed)
  })

  it('A-12: an exempt year has no grade to wait for; the year before it speaks', () => {
    const feed = tell((c, f) => {
      c.finalized(2022, 'qualified', '2023-01-20')
      c.exempted(2023)
      f.day('2024-11-01')
    })
    expect(briefs(run(renewal, feed))).toEqual([set('cleared', 'latestYearQualified', 2022), due])
  })

  it('a revision recomputes it: held, cleared, held', () => {
    const feed = tell((c) => {
      c.finalized(2023, 'unqualified', '2024-01-20')
      c.revised(2023, 'unqualified', 'qualified', '2024-02-20')
      c.revised(2023, 'qualified', 'unqualified', '2024-03-20')
    })
    expect(briefs(run(renewal, feed)).map((b) => b.clearance)).toEqual(['held', 'cleared', 'held'])
    redeliveryAddsNothing(renewal, feed)
  })

  it('an older result that arrives late does not outweigh the latest year', () => {
    const feed = tell((c) => {
      c.finalized(2023, 'qualified', '2024-01-20')
      c.finalized(2022, 'unqualified', '2024-02-01')
    })
    expect(briefs(run(renewal, feed))).toEqual([set('cleared', 'latestYearQualified', 2023)])
  })

  it('barred over held over cleared: terminate bars, retain does not', () => {
    const feed = tell((c) => {
      c.finalized(2023, 'unqualified', '2024-01-20')
      c.decided(2023, 'annualFail', 'retain', '2024-03-01')
      c.decided(2023, 'twoConsecutiveFails', 'terminate', '2024-04-01')
    })
    expect(briefs(run(renewal, feed))).toEqual([set('held', 'latestYearUnqualified', 2023), set('barred', 'terminationDecided')])
  })

  it('R-AK-84: a sanction holds, its clearing gives way to the grade', () => {
    const feed = tell((c) => {
      c.finalized(2023, 'qualified', '2024-01-20')
      c.sanctioned('a1', '2024-02-01')
      c.cleared('a1', '2024-03-01')
    })
    expect(briefs(run(renewal, feed))).toEqual([
      set('cleared', 'latestYearQualified', 2023),
      set('held', 'sanctioned'),
      set('cleared', 'latestYearQualified', 2023),
    ])
  })

  it('renewed → the next contract is drafted for the same person, counselor and kind; the timers of the old one are gone', () => {
    const feed = tell((c, f) => {
      c.finalized(2023, 'qualified', '2024-01-20')
      f.day('2024-11-10')
      c.renewed('k1', 'k2', '2025-01-01', '2027-12-31')
      f.day('2025-02-01')
    })
    const result = run(renewal, feed)
    expect(briefs(result).slice(2)).toEqual([
      {
        rule: 'X-08',
        command: 'DraftContract',
        contractId: 'k2',
        personId: 'p_c1',
        counselorId: 'c1',
        kind: 'employment',
        from: '2025-01-01',
        to: '2027-12-31',
      },
    ])
    expect(result.timers).toEqual([])
  })

  it('not renewed: on the day after the end the contract expires, then the counselor is deregistered with the last day', () => {
    const feed = tell((c, f) => {
      c.finalized(2023, 'qualified', '2024-01-20')
      f.day('2025-01-03')
    })
    const result = run(renewal, feed)
    expect(briefs(result).slice(2)).toEqual([
      { rule: 'X-08', command: 'ExpireContract', contractId: 'k1', on: '2025-01-01' },
      { rule: 'X-08', command: 'DeregisterCounselor', counselorId: 'c1', lastDay: '2024-12-31', reason: 'contractEnded' },
    ])
    const [expire, leave] = result.commands.slice(2)
    // renewed by a person on the last day: the step is moot, and nobody leaves
    expect(expire?.handling.moot).toEqual(['WrongState'])
    expect(leave).toMatchObject({ afterPrevious: true, handling: { holds: ['NotActive'] } })
    redeliveryAddsNothing(renewal, feed)
  })

  it('a second contract in force keeps the counselor registered', () => {
    const feed = tell((c, f) => {
      c.contract('k2', '2024-06-01', '2027-12-31')
      c.finalized(2023, 'qualified', '2024-01-20')
      f.day('2025-01-02')
    })
    expect(briefs(run(renewal, feed)).map((b) => b.command)).not.toContain('DeregisterCounselor')
  })

  it('an open-ended contract and a campus without notice days have no notice day', () => {
    const open = feedOf()
    about(open).contract('k1', '2022-01-01', undefined)
    expect(run(renewal, open).timers).toEqual([])
    const other = makeFeed({ today: '2022-01-01', preset: null })
    about(other).contract('k1', '2022-01-01', '2024-12-31')
    expect(run(renewal, other).timers.map((t) => t.name)).toEqual(['end:k1'])
  })

  it('C-10: a notice day already set does not move with the policy', () => {
    const feed = tell((_, f) => void f.set('staffing.contract.renewalNoticeDays', 90))
    expect(run(renewal, feed).timers[0]?.dueOn).toBe('2024-11-01')
  })

  it('a draft, a terminated and an unknown contract get no clearance', () => {
    const feed = feedOf()
    about(feed).finalized(2021, 'unqualified', '2022-01-20')
    expect(briefs(run(renewal, feed))).toEqual([])
  })

  it('another counselor does not interfere', () => {
    anotherInstanceDoesNotInterfere(renewal, feedOf, (f, c) => {
      c.contract(`k_${c.counselorId}`, '2022-01-01', '2024-12-31')
      c.finalized(2023, 'unqualified', '2024-01-20')
      f.day('2024-11-02')
    })
  })
})
