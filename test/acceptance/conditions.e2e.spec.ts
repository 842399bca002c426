import { describe, expect, it } from 'vitest'
import { clientFor, eventually, openCampus, problemOf, type TestCampus } from './support/campus.js'

/** Waits for an event of the stream in the journal. */
const eventOf = async (campus: TestCampus, type: string, stream: string) => {
  const client = await clientFor(campus.campus, 'studentAffairs')
  const page = await eventually(
    `${type} is in the journal`,
    () => client.events(campus.campus, { type, stream: stream.replace('*', campus.campus) }),
    ({ items }) => items.length > 0,
  )
  return page.items[0]?.data
}

describe('T-30: briefings of the party committee (R-AK-26) through the public API', () => {
  const hold = async (campus: TestCampus, on: string) => {
    await campus.as('studentAffairs', 'staffing', 'SubmitBriefing', { year: 2024, reportRef: `汇报 ${on}` })
    await campus.as('partyCommittee', 'staffing', 'HoldBriefing', { year: 2024, on, heard: true, studied: true })
  }
  it('T-30: held on 2024-04-18 and 2024-11-06 → X-42 closes the year as met', async () => {
    const campus = await openCampus({ firstDay: '2024-01-01' })
    await hold(campus, '2024-04-18')
    await hold(campus, '2024-11-06')
    await campus.advance('2025-01-01')
    expect(await eventOf(campus, 'staffing.BriefingQuotaMet', 'briefing-*.2024')).toMatchObject({ year: 2024, count: 2 })
  })
  it('T-30: held on 2024-04-18 only → missed, 1 of 2, and nobody was left without a reminder', async () => {
    const campus = await openCampus({ firstDay: '2024-01-01' })
    const problem = await problemOf(
      campus.as('partyCommittee', 'staffing', 'HoldBriefing', { year: 2024, on: '2024-04-18', heard: true, studied: true }),
    )
    expect(problem).toMatchObject({ status: 422, code: 'ReportMissing' })
    await hold(campus, '2024-04-18')
    await campus.advance('2024-10-01')
    await eventually(
      'student affairs is reminded',
      () => campus.rows('tasks', { ruleId: 'X-42' }, 'studentAffairs'),
      (tasks) => tasks.length > 0,
    )
    await campus.advance('2025-01-01')
    expect(await eventOf(campus, 'staffing.BriefingQuotaMissed', 'briefing-*.2024')).toMatchObject({ year: 2024, count: 1, required: 2 })
  })
})

describe('titles (R-AK-50..54) through the public API', () => {
  it('X-17: the grant within the quota is recorded, the one beyond it becomes a task', async () => {
    const campus = await openCampus({ firstDay: '2024-01-01' })
    await campus.as('orgPersonnel', 'staffing', 'OpenTitleRound', {
      roundId: 'tr1',
      track: 'title',
      separateQuota: true,
      separateStandard: true,
      separatePanel: true,
      quotaByRank: { intermediate: 1 },
      standardRef: '评审条件（试行）',
    })
    for (const counselorId of ['first', 'second']) {
      await campus.hire(counselorId)
      const applicationId = `ta_${counselorId}`
      const own = { counselorId }
      const request = { applicationId, counselorId, roundId: 'tr1', track: 'title', targetRank: 'intermediate', discipline: '思想政治教育' }
      const problem = await problemOf(campus.as('counselor', 'staffing', 'SubmitTitleApplication', { ...request, evidence: [] }, own))
      expect(problem).toMatchObject({ status: 422, code: 'EvidenceIncomplete' })
      const evidence = [{ kind: 'performance', evidenceId: '业绩材料' }]
      await campus.as('counselor', 'staffing', 'SubmitTitleApplication', { ...request, evidence }, own)
      await campus.as('orgPersonnel', 'staffing', 'CheckTitleApplication', { applicationId })
      await campus.as('reviewPanel', 'staffing', 'DecideTitle', { applicationId, decision: 'grant', title: '讲师' })
      if (counselorId === 'first')
        expect(await eventOf(campus, 'staffing.TitleRecorded', 'counselor-*.first')).toMatchObject({ title: '讲师', rank: 'intermediate' })
    }
    const [task] = await eventually(
      'the second grant is a task',
      () => campus.rows('tasks', { ruleId: 'X-17' }),
      (tasks) => tasks.length > 0,
    )
    expect(task).toMatchObject({ subject: 'ta_second', state: 'open' })
  })
})

