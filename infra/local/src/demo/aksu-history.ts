import { departments, roster } from './roster.js'
import { exitCase, refusedAndRetained, type Stage } from './stage.js'
import { cast, scoresOf, storyYears } from './story.js'

const campus = 'aksu'
const fullTime = roster.filter((c) => c.employment === 'fullTime')
const fits = { cond1: true, cond2: true, cond3: true, cond4: true, cond5: true, cond6: true }
const criteria = ['ethics', 'educationalEffect', 'studentRecognition', 'studentSatisfaction']
const weights = { studentAffairs: 40, orgPersonnel: 20, deptBranch: 20, students: 20 }
const thresholds = { excellent: 9000, qualified: 6000 }
const signed = (ref: string) => [{ role: 'orgPersonnel', userId: 'demo_orgPersonnel', ref }]

/** 60 persons with their contracts, registered on 1 March 2021. */
export const registerRoster = async ({ act, each }: Stage): Promise<void> => {
  const personnel = await act(campus, 'orgPersonnel')
  await personnel.command(campus, 'staffing', 'SetDepartments', { departments }, { key: 'demo:departments' })
  await each(roster, async (c) => {
    const { counselorId, personId, contractId } = c
    await personnel.command(
      campus,
      'staffing',
      'RegisterPerson',
      { personId, name: c.name, staffNo: c.staffNo },
      { key: `demo:person:${personId}` },
    )
    const ofFullTime = c.employment === 'fullTime'
    if (ofFullTime) {
      const dispatched = counselorId === cast.dispatch
      await personnel.command(
        campus,
        'staffing',
        'DraftContract',
        {
          contractId,
          personId,
          counselorId,
          kind: dispatched ? 'laborDispatch' : 'employment',
          from: '2021-03-01',
          to: c.contractTo,
          ...(dispatched ? { exception: { reason: '编制未下达，先行派遣', approver: 'demo_orgPersonnel' } } : {}),
        },
        { key: `demo:draft:${contractId}` },
      )
      await personnel.command(
        campus,
        'staffing',
        'SignContract',
        { contractId, signedOn: '2021-02-25' },
        { key: `demo:sign:${contractId}` },
      )
    }
    await personnel.command(
      campus,
      'staffing',
      'RegisterCounselor',
      {
        counselorId,
        personId,
        personCategory: c.employment,
        employment: c.employment,
        positionCategory: c.positionCategory,
        departmentId: c.departmentId,
        siteId: departments.find((d) => d.departmentId === c.departmentId)?.siteId ?? 'main',
        startDate: '2021-03-01',
        attestations: fits,
        ...(ofFullTime ? { contractId } : { homeRole: 'fullTimeTeacher', excellenceEvidence: '优秀教师 2020' }),
      },
      { key: `demo:register:${counselorId}` },
    )
  })
}

/** 10,400 students need 52 counselors (R-AK-29); 54 full-time posts are approved, so that who leaves later leaves a vacancy. */
export const establishPosts = async ({ act }: Stage): Promise<void> => {
  const affairs = await act(campus, 'studentAffairs')
  const byDepartment = { nursing: 2100, mechatronics: 1900, information: 1750, biotech: 1350, education: 1600, business: 1700 }
  await affairs.command(
    campus,
    'staffing',
    'RecordHeadcount',
    { asOf: '2021-03-01', students: 10_400, byDepartment },
    { key: 'demo:headcount:2021' },
  )
  const personnel = await act(campus, 'orgPersonnel')
  await personnel.command(
    campus,
    'staffing',
    'ApprovePosts',
    { fullTimePosts: 54, from: '2021-03-01', approvalRef: '党委会纪要〔2021〕2号' },
    { key: 'demo:posts:2021' },
  )
}

/** Publishes the scheme of a year and waits until rule X-47 has opened an assessment for everybody who is there. */
export const publishScheme = async (stage: Stage, year: number, expected: number): Promise<void> => {
  const affairs = await stage.act(campus, 'studentAffairs')
  await affairs.command(
    campus,
    'assessment',
    'DraftScheme',
    { year, weights, criteria, thresholds, standardRef: '高等学校辅导员职业能力标准（暂行）' },
    { key: `demo:scheme:${year}` },
  )
  await affairs.command(
    campus,
    'assessment',
    'PublishScheme',
    { year, coSigners: signed(`组人签〔${year}〕3号`) },
    { key: `demo:publish:${year}` },
  )
  await stage.until(`X-47 opened ${expected} assessments of ${year}`, async () => {
    const page = await affairs.view(campus, 'assessment-progress', { year: String(year), limit: '200' })
    return page.items.length >= expected
  })
}

