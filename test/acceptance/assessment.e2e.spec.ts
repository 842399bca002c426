import { describe, expect, it } from 'vitest'
import { eventually, openCampus, problemOf } from './support/campus.js'

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
})
