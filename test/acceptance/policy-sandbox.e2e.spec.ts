import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { assess, clientFor, eventually, openCampus, problemOf, type TestCampus } from './support/campus.js'

type Row = Readonly<Record<string, unknown>> & { readonly kind: string; readonly change: string; readonly what: string }
interface Tried {
  readonly total: number
  readonly rows: readonly Row[]
  readonly complete: boolean
  readonly replayed: Readonly<Record<string, unknown>>
  readonly limits: readonly unknown[]
}
const DAYS = 'staffing.exit.offerResponseDays'
const NOTICE = 'staffing.contract.renewalNoticeDays'
const entries = (key: string, value: unknown, effectiveFrom = '2022-03-01') => ({ entries: [{ key, value, effectiveFrom }] })

const provinceId = `p_${randomUUID().slice(0, 8)}`
let campus: TestCampus
const sandbox = async (draft: Readonly<Record<string, unknown>>, role = 'studentAffairs', tenant = campus.campus) =>
  (await (await clientFor(tenant, role)).post(`/api/${tenant}/policy/sandbox`, draft)) as Tried

/** Six counselors; the first failed two years and has an offer that nobody answered. */
beforeAll(async () => {
  const platform = await clientFor('*', 'platformAdmin')
  await platform.command('platform', 'registry', 'RegisterProvince', { provinceId, name: '试算省', firstDay: '2024-02-01' })
  campus = await openCampus({ firstDay: '2022-03-01', provinceId })
  for (const id of ['c1', 'c2', 'c3', 'c4', 'c5', 'c6']) await campus.hire(id)
  await campus.publishScheme(2022)
  await campus.advance('2023-01-20')
  await assess(campus, 'c1', 2022, 'unqualified')
  await campus.exitCase('c1_2022_annualFail', 'opened')
  const offer = { counselorId: 'c1', year: 2022, ground: 'annualFail', post: '图书馆读者服务岗' }
  const { token } = await campus.as('orgPersonnel', 'staffing', 'OfferPost', offer)
  const client = await clientFor(campus.campus, 'orgPersonnel')
  await eventually(
    'the journal holds the offer',
    () => client.events(campus.campus, token ? { token } : {}),
    (page) => !page.stale,
  )
})

