import { describe, expect, it } from 'vitest'
import { evolveGradePlaces, freePlaces, type GradePlaces, type Holder, takePlace } from './grade-places.js'

const claim = (counselorId: string, assessmentRevision = 6) => ({
  grade: 'excellent' as const,
  year: 2023,
  counselorId,
  assessmentRevision,
})
const take = (s: GradePlaces, quota: number, counselorId: string, examined: readonly Holder[] = [], revision = 6): GradePlaces =>
  takePlace(claim(counselorId, revision), quota, s, examined).reduce(evolveGradePlaces, s)
const holdersOf = ({ holders }: GradePlaces): readonly string[] => [...holders.keys()]
const two = take(take(freePlaces(), 2, 'c1'), 2, 'c2')
const holder = (counselorId: string, over: Partial<Holder> = {}): Holder => ({
  counselorId,
  claimedAt: 6,
  revision: 7,
  hasGrade: true,
  ...over,
})

describe('the places of a grade (R-AK-78)', () => {
  it('are taken until there is none left', () => {
    expect(holdersOf(two)).toEqual(['c1', 'c2'])
    expect(holdersOf(take(two, 2, 'c3', [holder('c1'), holder('c2')]))).toEqual(['c1', 'c2'])
    expect(holdersOf(take(freePlaces(), 0, 'c1'))).toEqual([])
  })
  it('the same claim again takes nothing, one at a new revision is renewed', () => {
    expect(takePlace(claim('c1'), 2, two, [])).toEqual([])
    expect(take(two, 2, 'c1', [], 9).holders.get('c1')).toBe(9)
  })
  it('one that its holder has given up goes to the next', () => {
    expect(holdersOf(take(two, 2, 'c3', [holder('c1', { hasGrade: false }), holder('c2')]))).toEqual(['c2', 'c3'])
  })
  it('a claim whose result may still come is not given up', () => {
    expect(holdersOf(take(two, 2, 'c3', [holder('c1', { revision: 6, hasGrade: false }), holder('c2')]))).toEqual(['c1', 'c2'])
  })
  it('a claim that was renewed since it was looked at is not taken over', () => {
    const renewed = take(two, 2, 'c1', [], 9)
    expect(holdersOf(take(renewed, 2, 'c3', [holder('c1', { hasGrade: false }), holder('c2')]))).toEqual(['c1', 'c2'])
  })
  it('a quota that was corrected downwards is filled again only once enough are given up', () => {
    const gone = { hasGrade: false }
    expect(holdersOf(take(two, 1, 'c3', [holder('c1', gone), holder('c2')]))).toEqual(['c1', 'c2'])
    expect(holdersOf(take(two, 1, 'c3', [holder('c1', gone), holder('c2', gone)]))).toContain('c3')
  })
})
