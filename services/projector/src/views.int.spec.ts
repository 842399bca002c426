import {
  AccountabilityOpened,
  AchievementSubmitted,
  BallotOpened,
  FilesReported,
  IncidentReported,
  JournalSubmitted,
} from '@fudao/contracts/assessment'
import { roles } from '@fudao/contracts/kit'
import { AllowanceAllotted, PersonChanged, TitleRecorded } from '@fudao/contracts/staffing'
import { views, type WhyAnswer } from '@fudao/contracts/views'
import { sendQuery } from '@fudao/messaging'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tell } from './fixtures/story.js'
import { as, idsOf, org, World } from './fixtures/world.js'

let world: World
beforeAll(async () => {
  world = await World.create()
})
afterAll(() => world.end())
const view = (...args: Parameters<World['view']>) => world.view(...args)
const page = (...args: Parameters<World['page']>) => world.page(...args)

describe('views', () => {
  it('every row has the shape of the published language', async () => {
    const own = { counselorId: 'c1' }
    const texts = { studentsInGeneral: '稳定', work: '走访', effect: '良好', issues: [] }
    const counts = { students: 9, complete: [9, 9, 9, 9, 9, 9, 9], special: 1, specialWithOwnFile: 1 }
    const work = { kind: 'paper', level: 'provincial', role: 'lead', status: 'published' } as const
    const times = { discoveredAt: '2023-10-08T02:00:00Z', reportedAt: '2023-10-08T02:05:00Z', delayMin: 5 }
    const ballot = { from: '2022-12-01', to: '2022-12-15', eligible: 30, tokenPublicKey: 'A'.repeat(392), sealedPrivateKey: 'sealed' }
    world.token = await world.publish(
      tell(AllowanceAllotted, { year: 2023, ...own, month: 9, amount: 80_000 }),
      tell(JournalSubmitted, { ...own, isoWeek: '2023-W40', ...texts, late: false }),
      tell(BallotOpened, { counselorId: 'c3', year: 2022, ...ballot }),
      tell(FilesReported, { ...own, termId: 't23b', ...counts, on: '2023-10-08' }),
      tell(AchievementSubmitted, { achievementId: 'a1', ...own, ...work, on: '2023-10-01', coAuthors: [], evidenceRef: '论文 1' }),
      tell(IncidentReported, { incidentId: 'i1', ...own, departmentId: 'nursing', ...times, kind: '公寓消防' }),
      tell(AccountabilityOpened, { caseId: 'k1', ...own, personId: 'p_c1', facts: '离岗', consequence: '延误' }),
    )
    for (const definition of views) {
      const { items } = await page(definition.name, as('system'))
      expect(items.length).toBeGreaterThan(0)
      for (const item of items) expect(definition.row.strict().parse(item)).toEqual(item)
    }
  })
  it('RM-14 shows a contract with name, department, clearance, last result and exit case', async () => {
    const result = await page('contracts', org, { contractId: 'k_c1' })
    expect(result).toMatchObject({ asOf: '2024-02-20', stale: false, next: null, position: world.token })
    expect(result.items).toEqual([
      {
        contractId: 'k_c1',
        counselorId: 'c1',
        personId: 'p_c1',
        name: '姓名c1',
        departmentId: 'nursing',
        departmentName: '护理系',
        kind: 'employment',
        exceptionRef: null,
        from: '2021-09-01',
        to: '2024-12-31',
        state: 'active',
        renewalDueOn: '2024-11-01',
        clearance: 'held',
        basisYear: 2023,
        reason: 'latestYearUnqualified',
        lastAssessment: { year: 2023, grade: 'unqualified' },
        exitCaseId: 'c1_2023_twoConsecutiveFails',
        exitCaseState: 'terminationPermitted',
      },
    ])
  })
  it('RM-15 counts the days of a teacher and says why; a teacher sees only the own row', async () => {
    const row = { id: 'p_c1', name: '姓名c1', servedDays: 902, excludedDays: 730, countedDays: 172, failedYears: [2022, 2023] }
    expect((await page('young-teacher-eligibility', org)).items).toMatchObject([row])
    const own = (personId: string) => page('young-teacher-eligibility', as('teacher', { personId }))
    expect((await own('p_c1')).items).toHaveLength(1)
    expect((await own('p_c2')).items).toEqual([])
    expect(await view('young-teacher-eligibility', as('teacher'))).toMatchObject({ status: 'forbidden' })
    expect(await view('young-teacher-eligibility', as('deptBranch', { departmentId: 'nursing' }))).toMatchObject({ status: 'forbidden' })
    const why = await world.ask<WhyAnswer>('why.young-teacher-eligibility', org, { id: 'p_c1-countedDays' })
    if (why.status !== 'ok') throw new Error(JSON.stringify(why))
    expect(why.result.figures?.[0]).toMatchObject({
      name: 'countedDays',
      arithmetic: expect.arrayContaining([{ zh: '902 − 730 = 172', en: '902 − 730 = 172' }]),
    })
    expect(why.result.steps.map(({ event }) => event.type)).toContain('staffing.StintAssessed')
    expect((await page('young-teacher-eligibility', org, {}, 'lanzhou')).items).toEqual([])
  })
  it('R-AK-47: an objection is read by who settles it and by nobody else', async () => {
    const inspection = as('disciplineInspection')
    expect((await page('objections', inspection, { roundId: 'r1' })).items).toEqual([
      {
        id: 'r1_1_o1',
        objectionId: 'o1',
        candidacyId: 'r1_1',
        roundId: 'r1',
        personId: 'p_c1',
        name: '姓名c1',
        text: '异议内容',
        raisedOn: '2024-01-01',
        publicityUntil: null,
        state: 'objectionDismissed',
        settledOn: '2024-01-01',
      },
    ])
    expect((await page('objections', inspection, { state: 'open' })).items).toEqual([])
    expect((await page('objections', inspection, { state: 'objectionDismissed', roundId: 'r1' })).items).toHaveLength(1)
    expect((await page('objections', inspection, {}, 'lanzhou')).items).toEqual([])
    for (const role of roles.filter((other) => other !== 'disciplineInspection' && other !== 'system'))
      expect((await view('objections', as(role, { departmentId: 'nursing', counselorId: 'c1', personId: 'p_c1' }))).status, role).toBe(
        'forbidden',
      )
  })
  it('RM-16 ranks who serves or served full time, with awards; nobody else reads it', async () => {
    const { items } = await page('talent-pool', org, { post: 'studentWork' })
    const awards = [{ year: 2023, award: 'topTen' }]
    expect(items.map((row) => row.awards)).toEqual([[], awards, awards])
    expect(items.map(({ counselorId, rank, grades }) => [rank, counselorId, grades])).toMatchObject([
      [1, 'c3', []],
      [
        2,
        'c1',
        [
          { year: 2023, grade: 'unqualified' },
          { year: 2022, grade: 'unqualified' },
        ],
      ],
      [
        3,
        'c2',
        [
          { year: 2023, grade: 'unqualified' },
          { year: 2022, grade: 'qualified' },
        ],
      ],
    ])
    expect((await page('talent-pool', org, { limit: '1' })).next).not.toBeNull()
    expect((await page('talent-pool', org, { asOf: '2021-08-31' })).items).toEqual([])
    expect(await view('talent-pool', as('counselor', { counselorId: 'c1' }))).toMatchObject({ status: 'forbidden' })
  })
  it('RM-13 lists cases, counselors with one fail and nobody twice', async () => {
    expect(await page('exit-watch', org)).toMatchObject({
      items: [{ list: 'cases', id: 'c1_2023_twoConsecutiveFails', name: '姓名c1', basisYears: [2022, 2023], permittedSince: '2024-01-15' }],
    })
    expect(await page('exit-watch', org, { list: 'oneFail' })).toMatchObject({
      items: [{ list: 'oneFail', id: 'c2-2023', counselorId: 'c2', grade: 'unqualified', basisYears: [2023], exitCaseId: null }],
    })
    expect((await page('exit-watch', org, { list: 'unsuitable' })).items).toEqual([])
  })
  it('RM-11 shows who scored and the total', async () => {
    const result = await page('assessment-progress', as('studentAffairs'), { year: '2023', counselorId: 'c3' })
    expect(result.items).toMatchObject([
      { id: 'c3-2023', state: 'proposed', partiesScored: 4, parties: 4, total: 7000, grade: 'qualified' },
    ])
  })
  it('RM-22 shows a round with its candidates per stage, channel mix, ends and exceptions', async () => {
    const result = await page('recruitment', as('studentAffairs'), { roundId: 'r1' })
    expect(result.items).toMatchObject([
      {
        list: 'rounds',
        id: 'r1',
        state: 'open',
        posts: 2,
        filled: 0,
        candidates: { trialPost: 1, applied: 1 },
        channelMix: { openRecruitment: 1, orgRecommendation: 1 },
        publicityUntil: null,
        trialUntil: '2024-02-20',
        trialOverdue: false,
        objectionsOpen: 0,
        exceptionsUsed: 1,
        warnings: ['stageLeftOut'],
      },
    ])
    expect((await page('recruitment', as('studentAffairs'), { roundId: 'r1', asOf: '2024-02-21' })).items).toMatchObject([
      { trialOverdue: true },
    ])
    expect((await page('recruitment', org, { list: 'candidacies', roundId: 'r1' })).items).toMatchObject([
      { id: 'r1_1', name: '姓名c1', state: 'trialPost', trialUntil: '2024-02-20', exceptionRef: '党委会纪要 3' },
      { id: 'r1_2', name: '姓名c2', state: 'applied', channel: 'orgRecommendation' },
    ])
    expect(JSON.stringify(await page('recruitment', org, { list: 'candidacies' }))).not.toContain('异议内容')
  })
  it('RM-25 shows a task in both languages and whether it is overdue', async () => {
    const result = await page('tasks', as('counselor', { counselorId: 'c1' }))
    expect(result.items).toMatchObject([{ taskId: 't3', overdue: true, settledBy: 'staffing.AnswerOffer', about: 'exitCase' }])
    expect(result.items[0]?.text).toMatchObject({ zh: expect.stringContaining('2024-02-16'), en: expect.stringContaining('图书馆') })
    expect(idsOf(await page('tasks', as('studentAffairs'), { overdue: 'false' }), 'taskId')).toEqual(['t2'])
    expect((await page('tasks', as('studentAffairs'), { asOf: '2024-02-10', overdue: 'true' })).items).toEqual([])
  })
  it('pages by cursor, without gaps or repeats', async () => {
    const seen: unknown[] = []
    let cursor: string | undefined
    do {
      const result = await page('assessment-progress', org, { limit: '2', ...(cursor ? { cursor } : {}) })
      seen.push(...idsOf(result, 'id'))
      cursor = result.next ?? undefined
    } while (cursor)
    expect(seen).toEqual(['c1-2023', 'c2-2023', 'c3-2023', 'c1-2022', 'c2-2022'])
  })
  it('filters are combined', async () => {
    expect(idsOf(await page('contracts', org, { departmentId: 'nursing' }), 'contractId')).toEqual(['k_c1', 'k_c3'])
    expect(idsOf(await page('contracts', org, { departmentId: 'nursing', clearance: 'none' }), 'contractId')).toEqual(['k_c3'])
    expect(idsOf(await page('contracts', org, { exception: 'true' }), 'contractId')).toEqual([])
  })
  it('a token nobody reaches gives the rows at hand, marked stale', async () => {
    const result = await page('contracts', org, { token: world.relay.position(999_999) })
    expect(result.stale).toBe(true)
    expect(result.items).toHaveLength(3)
  })
  it('answers what is wrong with a question', async () => {
    expect(await view('contracts', org, { clearence: 'held' })).toMatchObject({ status: 'invalid', issues: [{ path: 'clearence' }] })
    expect(await view('contracts', org, { cursor: 'xyz' })).toMatchObject({ status: 'invalid', issues: [{ path: 'cursor' }] })
    expect(await view('contracts', org, { limit: '501' })).toMatchObject({ status: 'invalid' })
    expect(await view('contracts', org, { limit: '0' })).toMatchObject({ status: 'invalid' })
    expect(await view('nothing', org)).toMatchObject({ status: 'unknown', code: 'UnknownQuery' })
    expect(await view('contracts', org, {}, 'nowhere')).toMatchObject({ status: 'unknown', code: 'UnknownCampus' })
    expect(await sendQuery(world.nc, 'aksu', 'views.contracts', { actor: org, params: {}, more: 1 } as never)).toMatchObject({
      status: 'invalid',
    })
  })
})

