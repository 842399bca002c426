import { describe, expect, it } from 'vitest'
import { assess, eventually, openCampus, problemOf, propose } from './support/campus.js'

describe('assessment (R-AK-78 … R-AK-81) through the public API', () => {
  it('T-69: weights 40/20/20/20 and scores 85, 90, 80, 88 give 85.60; without the students’ score nothing can be proposed', async () => {
    const campus = await openCampus({ firstDay: '2023-03-01' })
    await campus.hire('c1')
    await campus.publishScheme(2023)
    await campus.assessmentOpened('c1', 2023)
    await campus.submitScore('c1', 2023, 'studentAffairs', 8500)
    await campus.submitScore('c1', 2023, 'orgPersonnel', 9000)
    await campus.submitScore('c1', 2023, 'deptBranch', 8000)
    const problem = await problemOf(campus.propose('c1', 2023))
    expect(problem).toMatchObject({ status: 422, code: 'PartyScoreMissing' })
    expect(problem.rules).toContain('R-AK-80')
    await campus.submitScore('c1', 2023, 'students', 8800)
    await campus.propose('c1', 2023)
    const [row] = await eventually(
      'the proposed total is shown',
      () => campus.rows('assessment-progress', { counselorId: 'c1', year: '2023' }, 'studentAffairs'),
      ([seen]) => seen?.state === 'proposed',
    )
    expect(row).toMatchObject({ total: 8560, grade: 'qualified' })
    const early = await problemOf(campus.finalize('c1', 2023))
    expect(early).toMatchObject({ status: 422, code: 'YearNotOver' })
  })

  it('R-AK-79 … R-AK-81: a counselor adds to the file, acknowledges the result and appeals; a dismissed appeal leaves it', async () => {
    const campus = await openCampus({ firstDay: '2023-03-01' })
    const own = { counselorId: 'c1' }
    const key = { ...own, year: 2023 }
    await campus.hire('c1')
    await campus.publishScheme(2023)
    await campus.assessmentOpened('c1', 2023)
    const self = (command: string, more: Record<string, unknown> = {}) =>
      campus.as('counselor', 'assessment', command, { ...key, ...more }, own)
    const input = { kind: 'other', sourceId: '谈心记录', data: { talks: 120 } }
    expect((await self('AttachInput', input)).events).toHaveLength(1)
    // the same source is attached once
    expect((await self('AttachInput', input)).events).toHaveLength(0)
    const foreign = campus.as('counselor', 'assessment', 'AttachInput', { ...key, ...input }, { counselorId: 'c2' })
    expect(await problemOf(foreign)).toMatchObject({ status: 403, code: 'NotAuthorized' })

    await campus.advance('2024-01-20')
    await assess(campus, 'c1', 2023, 'unqualified')
    const shown = (what: string, holds: (row: Record<string, unknown> | undefined) => boolean) =>
      eventually(
        what,
        async () => (await campus.rows('assessment-progress', { counselorId: 'c1', year: '2023' }, 'studentAffairs'))[0],
        holds,
      )
    await shown('the result is passed on', (row) => Array.isArray(row?.linkages) && row.linkages.length === 5)
    await self('AcknowledgeResult')
    await self('FileAppeal')
    for (const late of [self('AcknowledgeResult'), self('AttachInput', { ...input, sourceId: '补充材料' })])
      expect(await problemOf(late)).toMatchObject({ status: 422, code: 'WrongState' })
    const dismiss = (more: Record<string, unknown> = {}) => campus.as('studentAffairs', 'assessment', 'DismissAppeal', { ...key, ...more })
    expect(await problemOf(dismiss())).toMatchObject({ status: 422, code: 'SignatureMissing' })
    await dismiss({ coSigners: campus.signed })
    const row = await shown('the appeal is dismissed', (seen) => seen?.state === 'final')
    expect(row).toMatchObject({ grade: 'unqualified', total: 5000, inputs: 1, inputKinds: ['other'], acknowledgedOn: '2024-01-20' })
    await campus.exitCase('c1_2023_annualFail', 'opened')
  })

  it('R-AK-78: a campus with one place for “excellent” gives it once; a revision to another grade frees it', async () => {
    const campus = await openCampus({ firstDay: '2022-12-31', parameters: { 'assessment.gradeQuota': { excellent: 1 } } })
    await Promise.all(['c1', 'c2', 'c3'].map((counselorId) => campus.hire(counselorId)))
    await campus.advance('2023-01-10')
    await campus.publishScheme(2023)
    await campus.advance('2024-01-20')
    for (const counselorId of ['c1', 'c2']) await propose(campus, counselorId, 2023, 'excellent')
    const outcomes = await Promise.allSettled(['c1', 'c2'].map((counselorId) => campus.finalize(counselorId, 2023)))
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const [first, second] = outcomes[0]?.status === 'fulfilled' ? ['c1', 'c2'] : ['c2', 'c1']
    await assess(campus, 'c3', 2023, 'qualified')
    const problem = await problemOf(campus.finalize(second, 2023))
    expect(problem).toMatchObject({ status: 422, code: 'GradeQuotaReached', params: { quota: 1, taken: 1, gradeZh: '优秀' } })
    expect(problem.rules).toContain('R-AK-78')
    const coSigners = [{ role: 'orgPersonnel', userId: 'test_orgPersonnel', ref: '组人签 2' }]
    const revise = (counselorId: string, to: string) =>
      campus.as('studentAffairs', 'assessment', 'ReviseResult', { counselorId, year: 2023, to, coSigners })
    expect(await problemOf(revise('c3', 'excellent'))).toMatchObject({ code: 'GradeQuotaReached' })
    await revise(first, 'qualified')
    await campus.finalize(second, 2023)
    expect(await problemOf(revise(first, 'excellent'))).toMatchObject({ code: 'GradeQuotaReached' })

    // D-18
    const [sheet] = await eventually(
      'the sheet is signed',
      () => campus.rows('assessment-sheet', { counselorId: second, year: '2023' }, 'studentAffairs'),
      ([seen]) => seen?.state === 'final',
    )
    const by = 'test_studentAffairs'
    expect(sheet).toMatchObject({
      parties: [{ party: 'studentAffairs', weight: 40, score: 9500, by }, {}, {}, { party: 'students', by: null }],
      total: 9500,
      grade: 'excellent',
      signatures: [{ act: 'finalized', role: 'studentAffairs', userId: by }, { role: 'orgPersonnel' }],
    })
  })
})
