import { describe, expect, it } from 'vitest'
import { assess, clientFor, eventually, openCampus, problemOf, type TestCampus } from './support/campus.js'

const round = { kind: 'topTen', year: 2024 }
const branch = { departmentId: 'nursing' }
const nominate = (campus: TestCampus, counselorId: string) =>
  campus.as('deptBranch', 'assessment', 'Nominate', { ...round, personId: `p_${counselorId}`, grounds: '所带班级学风优良' }, branch)
const typesOf = async ({ campus }: TestCampus, stream: string) =>
  (await (await clientFor(campus, 'orgPersonnel')).events(campus, { stream })).items
/** Waits until the assessment of the counselor's year has these inputs. */
const inputs = (campus: TestCampus, stream: string, ...types: readonly string[]) =>
  eventually(
    `${stream} has ${types.join(', ')}`,
    async () => (await typesOf(campus, stream)).filter(({ type }) => type.startsWith('assessment.Input')),
    (seen) => seen.length === types.length && seen.every(({ type }, i) => type === `assessment.${types[i]}`),
  )

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

  it('X-38: the winners are published on Teachers’ Day, and the award counts in the assessment of the year', async () => {
    const campus = await openCampus({ firstDay: '2024-06-01' })
    await campus.hire('winner')
    await campus.publishScheme(2024)
    await campus.as('studentAffairs', 'assessment', 'OpenAwardRound', round)
    await eventually(
      'the assessment knows who is in service',
      () => nominate(campus, 'winner').catch(() => undefined),
      () => true,
    )
    await campus.as('studentAffairs', 'assessment', 'SelectWinners', { ...round, personIds: ['p_winner'] })
    await campus.assessmentOpened('winner', 2024)
    await campus.advance('2024-09-11')
    const [input] = await inputs(campus, `assessment-${campus.campus}.winner-2024`, 'InputAttached')
    expect(input?.data).toMatchObject({ kind: 'award', data: { kind: 'topTen', on: '2024-09-10' } })
    const published = (await typesOf(campus, `award-${campus.campus}.topTen-2024`)).find(
      ({ type }) => type === 'assessment.AwardsPublished',
    )
    expect(published?.data).toMatchObject({ on: '2024-09-10', teachersDay: true })
    // R-AK-77: the branch that nominated sees it, another one the round alone
    const shown = async (departmentId: string) => {
      const client = await clientFor(campus.campus, 'deptBranch', { departmentId })
      const { items } = await client.view(campus.campus, 'awards', { kind: 'topTen' })
      return items.map((row) => [row.counselorId, row.state])
    }
    await eventually(
      'the award is shown',
      () => shown('nursing'),
      ([row]) => row?.[0] === 'winner' && row[1] === 'awarded',
    )
    expect(await shown('automotive')).toEqual([[null, null]])
  })

  it('X-38: winners chosen after the day of commendation are a task; the office publishes them by hand', async () => {
    const campus = await openCampus({ firstDay: '2024-10-01' })
    await campus.hire('late')
    await campus.as('studentAffairs', 'assessment', 'OpenAwardRound', round)
    await eventually(
      'the assessment knows who is in service',
      () => nominate(campus, 'late').catch(() => undefined),
      () => true,
    )
    await campus.as('studentAffairs', 'assessment', 'SelectWinners', { ...round, personIds: ['p_late'] })
    const tasks = (state: string) => campus.rows('tasks', { ruleId: 'X-38', state }, 'studentAffairs')
    const [task] = await eventually(
      'publishing is a task',
      () => tasks('open'),
      (seen) => seen.length > 0,
    )
    expect(task).toMatchObject({ action: 'publishAwards', ownerRole: 'studentAffairs' })
    await campus.as('studentAffairs', 'assessment', 'PublishAwards', round)
    const awards = await eventually(
      'the award is shown',
      () => campus.rows('awards', { kind: 'topTen', year: '2024' }, 'studentAffairs'),
      ([row]) => row?.state === 'awarded',
    )
    expect(awards).toMatchObject([{ counselorId: 'late', quota: 10, publishedOn: '2024-10-01' }])
    await eventually(
      'the task is settled',
      () => tasks('cancelled'),
      (seen) => seen.length > 0,
    )
    const late = campus.as('deptBranch', 'assessment', 'WithdrawNominee', { ...round, personId: 'p_late', reason: '本人放弃' }, branch)
    expect(await problemOf(late)).toMatchObject({ status: 422, code: 'WrongState' })
  })
})

