import { describe, expect, it } from 'vitest'
import { clientFor, eventually, openCampus, problemOf, type TestCampus } from './support/campus.js'

const firstDay = '2024-03-01'
const attestations = { cond1: true, cond2: true, cond3: true, cond4: true, cond5: true, cond6: true }
const plan = {
  roundId: 'r1',
  posts: 1,
  conditions: ['中共党员', '本科及以上学历'],
  panel: ['studentAffairs', 'orgPersonnel', 'disciplineInspection'],
  publicityDays: 7,
  trialMonths: 1,
  approvalRef: '党委会纪要 5',
}

/** A campus with an open round, and what people do in it. */
const openRound = async (change: Readonly<Record<string, unknown>> = {}) => {
  const campus = await openCampus({ firstDay })
  const { as } = campus
  await as('studentAffairs', 'staffing', 'PlanRound', { ...plan, ...change })
  await as('studentAffairs', 'staffing', 'OpenRound', { roundId: 'r1' })
  const result = (candidacyId: string, stage: string) => as('panel', 'staffing', 'RecordStageResult', { candidacyId, stage })
  return {
    ...campus,
    result,
    apply: async (candidacyId: string) => {
      const personId = `p_${candidacyId}`
      await as('orgPersonnel', 'staffing', 'RegisterPerson', { personId, name: `应聘 ${candidacyId}`, staffNo: `A-${candidacyId}` })
      const candidate = await clientFor(campus.campus, 'candidate', { personId })
      await candidate.command(campus.campus, 'staffing', 'SubmitCandidacy', {
        candidacyId,
        roundId: 'r1',
        personId,
        channel: 'openRecruitment',
      })
    },
    screen: (candidacyId: string, more: Readonly<Record<string, unknown>> = {}) =>
      as('panel', 'staffing', 'ScreenCandidate', { candidacyId, degree: 'bachelor', partyMember: true, attestations, ...more }),
    publish: (candidacyId: string) => as('studentAffairs', 'staffing', 'StartPublicity', { candidacyId, contact: '纪检监察室' }),
    branch: (command: string, payload: Readonly<Record<string, unknown>>) =>
      as('deptBranch', 'staffing', command, payload, { departmentId: 'nursing' }),
    appoint: (candidacyId: string) =>
      as('orgPersonnel', 'staffing', 'AppointCandidate', {
        candidacyId,
        counselorId: `c_${candidacyId}`,
        employment: 'fullTime',
        positionCategory: 'frontline',
        departmentId: 'nursing',
        siteId: 'main',
        contractId: `k_${candidacyId}`,
        contractTo: '2027-08-31',
        startDate: '2024-05-01',
      }),
  }
}
const candidacy = (campus: TestCampus, candidacyId: string, state: string) =>
  eventually(
    `${candidacyId} is ${state}`,
    async () => (await campus.rows('recruitment', { list: 'candidacies', candidacyId }))[0],
    (row) => row?.state === state,
  )

