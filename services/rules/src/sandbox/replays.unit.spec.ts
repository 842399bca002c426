import { type DraftEntry, type PolicyKey, presetValues } from '@fudao/contracts/policy'
import { replay } from '@fudao/rules'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { about } from '../fixtures/events.js'
import { type Feed, makeFeed } from '../fixtures/feed.js'
import { sandboxRules } from '../rules/index.js'
import { compareReplays } from './compare-replays.js'
import { findPersons } from './persons.js'
import { underDraft } from './under-draft.js'

const tried = (feed: Feed, ...draft: readonly DraftEntry[]) =>
  compareReplays(replay(sandboxRules, feed.events), replay(sandboxRules, underDraft('aksu', feed.events, draft)))
const entry = (key: PolicyKey, value: unknown, from = '0001-01-01'): DraftEntry => ({ key, value, from })

/** Two failed years, an offer without an answer, a contract that runs out. */
const story = (): Feed => {
  const feed = makeFeed({ today: '2023-01-20' })
  const c1 = about(feed, 'c1')
  c1.registered('2020-09-01')
  c1.contract('k1', '2020-09-01', '2024-12-31', '2023-01-20')
  c1.finalized(2022, 'unqualified', '2023-01-20')
  c1.offered(2022, 'annualFail', '2023-01-20')
  feed.day('2024-01-20')
  c1.finalized(2023, 'unqualified', '2024-01-20')
  return feed
}

describe('rules on a history, as it was and under a draft', () => {
  it('R-AK-83, consecutiveFails = 3: two failed years in a row permit nothing yet', () => {
    const found = tried(story(), entry('staffing.exit.consecutiveFails', 3)).filter(({ kind }) => kind === 'command')
    expect(found).toContainEqual(
      expect.objectContaining({
        change: 'gone',
        rule: 'X-04',
        what: 'staffing.PermitTermination',
        policy: expect.arrayContaining(['staffing.exit.consecutiveFails']),
      }),
    )
    expect(found).toContainEqual(
      expect.objectContaining({ change: 'new', rule: 'X-01', what: 'staffing.OpenExitCase', subject: 'c1-2023-annualFail' }),
    )
  })
  it('R-AK-81, renewalNoticeDays = 90: the day that is waited for is another', () => {
    expect(tried(story(), entry('staffing.contract.renewalNoticeDays', 90))).toMatchObject([
      {
        kind: 'timer',
        change: 'other',
        rule: 'X-08',
        what: 'notice',
        subject: 'k1',
        before: { dueOn: '2024-11-01' },
        after: { dueOn: '2024-10-02' },
      },
    ])
  })
  it('C-10: a day set before the draft begins does not move', () => {
    expect(tried(story(), entry('staffing.contract.renewalNoticeDays', 90, '2023-01-21'))).toEqual([])
  })
  it('a reminder that comes earlier is one row, not two', () => {
    const found = tried(story(), entry('rules.reminderDays', { 'X-02': 3 }))
    expect(found.filter(({ kind }) => kind === 'task')).toMatchObject([
      { change: 'other', what: 'tasks.answerOffer', before: { on: '2023-01-30' }, after: { on: '2023-02-01' } },
    ])
  })
  it('a draft equal to the present policy changes nothing', () => {
    const values = Object.entries(presetValues('aksu'))
    fc.assert(
      fc.property(fc.subarray(values, { minLength: 1 }), fc.constantFrom('0001-01-01', '1990-01-01', '2023-06-01'), (chosen, from) => {
        expect(
          tried(story(), ...chosen.map(([key, value]) => entry(key as PolicyKey, value, from < '1990-01-01' ? '1990-01-01' : from))),
        ).toEqual([])
      }),
      { numRuns: 20 },
    )
  })
  it('whom streams, cases and contracts are about', () => {
    const persons = findPersons(story().events)
    expect(persons.counselorOfStream('counselor-aksu.c1')).toBe('c1')
    expect(['c1', 'c1_2022_annualFail', 'k1', 'nobody'].map(persons.counselorOf)).toEqual(['c1', 'c1', 'c1', null])
  })
})
