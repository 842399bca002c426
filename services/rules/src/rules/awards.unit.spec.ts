import { type AwardKind, AwardsPublished, Nominated, NomineeWithdrawn, WinnersSelected } from '@fudao/contracts/assessment'
import { describe, expect, it } from 'vitest'
import { about } from '../fixtures/events.js'
import { briefs, type Feed, makeFeed, permutations, run } from '../fixtures/feed.js'
import { anotherInstanceDoesNotInterfere, redeliveryAddsNothing } from '../fixtures/laws.js'
import { awards } from './x-38-awards.js'
import { adverseInputs } from './x-43-adverse-inputs.js'

const feedOf = (today = '2024-06-01') => makeFeed({ today })
type Story = (c: ReturnType<typeof about>, feed: Feed) => void
const tell = (story: Story, feed = feedOf()): Feed => {
  story(about(feed), feed)
  return feed
}

/** A round of 2024 in which `c1`, `c2` … are nominated. */
const roundOf = (feed: Feed, kind: AwardKind = 'topTen') => {
  const key = { kind, year: 2024 }
  return {
    nominate: (...counselors: string[]) => {
      for (const counselorId of counselors)
        feed.add(Nominated, { ...key, personId: `p_${counselorId}`, personCategory: 'fullTime', counselorId, by: 'd1', grounds: 'x' })
    },
    choose: (counselors: readonly string[], on = '2024-06-20') =>
      feed.add(WinnersSelected, { ...key, personIds: counselors.map((c) => `p_${c}`) }, on),
    withdraw: (counselorId: string) => feed.add(NomineeWithdrawn, { ...key, personId: `p_${counselorId}`, reason: 'x' }),
    publish: (on: string) => feed.add(AwardsPublished, { ...key, on, teachersDay: on === '2024-09-10' }, on),
  }
}
const award = { rule: 'X-38', kind: 'topTen', year: 2024 }
const publish = { ...award, command: 'PublishAwards' }
const withdraw = (counselorId: string, reason: string) => ({ ...award, command: 'WithdrawNominee', personId: `p_${counselorId}`, reason })
const attached = (counselorId: string, on = '2024-09-10') => ({
  rule: 'X-38',
  command: 'AttachInput',
  counselorId,
  year: 2024,
  kind: 'award',
  sourceId: 'award-aksu.topTen-2024',
  data: { kind: 'topTen', year: 2024, on },
})

describe('X-38 publishing awards', () => {
  const chosen = (feed: Feed, more: (round: ReturnType<typeof roundOf>, c: ReturnType<typeof about>) => void = () => undefined) => {
    const round = roundOf(feed)
    round.nominate('c1', 'c2')
    round.choose(['c1', 'c2'])
    more(round, about(feed))
    return feed
  }

  it('R-AK-85: on the day of commendation, under the date of that day', () => {
    const feed = chosen(feedOf())
    feed.day('2024-09-12')
    const result = run(awards, feed)
    expect(briefs(result)).toEqual([publish])
    expect(result.commands[0]?.message.asOf).toBe('2024-09-10')
    redeliveryAddsNothing(awards, feed)
  })
  it('R-AK-85: a campus with another day publishes on it, one without a day leaves it to people', () => {
    const on = (day: string | null) => {
      const feed = feedOf()
      if (day === null) feed.retire('awards.commendationDay')
      else feed.set('awards.commendationDay', day)
      chosen(feed).day('2024-12-31')
      return run(awards, feed).commands.map(({ message }) => message.asOf)
    }
    expect(on('10-01')).toEqual(['2024-10-01'])
    expect(on(null)).toEqual([])
  })
  it('chosen after the day: student affairs is asked, once, and the task goes when it is published', () => {
    const feed = tell((_, f) => {
      const round = roundOf(f)
      round.nominate('c1', 'c2')
      round.choose(['c1'], '2024-09-20')
      round.choose(['c2'], '2024-09-21')
      round.publish('2024-09-25')
    })
    expect(briefs(run(awards, feed))).toMatchObject([
      { command: 'RaiseTask', action: 'publishAwards', subject: 'topTen-2024', params: { day: '2024-09-10' } },
      attached('c2', '2024-09-25'),
      { command: 'CancelTask' },
    ])
    redeliveryAddsNothing(awards, feed)
  })
  it('published by hand before the day: not again', () => {
    const feed = chosen(feedOf(), (round) => round.publish('2024-09-01'))
    feed.day('2024-09-12')
    expect(briefs(run(awards, feed))).toEqual([attached('c1', '2024-09-01'), attached('c2', '2024-09-01')])
  })
})