export const score = async (stage: Stage, counselorId: string, year: number): Promise<void> => {
  const counselor = roster.find((c) => c.counselorId === counselorId)
  const scores = scoresOf(counselorId, year)
  const submit = async (role: 'studentAffairs' | 'orgPersonnel' | 'deptBranch' | 'system', party: keyof typeof scores): Promise<void> => {
    const client = await stage.act(campus, role, role === 'deptBranch' && counselor ? { departmentId: counselor.departmentId } : {})
    await client.command(
      campus,
      'assessment',
      'SubmitPartyScore',
      { counselorId, year, party, score: scores[party] },
      { key: `demo:score:${counselorId}:${year}:${party}` },
    )
  }
  await submit('studentAffairs', 'studentAffairs')
  await submit('orgPersonnel', 'orgPersonnel')
  await submit('deptBranch', 'deptBranch')
  await submit('system', 'students')
  const affairs = await stage.act(campus, 'studentAffairs')
  await affairs.command(campus, 'assessment', 'ProposeGrade', { counselorId, year }, { key: `demo:propose:${counselorId}:${year}` })
}

export const finalize = async (stage: Stage, counselorId: string, year: number): Promise<void> => {
  const affairs = await stage.act(campus, 'studentAffairs')
  await affairs.command(
    campus,
    'assessment',
    'FinalizeResult',
    { counselorId, year, coSigners: signed(`组人签〔${year + 1}〕8号`) },
    { key: `demo:finalize:${counselorId}:${year}` },
  )
}

const scoreAndFinalize = async (stage: Stage, year: number, except: readonly string[] = []): Promise<void> =>
  stage.each(
    roster.filter((c) => !except.includes(c.counselorId)),
    async (c) => {
      await score(stage, c.counselorId, year)
      await finalize(stage, c.counselorId, year)
    },
  )

/** 2021: two failed years; both are offered another post in 2022, refuse, and are retained. */
const year2021 = async (stage: Stage): Promise<void> => {
  await stage.advance(campus, '2021-06-01')
  await publishScheme(stage, 2021, roster.length)
  await stage.advance(campus, '2022-01-10')
  await scoreAndFinalize(stage, 2021)
  await refusedAndRetained(stage, [cast.apart, cast.gapYear], 2021, {
    offered: '2022-02-01',
    answered: '2022-02-10',
    decided: '2022-03-01',
  })
}

/** 2022: one is exempt, one result stays open; the others who failed refuse a post and are retained. */
const year2022 = async (stage: Stage): Promise<void> => {
  await publishScheme(stage, 2022, roster.length)
  await stage.advance(campus, '2023-01-10')
  await scoreAndFinalize(stage, 2022, [cast.gapYear, cast.outOfOrder])
  await score(stage, cast.outOfOrder, 2022)
  const personnel = await stage.act(campus, 'orgPersonnel')
  await personnel.command(
    campus,
    'assessment',
    'ExemptYear',
    { counselorId: cast.gapYear, year: 2022, reason: '全年脱产学习' },
    { key: 'demo:exempt:2022' },
  )
  const failing = [cast.twoInARow, cast.terminated, cast.mainJob]
  await refusedAndRetained(stage, failing, 2022, { offered: '2023-02-01', answered: '2023-02-10', decided: '2023-03-01' })
}

/** 2023: the worked examples T-70, 71, 73, 75, 79 and their neighbours. */
const year2023 = async (stage: Stage): Promise<void> => {
  await publishScheme(stage, 2023, roster.length)
  await stage.advance(campus, '2024-01-20')
  await scoreAndFinalize(stage, 2023, [cast.dueNotFinal, cast.mainJob])
  await score(stage, cast.mainJob, 2023)
  for (const counselorId of [cast.twoInARow, cast.terminated]) await exitCase(stage, counselorId, 2023, 'twoConsecutiveFails').permitted()
  await stage.advance(campus, '2024-01-25')
  await finalize(stage, cast.outOfOrder, 2022)
  await exitCase(stage, cast.outOfOrder, 2023, 'twoConsecutiveFails').permitted()

  await stage.advance(campus, '2024-02-01')
  const single = [cast.accepts, cast.refuses, cast.apart, cast.silent, cast.gapYear, cast.revised]
  for (const counselorId of single) await exitCase(stage, counselorId, 2023, 'annualFail').opened()
  for (const counselorId of [cast.accepts, cast.refuses, cast.silent, cast.apart])
    await exitCase(stage, counselorId, 2023, 'annualFail').offer()
  await stage.advance(campus, '2024-02-10')
  await exitCase(stage, cast.accepts, 2023, 'annualFail').answer('accept')
  await exitCase(stage, cast.refuses, 2023, 'annualFail').answer('refuse')
  await exitCase(stage, cast.refuses, 2023, 'annualFail').permitted()

  const appellant = await stage.act(campus, 'counselor', { counselorId: cast.revised })
  await appellant.command(campus, 'assessment', 'FileAppeal', { counselorId: cast.revised, year: 2023 }, { key: 'demo:appeal' })
  await stage.advance(campus, '2024-03-01')
  await exitCase(stage, cast.accepts, 2023, 'annualFail').reassigned('2024-03-01')
  await stage.advance(campus, '2024-03-05')
  await exitCase(stage, cast.refuses, 2023, 'annualFail').decide('retain')
  await exitCase(stage, cast.terminated, 2023, 'twoConsecutiveFails').decide('terminate')
  await stage.advance(campus, '2024-03-11')
  const affairs = await stage.act(campus, 'studentAffairs')
  await affairs.command(
    campus,
    'assessment',
    'ReviseResult',
    { counselorId: cast.revised, year: 2023, to: 'qualified', coSigners: signed('组人签〔2024〕15号') },
    { key: 'demo:revise' },
  )
  await exitCase(stage, cast.revised, 2023, 'annualFail').inState('withdrawn')
}

