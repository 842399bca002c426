import { beforeAll, describe, expect, it } from 'vitest'
import { clientFor, eventually, openCampus, problemOf, type Scope, type TestCampus } from './support/campus.js'

// Departments lead their own counselors, the student-affairs office leads them all (R-AK-77).

const departments = { c1: 'nursing', c2: 'automotive' } as const
type Who = keyof typeof departments
const counselors = ['c1', 'c2'] as const
const complete = { study: 9, family: 9, hardship: 9, mentalHealth: 9, rewardsAndDiscipline: 9, socialWork: 9, partyAndLeague: 9 }
const round = { kind: 'topTen', year: 2024 }
type Act = readonly [command: string, payload: Readonly<Record<string, unknown>>]
const minute = (n: number): string => `2024-03-08T10:${String(n).padStart(2, '0')}:00+08:00`

/** What only the branch of the counselor's department does. */
const ofBranch = (counselorId: Who): readonly Act[] => [
  ['SubmitPartyScore', { counselorId, year: 2024, party: 'deptBranch', score: 8000 }],
  ['ReplyJournal', { counselorId, isoWeek: '2024-W10', note: '已报后勤处' }],
  [
    'ReportIncident',
    {
      incidentId: `i_${counselorId}`,
      counselorId,
      departmentId: departments[counselorId],
      discoveredAt: minute(0),
      reportedAt: minute(5),
      kind: '公寓消防',
    },
  ],
  ['RecordResponse', { incidentId: `i_${counselorId}`, action: '组织疏散', at: minute(6) }],
  ['CloseIncident', { incidentId: `i_${counselorId}` }],
  ['RaiseFinding', { findingId: `f_${counselorId}`, counselorId, reasons: '长期不能履行基本职责' }],
  ['Nominate', { ...round, personId: `p_${counselorId}`, grounds: '学风优良' }],
  ['WithdrawNominee', { ...round, personId: `p_${counselorId}`, reason: '本人放弃' }],
  ['HandOverFiles', { counselorId, termId: 't24a', toId: counselorId === 'c1' ? 'c2' : 'c1' }],
]
/** What counselors do, and the offices that lead them all. */
const ofCounselor = (counselorId: Who): readonly Act[] => [
  [
    'SubmitJournal',
    { counselorId, isoWeek: '2024-W10', studentsInGeneral: '稳定', work: '年级大会', effect: '良好', issues: ['照明不足'] },
  ],
  ['ReportFiles', { counselorId, termId: 't24a', students: 9, complete, special: 2, specialWithOwnFile: 1 }],
  [
    'SubmitAchievement',
    {
      achievementId: `a_${counselorId}`,
      counselorId,
      kind: 'paper',
      level: 'provincial',
      role: 'lead',
      status: 'published',
      on: '2024-01-10',
      evidenceRef: '论文 1',
    },
  ],
]
const signed = (role: string) => [{ role, userId: `test_${role}`, ref: '签 1' }]
const ofOffice = (counselorId: Who): readonly (readonly [role: string, ...act: Act])[] => [
  ['studentAffairs', 'VerifyAchievement', { achievementId: `a_${counselorId}` }],
  ['studentAffairs', 'DecideFinding', { findingId: `f_${counselorId}`, decision: 'dismiss', coSigners: signed('orgPersonnel') }],
  ['disciplineInspection', 'OpenCase', { caseId: `k_${counselorId}`, counselorId, facts: '擅离岗位', consequence: '延误处置' }],
]

let campus: TestCampus
let token = ''
const send = async (role: string, [command, payload]: Act, scope: Scope = {}): Promise<void> => {
  const accepted = await campus.as(role, 'assessment', command, token ? { ...payload, token } : payload, scope)
  token = accepted.token ?? token
}
const branch = (departmentId: string): Scope => ({ departmentId })
const other = (counselorId: Who): string => departments[counselorId === 'c1' ? 'c2' : 'c1']

beforeAll(async () => {
  campus = await openCampus({
    firstDay: '2024-03-01',
    parameters: { 'calendar.terms': [{ termId: 't24a', from: '2024-03-04', to: '2024-07-12' }] },
  })
  const unit = { teachingUnit: true, siteId: 'main', grades: [] }
  await campus.as('orgPersonnel', 'staffing', 'SetDepartments', {
    departments: [
      { departmentId: 'nursing', name: '护理系', ...unit },
      { departmentId: 'automotive', name: '汽车系', ...unit },
    ],
  })
  for (const counselorId of counselors) await campus.hire(counselorId, { departmentId: departments[counselorId] })
  await campus.publishScheme(2024)
  for (const counselorId of counselors) await campus.assessmentOpened(counselorId, 2024)
  await campus.advance('2024-03-08')
  await send('studentAffairs', ['OpenAwardRound', round])
  for (const counselorId of counselors) for (const act of ofCounselor(counselorId)) await send('counselor', act, { counselorId })
})

