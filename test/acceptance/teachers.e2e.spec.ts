import { describe, expect, it } from 'vitest'
import { assess, clientFor, eventually, openCampus, problemOf } from './support/campus.js'

const stint = { role: 'classTeacher', from: '2023-09-01' }

describe('young teachers (R-AK-48) through the public API', () => {
  it('T-26: a class teacher of one year, qualified, is certified on 2024-09-01; with a day less they are not', async () => {
    const campus = await openCampus({ firstDay: '2024-09-01' })
    const org = (command: string, payload: Record<string, unknown>) => campus.as('orgPersonnel', 'staffing', command, payload)
    for (const [teacherId, to] of [
      ['whole', '2024-08-31'],
      ['short', '2024-08-30'],
    ]) {
      await org('OpenStint', { teacherId, ...stint })
      await org('CloseStint', { teacherId, role: 'classTeacher', to })
      await campus.as('deptBranch', 'staffing', 'RecordStintAssessment', { teacherId, year: 2023, qualified: true, sourceRef: '考核表' })
    }
    const certified = await org('CertifyEligibility', { teacherId: 'whole', targetRank: 'intermediate' })
    expect(certified.events.map(({ type }) => type)).toEqual(['staffing.PromotionEligibilityCertified'])
    const problem = await problemOf(org('CertifyEligibility', { teacherId: 'short', targetRank: 'intermediate' }))
    expect(problem).toMatchObject({ status: 422, code: 'ServiceTooShort', params: { countedDays: 365 } })
    expect(problem.rules).toEqual(expect.arrayContaining(['R-AK-48', 'A-15']))
    const shown = await campus.rows('young-teacher-eligibility', { token: certified.token ?? '' })
    expect(shown).toMatchObject([
      { teacherId: 'short', countedDays: 365, firstEligibleOn: null, eligible: false, certificate: null },
      { teacherId: 'whole', countedDays: 366, firstEligibleOn: '2024-09-01', eligible: true, certificate: { targetRank: 'intermediate' } },
    ])
    const task = await eventually(
      'X-36 asked personnel and was answered',
      async () => (await campus.rows('tasks', { ruleId: 'X-36', state: 'cancelled' }))[0],
      (seen) => seen?.subject === 'whole',
    )
    expect(task).toMatchObject({
      action: 'certifyEligibility',
      reason: 'certified',
      ending: { zh: '已取得证明', en: 'the certificate is there' },
    })
  })

  it('X-50: the service of a part-time counselor who is a teacher counts, and a failed year does not', async () => {
    const campus = await openCampus({ firstDay: '2023-03-01' })
    await campus.as('orgPersonnel', 'staffing', 'RegisterCounselor', {
      counselorId: 'part',
      personId: 'p_part',
      personCategory: 'partTime',
      employment: 'partTime',
      positionCategory: 'frontline',
      departmentId: 'nursing',
      siteId: 'main',
      homeRole: 'fullTimeTeacher',
      dualIdentity: false,
      excellenceEvidence: '优秀教师证书',
      startDate: '2023-03-01',
      attestations: { cond1: true, cond2: true, cond3: true, cond4: true, cond5: true, cond6: true },
    })
    await campus.publishScheme(2023)
    await campus.advance('2024-03-01')
    await assess(campus, 'part', 2023, 'unqualified')
    const certify = () => campus.as('orgPersonnel', 'staffing', 'CertifyEligibility', { teacherId: 'p_part', targetRank: 'intermediate' })
    await eventually(
      'the failed year is taken out',
      () => problemOf(certify()),
      ({ params }) => params?.enoughOn === '2025-01-01',
    )
  })
})

describe('courses of counselors (R-AK-68, R-AK-69) through the public API', () => {
  it('T-29: a second course is too many, a third section and another kind of course are not (A-17)', async () => {
    const campus = await openCampus({ firstDay: '2023-03-01' })
    await campus.hire('c1')
    const scope = { departmentId: 'nursing' }
    const course = { counselorId: 'c1', termId: 't2024a' }
    const assign = (payload: Record<string, unknown>) =>
      campus.as('deptBranch', 'staffing', 'AssignCourse', { ...course, ...payload }, scope)
    await assign({ courseTitle: '《形势与政策》', sections: 2 })
    const problem = await problemOf(assign({ courseTitle: '《军事理论》' }))
    expect(problem).toMatchObject({ status: 422, code: 'CourseLimitExceeded', params: { count: 2, max: 1 } })
    expect(problem.rules).toContain('R-AK-68')
    expect((await assign({ courseTitle: '《形势与政策》', sections: 3 })).events).toHaveLength(1)
    expect((await assign({ courseTitle: '护理学基础' })).events).toHaveLength(1)

    const foreign = campus.as('deptBranch', 'staffing', 'AssignCourse', { ...course, courseTitle: '护理学' }, { departmentId: 'mechanics' })
    expect(await problemOf(foreign)).toMatchObject({ status: 403, code: 'NotAuthorized' })
  })

  it('R-AK-69: after an unqualified year own duties come first; the token makes the decision wait for that result', async () => {
    const campus = await openCampus({ firstDay: '2023-03-01' })
    await campus.hire('c1')
    await campus.publishScheme(2023)
    await campus.advance('2024-01-20')
    const { token } = await assess(campus, 'c1', 2023, 'unqualified')
    const pool = await campus.rows('talent-pool', { token: token ?? '', post: 'studentWork' }, 'partyCommittee')
    expect(pool, 'R-AK-59').toMatchObject([{ counselorId: 'c1', rank: 1, present: true, grades: [{ year: 2023, grade: 'unqualified' }] }])
    const payload = { counselorId: 'c1', termId: 't2024a', courseTitle: '军事理论', token }
    const { stream } = await campus.as('deptBranch', 'staffing', 'AssignCourse', payload, { departmentId: 'nursing' })
    const client = await clientFor(campus.campus, 'orgPersonnel')
    const event = await eventually(
      'the journal has the course',
      async () => (await client.events(campus.campus, { stream })).items[0],
      (seen) => seen !== undefined,
    )
    expect(event.data).toMatchObject({
      warnDutyFirst: true,
      basis: { facts: { 'last-grades': { stream: `assessment-${campus.campus}.c1-2023`, value: { grades: { 2023: 'unqualified' } } } } },
    })
  })

  it('A14: a token the reference table does not reach in time is answered without a change', async () => {
    const campus = await openCampus({ firstDay: '2023-03-01' })
    await campus.hire('c1')
    const payload = { counselorId: 'c1', termId: 't2024a', courseTitle: '军事理论', token: '9'.repeat(20) }
    const problem = await problemOf(campus.as('deptBranch', 'staffing', 'AssignCourse', payload, { departmentId: 'nursing' }))
    expect(problem).toMatchObject({ status: 503, code: 'ReferenceBehind' })
  })
})