describe('X-38 what an award counts for', () => {
  it('R-AK-85, R-AK-79: an input of the year it was published in; a year opened later gets it then', () => {
    const feed = tell((c, f) => {
      const round = roundOf(f)
      round.nominate('c1', 'c2')
      round.choose(['c1'])
      round.publish('2024-09-10')
      c.opened(2024)
      c.opened(2025)
      about(f, 'c2').opened(2024)
    })
    expect(briefs(run(awards, feed))).toEqual([attached('c1'), attached('c1')])
    redeliveryAddsNothing(awards, feed)
  })
})

describe('X-38 a winner before publication', () => {
  const outcome = (more: (round: ReturnType<typeof roundOf>, c: ReturnType<typeof about>) => void) => {
    const feed = feedOf()
    const round = roundOf(feed)
    round.nominate('c1', 'c2', 'c3')
    round.choose(['c1', 'c2'])
    more(round, about(feed))
    redeliveryAddsNothing(awards, feed)
    return briefs(run(awards, feed))
  }
  it('who leaves is withdrawn', () => {
    expect(outcome((_, c) => c.deregistered('2024-07-01'))).toEqual([withdraw('c1', 'deregistered')])
  })
  it('who fails the year before is withdrawn, by a result or its revision; an older year changes nothing', () => {
    expect(outcome((_, c) => c.finalized(2023, 'unqualified', '2024-07-01'))).toEqual([withdraw('c1', 'unqualified')])
    expect(outcome((_, c) => c.revised(2023, 'qualified', 'unqualified', '2024-07-01'))).toEqual([withdraw('c1', 'unqualified')])
    expect(outcome((_, c) => c.revised(2022, 'qualified', 'unqualified', '2024-07-01'))).toEqual([])
    expect(outcome((_, c) => c.finalized(2023, 'qualified', '2024-07-01'))).toEqual([])
  })
  it('R-AK-84, X-43: who is sanctioned is withdrawn', () => {
    expect(outcome((_, c) => c.sanctioned('k1', '2024-07-01'))).toEqual([withdraw('c1', 'sanctioned')])
  })
  it('after publication nothing is taken back, and who was not chosen has nothing to lose', () => {
    const afterwards = outcome((round, c) => {
      round.publish('2024-09-10')
      c.deregistered('2024-10-01')
    })
    expect(afterwards).toEqual([attached('c1'), attached('c2')])
    const feed = feedOf()
    const round = roundOf(feed)
    round.nominate('c1', 'c3')
    round.choose(['c1'])
    about(feed, 'c3').deregistered('2024-07-01')
    expect(briefs(run(awards, feed))).toEqual([])
  })
  it('with the last winner gone nothing is published', () => {
    const feed = tell((_, f) => {
      const round = roundOf(f)
      round.nominate('c1')
      round.choose(['c1'])
      round.withdraw('c1')
      f.day('2024-09-12')
    })
    expect(briefs(run(awards, feed))).toEqual([])
  })
  it('another round of the same counselors does not interfere', () => {
    const story = (feed: Feed, kinds: readonly AwardKind[]) => {
      const rounds = kinds.map((kind) => roundOf(feed, kind))
      for (const round of rounds) {
        round.nominate('c1', 'c2')
        round.choose(['c1', 'c2'])
      }
      about(feed).deregistered('2024-07-01')
      feed.day('2024-09-12')
      return briefs(run(awards, feed))
    }
    const alone = story(feedOf(), ['topTen'])
    const both = story(feedOf(), ['excellentCounselor', 'topTen'])
    expect(both.filter(({ kind }) => kind === 'topTen')).toEqual(alone)
    expect(both).toHaveLength(2 * alone.length)
  })
})