describe('dual management (R-AK-77) through the public API', () => {
  it('a branch does for its own department only, and no office does it in its place', async () => {
    for (const counselorId of counselors)
      for (const act of ofBranch(counselorId)) {
        const [command, payload] = act
        const as = (role: string, scope: Scope) => problemOf(campus.as(role, 'assessment', command, { ...payload, token }, scope))
        const refused = [await as('deptBranch', branch(other(counselorId))), await as('studentAffairs', {})]
        for (const problem of refused) expect([command, problem.status, problem.code]).toEqual([command, 403, 'NotAuthorized'])
        await send('deptBranch', act, branch(departments[counselorId]))
      }
  })

  it('the offices lead: what they decide no branch does, of its own department neither', async () => {
    for (const counselorId of counselors)
      for (const [role, ...act] of ofOffice(counselorId)) {
        const problem = await problemOf(campus.as('deptBranch', 'assessment', act[0], act[1], branch(departments[counselorId])))
        expect([act[0], problem.status, problem.code]).toEqual([act[0], 403, 'NotAuthorized'])
        await send(role, act)
      }
    const assessment = { counselorId: 'c1', year: 2024 }
    const scheme = { year: 2024, coSigners: signed('orgPersonnel') }
    for (const act of [
      ['PublishScheme', scheme],
      ['ProposeGrade', assessment],
      ['FinalizeResult', { ...assessment, coSigners: signed('orgPersonnel') }],
      ['ExemptYear', { ...assessment, reason: '进修' }],
      ['OpenAwardRound', { kind: 'excellentCounselor', year: 2024 }],
      ['SelectWinners', { ...round, personIds: ['p_c1'] }],
    ] as const) {
      const problem = await problemOf(campus.as('deptBranch', 'assessment', act[0], act[1], branch('nursing')))
      expect([act[0], problem.status, problem.code]).toEqual([act[0], 403, 'NotAuthorized'])
    }
  })

  it.each([
    ['assessment-progress', {}],
    ['assessment-sheet', {}],
    ['department-branch', {}],
    ['weekly-journals', {}],
    ['student-file-reports', {}],
    ['safety-incidents', {}],
    ['achievements', {}],
    ['accountability-cases', {}],
    ['awards', { kind: 'topTen' }],
    ['exit-watch', { list: 'unsuitable' }],
  ] as const)('%s: a branch reads its department, a counselor the own, the office all', async (view, filter) => {
    const seen = async (role: string, scope: Scope = {}): Promise<unknown[]> => {
      const client = await clientFor(campus.campus, role, scope)
      const { items } = await client.view(campus.campus, view, { ...filter, limit: '100', token })
      return items.map((row) => String(row.counselorId)).toSorted()
    }
    await eventually(
      `${view} shows both`,
      () => seen('studentAffairs'),
      (all) => JSON.stringify(all) === '["c1","c2"]',
    )
    for (const counselorId of counselors) {
      expect(await seen('deptBranch', branch(departments[counselorId]))).toEqual([counselorId])
      expect(await seen('counselor', { counselorId })).toEqual([counselorId])
    }
    // asking for the other department's shows nothing of it
    const nursing = await clientFor(campus.campus, 'deptBranch', branch('nursing'))
    const { items } = await nursing.view(campus.campus, view, { ...filter, departmentId: 'automotive', token })
    expect(items.filter((row) => row.counselorId !== null)).toEqual([])
  })

  it('the ballot list is not for branches: it tells nobody’s department', async () => {
    const client = await clientFor(campus.campus, 'deptBranch', branch('nursing'))
    expect(await problemOf(client.view(campus.campus, 'ballot-list'))).toMatchObject({ status: 403 })
  })

  it('R-AK-24: files go to a registered successor once, and the report shows to whom (D-10)', async () => {
    const own = branch('nursing')
    const report: Act = ['ReportFiles', { counselorId: 'c1', termId: 't24b', students: 9, complete, special: 2, specialWithOwnFile: 1 }]
    await send('counselor', report, { counselorId: 'c1' })
    const over = (toId?: string) => ['HandOverFiles', { counselorId: 'c1', termId: 't24b', ...(toId ? { toId } : {}) }] as const
    const refused = (act: Act) => problemOf(campus.as('deptBranch', 'assessment', act[0], { ...act[1], token }, own))
    for (const toId of [undefined, 'c1', 'nobody'])
      expect(await refused(over(toId))).toMatchObject({ status: 422, code: 'SuccessorMissing', rules: expect.arrayContaining(['R-AK-24']) })
    await send('deptBranch', over('c2'), own)
    expect(await refused(over('nobody'))).toMatchObject({ status: 422, code: 'WrongState' })
    const changed: Act = [report[0], { ...report[1], students: 10 }]
    const late = problemOf(campus.as('counselor', 'assessment', changed[0], changed[1], { counselorId: 'c1' }))
    expect(await late).toMatchObject({ status: 422, code: 'WrongState' })
    const rows = await campus.rows('student-file-reports', { counselorId: 'c1', termId: 't24b', token }, 'studentAffairs')
    expect(rows).toMatchObject([
      { students: 9, complete: [9, 9, 9, 9, 9, 9, 9], special: 2, specialWithOwnFile: 1, handedOverTo: 'c2', handedOverOn: '2024-03-08' },
    ])
  })
})
