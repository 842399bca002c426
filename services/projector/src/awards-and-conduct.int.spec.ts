import * as assessment from '@fudao/contracts/assessment'
import { PolicyParameterSet } from '@fudao/contracts/policy'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tell } from './fixtures/story.js'
import { as, idsOf, World } from './fixtures/world.js'

const round = { kind: 'topTen' as const, year: 2024 }
const nominated = (counselorId: string, by: string) =>
  tell(
    assessment.Nominated,
    { ...round, personId: `p_${counselorId}`, personCategory: 'fullTime', counselorId, by, grounds: '学风优良' },
    { asOf: '2024-01-10' },
  )
const work = { kind: 'onlineCulturalWork' as const, level: 'provincial' as const, role: 'lead' as const, status: 'published' as const }
const submitted = (achievementId: string, counselorId: string, coAuthors: string[], asOf: string) =>
  tell(
    assessment.AchievementSubmitted,
    { achievementId, counselorId, ...work, on: '2023-11-18', coAuthors, evidenceRef: '教思政 7' },
    { asOf },
  )
const verified = (achievementId: string, counselorId: string, asOf: string) =>
  tell(assessment.AchievementVerified, { achievementId, counselorId, ...work, on: '2023-11-18', countsAsResearch: true }, { asOf })
const incident = (incidentId: string, counselorId: string, departmentId: string, delayMin: number, day: string) => {
  const discoveredAt = `${day}T02:00:00Z`
  const reportedAt = new Date(Date.parse(discoveredAt) + delayMin * 60_000).toISOString()
  return tell(
    assessment.IncidentReported,
    { incidentId, counselorId, departmentId, discoveredAt, reportedAt, delayMin, kind: '公寓消防' },
    { asOf: day },
  )
}
const about = { caseId: 'k1', counselorId: 'c1', personId: 'p_c1' }

let world: World
beforeAll(async () => {
  world = await World.create()
  world.token = await world.publish(
    tell(assessment.AwardRoundOpened, { ...round, quota: 10 }, { asOf: '2024-01-05' }),
    tell(assessment.AwardRoundOpened, { kind: 'excellentCounselor', year: 2024, quota: null }, { asOf: '2024-01-05' }),
    nominated('c1', 'nursing'),
    nominated('c2', 'eng'),
    nominated('c3', 'nursing'),
    tell(assessment.WinnersSelected, { ...round, personIds: ['p_c2', 'p_c3'] }, { asOf: '2024-01-20' }),
    tell(assessment.NomineeWithdrawn, { ...round, personId: 'p_c3', reason: '本人放弃' }, { asOf: '2024-01-25' }),
    tell(assessment.AwardsPublished, { ...round, on: '2024-02-01', teachersDay: false }, { asOf: '2024-02-01' }),
    submitted('a1', 'c1', ['c2'], '2024-01-08'),
    verified('a1', 'c1', '2024-01-12'),
    submitted('a2', 'c3', [], '2024-01-09'),
    tell(assessment.AchievementRejected, { achievementId: 'a2', counselorId: 'c3' }, { asOf: '2024-01-15' }),
    tell(
      assessment.AchievementRetracted,
      { achievementId: 'a1', counselorId: 'c1', reason: 'misconduct', findingRef: '学风 2' },
      { asOf: '2024-02-10' },
    ),
    incident('i1', 'c1', 'nursing', 45, '2024-01-06'),
    tell(PolicyParameterSet, {
      key: 'assessment.incident.maxDelayMinutes',
      value: 30,
      unit: 'minutes',
      effectiveFrom: '2024-01-10',
      basisDoc: '校发 1',
      reason: 'test',
    }),
    incident('i2', 'c2', 'eng', 31, '2024-01-11'),
    incident('i3', 'c3', 'nursing', 30, '2024-01-12'),
    tell(assessment.ResponseRecorded, { incidentId: 'i2', action: '组织疏散', at: '2024-01-11T03:00:00Z' }, { asOf: '2024-01-11' }),
    tell(assessment.IncidentClosed, { incidentId: 'i2' }, { asOf: '2024-01-14' }),
    tell(assessment.AccountabilityOpened, { ...about, facts: '擅自离岗', consequence: '延误处置' }, { asOf: '2024-01-07' }),
    tell(assessment.Sanctioned, { ...about, measure: '诫勉', on: '2024-01-17' }, { asOf: '2024-01-17' }),
    tell(assessment.Cleared, { ...about, on: '2024-02-05' }, { asOf: '2024-02-05' }),
  )
})
afterAll(() => world.end())

const office = as('studentAffairs')
const branch = (departmentId: string) => as('deptBranch', { departmentId })
const self = (counselorId: string) => as('counselor', { counselorId })
const ids = async (view: string, actor = office, params: Record<string, string> = {}) => idsOf(await world.page(view, actor, params), 'id')

