import type { WhyAnswer } from '@fudao/contracts/views'
import { describe, expect, it } from 'vitest'
import { clientFor, eventually, openCampus } from './support/campus.js'

type Campus = Awaited<ReturnType<typeof openCampus>>
const attested = { cond1: true, cond2: true, cond3: true, cond4: true, cond5: true, cond6: true }
const ids = (prefix: string, n: number) => Array.from({ length: n }, (_, i) => `${prefix}${i + 1}`)

const headcount = ({ as }: Campus, students: number, byDepartment: Record<string, number> = {}) =>
  as('studentAffairs', 'staffing', 'RecordHeadcount', { students, byDepartment })
const partTimer = ({ as }: Campus, counselorId: string, startDate: string) =>
  as('orgPersonnel', 'staffing', 'RegisterCounselor', {
    counselorId,
    personId: `p_${counselorId}`,
    personCategory: 'partTime',
    employment: 'partTime',
    positionCategory: 'frontline',
    departmentId: 'nursing',
    siteId: 'main',
    homeRole: 'fullTimeTeacher',
    startDate,
    excellenceEvidence: '优秀教师 2023',
    attestations: attested,
  })
/** The last check X-11 had recorded, once it is about these figures. */
const checked = async ({ campus }: Campus, figures: Record<string, unknown>) => {
  const client = await clientFor(campus, 'orgPersonnel')
  return eventually(
    `X-11 checked ${JSON.stringify(figures)}`,
    async () => {
      const { items } = await client.events(campus, { stream: `establishment-${campus}.${campus}`, limit: '200' })
      return items.findLast(({ type }) => type === 'staffing.StaffingChecked')
    },
    (fact) => fact !== undefined && Object.entries(figures).every(([name, value]) => fact.data[name] === value),
  )
}
const lastFlag = async ({ campus }: Campus) => {
  const { items } = await (await clientFor(campus, 'orgPersonnel')).events(campus, {
    stream: `establishment-${campus}.${campus}`,
    limit: '200',
  })
  return items.findLast(({ type }) => type.startsWith('staffing.Shortfall'))
}
const campusRow = async ({ rows }: Campus, params: Record<string, string> = {}) =>
  (await rows('staffing-ratio', { scope: 'campus', ...params }, 'partyCommittee'))[0]

