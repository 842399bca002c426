import { PolicyParameterSet } from '@fudao/contracts/policy'
import * as staffing from '@fudao/contracts/staffing'
import { type ViewPage, views, type WhyAnswer } from '@fudao/contracts/views'
import type { TestEvent } from '@fudao/messaging/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { campusExists, counselorJoins, dayIs, rulesActOn, taskFor, tell, yearIs } from './fixtures/story.js'
import { as, idsOf, org, World } from './fixtures/world.js'

const campus = 'yili'
const on = (day: string, ...events: readonly TestEvent[]): readonly TestEvent[] => events.map((event) => ({ ...event, asOf: day }))

/** A story of three years, told day by day. */
const days: readonly (readonly [string, readonly TestEvent[]])[] = [
  [
    '2021-09-01',
    [
      tell(
        PolicyParameterSet,
        { key: 'staffing.contract.renewalNoticeDays', value: 60, unit: 'days', effectiveFrom: '2021-09-01', basisDoc: 'd', reason: 'r' },
        { campus },
      ),
      ...counselorJoins({ counselorId: 'c1', campus }),
    ],
  ],
  [
    '2021-09-02',
    counselorJoins({ counselorId: 'c2', departmentId: 'eng', campus }).map((event) =>
      event.type === staffing.CounselorRegistered.type ? { ...event, data: { ...event.data, startDate: '2021-09-02' } } : event,
    ),
  ],
  ['2023-01-15', yearIs('c1', 2022, 5500, campus)],
  ['2023-03-01', [tell(staffing.HeadcountRecorded, { asOf: '2023-03-01', students: 400, byDepartment: { eng: 200 } }, { campus })]],
  ['2024-01-15', [...yearIs('c1', 2023, 5610, campus), ...rulesActOn('c1', 2022, 2023, campus)]],
  ['2024-02-17', [taskFor('t1', {}, campus)]],
  [
    '2024-03-01',
    [tell(staffing.EmploymentChanged, { counselorId: 'c2', from: 'fullTime', to: 'partTime', effectiveDate: '2024-03-01' }, { campus })],
  ],
  [
    '2024-03-20',
    [
      tell(
        PolicyParameterSet,
        { key: 'staffing.contract.renewalNoticeDays', value: 90, unit: 'days', effectiveFrom: '2024-03-20', basisDoc: 'd', reason: 'r' },
        { campus },
      ),
    ],
  ],
  ['2024-06-30', [tell(staffing.CounselorDeregistered, { counselorId: 'c1', lastDay: '2024-06-30', reason: 'resigned' }, { campus })]],
]

let world: World
const live = new Map<string, ViewPage>()
const ask = (view: string, params: Record<string, string> = {}) => world.page(view, as('system'), params, campus)

beforeAll(async () => {
  world = await World.create()
  await world.publish(...campusExists(campus).slice(0, 1))
  for (const [day, events] of days) {
    world.token = await world.publish(...on(day, dayIs(day, campus), ...events))
    for (const { name } of views) live.set(`${name} ${day}`, await ask(name))
  }
}, 60_000)
afterAll(() => world.end())

describe('as of any date', () => {
  it.each(views.map(({ name }) => name))('%s: the answer for a day is the one that was given on that day', async (view) => {
    for (const [day] of days) {
      const { items, next, asOf } = live.get(`${view} ${day}`) ?? {}
      const then = await ask(view, { asOf: day })
      expect({ items: then.items, next: then.next, asOf: then.asOf }, `${view} on ${day}`).toEqual({ items, next, asOf })
    }
  })
  it('between two days nothing had changed but what depends on the date', async () => {
    expect((await ask('contracts', { asOf: '2023-12-31' })).items).toEqual((await ask('contracts', { asOf: '2023-03-01' })).items)
    expect((await ask('contracts', { asOf: '2023-12-31' })).items).not.toEqual((await ask('contracts')).items)
  })
  it('C-10: a notice day set when the contract was signed does not move with a later policy', async () => {
    const [now] = (await ask('contracts', { contractId: 'k_c2' })).items
    // 60 days before 2024-12-31; the 90 days of 2024-03-20 are for contracts signed from then on
    expect(now).toMatchObject({ state: 'active', to: '2024-12-31', renewalDueOn: '2024-11-01' })
  })
  it('filters and cursors work on the past as they do today', async () => {
    const first = await ask('contracts', { asOf: '2021-09-02', limit: '1' })
    expect(idsOf(first, 'counselorId')).toEqual(['c1'])
    expect(idsOf(await ask('contracts', { asOf: '2021-09-02', cursor: String(first.next) }), 'counselorId')).toEqual(['c2'])
    expect((await ask('contracts', { asOf: '2021-09-02', state: 'renewed' })).items).toEqual([])
  })
  it('why? is answered with what was known then', async () => {
    const why = (asOf: string) => world.ask<WhyAnswer>('why.contract', org, { id: 'k_c1', asOf }, campus)
    expect(await why('2023-12-31')).toMatchObject({
      status: 'ok',
      result: { asOf: '2023-12-31', conclusion: { en: expect.stringContaining('No clearance yet') } },
    })
    expect(await why('2024-01-15')).toMatchObject({ status: 'ok', result: { conclusion: { en: expect.stringContaining('held') } } })
  })
  it('before the first day and far ahead there is a clear refusal; a near day ahead shows what is known of it', async () => {
    expect(await world.view('contracts', org, { asOf: '2021-08-31' }, campus)).toMatchObject({
      status: 'invalid',
      issues: [{ path: 'asOf', message: { en: 'the records of this campus begin on 2021-09-01' } }],
    })
    expect(await world.view('contracts', org, { asOf: '2034-07-01' }, campus)).toMatchObject({
      status: 'invalid',
      issues: [{ path: 'asOf' }],
    })
    expect((await ask('tasks', { asOf: '2034-06-30', overdue: 'true' })).items).toHaveLength(1)
  })
  it('R-AK-77, A11: who sees what is the same in the past, and no other campus is in it', async () => {
    const nursing = as('deptBranch', { departmentId: 'nursing' })
    expect(idsOf(await world.page('contracts', nursing, { asOf: '2022-01-01' }, campus), 'counselorId')).toEqual(['c1'])
    expect((await world.view('contracts', as('analyst'), { asOf: '2022-01-01' }, campus)).status).toBe('forbidden')
    // c3 is a counselor of aksu
    expect(idsOf(await ask('contracts', { asOf: '2022-01-01' }), 'counselorId')).toEqual(['c1', 'c2'])
  })
  it('leaves nothing behind: the next page shows today', async () => {
    await ask('contracts', { asOf: '2021-09-02' })
    expect((await ask('contracts')).items).toEqual(live.get('contracts 2024-06-30')?.items)
  })
  it('A8: the name of a person erased since is not shown for any day', async () => {
    const erased = tell(staffing.PersonErased, { personId: 'p_c2', reason: '本人申请' }, { campus })
    await world.forget(campus, 'p_c2')
    world.token = await world.publish(...on('2024-06-30', erased))
    const names = (await ask('contracts', { asOf: '2021-09-02' })).items.map(({ counselorId, name }) => [counselorId, name])
    expect(names).toEqual([
      ['c1', '姓名c1'],
      ['c2', null],
    ])
  })
})
