import { fileCategories } from '@fudao/contracts/assessment'
import { describe, expect, it } from 'vitest'
import { clientFor, eventually, openCampus, type TestCampus } from './support/campus.js'

const terms = [
  { termId: 't2024a', from: '2024-02-26', to: '2024-07-05' },
  { termId: 't2024b', from: '2024-09-02', to: '2025-01-10' },
]

/** Waits for the event of a stream that a rule brought about. */
const happened = async (campus: TestCampus, type: string, stream: string, count = 1) => {
  const client = await clientFor(campus.campus, 'orgPersonnel')
  const page = await eventually(
    `${type} is in the journal`,
    () => client.events(campus.campus, { type: `${type}`, stream: stream.replace('*', campus.campus) }),
    ({ items }) => items.length >= count,
  )
  return page.items.at(-1)?.data
}

/** A counselor with a room, a residence, courses, an allowance, a title application and a running assessment. */
const settle = async (campus: TestCampus): Promise<void> => {
  const affairs = (command: string, payload: Record<string, unknown>) => campus.as('studentAffairs', 'staffing', command, payload)
  await campus.hire('leaver')
  await campus.hire('successor')
  const complete = Object.fromEntries(fileCategories.map((category) => [category, 60]))
  await campus.as(
    'counselor',
    'assessment',
    'ReportFiles',
    { counselorId: 'leaver', termId: 't2024a', students: 60, complete, special: 1, specialWithOwnFile: 1 },
    { counselorId: 'leaver' },
  )
  await campus.publishScheme(2024)
  await campus.assessmentOpened('leaver', 2024)
  const building = { siteId: 'main', buildingId: 'b3' }
  await affairs('RegisterBuilding', building)
  await affairs('AssignRoom', { ...building, kind: 'office', room: '101', counselorId: 'leaver' })
  await affairs('AssignDormResidence', { ...building, counselorId: 'leaver', from: '2024-03-01' })
  const course = { counselorId: 'leaver', courseTitle: '军事理论' }
  for (const { termId } of terms)
    await campus.as('deptBranch', 'staffing', 'AssignCourse', { ...course, termId }, { departmentId: 'nursing' })
  await campus.as('studentAffairs', 'assessment', 'OpenAwardRound', { kind: 'topTen', year: 2024 })
  await campus.as(
    'deptBranch',
    'assessment',
    'Nominate',
    { kind: 'topTen', year: 2024, personId: 'p_leaver', grounds: '学风优良' },
    { departmentId: 'nursing' },
  )
  await campus.as('orgPersonnel', 'staffing', 'RecordAllotment', { year: 2024, counselorId: 'leaver', month: 3, amount: 100_000 })
  await campus.as('orgPersonnel', 'staffing', 'OpenTitleRound', {
    roundId: 'tr1',
    track: 'title',
    separateQuota: true,
    separateStandard: true,
    separatePanel: true,
    quotaByRank: { intermediate: 1 },
    standardRef: '评审条件（试行）',
  })
  await campus.as(
    'counselor',
    'staffing',
    'SubmitTitleApplication',
    {
      applicationId: 'ta1',
      counselorId: 'leaver',
      roundId: 'tr1',
      track: 'title',
      targetRank: 'intermediate',
      discipline: '思想政治教育',
      evidence: [{ kind: 'performance', evidenceId: '业绩材料' }],
    },
    { counselorId: 'leaver' },
  )
}

describe('departures (R-AK-31) through the public API', () => {
  it('X-10: all that a counselor held is released the day after the last day; a correction brings back what can be', async () => {
    const campus = await openCampus({ firstDay: '2024-03-01', parameters: { 'calendar.terms': terms } })
    await settle(campus)
    await campus.advance('2024-06-28')
    const left = await campus.as('orgPersonnel', 'staffing', 'DeregisterCounselor', {
      counselorId: 'leaver',
      lastDay: '2024-06-30',
      reason: 'resigned',
    })
    await campus.advance('2024-06-30')
    await campus.contract('k_leaver', 'is in force on the last day', (row) => row.state === 'active')
    await campus.advance('2024-07-01')
    await campus.contract('k_leaver', 'ends', (row) => row.state === 'terminated')
    expect(await happened(campus, 'staffing.ContractTerminated', 'contract-*.k_leaver')).toMatchObject({
      on: '2024-06-30',
      ground: 'resigned',
    })
    expect(await happened(campus, 'assessment.AssessmentCancelled', 'assessment-*.leaver-2024')).toMatchObject({ reason: 'deregistered' })
    expect(await happened(campus, 'staffing.CourseReleased', 'courseload-*.leaver-t2024b')).toMatchObject({ courseTitle: '军事理论' })
    expect(await happened(campus, 'staffing.RoomVacated', 'dorm-*.main-b3')).toMatchObject({ room: '101' })
    expect(await happened(campus, 'staffing.DormResidenceVacated', 'counselor-*.leaver')).toMatchObject({ to: '2024-06-30' })
    expect(await happened(campus, 'assessment.NomineeWithdrawn', 'award-*.topTen-2024')).toMatchObject({ personId: 'p_leaver' })
    expect(await happened(campus, 'staffing.TitleApplicationWithdrawn', 'title-*.ta1')).toMatchObject({ reason: 'deregistered' })
    expect(await happened(campus, 'staffing.AllowanceStopped', 'pay-*.2024')).toMatchObject({ counselorId: 'leaver', fromMonth: 7 })
    const tasks = (state: string, action: string) =>
      eventually(
        `a task ${action} is ${state}`,
        async () => (await campus.rows('tasks', { ruleId: 'X-10', state })).filter((task) => task.action === action),
        (seen) => seen.length > 0,
      )
    await tasks('open', 'endAccess')
    const nursing = { departmentId: 'nursing' }
    const branch = await clientFor(campus.campus, 'deptBranch', nursing)
    const files = (state: string) =>
      eventually(
        `step 8: the task about the student files is ${state}`,
        async () => (await branch.view(campus.campus, 'tasks', { ruleId: 'X-10', state, subject: 'leaver_t2024a' })).items,
        (seen) => seen.length === 1,
      )
    await files('open')
    const handOver = { counselorId: 'leaver', termId: 't2024a', toId: 'successor' }
    await campus.as('deptBranch', 'assessment', 'HandOverFiles', handOver, nursing)
    await files('cancelled')

    const correctsEventId = left.events.find(({ type }) => type === 'staffing.CounselorDeregistered')?.id
    await campus.as('orgPersonnel', 'staffing', 'CorrectDeregistration', {
      counselorId: 'leaver',
      correctsEventId,
      revoked: true,
      reason: '误注销',
    })
    await campus.contract('k_leaver_r1', 'is drafted for the time that is left', (row) => row.state === 'draft')
    await happened(campus, 'assessment.AssessmentOpened', 'assessment-*.leaver-2024', 2)
    await happened(campus, 'staffing.CourseAssigned', 'courseload-*.leaver-t2024b', 2)
    await happened(campus, 'staffing.RoomAssigned', 'dorm-*.main-b3', 2)
    expect(await happened(campus, 'staffing.DormResidenceAssigned', 'counselor-*.leaver', 2)).toMatchObject({ from: '2024-07-01' })
    await happened(campus, 'staffing.AllowanceResumed', 'pay-*.2024')
    await tasks('cancelled', 'endAccess')
    await tasks('open', 'restoreByHand')
  })
})
