import { FilesReported, IncidentReported, JournalReplied, JournalSubmitted, WorkCorrected, WorkRecorded } from '@fudao/contracts/assessment'
import { PolicyParameterSet } from '@fudao/contracts/policy'
import type { WhyAnswer } from '@fudao/contracts/views'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tell } from './fixtures/story.js'
import { as, idsOf, World } from './fixtures/world.js'

const own = { counselorId: 'c1' }
const work = { ...own, month: '2024-01', on: '2024-01-10', tags: [] }
const texts = { studentsInGeneral: '稳定', work: '走访', effect: '良好', late: false }
const complete = [200, 190, 200, 195, 200, 180, 0]

let world: World
beforeAll(async () => {
  world = await World.create()
  world.token = await world.publish(
    tell(
      PolicyParameterSet,
      {
        key: 'calendar.terms',
        value: [{ termId: 't24a', from: '2024-01-08', to: '2024-06-30' }],
        unit: '',
        effectiveFrom: '2021-01-01',
        basisDoc: 'doc',
        reason: 'test',
      },
      { asOf: '2021-01-01' },
    ),
    tell(WorkRecorded, { ...work, entryId: 'w1', dutyCode: 1, minutes: 30, system: 'talk' }, { asOf: '2024-01-10' }),
    tell(WorkRecorded, { ...work, entryId: 'w2', dutyCode: 0, minutes: 20, purpose: '报账' }, { asOf: '2024-01-11' }),
    tell(WorkCorrected, { ...work, entryId: 'w1', dutyCode: 1, minutes: 60, system: 'talk' }, { asOf: '2024-01-20' }),
    tell(JournalSubmitted, { ...own, ...texts, isoWeek: '2024-W03', issues: ['照明不足', '座椅损坏'] }, { asOf: '2024-01-21' }),
    tell(
      FilesReported,
      { ...own, termId: 't24a', students: 200, complete, special: 6, specialWithOwnFile: 5, on: '2024-01-22' },
      { asOf: '2024-01-22' },
    ),
    tell(
      IncidentReported,
      {
        incidentId: 'i1',
        ...own,
        departmentId: 'nursing',
        discoveredAt: '2024-01-15T01:00:00.000Z',
        reportedAt: '2024-01-15T01:05:00.000Z',
        delayMin: 5,
        kind: '火情',
      },
      { asOf: '2024-01-15' },
    ),
    tell(JournalReplied, { ...own, isoWeek: '2024-W03', note: '已报后勤处' }, { asOf: '2024-02-01' }),
  )
})
afterAll(() => world.end())

const affairs = as('studentAffairs')
const row = async (params: Record<string, string> = {}) =>
  (await world.page('department-branch', affairs, { counselorId: 'c1', ...params })).items[0]

describe('RM-10 department branch (R-AK-18..25)', () => {
  it('has every figure of the term up to the day', async () => {
    expect(await row()).toMatchObject({
      id: 'c1',
      name: '姓名c1',
      departmentId: 'nursing',
      departmentName: '护理系',
      asOf: '2024-02-20',
      termId: 't24a',
      from: '2024-01-08',
      to: '2024-02-20',
      totalMinutes: 80,
      dutyMinutes: { 1: 60 },
      outsideMinutes: 20,
      offDutyShare: { num: 1, den: 4 },
      talks: 1,
      journals: 1,
      weeksInTerm: 25,
      unansweredIssues: 0,
      fileCompleteness: { num: 233, den: 280 },
      withoutOwnFile: 1,
      incidents: 1,
      pendingEndorsements: null,
    })
  })
  it('as of a past day: before the correction, the report and the reply', async () => {
    expect(await row({ asOf: '2024-01-14' })).toMatchObject({ totalMinutes: 50, offDutyShareShown: '40.0%', students: null, incidents: 0 })
    expect(await row({ asOf: '2024-01-31' })).toMatchObject({ totalMinutes: 80, unansweredIssues: 2 })
  })
  it('R-AK-77: a branch and its office read their department, a counselor the own row, others nothing', async () => {
    for (const role of ['deptBranch', 'departmentOffice'] as const) {
      const { items } = await world.page('department-branch', as(role, { departmentId: 'nursing' }))
      expect(items.length).toBeGreaterThan(0)
      expect(new Set(idsOf({ items } as never, 'departmentId'))).toEqual(new Set(['nursing']))
      expect((await world.page('department-branch', as(role, { departmentId: 'nobody' }))).items).toEqual([])
      expect(await world.view('department-branch', as(role))).toMatchObject({ status: 'forbidden' })
    }
    expect(idsOf(await world.page('department-branch', as('counselor', { counselorId: 'c2' })), 'id')).toEqual(['c2'])
    for (const role of ['partyCommittee', 'studentEvaluator', 'leader', 'analyst'] as const)
      expect(await world.view('department-branch', as(role))).toMatchObject({ status: 'forbidden' })
    expect((await world.page('department-branch', affairs, {}, 'lanzhou')).items).toMatchObject([
      { id: 'c1', totalMinutes: 0, journals: 0 },
    ])
  })
  it('page after page', async () => {
    const whole = idsOf(await world.page('department-branch', affairs), 'id')
    const first = await world.page('department-branch', affairs, { limit: '1' })
    const rest = await world.page('department-branch', affairs, { cursor: String(first.next) })
    expect([...idsOf(first, 'id'), ...idsOf(rest, 'id')]).toEqual(whole)
  })
  it('why: the arithmetic, the rule, and the entries with their correction', async () => {
    const ask = (actor = affairs, id = 'c1') => world.ask<WhyAnswer>('why.department-branch', actor, { id })
    const reply = await ask()
    if (reply.status !== 'ok') return expect.fail(JSON.stringify(reply))
    const { figures, steps, name } = reply.result
    expect(name).toBe('姓名c1')
    const line = (figure: string) => figures.find((f) => f.name === figure)?.arithmetic.at(-1)?.en
    expect(line('totalMinutes')).toBe('60 + 20 = 80')
    expect(line('offDutyShare')).toBe('20 ÷ 80 = 25.0%')
    expect(line('journalShare')).toBe('1 ÷ 25 = 4.0%')
    expect(line('fileCompleteness')).toBe('1165 ÷ (7 × 200) = 83.2%')
    expect(line('withoutOwnFile')).toBe('6 − 5 = 1')
    expect(figures.find((f) => f.name === 'offDutyShare')?.rules[0]?.id).toBe('R-AK-18')
    expect(steps.map(({ event }) => event.type)).toEqual(
      expect.arrayContaining([
        'assessment.WorkRecorded',
        'assessment.WorkCorrected',
        'assessment.JournalReplied',
        'assessment.FilesReported',
        'assessment.IncidentReported',
      ]),
    )
    expect(await ask(as('counselor', { counselorId: 'c2' }))).toMatchObject({ status: 'unknown', code: 'NotFound' })
  })
})