describe('achievements as title evidence (R-AK-54, R-AK-55) through the public API', () => {
  it('T-84: a verified online cultural work satisfies the research evidence; one rejected or retracted does not', async () => {
    const campus = await openCampus({ firstDay: '2024-01-01' })
    await campus.hire('c1')
    const own = { counselorId: 'c1' }
    const flags = { separateQuota: true, separateStandard: true, separatePanel: true }
    const round = { roundId: 'tr1', track: 'title', ...flags, quotaByRank: { associateSenior: 1 }, standardRef: '评审条件（试行）' }
    await campus.as('orgPersonnel', 'staffing', 'OpenTitleRound', round)
    const work = { kind: 'onlineCulturalWork', level: 'provincial', role: 'lead', status: 'published', on: '2023-11-18' }
    for (const achievementId of ['w1', 'w2', 'w3']) {
      await campus.as('counselor', 'assessment', 'SubmitAchievement', { achievementId, ...own, ...work, evidenceRef: '教思政 7' }, own)
      const checked = achievementId === 'w3' ? 'RejectAchievement' : 'VerifyAchievement'
      await campus.as('studentAffairs', 'assessment', checked, { achievementId })
    }
    const retraction = { achievementId: 'w2', reason: 'misconduct', findingRef: '学风 2' }
    const { token } = await campus.as('studentAffairs', 'assessment', 'RetractAchievement', retraction)
    const apply = (research: string) => {
      const of = { performance: '业绩 1', research, results: '论文 3' }
      const evidence = Object.entries(of).map(([kind, evidenceId]) => ({ kind, evidenceId }))
      const what = { applicationId: 'ta1', roundId: 'tr1', track: 'title', targetRank: 'associateSenior', discipline: '思想政治教育' }
      // decided on all that was recorded up to the retraction
      return campus.as('counselor', 'staffing', 'SubmitTitleApplication', { ...what, ...own, evidence, token }, own)
    }
    const shown = await campus.rows('achievements', { token: token ?? '' }, 'studentAffairs')
    expect(shown.map((row) => [row.id, row.state, row.countsAsResearch])).toEqual([
      ['w1', 'verified', true],
      ['w2', 'retracted', false],
      ['w3', 'rejected', null],
    ])
    for (const work of ['w2', 'w3']) {
      const refused = await problemOf(apply(work))
      expect(refused).toMatchObject({ status: 422, code: 'EvidenceIncomplete', params: { missing: ['research'], notCounted: [work] } })
      expect(refused.rules).toEqual(expect.arrayContaining(['R-AK-54', 'R-AK-55']))
    }
    await apply('w1')
  })
})

describe('working conditions (R-AK-70..75) through the public API', () => {
  it('X-45, RM-17, RM-18, RM-19: a missing room is a task until it is there, and the views show rooms, titles and briefings', async () => {
    const campus = await openCampus({ firstDay: '2024-01-10' })
    const building = { siteId: 'main', buildingId: 'b3' }
    await campus.as('studentAffairs', 'staffing', 'RegisterBuilding', building)
    await campus.advance('2024-02-01')
    const tasks = (state: string) =>
      eventually(
        `the task of the building is ${state}`,
        () => campus.rows('tasks', { ruleId: 'X-45', state }, 'studentAffairs'),
        (seen) => seen.some(({ action }) => action === 'equipBuilding'),
      )
    await tasks('open')
    for (const [kind, room] of [
      ['office', '101'],
      ['activityRoom', '102'],
    ])
      await campus.as('studentAffairs', 'staffing', 'AssignRoom', { ...building, kind, room })
    await tasks('cancelled')
    for (const [view, role] of [
      ['title-structure', 'orgPersonnel'],
      ['pay-and-facilities', 'studentAffairs'],
      ['twice-yearly-report-data', 'partyCommittee'],
    ] as const)
      await eventually(
        `${view} has rows`,
        () => campus.rows(view, {}, role),
        (rows) => rows.length > 0,
      )
  })
})