describe('R-AK-85 awards', () => {
  const states = async (params: Record<string, string> = {}, actor = office) =>
    (await world.page('awards', actor, { year: '2024', ...params })).items.map((row) => [row.id, row.state])
  it('has every nominee of a round and how it went; a round without any is there too', async () => {
    expect(await states()).toEqual([
      ['excellentCounselor-2024', null],
      ['topTen-2024-p_c1', 'nominated'],
      ['topTen-2024-p_c2', 'awarded'],
      ['topTen-2024-p_c3', 'withdrawn'],
    ])
    const { items } = await world.page('awards', office, { kind: 'topTen', year: '2024', state: 'awarded' })
    expect(items).toMatchObject([
      { quota: 10, counselorId: 'c2', departmentId: 'eng', nominatedOn: '2024-01-10', publishedOn: '2024-02-01' },
    ])
    expect(JSON.stringify(items)).not.toContain('学风优良')
  })
  it('as of a day: chosen, and before that nominated', async () => {
    expect(await states({ asOf: '2024-01-21', kind: 'topTen' })).toEqual([
      ['topTen-2024-p_c1', 'nominated'],
      ['topTen-2024-p_c2', 'chosen'],
      ['topTen-2024-p_c3', 'chosen'],
    ])
    expect(await ids('awards', office, { asOf: '2024-01-04', year: '2024' })).toEqual([])
  })
  it('R-AK-77: a branch sees the rounds and its own nominees, a counselor the own nomination', async () => {
    expect(await states({ kind: 'topTen' }, branch('eng'))).toEqual([['topTen-2024-p_c2', 'awarded']])
    expect(await states({ kind: 'topTen' }, branch('nobody'))).toEqual([['topTen-2024', null]])
    expect(await states({ kind: 'topTen' }, self('c1'))).toEqual([['topTen-2024-p_c1', 'nominated']])
  })
})

describe('R-AK-16, R-AK-55 achievements', () => {
  it('shows what was submitted, verified, rejected and retracted, the newest first, and what counts as research', async () => {
    const { items } = await world.page('achievements', office)
    expect(items).toMatchObject([
      { id: 'a2', state: 'rejected', countsAsResearch: null, verifiedOn: null },
      { id: 'a1', state: 'retracted', countsAsResearch: false, verifiedOn: '2024-01-12', retractedOn: '2024-02-10', coAuthors: ['c2'] },
    ])
    const before = await world.page('achievements', office, { asOf: '2024-01-31', state: 'verified' })
    expect(before.items).toMatchObject([{ id: 'a1', countsAsResearch: true }])
  })
  it('R-AK-77: a branch those of its department, a counselor the own and those made together', async () => {
    expect(await ids('achievements', branch('eng'))).toEqual([])
    expect(await ids('achievements', branch('nursing'))).toEqual(['a2', 'a1'])
    expect(await ids('achievements', self('c2'))).toEqual(['a1'])
    expect(await ids('achievements', self('c3'))).toEqual(['a2'])
  })
})

describe('R-AK-14 safety incidents', () => {
  it('is late by the limit of the day of the report; without a limit there is no late', async () => {
    const { items } = await world.page('safety-incidents', office)
    expect(items.map((row) => [row.id, row.delayMin, row.maxDelayMin, row.late])).toEqual([
      ['i3', 30, 30, false],
      ['i2', 31, 30, true],
      ['i1', 45, null, null],
    ])
    expect(items[1]).toMatchObject({ state: 'closed', responses: 1, lastResponse: '组织疏散', closedOn: '2024-01-14' })
    expect(await ids('safety-incidents', office, { late: 'true' })).toEqual(['i2'])
    expect(await ids('safety-incidents', office, { late: 'false' })).toEqual(['i3'])
  })
  it('R-AK-77: a branch reads those of its department, a counselor the own; page after page', async () => {
    expect(await ids('safety-incidents', branch('nursing'))).toEqual(['i3', 'i1'])
    expect(await ids('safety-incidents', self('c2'))).toEqual(['i2'])
    const first = await world.page('safety-incidents', office, { limit: '2' })
    const rest = await world.page('safety-incidents', office, { limit: '2', cursor: String(first.next) })
    expect([...idsOf(first, 'id'), ...idsOf(rest, 'id')]).toEqual(['i3', 'i2', 'i1'])
  })
})

describe('R-AK-84 accountability cases', () => {
  it('shows how a case stands on a day, and nothing of what it says', async () => {
    const on = async (asOf?: string) => (await world.page('accountability-cases', office, asOf ? { asOf } : {})).items
    expect(await on('2024-01-06')).toEqual([])
    expect(await on('2024-01-31')).toMatchObject([{ id: 'k1', state: 'sanctioned', sanctionedOn: '2024-01-17', clearedOn: null }])
    const now = await on()
    expect(now).toMatchObject([{ id: 'k1', counselorId: 'c1', state: 'notSanctioned', openedOn: '2024-01-07', clearedOn: '2024-02-05' }])
    expect(JSON.stringify(now)).not.toMatch(/离岗|诫勉|处置/)
  })
  it('R-AK-77: a branch reads those of its department, a counselor the own, other roles none', async () => {
    expect(await ids('accountability-cases', branch('nursing'))).toEqual(['k1'])
    expect(await ids('accountability-cases', branch('eng'))).toEqual([])
    expect(await ids('accountability-cases', self('c1'))).toEqual(['k1'])
    expect((await world.view('accountability-cases', as('teacher'))).status).not.toBe('ok')
  })
})
