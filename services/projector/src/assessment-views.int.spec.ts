import * as assessment from '@fudao/contracts/assessment'
import { PolicyParameterSet } from '@fudao/contracts/policy'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tell, yearIs } from './fixtures/story.js'
import { as, idsOf, World } from './fixtures/world.js'

const parties = { studentAffairs: 8501, orgPersonnel: 9002, deptBranch: 8003, students: 8804 }
const scored = (counselorId: string, year: number, of: Readonly<Record<string, number>>) => [
  ...yearIs(counselorId, year, 8000).slice(0, 1),
  ...Object.entries(of).map(([party, score]) => tell(assessment.PartyScored, { counselorId, year, party, score, criteria: {} })),
]
const gap = tell(
  PolicyParameterSet,
  { key: 'assessment.failGap', value: 'skips', unit: '', effectiveFrom: '2018-01-01', basisDoc: '校发 1', reason: 'test' },
  { campus: 'lanzhou' },
)

let world: World
beforeAll(async () => {
  world = await World.create()
  world.token = await world.publish(
    ...scored('c1', 2021, parties),
    ...scored('c2', 2021, { studentAffairs: 8500 }),
    ...yearIs('c3', 2021, 5000).slice(0, 6),
    tell(assessment.AssessmentCancelled, { counselorId: 'c3', year: 2021, reason: 'deregistered' }),
    gap,
    ...yearIs('c1', 2019, 5000, 'lanzhou'),
    ...yearIs('c1', 2020, 5000, 'lanzhou').slice(0, 1),
    ...yearIs('c1', 2021, 5000, 'lanzhou'),
  )
})
afterAll(() => world.end())

const office = as('studentAffairs')
describe('RM-11 assessment progress (R-AK-80)', () => {
  it('total = Σ weight × score ÷ 100, half up, as soon as every party has scored; nobody’s result while one is missing', async () => {
    const { items } = await world.page('assessment-progress', office, { year: '2021' })
    expect(items.map((row) => [row.counselorId, row.state, row.partiesScored, row.total, row.grade])).toEqual([
      // 30 % of 85.01 and 80.03, 20 % of 90.02 and 88.04: 85.124
      ['c1', 'scored', 4, 8512, null],
      ['c2', 'open', 1, null, null],
      // cancelled after the grade was proposed: there is no result
      ['c3', 'cancelled', 4, null, null],
    ])
  })
  it('who is assessed does not see the total before the result', async () => {
    const { items } = await world.page('assessment-progress', as('counselor', { counselorId: 'c1' }), { year: '2021' })
    expect(items).toMatchObject([{ partiesScored: 4, total: null, scores: {} }])
  })
})

describe('RM-13 exit watch', () => {
  it('A-12 skips: a year still under way between two failed ones is no gap, so each stands alone', async () => {
    const list = async () => idsOf(await world.page('exit-watch', office, { list: 'oneFail' }, 'lanzhou'), 'id')
    expect(await list()).toEqual(['c1-2021'])
    const exempted = tell(assessment.AssessmentExempted, { counselorId: 'c1', year: 2020, reason: '进修' }, { campus: 'lanzhou' })
    world.token = await world.publish(exempted)
    expect(await list()).toEqual([])
  })
})
