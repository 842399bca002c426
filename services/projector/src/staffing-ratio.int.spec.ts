import { staffingRatioView, type WhyAnswer } from '@fudao/contracts/views'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { as, idsOf, World } from './fixtures/world.js'

let world: World
beforeAll(async () => {
  world = await World.create()
})
afterAll(() => world.end())

const party = as('partyCommittee')
const nursing = as('deptBranch', { departmentId: 'nursing' })
const ask = (actor = party, params: Record<string, string> = {}) => world.page('staffing-ratio', actor, params)

describe('RM-01 staffing ratio', () => {
  it('shows the campus first, then its departments as information', async () => {
    const { items } = await ask()
    expect(idsOf({ items } as never, 'id')).toEqual(['campus', 'eng', 'nursing'])
    // 601 students and 3 counselors: 1:200.3
    expect(items[0]).toMatchObject({ students: 601, fullTime: 3, ratio: '1:200.3', compliant: null, approvedPosts: 4, vacancies: 1 })
    expect(items[2]).toMatchObject({ departmentName: '护理系', students: 401, fullTime: 2, approvedPosts: null })
  })
  it('counts from the dates in the rows, on any day', async () => {
    expect((await ask(party, { asOf: '2021-08-31' })).items[0]).toMatchObject({ fullTime: 0, students: null, ratio: null })
    expect((await ask(party, { asOf: '2023-08-31' })).items[0]).toMatchObject({ fullTime: 3, students: null, approvedPosts: null })
    expect((await ask(party, { asOf: '2023-09-01' })).items[0]).toMatchObject({ fullTime: 3, students: 601, headcountAsOf: '2023-09-01' })
  })
  it('pages and filters', async () => {
    const first = await ask(party, { limit: '1' })
    expect(idsOf(first, 'id')).toEqual(['campus'])
    expect(idsOf(await ask(party, { cursor: String(first.next) }), 'id')).toEqual(['eng', 'nursing'])
    expect(idsOf(await ask(party, { scope: 'department', departmentId: 'eng' }), 'id')).toEqual(['eng'])
  })
  it('R-AK-77: a department sees its own row, a counselor none', async () => {
    expect(idsOf(await ask(nursing), 'id')).toEqual(['nursing'])
    expect((await world.view('staffing-ratio', as('counselor', { counselorId: 'c1' }))).status).toBe('forbidden')
    expect((await world.ask('why.staffing-ratio', nursing, { id: 'campus' })).status).toBe('unknown')
  })
  it('why? tells inputs, arithmetic, rules with their article, policy and the events behind them', async () => {
    const reply = await world.ask<WhyAnswer>('why.staffing-ratio', party, { id: 'campus' })
    if (reply.status !== 'ok') throw new Error(JSON.stringify(reply))
    const { figures, steps, conclusion } = reply.result
    expect(conclusion.en).toBe('Ratio 1:200.3; the campus has set no ratio.')
    expect(figures.map(({ name }) => name)).toEqual(expect.arrayContaining(['students', 'fte', 'compliant']))
    for (const { name } of figures) expect(Object.keys(staffingRatioView.row.shape)).toContain(name)
    const fte = figures.find(({ name }) => name === 'fte')
    expect(fte).toMatchObject({ shown: { en: '3.00' }, arithmetic: [{ en: '3 + 0 × 1/3 = 9/3' }] })
    expect(fte?.rules[0]).toMatchObject({ id: 'R-AK-37', article: expect.anything() })
    expect(fte?.policy).toMatchObject([{ key: 'staffing.partTimeWeight', value: { num: 1, den: 3 }, version: -1 }])
    expect(steps.map(({ event }) => event.type)).toEqual(['staffing.HeadcountRecorded', 'staffing.PostsApproved'])
  })
  it('why? answers for one figure, and for none that there is not', async () => {
    const one = await world.ask<WhyAnswer>('why.staffing-ratio', party, { id: 'nursing-students' })
    expect(one).toMatchObject({ status: 'ok', result: { id: 'nursing-students', figures: [{ name: 'students', shown: { zh: '401' } }] } })
    expect((await world.ask('why.staffing-ratio', party, { id: 'nursing-height' })).status).toBe('unknown')
  })
})
