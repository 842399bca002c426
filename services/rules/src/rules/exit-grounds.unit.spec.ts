import type { Grade } from '@fudao/contracts/assessment'
import { describe, expect, it } from 'vitest'
import { about } from '../fixtures/events.js'
import { brief, briefs, type Feed, makeFeed, permutations, run } from '../fixtures/feed.js'
import { anotherInstanceDoesNotInterfere, openCases, redeliveryAddsNothing } from '../fixtures/laws.js'
import { rules } from './index.js'
import { annualFail } from './x-01-annual-fail.js'

const grounds = rules.filter((rule) => ['X-01', 'X-04', 'X-06'].includes(rule.id))
const feedOf = (today = '2026-01-01') => makeFeed({ today })
const story = (tell: (of: ReturnType<typeof about>, feed: Feed) => void): Feed => {
  const feed = feedOf()
  tell(about(feed), feed)
  return feed
}
const open = (year: number) => ({
  rule: 'X-01',
  command: 'OpenExitCase',
  counselorId: 'c1',
  year,
  ground: 'annualFail',
  basisYears: [year],
  basisRef: `assessment-aksu.c1-${year}`,
})
const openRun = (...years: number[]) => ({
  rule: 'X-04',
  command: 'OpenExitCase',
  counselorId: 'c1',
  year: years.at(-1),
  ground: 'twoConsecutiveFails',
  basisYears: years,
  basisRef: `assessment-aksu.c1-${years.at(-1)}`,
})
const permit = (year: number) => ({ rule: 'X-04', command: 'PermitTermination', counselorId: 'c1', year, ground: 'twoConsecutiveFails' })
const takeOver = (year: number) => ({
  rule: 'X-04',
  command: 'WithdrawExitCase',
  counselorId: 'c1',
  year,
  ground: 'annualFail',
  reason: 'consecutiveFails',
})
const withdraw = (year: number, ground: string, reason = 'resultRevised') => ({
  rule: 'X-06',
  command: 'WithdrawExitCase',
  counselorId: 'c1',
  year,
  ground,
  reason,
})

describe('X-01 a failed year', () => {
  it('T-70: 2022 qualified, 2023 unqualified → one case about 2023', () => {
    const feed = story((c) => {
      c.finalized(2022, 'qualified')
      c.finalized(2023, 'unqualified')
    })
    const result = run(grounds, feed)
    expect(briefs(result)).toEqual([open(2023)])
    const [command] = result.commands
    expect(command).toMatchObject({ context: 'staffing', stream: 'exit-aksu.c1-2023-annualFail' })
    expect(command?.message).toMatchObject({
      asOf: '2024-01-20',
      causationId: feed.events.at(-1)?.id,
      basis: {
        rules: ['X-01', 'R-AK-82', 'A-12'],
        policy: { 'staffing.exit.consecutiveFails': { value: 2, version: 0 }, 'assessment.failGap': { value: 'breaks', version: -1 } },
        events: [{ type: 'assessment.AssessmentFinalized', stream: 'assessment-aksu.c1-2023' }],
      },
    })
    redeliveryAddsNothing(grounds, feed)
  })

  it('a passed year asks for nothing; an opened one neither', () => {
    const feed = story((c) => {
      c.opened(2023)
      c.finalized(2023, 'qualified')
      c.finalized(2024, 'excellent')
    })
    expect(briefs(run(grounds, feed))).toEqual([])
  })

  it('a result revised to unqualified opens the case with a command of its own', () => {
    const feed = story((c) => {
      c.finalized(2023, 'qualified')
      c.revised(2023, 'qualified', 'unqualified')
    })
    expect(briefs(run(annualFail, feed))).toEqual([open(2023)])
    redeliveryAddsNothing(grounds, feed)
  })

  it('T-75: a qualified year between two failed ones leaves single fails, in both readings of A-12', () => {
    for (const gap of ['breaks', 'skips'] as const) {
      const feed = feedOf()
      feed.set('assessment.failGap', gap)
      const c = about(feed)
      c.finalized(2021, 'unqualified')
      c.finalized(2022, 'qualified')
      c.finalized(2023, 'unqualified')
      expect(briefs(run(grounds, feed))).toEqual([open(2021), open(2023)])
    }
  })

  it('R-AK-83 inactive on the campus (parameter null): two failed years stay two single fails', () => {
    const feed = feedOf()
    feed.retire('staffing.exit.consecutiveFails')
    const c = about(feed)
    c.finalized(2022, 'unqualified')
    c.finalized(2023, 'unqualified')
    expect(briefs(run(grounds, feed))).toEqual([open(2022), open(2023)])
  })
})