describe('the staffing ratio through the public API', () => {
  it('T-13, T-15, T-16, T-20 and 12,001 students with 60 counselors', async () => {
    const at = await openCampus({ firstDay: '2024-06-29' })
    const people = ids('f', 60)
    for (let from = 0; from < people.length; from += 20) await Promise.all(people.slice(from, from + 20).map((id) => at.hire(id)))

    // T-13
    await headcount(at, 12_000)
    expect((await checked(at, { students: 12_000, fullTime: 60 })).data).toMatchObject({ compliant: true, gapThirds: 0 })
    await at.as('orgPersonnel', 'staffing', 'ApprovePosts', { fullTimePosts: 60, approvalRef: '党委会纪要 2' })
    // T-15
    await headcount(at, 11_880)
    expect((await checked(at, { students: 11_880 })).data).toMatchObject({ compliant: true })
    expect(await lastFlag(at)).toBeUndefined()

    // 1:200.0 is displayed, and it is not compliant
    await headcount(at, 12_001)
    await checked(at, { students: 12_001, compliant: false, gapThirds: 1 })
    expect((await lastFlag(at))?.type).toBe('staffing.ShortfallDeclared')
    const party = await clientFor(at.campus, 'partyCommittee')
    await eventually(
      'RM-01 shows it',
      () => campusRow(at),
      (row) => row?.students === 12_001,
    )
    expect(await campusRow(at)).toMatchObject({ ratio: '1:200.0', compliant: false, gapThirds: 1, minimumPosts: 61, vacancies: 0 })
    const why = (await party.why(at.campus, 'staffing-ratio', 'campus')) as unknown as WhyAnswer
    expect(why.figures.find(({ name }) => name === 'compliant')?.arithmetic[0]?.en).toBe(
      '(3 × 60 + 1 × 0) × 200 = 36000 < 3 × 12001 = 36003',
    )
    await headcount(at, 12_000)
    await checked(at, { students: 12_000, compliant: true })
    expect((await lastFlag(at))?.type).toBe('staffing.ShortfallCleared')

    // T-20
    await at.as('orgPersonnel', 'staffing', 'DeregisterCounselor', { counselorId: 'f60', lastDay: '2024-06-30', reason: 'resigned' })
    await at.advance('2024-06-30')
    expect(await campusRow(at, { asOf: '2024-06-30' })).toMatchObject({ fullTime: 60, compliant: true })
    await at.advance('2024-07-01')
    await checked(at, { asOf: '2024-07-01', fullTime: 59, compliant: false, gapThirds: 3, vacancies: 1 })
    expect((await lastFlag(at))?.data).toMatchObject({ gapThirds: 3, perPost: 3, asOf: '2024-07-01' })
    expect(await campusRow(at, { asOf: '2024-07-01' })).toMatchObject({ ratio: '1:203.4', gapThirds: 3, compliant: false })
    expect(await campusRow(at, { asOf: '2024-06-30' })).toMatchObject({ fullTime: 60, compliant: true })

    // T-16, A-04
    await at.as('orgPersonnel', 'staffing', 'DeregisterCounselor', { counselorId: 'f59', lastDay: '2024-07-01', reason: 'resigned' })
    await at.advance('2024-07-02')
    await Promise.all(ids('q', 6).map((id) => partTimer(at, id, '2024-07-02')))
    await checked(at, { fullTime: 58, partTime: 6, compliant: true })
    await at.as('orgPersonnel', 'policy', 'SetParameter', {
      key: 'staffing.ratio.basis',
      value: 'fullTimeOnly',
      unit: '',
      effectiveFrom: '2024-07-03',
      basisDoc: '校发 3',
      reason: '只计专职',
    })
    await at.advance('2024-07-03')
    await checked(at, { asOf: '2024-07-03', compliant: false, gapThirds: 6 })
    expect(await campusRow(at, { asOf: '2024-07-03' })).toMatchObject({
      ratioFullTime: '1:206.9',
      ratio: '1:200.0',
      compliantFte: true,
      compliant: false,
    })
  }, 60_000)

  it('T-18 (A-05) departments are information; T-19 (A-06) no majority is a warning', async () => {
    const at = await openCampus({ firstDay: '2024-09-01' })
    await Promise.all(ids('f', 20).map((id) => at.hire(id)))
    const move = (counselorId: string) =>
      at.as('orgPersonnel', 'staffing', 'ChangePosition', {
        counselorId,
        positionCategory: 'frontline',
        departmentId: 'eng',
        siteId: 'main',
        effectiveDate: '2024-09-01',
      })
    await Promise.all(ids('f', 14).map(move))
    await headcount(at, 3_900, { nursing: 1_500, eng: 2_400 })
    await checked(at, { students: 3_900, fullTime: 20, compliant: true })
    const seen = await eventually(
      'RM-01 shows the departments',
      () => at.rows('staffing-ratio', {}, 'partyCommittee'),
      (found) => found.length === 3 && found[1]?.fullTime === 14,
    )
    expect(seen).toMatchObject([
      { id: 'campus', ratio: '1:195.0', compliant: true },
      { id: 'eng', ratio: '1:171.4', compliant: true },
      { id: 'nursing', ratio: '1:250.0', compliant: false },
    ])

    await Promise.all(
      ids('f', 10).map((counselorId) =>
        at.as('orgPersonnel', 'staffing', 'DeregisterCounselor', { counselorId, lastDay: '2024-09-01', reason: 'resigned' }),
      ),
    )
    await at.advance('2024-09-02')
    await Promise.all(ids('q', 12).map((id) => partTimer(at, id, '2024-09-02')))
    await checked(at, { fullTime: 10, partTime: 12, fullTimeMajority: false })
    await eventually(
      'RM-01 shows them',
      () => campusRow(at),
      (row) => row?.partTime === 12,
    )
    expect(await campusRow(at)).toMatchObject({ fullTimeMajority: false, fullTimeShareShown: '45.5%' })
  }, 60_000)
})