describe('X-43 late reports and sanctions', () => {
  const late = (max: number | null) => {
    const feed = feedOf()
    if (max !== null) feed.set('assessment.incident.maxDelayMinutes', max)
    return feed
  }
  const input = (kind: string, sourceId: string, data: object) => ({
    rule: 'X-43',
    command: 'AttachInput',
    counselorId: 'c1',
    year: 2024,
    kind,
    sourceId,
    data,
  })
  const incident = input('incident', 'incident-aksu.i1', { delayMin: 31, maxDelayMinutes: 30 })
  const sanction = input('accountability', 'accountability-aksu.k1', { on: '2024-07-01' })

  it('R-AK-14: a report later than the campus allows is an input; at the limit it is not', () => {
    const feed = tell((c) => {
      c.incident('i0', '2024-06-02', 30)
      c.incident('i1', '2024-06-03', 31)
    }, late(30))
    const result = run(adverseInputs, feed)
    expect(briefs(result)).toEqual([incident])
    expect(result.commands[0]?.message.basis).toMatchObject({
      rules: ['X-43', 'R-AK-14', 'R-AK-79'],
      policy: { 'assessment.incident.maxDelayMinutes': { value: 30 } },
    })
    redeliveryAddsNothing(adverseInputs, feed)
  })
  it('R-AK-14: 第一时间 is no number; a campus that has set none has no late report', () => {
    const feed = tell((c) => c.incident('i1', '2024-06-03', 600), late(null))
    expect(briefs(run(adverseInputs, feed))).toEqual([])
  })
  it('R-AK-84: a sanction is an input, and is taken back with it', () => {
    const feed = tell((c) => {
      c.sanctioned('k1', '2024-07-01')
      c.cleared('k1', '2024-08-01')
      c.cleared('k2', '2024-08-01')
    })
    const detached = { rule: 'X-43', command: 'DetachInput', counselorId: 'c1', year: 2024, sourceId: sanction.sourceId, reason: 'cleared' }
    expect(briefs(run(adverseInputs, feed))).toEqual([sanction, detached])
    redeliveryAddsNothing(adverseInputs, feed)
  })
  it('what came before the year was opened is attached at its opening; what was taken back is not', () => {
    const feed = tell((c) => {
      c.incident('i1', '2024-06-03', 31)
      c.sanctioned('k1', '2024-07-01')
      c.cleared('k1', '2024-07-02')
      c.opened(2023)
      c.opened(2024)
    }, late(30))
    expect(briefs(run(adverseInputs, feed)).at(-1)).toEqual(incident)
    expect(briefs(run(adverseInputs, feed)).filter(({ command }) => command === 'AttachInput')).toHaveLength(3)
  })
  it('the order of incidents and sanctions does not matter', () => {
    const steps: Story[] = [
      (c) => c.incident('i1', '2024-06-03', 31),
      (c) => c.incident('i2', '2024-06-04', 45),
      (c) => c.sanctioned('k1', '2024-07-01'),
    ]
    const outcomes = permutations(steps).map((order) => {
      const feed = late(30)
      for (const step of order) tell(step, feed)
      return briefs(run(adverseInputs, feed)).toSorted((a, b) => String(a.sourceId).localeCompare(String(b.sourceId)))
    })
    for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0])
  })
  it('another counselor does not interfere', () => {
    anotherInstanceDoesNotInterfere(
      adverseInputs,
      () => late(30),
      (_, c) => {
        c.incident(`i_${c.counselorId}`, '2024-06-03', 31)
        c.sanctioned(`k_${c.counselorId}`, '2024-07-01')
        c.cleared(`k_${c.counselorId}`, '2024-08-01')
      },
    )
  })
})