describe('X-04 failed years in a row', () => {
  it('T-73: 2022 and 2023 unqualified → permit without an offer, the 2022 case is taken over', () => {
    const feed = story((c) => {
      c.finalized(2022, 'unqualified')
      c.finalized(2023, 'unqualified', '2024-01-20')
    })
    const result = run(grounds, feed)
    expect(briefs(result)).toEqual([open(2022), openRun(2022, 2023), permit(2023), takeOver(2022)])
    const [, opening, permitting, taking] = result.commands
    // one lane: sent in this order, the permit only when the case is there
    expect(new Set(result.commands.map((c) => c.lane))).toEqual(new Set(['aksu/exit:c1']))
    expect(permitting?.afterPrevious).toBe(true)
    expect(opening?.handling.holds).toEqual(['CaseExists'])
    expect(taking?.handling.holds).toEqual(['CaseFinal', 'WrongState'])
    expect(permitting?.message.basis?.events?.map((e) => e.stream)).toEqual(['assessment-aksu.c1-2022', 'assessment-aksu.c1-2023'])
    redeliveryAddsNothing(grounds, feed)
  })

  it('results out of order: Y+1 is looked at as well as Y−1', () => {
    const feed = story((c) => {
      c.finalized(2023, 'unqualified')
      c.finalized(2022, 'unqualified', '2024-02-01')
    })
    expect(briefs(run(grounds, feed))).toEqual([open(2023), openRun(2022, 2023), permit(2023), takeOver(2023)])
  })

  it('three failed years are two runs, each with its own key', () => {
    const feed = story((c) => {
      c.finalized(2021, 'unqualified')
      c.finalized(2022, 'unqualified')
      c.finalized(2023, 'unqualified')
    })
    const result = run(grounds, feed)
    expect(briefs(result)).toEqual([open(2021), openRun(2021, 2022), permit(2022), takeOver(2021), openRun(2022, 2023), permit(2023)])
  })

  it('A-12: a gap year breaks the sequence, or is read over where the campus says so', () => {
    const tell = (gap: 'breaks' | 'skips') => {
      const feed = feedOf()
      feed.set('assessment.failGap', gap)
      const c = about(feed)
      c.finalized(2021, 'unqualified')
      c.opened(2022)
      c.exempted(2022)
      c.finalized(2023, 'unqualified')
      return run(grounds, feed)
    }
    expect(briefs(tell('breaks'))).toEqual([open(2021), open(2023)])
    expect(briefs(tell('skips'))).toEqual([open(2021), openRun(2021, 2023), permit(2023), takeOver(2021)])
  })

  it('A-12 skips: a year still under way is no gap yet; exempted late, it makes the run', () => {
    const feed = feedOf()
    feed.set('assessment.failGap', 'skips')
    const c = about(feed)
    c.finalized(2021, 'unqualified')
    c.opened(2022)
    c.finalized(2023, 'unqualified')
    expect(briefs(run(grounds, feed))).toEqual([open(2021), open(2023)])
    c.exempted(2022)
    expect(briefs(run(grounds, feed)).slice(2)).toEqual([openRun(2021, 2023), permit(2023), takeOver(2021), takeOver(2023)])
  })

  it('a campus that asks for three years in a row gets no run of two', () => {
    const feed = feedOf()
    feed.set('staffing.exit.consecutiveFails', 3)
    const c = about(feed)
    for (const year of [2021, 2022, 2023]) c.finalized(year, 'unqualified')
    expect(briefs(run(grounds, feed))).toEqual([
      open(2021),
      open(2022),
      openRun(2021, 2022, 2023),
      permit(2023),
      takeOver(2021),
      takeOver(2022),
    ])
  })

  it('a policy changed afterwards opens no case about years nobody touched', () => {
    const feed = story((c, f) => {
      c.finalized(2021, 'unqualified')
      c.exempted(2022)
      c.finalized(2023, 'unqualified')
      f.set('assessment.failGap', 'skips')
      c.finalized(2025, 'qualified')
    })
    expect(briefs(run(grounds, feed))).toEqual([open(2021), open(2023)])
  })
})