describe('accountability (R-AK-84) through the public API', () => {
  it('a sanction holds the renewal and counts in the assessment; cleared on review, both are taken back', async () => {
    const campus = await openCampus({ firstDay: '2024-03-01' })
    await campus.hire('c1')
    await campus.publishScheme(2024)
    await campus.assessmentOpened('c1', 2024)
    const party = [{ role: 'partyCommittee', userId: 'test_partyCommittee', ref: '党委会纪要 7' }]
    const inspect = (command: string, payload: Record<string, unknown>) =>
      campus.as('disciplineInspection', 'assessment', command, { caseId: 'k1', ...payload })
    const facts = { counselorId: 'c1', facts: '值班期间擅自离岗' }
    expect(await problemOf(inspect('OpenCase', facts))).toMatchObject({ status: 422, code: 'ConsequenceMissing', rules: ['R-AK-84'] })
    await eventually(
      'the assessment knows the counselor',
      () => inspect('OpenCase', { ...facts, consequence: '突发事件延误处置' }).catch(() => undefined),
      () => true,
    )
    const sanction = { decision: 'sanction', measure: '诫勉' }
    expect(await problemOf(inspect('ConcludeCase', sanction))).toMatchObject({ status: 422, code: 'SignatureMissing' })
    await inspect('ConcludeCase', { ...sanction, coSigners: party })
    await campus.contract('k_c1', 'is held', (row) => row.clearance === 'held')
    const stream = `assessment-${campus.campus}.c1-2024`
    const [input] = await inputs(campus, stream, 'InputAttached')
    expect(input?.data).toMatchObject({ kind: 'accountability' })
    await inspect('ConcludeCase', { decision: 'clear', coSigners: party })
    await campus.contract('k_c1', 'is cleared', (row) => row.clearance === 'cleared')
    await inputs(campus, stream, 'InputAttached', 'InputDetached')
    const cases = await eventually(
      'the list of cases follows',
      () => campus.rows('accountability-cases', {}, 'disciplineInspection'),
      ([row]) => row?.state === 'notSanctioned',
    )
    expect(cases).toMatchObject([{ id: 'k1', counselorId: 'c1', departmentId: 'nursing', sanctionedOn: '2024-03-01' }])
    // what is said about a person is readable under the person's key only
    const [opened] = await typesOf(campus, `accountability-${campus.campus}.k1`)
    expect(opened?.data).toMatchObject({ facts: expect.stringMatching(/^enc:1:/), consequence: expect.stringMatching(/^enc:1:/) })
  })
})

describe('incidents (R-AK-14) through the public API', () => {
  it('a report later than the campus allows counts in the assessment; one in time does not', async () => {
    const campus = await openCampus({ firstDay: '2024-03-01' })
    await campus.as('studentAffairs', 'policy', 'SetParameter', {
      key: 'assessment.incident.maxDelayMinutes',
      value: 30,
      unit: 'minutes',
      effectiveFrom: '2024-03-01',
      basisDoc: '校发 1',
      reason: '验收',
    })
    await campus.hire('c1')
    await campus.publishScheme(2024)
    await campus.assessmentOpened('c1', 2024)
    const report = (incidentId: string, minute: string, counselorId = 'c1') =>
      campus.as(
        'counselor',
        'assessment',
        'ReportIncident',
        {
          incidentId,
          counselorId,
          departmentId: 'nursing',
          discoveredAt: '2024-03-01T10:00:00+08:00',
          reportedAt: `2024-03-01T10:${minute}:00+08:00`,
          kind: '公寓消防',
        },
        { counselorId: 'c1' },
      )
    await report('in_time', '30')
    await report('late', '45')
    const [input] = await inputs(campus, `assessment-${campus.campus}.c1-2024`, 'InputAttached')
    expect(input?.data).toMatchObject({ kind: 'incident', data: { delayMin: 45, maxDelayMinutes: 30 } })
    const late = await eventually(
      'the list of incidents follows',
      () => campus.rows('safety-incidents', { late: 'true' }, 'studentAffairs'),
      (seen) => seen.length > 0,
    )
    expect(late).toMatchObject([{ id: 'late', delayMin: 45, maxDelayMin: 30, state: 'reported' }])
    expect(await problemOf(report('other', '50', 'c2'))).toMatchObject({ status: 403, code: 'NotAuthorized' })
    expect(await problemOf(report('back', '00').then(() => report('back', '01')))).toMatchObject({ status: 422, code: 'WrongState' })
  })
})