describe('a draft policy is tried on what has happened (R-AK-27, R-AK-86)', () => {
  it('offerResponseDays = 20: the offer would be due five days later, and says why and whose it is', async () => {
    const { rows, total, complete, replayed } = await sandbox(entries(DAYS, 20))
    expect({ total, complete, replayed }).toMatchObject({ total: rows.length, complete: true, replayed: { notReplayed: {} } })
    expect(rows).toContainEqual(
      expect.objectContaining({
        kind: 'decision',
        change: 'other',
        what: 'staffing.PostOffered',
        keys: [DAYS],
        counselorId: 'c1',
        name: '验收 c1',
        event: expect.objectContaining({ type: 'staffing.PostOffered', on: '2023-01-20' }),
        before: { answerDueOn: '2023-02-04' },
        after: { answerDueOn: '2023-02-09' },
        sentence: { zh: expect.stringContaining('2023-02-04 → 2023-02-09'), en: expect.stringContaining('days to answer a post offer') },
      }),
    )
  })

  it('R-AK-81, renewalNoticeDays = 90: six contracts would be looked at a month earlier', async () => {
    const { rows } = await sandbox(entries(NOTICE, 90))
    expect(rows).toHaveLength(6)
    expect(rows).toContainEqual(
      expect.objectContaining({
        kind: 'timer',
        subject: 'k_c3',
        counselorId: 'c3',
        before: { dueOn: '2030-11-01' },
        after: { dueOn: '2030-10-02' },
      }),
    )
  })

  it('R-AK-35, forbiddenKinds with employment: six contracts would have been refused', async () => {
    const { rows, replayed } = await sandbox(entries('staffing.contract.forbiddenKinds', ['employment']))
    expect(replayed).toMatchObject({ decisions: 6, notReplayed: {} })
    expect(rows.map(({ kind, change, what, after }) => ({ kind, change, what, after }))).toEqual(
      Array.from({ length: 6 }, () => ({
        kind: 'decision',
        change: 'refused',
        what: 'staffing.ContractDrafted',
        after: expect.objectContaining({ refusal: 'ForbiddenContractKind' }),
      })),
    )
  })

  it('a preset adopted again, and a draft equal to the present policy, change nothing', async () => {
    expect(await sandbox({ preset: { preset: 'aksu', contexts: ['staffing', 'assessment'], effectiveFrom: '2022-03-01' } })).toMatchObject({
      total: 0,
    })
    expect(await sandbox(entries(DAYS, 15))).toMatchObject({ total: 0, rows: [] })
  })

  it('C-10: a draft that begins after the offer leaves it alone; one for the future is tried on the whole past', async () => {
    expect(await sandbox({ ...entries(DAYS, 20), replayFrom: '2023-01-21' })).toMatchObject({ total: 0 })
    expect((await sandbox(entries(DAYS, 20, '2027-01-01'))).total).toBeGreaterThan(0)
  })

  it('changes nothing: neither events nor policy', async () => {
    const client = await clientFor(campus.campus, 'orgPersonnel')
    const seen = async () => (await client.events(campus.campus, { limit: '500' })).items.length
    const before = await seen()
    await sandbox(entries(DAYS, 3))
    expect(await seen()).toBe(before)
  })

  it('is for the offices that answer for the policy, each at its own campus', async () => {
    await sandbox(entries(DAYS, 20), 'partyCommittee')
    await sandbox(entries(DAYS, 20), 'orgPersonnel')
    expect(await problemOf(sandbox(entries('assessment.appeal.days', 20), 'orgPersonnel'))).toMatchObject({
      status: 403,
      code: 'NotAuthorized',
    })
    for (const role of ['counselor', 'deptBranch', 'provincialDepartment', 'analyst'])
      expect(await problemOf(sandbox(entries(DAYS, 20), role))).toMatchObject({ status: 403, code: 'NotAuthorized' })
    const foreign = await clientFor('elsewhere', 'studentAffairs')
    expect(await problemOf(foreign.post(`/api/${campus.campus}/policy/sandbox`, entries(DAYS, 20)))).toMatchObject({
      status: 403,
      code: 'WrongCampus',
    })
  })

  it('a bad draft is refused with its field', async () => {
    const empty = await problemOf(sandbox({}))
    expect(empty).toMatchObject({ status: 400, code: 'InvalidPayload', errors: [{ path: 'entries' }] })
    expect(empty.detail).toContain('请至少给出一项参数（entries：key、value、effectiveFrom）或一个预设（preset）')
    expect(await problemOf(sandbox({ entries: [{ key: DAYS, value: 20 }] }))).toMatchObject({
      status: 400,
      errors: [{ path: 'entries.0.effectiveFrom' }],
    })
    expect(await problemOf(sandbox(entries('staffing.exit.days', 20)))).toMatchObject({
      status: 422,
      code: 'UnknownParameter',
      params: { field: 'entries.0.key' },
    })
    expect(await problemOf(sandbox(entries(DAYS, -1)))).toMatchObject({
      status: 422,
      code: 'InvalidValue',
      params: { field: 'entries.0.value' },
    })
    expect(await problemOf(sandbox({ preset: { preset: 'kashgar', effectiveFrom: '2022-03-01' } }))).toMatchObject({
      status: 422,
      code: 'UnknownPreset',
    })
  })

  it('the province sees counts over its campuses, none below five, and no names', async () => {
    const province = await clientFor(provinceId, 'provincialDepartment')
    const result = (await province.post(`/api/${provinceId}/policy/sandbox`, {
      entries: [...entries(DAYS, 20).entries, ...entries(NOTICE, 90).entries],
    })) as { readonly campuses: unknown; readonly cells: readonly unknown[] }
    expect(result.campuses).toMatchObject([{ campus: campus.campus, complete: true }])
    expect(result.cells).toContainEqual({ campus: campus.campus, rule: 'X-08', kind: 'timer', change: 'other', count: 6 })
    expect(result.cells).toContainEqual(expect.objectContaining({ campus: campus.campus, kind: 'decision', count: null }))
    expect(JSON.stringify(result)).not.toMatch(/验收|"c[1-6]"|k_c/)
    expect(await problemOf(sandbox(entries(DAYS, 20), 'studentAffairs', provinceId))).toMatchObject({ status: 403, code: 'NotAuthorized' })
  })
})

describe('a draft of staffing and teaching (R-AK-29, R-AK-68)', () => {
  it('T-13: fewer students per counselor change the check, A-17 by sections refuses a course; everything is replayed', async () => {
    const own = await openCampus({ firstDay: '2024-03-01' })
    await own.hire('c1')
    await own.as('studentAffairs', 'staffing', 'RecordHeadcount', { asOf: '2024-03-01', students: 200, byDepartment: { nursing: 200 } })
    const course = { counselorId: 'c1', termId: 't2024a', courseTitle: '形势与政策', sections: 2 }
    await own.as('deptBranch', 'staffing', 'AssignCourse', course, { departmentId: 'nursing' })
    await eventually(
      'the check is made',
      () => own.rows('staffing-ratio', {}, 'studentAffairs'),
      (rows) => rows.some(({ students }) => students === 200),
    )
    const client = await clientFor(own.campus, 'studentAffairs')
    await eventually(
      'the journal holds the check',
      () => client.events(own.campus, { type: 'staffing.StaffingChecked' }),
      ({ items }) => items.some(({ data }) => data.students === 200 && data.fullTime === 1),
    )
    const ratio = await sandbox(entries('staffing.ratio.studentsPerCounselor', 150, '2024-03-01'), 'studentAffairs', own.campus)
    expect(ratio).toMatchObject({ complete: true, replayed: { notReplayed: {} } })
    expect(ratio.rows).toContainEqual(expect.objectContaining({ kind: 'decision', change: 'other', what: 'staffing.StaffingChecked' }))
    const courses = await sandbox(entries('staffing.courseLoad.count', 'sections', '2024-03-01'), 'studentAffairs', own.campus)
    expect(courses).toMatchObject({ complete: true, replayed: { notReplayed: {} } })
    expect(courses.rows).toContainEqual(expect.objectContaining({ kind: 'decision', change: 'refused', what: 'staffing.CourseAssigned' }))
  })
})