describe('recruitment (R-AK-36, R-AK-38 to R-AK-47) through the public API', () => {
  it('from the plan to the registered counselor; a second appointee finds no post and is kept in reserve', async () => {
    const campus = await openRound()
    const both = ['a1', 'a2']
    for (const id of both) {
      await campus.apply(id)
      await campus.screen(id)
      await campus.result(id, 'writtenExam')
      await campus.result(id, 'interviewExam')
      await campus.publish(id)
    }
    await campus.as('teacher', 'staffing', 'RaiseObjection', { candidacyId: 'a1', objectionId: 'o1', text: '工作经历与公示不符' })
    await campus.advance('2024-03-08')
    expect(await problemOf(campus.result('a2', 'publicity')), 'the last day is inclusive').toMatchObject({ code: 'PublicityOpen' })
    await campus.advance('2024-03-09')
    expect(await problemOf(campus.result('a1', 'publicity')), 'an objection is open').toMatchObject({ code: 'PublicityOpen' })
    expect(await campus.rows('objections', { state: 'open' }, 'disciplineInspection'), 'who settles it reads it').toMatchObject([
      { candidacyId: 'a1', text: '工作经历与公示不符' },
    ])
    expect(await problemOf(campus.rows('objections', {}, 'studentAffairs'))).toMatchObject({ status: 403 })
    await campus.as('disciplineInspection', 'staffing', 'SettleObjection', { candidacyId: 'a1', objectionId: 'o1', upheld: false })
    for (const id of both) {
      await campus.result(id, 'publicity')
      await campus.branch('StartTrialPost', { candidacyId: id })
    }
    await candidacy(campus, 'a2', 'trialPost')
    expect(await campus.rows('recruitment', { roundId: 'r1', asOf: '2024-04-10' }, 'studentAffairs')).toMatchObject([
      { candidates: { trialPost: 2 }, trialUntil: '2024-04-09', trialOverdue: true, channelMix: { openRecruitment: 2 }, filled: 0 },
    ])
    await campus.advance('2024-04-09')
    for (const id of both) await campus.branch('ConcludeTrialPost', { candidacyId: id, passed: true })

    await campus.appoint('a1')
    await campus.contract('k_a1', 'is drafted by X-13', (row) => row.state === 'draft')
    await campus.appoint('a2')
    await candidacy(campus, 'a2', 'reserved')
    await eventually(
      'the task about the reserve',
      () => campus.rows('tasks', { ruleId: 'X-13' }),
      (tasks) => tasks.some((task) => task.action === 'candidateReserved' && task.subject === 'a2'),
    )
    expect(await campus.rows('recruitment', { roundId: 'r1' }, 'panel')).toMatchObject([{ posts: 1, filled: 1 }])

    await campus.as('orgPersonnel', 'staffing', 'SignContract', { contractId: 'k_a1' })
    const events = await clientFor(campus.campus, 'orgPersonnel')
    await eventually(
      'X-13 registered the counselor on the strength of the candidacy',
      async () => (await events.events(campus.campus, { type: 'staffing.CounselorRegistered' })).items[0],
      (event) => event?.data.counselorId === 'c_a1' && event.data.candidacyId === 'a1',
    )
    expect(await campus.rows('contracts', { contractId: 'k_a2' })).toEqual([])
    const objections = await events.events(campus.campus, { type: 'staffing.ObjectionRaised' })
    expect(objections.items).toHaveLength(1)
    expect(JSON.stringify(objections), 'what was said about a person is stored encrypted').not.toContain('工作经历与公示不符')
  })

  it('X-13: a signed contract that is somebody else’s registers nobody: the post is given back, and people are told', async () => {
    const campus = await openRound({ stages: ['writtenExam'] })
    await campus.as('orgPersonnel', 'staffing', 'DraftContract', {
      contractId: 'k_a1',
      personId: 'p_other',
      counselorId: 'c_other',
      kind: 'employment',
      from: firstDay,
    })
    await campus.apply('a1')
    await campus.screen('a1')
    await campus.result('a1', 'writtenExam')
    await campus.appoint('a1')
    const filled = (n: number) =>
      eventually(
        `${n} posts are filled`,
        async () => (await campus.rows('recruitment', { roundId: 'r1' }))[0],
        (round) => round?.filled === n,
      )
    await filled(1)
    await campus.as('orgPersonnel', 'staffing', 'SignContract', { contractId: 'k_a1' })
    await filled(0)
    await eventually(
      'the task about the registration',
      () => campus.rows('tasks', { ruleId: 'X-13', subject: 'a1' }),
      (tasks) => tasks.some((task) => task.action === 'appointeeNotRegistered'),
    )
  })

  it('T-23: a stage out of order and an appointment without the trial are refused', async () => {
    const campus = await openRound()
    await campus.apply('a1')
    await campus.screen('a1')
    expect(await problemOf(campus.result('a1', 'interviewExam'))).toMatchObject({ status: 422, code: 'StageOutOfOrder' })
    await campus.result('a1', 'writtenExam')
    await campus.result('a1', 'interviewExam')
    await campus.publish('a1')
    await campus.advance('2024-03-09')
    await campus.result('a1', 'publicity')
    const problem = await problemOf(campus.appoint('a1'))
    expect(problem).toMatchObject({ status: 422, code: 'StagesIncomplete' })
    expect(problem.rules).toContain('R-AK-47')
  })

  it('T-24: a junior-college degree has no exception, membership of the party has one with reason and approver', async () => {
    const campus = await openRound()
    for (const id of ['a', 'b']) await campus.apply(id)
    const exception = { reason: '专业急需', approver: 'zhang_wei' }
    expect(await problemOf(campus.screen('a', { degree: 'juniorCollege', exception }))).toMatchObject({ code: 'DegreeTooLow' })
    expect(await problemOf(campus.screen('b', { partyMember: false }))).toMatchObject({ code: 'PartyMembershipExceptionRequired' })
    await campus.screen('b', { partyMember: false, exception })
    expect(await candidacy(campus, 'b', 'screened')).toMatchObject({ exceptionRef: 'zhang_wei: 专业急需' })
    expect(await campus.rows('recruitment', { roundId: 'r1' })).toMatchObject([{ exceptionsUsed: 1 }])
  })

  it('a round needs approval, the three offices and conditions no looser than the campus’s; a candidate acts for itself alone', async () => {
    const campus = await openRound({ panelMembers: ['someone_else'] })
    const next = (change: Readonly<Record<string, unknown>>) =>
      problemOf(campus.as('studentAffairs', 'staffing', 'PlanRound', { ...plan, roundId: 'r2', ...change }))
    expect(await next({ approvalRef: undefined })).toMatchObject({ code: 'ApprovalMissing' })
    expect(await next({ panel: ['studentAffairs'] })).toMatchObject({ code: 'PanelIncomplete' })
    expect(await next({ conditions: [] })).toMatchObject({ code: 'ConditionsMissing' })
    expect(await next({ minDegree: 'juniorCollege' })).toMatchObject({ code: 'ConditionsTooLoose' })
    expect(await next({ trialMonths: undefined })).toMatchObject({ code: 'InvalidValue' })
    await campus.apply('a1')
    expect(await problemOf(campus.screen('a1')), 'another panel').toMatchObject({ status: 403, code: 'NotAuthorized' })
    const other = await clientFor(campus.campus, 'candidate', { personId: 'p_other' })
    expect(await problemOf(other.command(campus.campus, 'staffing', 'WithdrawCandidacy', { candidacyId: 'a1' }))).toMatchObject({
      status: 403,
    })
  })
})
