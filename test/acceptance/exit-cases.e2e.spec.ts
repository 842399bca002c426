import { describe, expect, it } from 'vitest'
import { assess, clientFor, eventually, openCampus, problemOf, type TestCampus } from './support/campus.js'

/** A counselor with these grades, the calendar standing on the day the last one is finalised. */
const withGrades = async (grades: Readonly<Record<number, 'qualified' | 'unqualified'>>, finalOn: string): Promise<TestCampus> => {
  const years = Object.keys(grades).map(Number)
  const campus = await openCampus({ firstDay: `${Math.min(...years)}-03-01` })
  await campus.hire('c1')
  for (const year of years) {
    if (year !== years[0]) await campus.advance(`${year}-03-01`)
    await campus.publishScheme(year)
    await campus.advance(year === years.at(-1) ? finalOn : `${year + 1}-01-20`)
    await assess(campus, 'c1', year, grades[year] ?? 'qualified')
  }
  return campus
}
const single = { counselorId: 'c1', year: 2023, ground: 'annualFail' }
const offerPost = async (campus: TestCampus): Promise<void> => {
  await campus.exitCase('c1_2023_annualFail', 'opened')
  await campus.advance('2024-02-01')
  await campus.as('orgPersonnel', 'staffing', 'OfferPost', { ...single, post: '图书馆读者服务岗', offeredOn: '2024-02-01' })
}