describe('R-AK-77: who reads what', () => {
  it('a department branch reads its own department', async () => {
    const branch = as('deptBranch', { departmentId: 'eng' })
    expect(idsOf(await page('contracts', branch), 'contractId')).toEqual(['k_c2'])
    expect((await page('contracts', branch, { departmentId: 'nursing' })).items).toEqual([])
    expect((await page('exit-watch', branch)).items).toEqual([])
  })
  it('a counselor reads the own rows, scores only once they are final', async () => {
    expect(idsOf(await page('contracts', as('counselor', { counselorId: 'c1' })), 'contractId')).toEqual(['k_c1'])
    expect((await page('contracts', as('counselor', { counselorId: 'c1' }), { contractId: 'k_c2' })).items).toEqual([])
    const own = await page('assessment-progress', as('counselor', { counselorId: 'c3' }))
    expect(own.items).toMatchObject([{ state: 'proposed', partiesScored: 4, scores: {}, total: null, grade: null }])
    expect((await page('assessment-progress', as('counselor', { counselorId: 'c1' }))).items[0]).toMatchObject({ total: 5610 })
  })
  it('a token that does not say whose rows are its own reads nothing', async () => {
    for (const actor of [as('deptBranch'), as('counselor'), as('teacher'), as('analyst'), as('platformAdmin')])
      expect(await view('contracts', actor)).toMatchObject({ status: 'forbidden', code: 'NotAuthorized' })
  })
  it('tasks go to their role and scope, and to whom they were delegated', async () => {
    expect(idsOf(await page('tasks', org), 'taskId')).toEqual(['t1'])
    expect(idsOf(await page('tasks', as('deptBranch', { departmentId: 'nursing' })), 'taskId')).toEqual(['t2'])
    expect(idsOf(await page('tasks', as('deptBranch', { departmentId: 'eng' })), 'taskId')).toEqual([])
    expect(idsOf(await page('tasks', as('counselor', { counselorId: 'c2' })), 'taskId')).toEqual([])
  })
  it('a panel reads the rounds it sits on, a candidate the own candidacies, others nothing of recruitment', async () => {
    const member = { ...as('panel'), userId: 'u_p' }
    const other = { ...as('panel'), userId: 'u_q' }
    expect(idsOf(await page('recruitment', member), 'id')).toEqual(['r1', 'r2'])
    expect(idsOf(await page('recruitment', other), 'id')).toEqual(['r1'])
    expect(idsOf(await page('recruitment', other, { list: 'candidacies' }), 'id')).toEqual(['r1_1', 'r1_2'])
    const candidate = as('candidate', { personId: 'p_c2' })
    expect(idsOf(await page('recruitment', candidate, { list: 'candidacies' }), 'id')).toEqual(['r1_2', 'r2_2'])
    expect((await page('recruitment', candidate)).items).toEqual([])
    expect((await page('recruitment', as('candidate'), { list: 'candidacies' })).items).toEqual([])
    for (const actor of [as('teacher'), as('deptBranch', { departmentId: 'nursing' }), as('counselor', { counselorId: 'c1' })])
      expect(await view('recruitment', actor, { list: 'candidacies' })).toMatchObject({ status: 'forbidden' })
    expect((await page('recruitment', org, {}, 'lanzhou')).items).toEqual([])
  })
  it('another campus with the same ids is another campus', async () => {
    const there = await page('contracts', org, {}, 'lanzhou')
    expect(there.items).toMatchObject([{ contractId: 'k_c1', clearance: null, lastAssessment: null, exitCaseId: null }])
    expect(there.asOf).toBe('2022-01-01')
  })
  it('A8: what was said against a candidate cannot be read once the person is erased, and is counted still', async () => {
    await world.forget('aksu', 'p_c1')
    expect((await page('objections', as('disciplineInspection'), { roundId: 'r1' })).items).toMatchObject([
      { candidacyId: 'r1_1', name: null, text: null, state: 'objectionDismissed' },
    ])
  })
})

