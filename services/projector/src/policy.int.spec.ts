import {
  PolicyParameterCorrected,
  PolicyParameterRetired,
  PolicyParameterSet,
  PolicyTextAttached,
  PresetAdopted,
  parameters,
  presetValues,
} from '@fudao/contracts/policy'
import { policyView } from '@fudao/contracts/views'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tell } from './fixtures/story.js'
import { as, idsOf, World } from './fixtures/world.js'

const DAYS = 'staffing.exit.offerResponseDays'
let world: World
beforeAll(async () => {
  world = await World.create()
  const paper = { unit: 'days', basisDoc: '学工〔2022〕5号', reason: '更充分的时间' }
  world.token = await world.publish(
    tell(
      PresetAdopted,
      {
        preset: 'aksu',
        contexts: ['staffing'],
        effectiveFrom: '2022-01-01',
        values: presetValues('aksu', ['staffing']),
        approvalRef: '党委会〔2022〕1号',
      },
      { asOf: '2021-12-20' },
    ),
    tell(PolicyParameterSet, { key: DAYS, value: 20, effectiveFrom: '2023-01-01', ...paper }, { asOf: '2022-12-01' }),
    tell(
      PolicyParameterCorrected,
      { key: DAYS, value: 18, effectiveFrom: '2023-01-01', reason: '录入有误', correctsEventId: 'e1' },
      { asOf: '2023-02-01' },
    ),
    tell(PolicyTextAttached, { topic: 'office', docRef: '院发〔2023〕7号《办公条件标准》' }, { asOf: '2023-03-01' }),
    tell(PolicyParameterRetired, { key: DAYS, effectiveFrom: '2025-01-01' }, { asOf: '2024-02-20' }),
    tell(PolicyParameterSet, { key: DAYS, value: 7, effectiveFrom: '2021-01-01', ...paper }, { campus: 'lanzhou' }),
  )
})
afterAll(() => world.end())
const one = async (asOf: string, actor = as('counselor', { counselorId: 'c1' })) => {
  const { items } = await world.page('policy', actor, { key: DAYS, asOf })
  expect(items).toHaveLength(1)
  return policyView.row.parse(items[0])
}

describe('the policy of a campus', () => {
  it('R-AK-86: the value in force on any day, with its paper, and when it changes next', async () => {
    expect(await one('2021-12-31')).toMatchObject({ value: null, source: 'none', effectiveFrom: null, nextChangeOn: '2022-01-01' })
    expect(await one('2022-06-01')).toMatchObject({ value: 15, source: 'preset', effectiveFrom: '2022-01-01', nextChangeOn: '2023-01-01' })
    expect(await one('2023-01-01')).toMatchObject({
      title: { zh: '调岗答复天数' },
      unit: 'days',
      rules: ['R-AK-83'],
      value: 18,
      says: { zh: '18 天', en: '18 days' },
      source: 'corrected',
      reason: '录入有误',
      nextChangeOn: '2025-01-01',
    })
    expect(await one('2025-01-01')).toMatchObject({ value: null, source: 'retired', nextChangeOn: null })
  })
  it('tells all it was and will be, in order', async () => {
    expect((await one('2024-02-20')).history).toMatchObject([
      { act: 'preset', preset: 'aksu', approvalRef: '党委会〔2022〕1号', value: 15, decidedOn: '2021-12-20', version: expect.any(Number) },
      { act: 'set', value: 20, basisDoc: '学工〔2022〕5号', reason: '更充分的时间' },
      { act: 'corrected', value: 18, correctsEventId: 'e1' },
      { act: 'retired', value: null, effectiveFrom: '2025-01-01' },
    ])
  })
  it('lists every parameter there is, page by page; what holds everywhere is named as such', async () => {
    const first = await world.page('policy', as('studentAffairs'), { limit: '50' })
    const second = await world.page('policy', as('studentAffairs'), { limit: '500', cursor: String(first.next) })
    expect([...idsOf(first, 'key'), ...idsOf(second, 'key')]).toEqual(Object.keys(parameters).toSorted())
    const failGap = (await world.page('policy', as('deptBranch', { departmentId: 'nursing' }), { key: 'assessment.failGap' })).items
    expect(failGap).toMatchObject([{ value: 'breaks', source: 'default', rules: expect.arrayContaining(['A-12']), history: [] }])
  })
  it('filters by context and by what the campus has set', async () => {
    const awards = await world.page('policy', as('partyCommittee'), { context: 'assessment', set: 'false' })
    expect(idsOf(awards, 'key')).toContain('awards.topTen.quota')
    const set = await world.page('policy', as('partyCommittee'), { set: 'true', limit: '500' })
    expect(set.items.length).toBe(Object.keys(presetValues('aksu', ['staffing'])).length)
  })
  it('R-AK-76: the texts attached by the day, with their topic in both languages; each campus has its own', async () => {
    const texts = async (params: Record<string, string> = {}, campus = 'aksu') =>
      (await world.page('policy-texts', as('counselor', { counselorId: 'c1' }), params, campus)).items
    const phone = {
      topic: 'phone',
      topicShown: { zh: '通讯经费', en: 'phone costs' },
      docRef: '院发〔2021〕18号《通讯经费办法》',
      from: '2021-09-01',
    }
    const office = { topic: 'office', docRef: '院发〔2023〕7号《办公条件标准》', from: '2023-03-01' }
    expect(await texts()).toMatchObject([phone, office])
    expect(await texts({ asOf: '2023-02-28' })).toMatchObject([phone])
    expect(await texts({ topic: 'office' })).toMatchObject([office])
    expect(await texts({}, 'lanzhou')).toMatchObject([phone])
    expect((await world.view('policy-texts', as('analyst'))).status).toBe('forbidden')
  })
  it('is each campus of its own, and not for analysts, students and operators', async () => {
    const lanzhou = await world.page('policy', as('studentAffairs'), { key: DAYS }, 'lanzhou')
    expect(lanzhou.items).toMatchObject([{ value: 7, source: 'set' }])
    for (const role of ['analyst', 'platformAdmin', 'studentEvaluator', 'candidate'] as const)
      expect((await world.view('policy', as(role))).status).toBe('forbidden')
  })
})
