import { describe, expect, it } from 'vitest'
import { assess, eventually, openCampus, problemOf, type TestCampus } from './support/campus.js'

const round = { kind: 'topTen', year: 2024 }
const branch = { departmentId: 'nursing' }
const nominate = (campus: TestCampus, counselorId: string) =>
  campus.as('deptBranch', 'assessment', 'Nominate', { ...round, personId: `p_${counselorId}`, grounds: '所带班级学风优良' }, branch)

describe('awards (R-AK-85) through the public API', () => {
  it('T-80: ten winners may be chosen and not eleven; who was graded unqualified is not eligible', async () => {
    const campus = await openCampus({ firstDay: '2023-03-01' })
    const good = Array.from({ length: 11 }, (_, i) => `c${i + 1}`)
    await Promise.all([...good, 'failed'].map((counselorId) => campus.hire(counselorId)))
    await campus.publishScheme(2023)
    await campus.advance('2024-01-20')
    await assess(campus, 'failed', 2023, 'unqualified')
    await campus.as('studentAffairs', 'assessment', 'OpenAwardRound', round)
    // the assessment hears of those in service within moments
    const refused = await eventually(
      'the assessment knows who is in service',
      () => problemOf(nominate(campus, 'failed')),
      (problem) => problem.params?.reason !== 'unknown',
    )
    expect(refused).toMatchObject({ status: 422, code: 'NomineeNotEligible', params: { personId: 'p_failed', reason: 'unqualified' } })
    expect(refused.rules).toContain('R-AK-85')
    for (const counselorId of good) await nominate(campus, counselorId)

    const select = (personIds: readonly string[]) => campus.as('studentAffairs', 'assessment', 'SelectWinners', { ...round, personIds })
    const people = good.map((counselorId) => `p_${counselorId}`)
    await select(people.slice(0, 10))
    const tooMany = await problemOf(select(people))
    expect(tooMany).toMatchObject({ status: 422, code: 'AwardQuotaExceeded', params: { quota: 10, chosen: 11 } })
    expect(tooMany.rules).toEqual(expect.arrayContaining(['A-32', 'R-AK-85']))
    const notNominated = await problemOf(select(['p_failed']))
    expect(notNominated).toMatchObject({ status: 422, code: 'NomineeNotEligible', params: { personId: 'p_failed' } })
  })
})