// last, since it changes what the others read
it('D-13 shows who serves with contract and title, numbers masked; in full for personnel who ask', async () => {
  const numbers = { idDocument: '11010519491231002X', phone: '13800000001' }
  const fields = { personId: 'p_c2', name: '姓名c2', staffNo: '0007', ...numbers }
  const title = { counselorId: 'c2', title: '讲师', rank: 'intermediate', discipline: '思想政治教育', grantedOn: '2023-12-01' } as const
  world.token = await world.publish(tell(PersonChanged, fields), tell(TitleRecorded, title))
  const row = async (actor: Parameters<World['page']>[1], params = {}) =>
    (await page('counselor-register', actor, { ...params, counselorId: 'c2', token: world.token })).items
  expect(await row(org)).toMatchObject([
    {
      staffNo: '0007',
      name: '姓名c2',
      idDocument: '110105********002X',
      phone: '138****0001',
      attested: expect.any(Boolean),
      contractFrom: '2021-09-01',
      contractTo: '2024-12-31',
      contractSignedOn: '2021-08-20',
      heldTitle: '讲师',
      titleDiscipline: '思想政治教育',
      state: 'active',
    },
  ])
  expect(await row(org, { numbers: 'full' })).toMatchObject([numbers])
  expect(await row(as('counselor', { counselorId: 'c2' }))).toMatchObject([{ phone: '138****0001' }])
  expect(await row(as('counselor', { counselorId: 'c1' }))).toEqual([])
  for (const actor of [as('studentAffairs'), as('system'), as('counselor', { counselorId: 'c2' })])
    expect(await view('counselor-register', actor, { numbers: 'full' })).toMatchObject({ status: 'forbidden' })
  expect(idsOf(await page('counselor-register', org, {}, 'lanzhou'), 'counselorId')).toEqual(['c1'])
})