describe('X-06 a revised result', () => {
  it('revised from unqualified: the single case is withdrawn; carried out already → task reinstatementReview', () => {
    const feed = story((c) => {
      c.finalized(2023, 'unqualified')
      c.revised(2023, 'unqualified', 'qualified')
    })
    const result = run(grounds, feed)
    expect(briefs(result)).toEqual([open(2023), withdraw(2023, 'annualFail')])
    expect(result.commands.at(-1)?.handling.onRefused).toMatchObject({
      CaseFinal: { action: 'reinstatementReview', subject: 'c1_2023_annualFail' },
    })
    redeliveryAddsNothing(grounds, feed)
  })

  it('revised within a run: the run is withdrawn and the neighbour year stands alone again (X-01 recomputed)', () => {
    const feed = story((c) => {
      c.finalized(2022, 'unqualified')
      c.finalized(2023, 'unqualified')
      c.revised(2023, 'unqualified', 'qualified')
    })
    // the year had no case of its own: its withdrawal finds nothing and holds
    expect(briefs(run(grounds, feed)).slice(4)).toEqual([withdraw(2023, 'annualFail'), withdraw(2023, 'twoConsecutiveFails'), open(2022)])
  })

  it('reassigned for a year alone, then a run, then revised: the reassignment is reviewed although the run took its case over', () => {
    const feed = story((c) => {
      c.finalized(2022, 'unqualified')
      c.reassigned(2022, 'annualFail', '2023-03-01')
      c.finalized(2023, 'unqualified')
      c.revised(2022, 'unqualified', 'qualified')
    })
    const own = run(grounds, feed).commands.find((c) => c.rule === 'X-06' && c.message.payload.ground === 'annualFail')
    expect(own && brief(own)).toEqual(withdraw(2022, 'annualFail'))
    expect(own?.handling.onRefused).toMatchObject({ CaseFinal: { action: 'reinstatementReview', subject: 'c1_2022_annualFail' } })
    redeliveryAddsNothing(grounds, feed)
  })

  it('exempted late counts as revised', () => {
    const feed = story((c) => {
      c.finalized(2023, 'unqualified')
      c.exempted(2023)
    })
    expect(briefs(run(grounds, feed)).at(-1)).toEqual(withdraw(2023, 'annualFail', 'assessmentExempted'))
  })

  it('revised to and fro: each correction is a new command', () => {
    const feed = story((c) => {
      c.finalized(2023, 'unqualified')
      c.revised(2023, 'unqualified', 'qualified', '2024-02-01')
      c.revised(2023, 'qualified', 'unqualified', '2024-03-01')
      c.revised(2023, 'unqualified', 'qualified', '2024-04-01')
    })
    const result = run(grounds, feed)
    expect(briefs(result)).toEqual([open(2023), withdraw(2023, 'annualFail'), open(2023), withdraw(2023, 'annualFail')])
    expect(new Set(result.commands.map((c) => c.commandId)).size).toBe(4)
    redeliveryAddsNothing(grounds, feed)
  })

  it('qualified to excellent changes no ground', () => {
    const feed = story((c) => {
      c.finalized(2022, 'unqualified')
      c.finalized(2023, 'qualified')
      c.revised(2023, 'qualified', 'excellent')
    })
    expect(briefs(run(grounds, feed))).toEqual([open(2022)])
  })
})

describe('laws of X-01, X-04 and X-06', () => {
  const years = [2020, 2021, 2022, 2023]
  const patterns: readonly (readonly Grade[])[] = [
    ['unqualified', 'unqualified', 'qualified', 'unqualified'],
    ['unqualified', 'qualified', 'unqualified', 'unqualified'],
    ['unqualified', 'unqualified', 'unqualified', 'unqualified'],
    ['qualified', 'unqualified', 'qualified', 'unqualified'],
  ]
  for (const gap of ['breaks', 'skips'] as const)
    it(`the order in which results arrive does not matter (${gap})`, () => {
      for (const pattern of patterns) {
        const ends = permutations(years.map((year, at) => [year, pattern[at] ?? 'qualified'] as const)).map((order) => {
          const feed = feedOf()
          feed.set('assessment.failGap', gap)
          const c = about(feed)
          for (const [year, grade] of order) c.finalized(year, grade, '2025-01-01')
          return openCases(run(grounds, feed).commands).join('; ')
        })
        expect(new Set(ends).size).toBe(1)
      }
    })

  it('another counselor does not interfere', () => {
    anotherInstanceDoesNotInterfere(grounds, feedOf, (_, c) => {
      c.finalized(2022, 'unqualified')
      c.finalized(2023, 'unqualified')
      c.revised(2022, 'unqualified', 'qualified')
    })
  })
})