describe('exit of counselors (R-AK-82, R-AK-83) through the public API', () => {
  it('T-70: one failed year, the offered post is accepted: reassigned, deregistered, the contract stays', async () => {
    const campus = await withGrades({ 2022: 'qualified', 2023: 'unqualified' }, '2024-01-20')
    await offerPost(campus)
    const offered = await campus.exitCase('c1_2023_annualFail', 'offered')
    expect(offered.answerDueOn).toBe('2024-02-16')
    await campus.advance('2024-02-10')
    await campus.as('counselor', 'staffing', 'AnswerOffer', { ...single, answer: 'accept', on: '2024-02-10' }, { counselorId: 'c1' })
    await campus.as('orgPersonnel', 'staffing', 'CompleteReassignment', { ...single, newPost: '图书馆读者服务岗', from: '2024-02-10' })
    await campus.exitCase('c1_2023_annualFail', 'reassigned')
    const personnel = await clientFor(campus.campus, 'orgPersonnel')
    await expect
      .poll(async () => (await personnel.events(campus.campus, { stream: `counselor-${campus.campus}.c1` })).items.map((e) => e.type), {
        timeout: 10_000,
      })
      .toContain('staffing.CounselorDeregistered')
    const events = (await personnel.events(campus.campus, { stream: `counselor-${campus.campus}.c1` })).items
    expect(events.find((e) => e.type === 'staffing.CounselorDeregistered')).toMatchObject({ data: { reason: 'reassigned' } })
    const contract = await campus.contract('k_c1', 'stays in force', (row) => row.state === 'active')
    expect(contract.state).toBe('active')
    const problem = await problemOf(
      campus.as('orgPersonnel', 'staffing', 'TerminateContract', {
        contractId: 'k_c1',
        ground: 'assessment',
        exitCaseId: 'c1_2023_annualFail',
      }),
    )
    expect(problem).toMatchObject({ status: 422, code: 'TerminationNotPermitted' })
  })

  it('T-71: the post is refused: termination is permitted (X-03), the committee retains, so the contract cannot be terminated', async () => {
    const campus = await withGrades({ 2022: 'qualified', 2023: 'unqualified' }, '2024-01-20')
    await offerPost(campus)
    await campus.advance('2024-02-10')
    await campus.as('counselor', 'staffing', 'AnswerOffer', { ...single, answer: 'refuse', on: '2024-02-10' }, { counselorId: 'c1' })
    const permitted = await campus.exitCase('c1_2023_annualFail', 'terminationPermitted')
    expect(permitted).toMatchObject({ ground: 'annualFail', basisYears: [2023] })
    const unsigned = await problemOf(
      campus.as('orgPersonnel', 'staffing', 'DecideTermination', {
        ...single,
        decision: 'retain',
        on: '2024-03-01',
        reason: '继续安排转岗',
      }),
    )
    expect(unsigned).toMatchObject({ status: 422, code: 'ApprovalMissing' })
    await campus.advance('2024-03-01')
    await campus.as('orgPersonnel', 'staffing', 'DecideTermination', {
      ...single,
      decision: 'retain',
      on: '2024-03-01',
      reason: '继续安排转岗',
      approvalRef: '党委会纪要 5',
    })
    await campus.exitCase('c1_2023_annualFail', 'retained')
    const problem = await problemOf(
      campus.as('orgPersonnel', 'staffing', 'TerminateContract', {
        contractId: 'k_c1',
        ground: 'assessment',
        exitCaseId: 'c1_2023_annualFail',
      }),
    )
    expect(problem).toMatchObject({ status: 422, code: 'TerminationNotPermitted' })
    expect(problem.rules).toContain('R-AK-83')
  })

  it('T-73: 2022 and 2023 failed: X-04 permits termination without an offer', async () => {
    const campus = await openCampus({ firstDay: '2022-03-01' })
    await campus.hire('c1')
    await campus.publishScheme(2022)
    await campus.advance('2023-01-20')
    await assess(campus, 'c1', 2022, 'unqualified')
    const first = { counselorId: 'c1', year: 2022, ground: 'annualFail' }
    await campus.exitCase('c1_2022_annualFail', 'opened')
    await campus.as('orgPersonnel', 'staffing', 'OfferPost', { ...first, post: '档案室' })
    await campus.as('counselor', 'staffing', 'AnswerOffer', { ...first, answer: 'refuse' }, { counselorId: 'c1' })
    await campus.exitCase('c1_2022_annualFail', 'terminationPermitted')
    await campus.as('orgPersonnel', 'staffing', 'DecideTermination', {
      ...first,
      decision: 'retain',
      reason: '留任',
      approvalRef: '党委会纪要 2',
    })
    await campus.advance('2023-03-01')
    await campus.publishScheme(2023)
    await campus.advance('2024-01-20')
    await assess(campus, 'c1', 2023, 'unqualified')
    const permitted = await campus.exitCase('c1_2023_twoConsecutiveFails', 'terminationPermitted')
    expect(permitted).toMatchObject({ ground: 'twoConsecutiveFails', basisYears: [2022, 2023] })
    expect(permitted.offerNo ?? null).toBeNull()
  })

  it('T-75: 2021 and 2023 failed with 2022 qualified: a single fail each, nothing is permitted', async () => {
    const campus = await withGrades({ 2021: 'unqualified', 2022: 'qualified', 2023: 'unqualified' }, '2024-01-20')
    await campus.exitCase('c1_2023_annualFail', 'opened')
    await campus.exitCase('c1_2021_annualFail', 'opened')
    const cases = await campus.rows('exit-watch', { counselorId: 'c1' })
    expect(cases.map((row) => row.ground)).toEqual(['annualFail', 'annualFail'])
    const problem = await problemOf(
      campus.as('orgPersonnel', 'staffing', 'DecideTermination', {
        ...single,
        decision: 'terminate',
        reason: '解除',
        approvalRef: '党委会纪要 9',
      }),
    )
    expect(problem).toMatchObject({ status: 422, code: 'TerminationNotPermitted' })
  })

  it('X-01 … X-09: finalised in any order, appealed against, revised, exempted and cancelled, only what stands has an effect', async () => {
    const campus = await openCampus({ firstDay: '2022-03-01' })
    await campus.hire('c1')
    await campus.publishScheme(2022)
    await campus.advance('2023-03-01')
    await campus.publishScheme(2023)
    await campus.advance('2024-01-20')
    // the later year first
    await assess(campus, 'c1', 2023, 'unqualified')
    await campus.exitCase('c1_2023_annualFail', 'opened')
    await assess(campus, 'c1', 2022, 'unqualified')
    const permitted = await campus.exitCase('c1_2023_twoConsecutiveFails', 'terminationPermitted')
    expect(permitted.basisYears).toEqual([2022, 2023])
    await campus.exitCase('c1_2023_annualFail', 'withdrawn')
    await campus.contract('k_c1', 'is held', (row) => row.clearance === 'held')

    const year = { counselorId: 'c1', year: 2023 }
    await campus.as('counselor', 'assessment', 'FileAppeal', year, { counselorId: 'c1' })
    await campus.revise('c1', 2023, 'qualified')
    await campus.exitCase('c1_2023_twoConsecutiveFails', 'withdrawn')
    await campus.exitCase('c1_2022_annualFail', 'opened')
    await campus.contract('k_c1', 'is cleared', (row) => row.clearance === 'cleared' && row.basisYear === 2023)

    await campus.as('orgPersonnel', 'assessment', 'ExemptYear', { counselorId: 'c1', year: 2022, reason: '援疆挂职' })
    await campus.exitCase('c1_2022_annualFail', 'withdrawn')
    await campus.publishScheme(2024)
    await campus.assessmentOpened('c1', 2024)
    await campus.as('system', 'assessment', 'CancelAssessment', { counselorId: 'c1', year: 2024, reason: 'deregistered' })

    const results = await eventually(
      'the results are passed on and the last year is cancelled',
      () => campus.rows('assessment-progress', { counselorId: 'c1' }, 'studentAffairs'),
      ([latest, middle]) => latest?.state === 'cancelled' && Array.isArray(middle?.linkages) && middle.linkages.length === 5,
    )
    expect(results.map((row) => [row.year, row.state, row.grade])).toEqual([
      [2024, 'cancelled', null],
      [2023, 'final', 'qualified'],
      [2022, 'exempt', null],
    ])
    const cases = await campus.rows('exit-watch', { counselorId: 'c1' })
    expect(new Set(cases.map((row) => row.state))).toEqual(new Set(['withdrawn']))
    expect(await campus.rows('exit-watch', { counselorId: 'c1', list: 'oneFail' })).toEqual([])
  })
})
