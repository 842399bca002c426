import {
  AssessmentFinalized,
  AssessmentLinkagesIssued,
  AssessmentOpened,
  AssessmentResultRevised,
  GradeProposed,
  InputAttached,
  InputDetached,
  PartyScored,
  ResultAcknowledged,
} from '@fudao/contracts/assessment'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tell } from './fixtures/story.js'
import { as, idsOf, World } from './fixtures/world.js'

const key = { counselorId: 'c2', year: 2021 }
const weights = { studentAffairs: 40, orgPersonnel: 20, deptBranch: 20, students: 20 }
const coSigners = [{ role: 'orgPersonnel' as const, userId: 'u_op', ref: '组人签 1' }]
const scored = (party: string, score: number, actorId: string, criteria: { readonly ethics?: number } = {}) =>
  tell(PartyScored, { ...key, party, score, criteria }, { asOf: '2022-01-05', actorId })

let world: World
beforeAll(async () => {
  world = await World.create()
  const input = { kind: 'trainingHours' as const, sourceId: 'ledger_1', data: { required: 16, credited: 15.5 } }
  world.token = await world.publish(
    tell(
      AssessmentOpened,
      { ...key, employment: 'fullTime', departmentId: 'nursing', weights, criteria: ['ethics'], thresholds: { qualified: 6000 } },
      { asOf: '2021-12-01' },
    ),
    tell(InputAttached, { ...key, ...input }, { asOf: '2022-01-02' }),
    tell(InputAttached, { ...key, ...input, sourceId: 'ledger_2' }, { asOf: '2022-01-02' }),
    tell(InputDetached, { ...key, sourceId: 'ledger_2', reason: '学时更正' }, { asOf: '2022-01-03' }),
    scored('students', 8801, 'system'),
    scored('deptBranch', 9000, 'u_db'),
    scored('orgPersonnel', 8000, 'u_op'),
    scored('studentAffairs', 8500, 'u_sa', { ethics: 9000 }),
    tell(GradeProposed, { ...key, total: 8560, grade: 'qualified' }, { asOf: '2022-01-06' }),
    tell(
      AssessmentFinalized,
      { ...key, grade: 'qualified', total: 8560, on: '2022-01-10', coSigners },
      { asOf: '2022-01-10', actorId: 'u_sa', actorRole: 'studentAffairs' },
    ),
    tell(AssessmentLinkagesIssued, { ...key, grade: 'qualified', linkages: ['appointment', 'renewal'] }, { asOf: '2022-01-10' }),
    tell(ResultAcknowledged, { ...key, on: '2022-01-12' }, { asOf: '2022-01-12' }),
    tell(
      AssessmentResultRevised,
      { ...key, from: 'qualified', to: 'unqualified', on: '2024-02-01', coSigners },
      { asOf: '2024-02-01', actorId: 'u_sa', actorRole: 'studentAffairs' },
    ),
  )
})
afterAll(() => world.end())

const affairs = as('studentAffairs')
const sheet = async (params: Record<string, string> = {}, actor = affairs) =>
  (await world.page('assessment-sheet', actor, { counselorId: 'c2', year: '2021', ...params })).items[0]

describe('D-18 the assessment sheet (R-AK-79..81)', () => {
  it('has the fields of the sheet in its order', async () => {
    const found = await sheet({ asOf: '2024-01-31' })
    const given = { criteria: {}, on: '2022-01-05' }
    expect(found).toEqual({
      id: 'c2-2021',
      counselorId: 'c2',
      name: '姓名c2',
      departmentId: 'nursing',
      departmentName: '护理系',
      employment: 'fullTime',
      year: 2021,
      state: 'final',
      parties: [
        { party: 'studentAffairs', weight: 40, score: 8500, ...given, criteria: { ethics: 9000 }, by: 'u_sa' },
        { party: 'orgPersonnel', weight: 20, score: 8000, ...given, by: 'u_op' },
        { party: 'deptBranch', weight: 20, score: 9000, ...given, by: 'u_db' },
        { party: 'students', weight: 20, score: 8801, ...given, by: null },
      ],
      criteria: ['ethics'],
      inputs: [{ kind: 'trainingHours', sourceId: 'ledger_1', data: { required: 16, credited: 15.5 }, on: '2022-01-02' }],
      total: 8560,
      grade: 'qualified',
      linkages: ['appointment', 'renewal'],
      signatures: [
        { act: 'finalized', role: 'studentAffairs', userId: 'u_sa', ref: null, on: '2022-01-10' },
        { act: 'finalized', role: 'orgPersonnel', userId: 'u_op', ref: '组人签 1', on: '2022-01-10' },
      ],
      acknowledgedOn: '2022-01-12',
    })
    expect(Object.keys(found ?? {})).toEqual(
      'id counselorId name departmentId departmentName employment year state parties criteria inputs total grade linkages signatures acknowledgedOn'.split(
        ' ',
      ),
    )
  })
  it('a revision is signed in its turn, and has not been acknowledged yet', async () => {
    const revised = await sheet()
    expect(revised).toMatchObject({ grade: 'unqualified', total: 8560, acknowledgedOn: null })
    expect(revised?.signatures).toMatchObject(['finalized', 'finalized', 'revised', 'revised'].map((act) => ({ act })))
  })
  it('R-AK-77: who is assessed sees nothing that was given before the result', async () => {
    const own = as('counselor', { counselorId: 'c2' })
    expect(await sheet({ asOf: '2022-01-06' }, own)).toMatchObject({
      total: null,
      grade: null,
      parties: [
        { party: 'studentAffairs', weight: 40, score: null, criteria: {}, by: null, on: null },
        { score: null },
        { score: null },
        { score: null },
      ],
    })
    expect(await sheet({ asOf: '2022-01-06' })).toMatchObject({ total: 8560, parties: [{ score: 8500 }, {}, {}, {}] })
    expect(await sheet({ asOf: '2022-01-10' }, own)).toMatchObject({ grade: 'qualified', parties: [{ score: 8500 }, {}, {}, {}] })
  })
  it('a branch reads the sheets of its department, a counselor the own, students and the rest none', async () => {
    const branch = (departmentId: string) => world.page('assessment-sheet', as('deptBranch', { departmentId }), { year: '2021' })
    expect(idsOf(await branch('nursing'), 'id')).toEqual(['c2-2021'])
    expect((await branch('eng')).items).toEqual([])
    expect(new Set(idsOf(await world.page('assessment-sheet', as('counselor', { counselorId: 'c1' })), 'counselorId'))).toEqual(
      new Set(['c1']),
    )
    for (const role of ['studentEvaluator', 'leader', 'analyst', 'departmentOffice'] as const)
      expect(await world.view('assessment-sheet', as(role, { departmentId: 'nursing' }))).toMatchObject({ status: 'forbidden' })
  })
  it('page after page, the latest year first', async () => {
    const whole = idsOf(await world.page('assessment-sheet', affairs), 'id')
    const first = await world.page('assessment-sheet', affairs, { limit: '2' })
    const rest = await world.page('assessment-sheet', affairs, { cursor: String(first.next) })
    expect([...idsOf(first, 'id'), ...idsOf(rest, 'id')]).toEqual(whole)
    expect(whole.at(-1)).toBe('c2-2021')
  })
})