/** Spring 2024: findings of unsuitability, which need no failed year. */
const unsuitability = async (stage: Stage): Promise<void> => {
  const affairs = await stage.act(campus, 'studentAffairs')
  const decide = (findingId: string, decision: string, ref: string) =>
    affairs.command(
      campus,
      'assessment',
      'DecideFinding',
      { findingId, decision, coSigners: signed(ref) },
      { key: `demo:finding:${findingId}:${decision}` },
    )
  await stage.advance(campus, '2024-04-10')
  for (const counselorId of [cast.unsuitable, cast.unsuitableDismissed]) {
    const departmentId = roster.find((c) => c.counselorId === counselorId)?.departmentId ?? ''
    const branch = await stage.act(campus, 'deptBranch', { departmentId })
    await branch.command(
      campus,
      'assessment',
      'RaiseFinding',
      { findingId: `f_${counselorId}`, counselorId, reasons: '长期不能履行谈心、值班等基本职责' },
      { key: `demo:finding:${counselorId}` },
    )
  }
  await stage.advance(campus, '2024-05-06')
  for (const counselorId of [cast.unsuitable, cast.unsuitableDismissed]) await decide(`f_${counselorId}`, 'confirm', '组人签〔2024〕21号')
  const open = exitCase(stage, cast.unsuitable, 2024, 'unsuitable')
  await open.opened()
  await exitCase(stage, cast.unsuitableDismissed, 2024, 'unsuitable').opened()
  await stage.advance(campus, '2024-05-10')
  await open.offer()
  await stage.advance(campus, '2024-05-20')
  await open.answer('refuse')
  await open.inState('escalated')
  await stage.advance(campus, '2024-06-03')
  await decide(`f_${cast.unsuitableDismissed}`, 'dismiss', '组人签〔2024〕25号')
  await exitCase(stage, cast.unsuitableDismissed, 2024, 'unsuitable').inState('withdrawn')
}

/** November 2024: contracts to the end of the year come up for renewal (T-79). */
const renewals = async (stage: Stage): Promise<void> => {
  await stage.advance(campus, '2024-11-04')
  const personnel = await stage.act(campus, 'orgPersonnel')
  const clearance = (counselorId: string, expected: string) =>
    stage.until(`the contract of ${counselorId} is ${expected}`, async () => {
      const page = await personnel.view<{ clearance?: string; state?: string }>(campus, 'contracts', { counselorId })
      return page.items.some((row) => row.clearance === expected && (row.state === 'renewalDue' || row.state === 'renewed'))
    })
  await clearance(cast.dueQualified, 'cleared')
  await clearance(cast.dueUnqualified, 'held')
  await clearance(cast.dueNotFinal, 'held')
  await clearance(cast.renewed, 'cleared')
  await clearance(cast.renewedHeld, 'held')
  const renew = (counselorId: string, extra: Record<string, unknown> = {}) => {
    const contractId = roster.find((c) => c.counselorId === counselorId)?.contractId ?? ''
    return personnel.command(
      campus,
      'staffing',
      'RenewContract',
      { contractId, newContractId: `${contractId}_2025`, from: '2025-01-01', to: '2027-12-31', ...extra },
      { key: `demo:renew:${contractId}` },
    )
  }
  await renew(cast.renewed)
  await renew(cast.renewedHeld, { approvalRef: '党委会纪要〔2024〕19号' })
  await stage.advance(campus, '2024-11-05')
}

/** Three years of Aksu, stage by stage. */
export const aksuHistory: readonly { readonly title: string; readonly play: (stage: Stage) => Promise<void> }[] = [
  {
    title: `${roster.length} counselors, ${fullTime.length} contracts`,
    play: async (stage) => {
      await stage.advance(campus, '2021-03-01')
      await registerRoster(stage)
      await establishPosts(stage)
    },
  },
  ...storyYears.map((year) => ({ title: `assessments of ${year}`, play: { 2021: year2021, 2022: year2022, 2023: year2023 }[year] })),
  { title: 'findings of unsuitability', play: unsuitability },
  { title: 'renewals at the end of 2024', play: renewals },
]
