import { type AchievementKind, AchievementRetracted, AchievementVerified } from '@fudao/contracts/assessment'
import { PolicyParameterSet } from '@fudao/contracts/policy'
import * as staffing from '@fudao/contracts/staffing'
import { payAndFacilitiesView, titleStructureView, type WhyAnswer } from '@fudao/contracts/views'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tell } from './fixtures/story.js'
import { as, idsOf, org, World } from './fixtures/world.js'
import { gradeId } from './views/title-figures.js'

const set = (key: string, value: number | object) =>
  tell(
    PolicyParameterSet,
    { key, value: value as never, unit: '', effectiveFrom: '2021-01-01', basisDoc: 'doc', reason: 'test' },
    { asOf: '2021-01-01' },
  )
const b3 = { siteId: 'main', buildingId: 'b3' }
const title = (counselorId: string, rank: staffing.TitleRank, grantedOn: string) =>
  tell(staffing.TitleRecorded, { counselorId, title: '职称', rank, discipline: '思想政治教育', grantedOn }, { asOf: grantedOn })
const verified = (achievementId: string, counselorId: string, kind: AchievementKind, countsAsResearch: boolean) => {
  const work = { kind, level: 'provincial', role: 'lead', status: 'published', on: '2023-12-01' } as const
  return tell(AchievementVerified, { achievementId, counselorId, ...work, countsAsResearch }, { asOf: '2024-02-01' })
}
const promoted = (applicationId: string, counselorId: string, grade: string, on: string) =>
  tell(staffing.ManagementGradeGranted, { applicationId, roundId: 'mg1', counselorId, grade, on }, { asOf: on })
const allot = (counselorId: string, month: number, dueOn?: string) =>
  tell(
    staffing.AllowanceAllotted,
    { year: 2024, counselorId, month, amount: 100_000, ...(dueOn ? { dueOn } : {}) },
    { asOf: `2024-0${month}-01` },
  )
const pay = (counselorId: string, month: number, regional: number, paidOn: string) =>
  tell(staffing.AllowancePaid, { year: 2024, counselorId, month, regional, matching: 20_000, paidOn }, { asOf: paidOn })
const departments = (grades: string[]) => ({
  departments: [{ departmentId: 'nursing', name: '护理系', teachingUnit: true, siteId: 'main', grades }],
})

let world: World
beforeAll(async () => {
  world = await World.create()
  world.token = await world.publish(
    set('staffing.dorm.officesPerBuilding', 1),
    set('staffing.dorm.activityRoomsPerBuilding', 1),
    set('staffing.briefing.minPerYear', 2),
    set('calendar.terms', [{ termId: 't24a', from: '2024-03-04', to: '2024-07-12' }]),
    title('c1', 'intermediate', '2022-12-01'),
    title('c1', 'senior', '2024-01-10'),
    title('c2', 'primary', '2022-12-01'),
    verified('a1', 'c1', 'onlineCulturalWork', true),
    verified('a2', 'c1', 'workCase', false),
    verified('a3', 'c2', 'paper', true),
    tell(
      AchievementRetracted,
      { achievementId: 'a3', counselorId: 'c2', reason: 'misconduct', findingRef: '学风 1' },
      { asOf: '2024-03-01' },
    ),
    tell(
      staffing.TitleRoundOpened,
      { roundId: 'tr1', track: 'title', quotaByRank: { senior: 1 }, seniorShare: { num: 1, den: 3 }, standardRef: '条件' },
      { asOf: '2024-01-01' },
    ),
    tell(
      staffing.RankStructureRecorded,
      { roundId: 'tr1', asOf: '2024-01-05', teachersByRank: { primary: 60, intermediate: 180, associateSenior: 90, senior: 30 } },
      { asOf: '2024-01-05' },
    ),
    tell(
      staffing.TitleRoundOpened,
      { roundId: 'mg1', track: 'managementGrade', quotaByRank: { 七级职员: 2 }, standardRef: '职员等级办法' },
      { asOf: '2024-01-01' },
    ),
    tell(
      staffing.RankStructureRecorded,
      { roundId: 'mg1', asOf: '2024-01-06', teachersByRank: { 七级职员: 3, 九级职员: 9 } },
      { asOf: '2024-01-06' },
    ),
    promoted('m1', 'c1', '八级职员', '2023-01-10'),
    promoted('m2', 'c1', '七级职员', '2024-01-10'),
    tell(staffing.BuildingRegistered, { ...b3, equipped: false }, { asOf: '2023-09-01' }),
    tell(staffing.BuildingRegistered, { ...b3, equipped: false }, { asOf: '2021-12-01', campus: 'lanzhou' }),
    tell(staffing.RoomAssigned, { ...b3, kind: 'office', room: '101', equipped: false }, { asOf: '2024-01-15' }),
    tell(staffing.RoomAssigned, { ...b3, kind: 'activityRoom', room: '102', equipped: true }, { asOf: '2024-03-15' }),
    allot('c1', 1, '2024-01-15'),
    allot('c2', 1, '2024-01-15'),
    allot('c1', 2),
    pay('c1', 1, 100_000, '2024-01-15'),
    pay('c2', 1, 60_000, '2024-01-15'),
    pay('c2', 1, 40_000, '2024-02-01'),
    tell(
      staffing.IncomeParityRecorded,
      { year: 2023, rank: 'primary', counselorAvg: 9_600_000, teacherAvg: 9_800_000, gap: 200_000 },
      { asOf: '2024-01-20' },
    ),
    tell(
      staffing.IncomeParityRecorded,
      { year: 2023, rank: 'senior', counselorAvg: 9_900_000, teacherAvg: 9_800_000, gap: -100_000 },
      { asOf: '2024-01-20' },
    ),
    tell(staffing.DepartmentsSet, departments(['2022', '2023']), { asOf: '2023-09-01' }),
    tell(
      staffing.TermPlanSubmitted,
      {
        grades: ['2022', '2023'],
        departmentId: 'nursing',
        termId: 't24a',
        measures: ['例会'],
        trainingPoints: [],
        assemblies: [{ grade: '2022', weekday: 1, period: 1 }],
        notTimetabled: ['2023'],
      },
      { asOf: '2024-03-10' },
    ),
    tell(
      staffing.BriefingHeld,
      { year: 2024, on: '2024-02-10', heard: true, studied: true, decisions: ['补足岗位'] },
      { asOf: '2024-02-10' },
    ),
  )
})
afterAll(() => world.end())

const party = as('partyCommittee')
const why = async (kind: string, id: string, params: Record<string, string> = {}): Promise<WhyAnswer> => {
  const reply = await world.ask<WhyAnswer>(`why.${kind}`, org, { id, ...params })
  if (reply.status !== 'ok') throw new Error(JSON.stringify(reply))
  return reply.result
}

describe('RM-17 title structure (R-AK-51, R-AK-56)', () => {
  const row = async (id: string, params: Record<string, string> = {}) =>
    (await world.page('title-structure', org, params)).items.find((item) => item.id === id)
  it('counselors per rank ÷ counselors beside teachers per rank ÷ teachers, exact', async () => {
    const { items } = await world.page('title-structure', org)
    expect(idsOf({ items } as never, 'id')).toEqual(['primary', 'intermediate', 'associateSenior', 'senior', 'untitled'])
    expect(items[3]).toMatchObject({
      counselors: 1,
      counselorsTotal: 3,
      counselorShare: { num: 1, den: 3 },
      counselorShareShown: '33.3%',
      teachers: 30,
      teachersTotal: 360,
      teacherShare: { num: 1, den: 12 },
      // exactly the reserved third is enough
      reservedShare: { num: 1, den: 3 },
      reservedMet: true,
      research: 1,
    })
    expect(await row('untitled')).toMatchObject({ counselors: 1, teachers: null })
  })
  it('on any day: the title held then, and nothing of teachers before they were recorded', async () => {
    expect(await row('intermediate', { asOf: '2024-01-04' })).toMatchObject({ counselors: 1, teachersAsOf: null, teacherShare: null })
    expect(await row('senior', { asOf: '2024-01-04' })).toMatchObject({ counselors: 0, reservedMet: false })
    expect(await row('senior', { asOf: '2021-08-31' })).toMatchObject({ counselorsTotal: 0, counselorShare: null })
  })
  it('R-AK-55: an online work is research, a work case is not, a paper is until it is retracted', async () => {
    expect((await row('primary', { asOf: '2024-01-31' }))?.research).toBe(0)
    expect((await row('primary', { asOf: '2024-02-29' }))?.research).toBe(1)
    expect((await row('primary', { asOf: '2024-03-01' }))?.research).toBe(0)
    expect((await row('senior'))?.research).toBe(1)
  })
  it('why? tells the division and the round behind it; pages', async () => {
    const { figures, steps, conclusion } = await why('title-structure', 'senior')
    for (const { name } of figures) expect(Object.keys(titleStructureView.row.shape)).toContain(name)
    expect(conclusion.en).toBe('Senior: 33.3% of the counselors, 8.3% of the teachers.')
    expect(figures.find(({ name }) => name === 'reservedShare')?.arithmetic).toEqual([{ zh: '1/3 ≥ 1/3', en: '1/3 ≥ 1/3' }])
    expect(steps.map(({ event }) => event.type)).toEqual([
      'assessment.AchievementVerified',
      'staffing.TitleRoundOpened',
      'staffing.RankStructureRecorded',
    ])
    const first = await world.page('title-structure', org, { limit: '4' })
    expect(idsOf(await world.page('title-structure', org, { cursor: String(first.next) }), 'id')).toEqual(['untitled'])
  })
})

describe('RM-17 management grades (R-AK-58)', () => {
  const grades = async (params: Record<string, string> = {}) =>
    (await world.page('title-structure', org, { list: 'grades', ...params })).items.map((row) => [
      row.rank,
      row.counselors,
      row.counselorShareShown,
      row.teachers,
      row.teacherShareShown,
    ])
  it('counselors per grade ÷ counselors beside the management staff per grade ÷ management staff, the lowest grade first', async () => {
    expect(await grades()).toEqual([
      ['九级职员', 0, '0.0%', 9, '75.0%'],
      ['七级职员', 1, '33.3%', 3, '25.0%'],
      ['ungraded', 2, '66.7%', null, null],
    ])
  })
  it('on any day: the grade granted last by then; of part-time counselors alone', async () => {
    expect(await grades({ asOf: '2024-01-05' })).toEqual([
      ['八级职员', 1, '33.3%', null, null],
      ['ungraded', 2, '66.7%', null, null],
    ])
    expect((await grades({ employment: 'partTime' })).map(([, n]) => n)).toEqual([0, 0, 0])
  })
  it('why? tells both divisions, the round of that track and what was granted; research belongs to titles', async () => {
    const { figures, steps, conclusion } = await why('title-structure', gradeId('七级职员'))
    expect(conclusion.en).toBe('七级职员: 33.3% of the counselors, 25.0% of the management staff.')
    expect(figures.map(({ name, rules }) => [name, rules.map(({ id }) => id)])).toEqual([
      ['counselors', ['R-AK-58']],
      ['counselorShare', ['R-AK-58']],
      ['teacherShare', ['R-AK-58']],
    ])
    expect(steps.map(({ event }) => event.type)).toEqual([
      'staffing.TitleRoundOpened',
      'staffing.RankStructureRecorded',
      'staffing.ManagementGradeGranted',
    ])
  })
})

describe('RM-18 pay and facilities (R-AK-70..75)', () => {
  const rows = async (list: string, params: Record<string, string> = {}) =>
    (await world.page('pay-and-facilities', org, { list, ...params })).items
  it('按时足额: allotted, paid and in full on time; a payment counts from its day', async () => {
    expect(await rows('allowances')).toMatchObject([
      { allotted: 300_000, paid: 200_000, matching: 60_000, due: 2, onTime: 1, onTimeShare: { num: 1, den: 2 }, onTimeShown: '50.0%' },
    ])
    expect(await rows('allowances', { asOf: '2024-01-15' })).toMatchObject([{ allotted: 200_000, paid: 160_000, due: 1, onTime: 1 }])
    expect(await rows('allowances', { asOf: '2023-12-31' })).toEqual([])
  })
  it('不低于: the gap is shown where it is above 0', async () => {
    expect(await rows('parity')).toMatchObject([
      { id: 'parity_2023_primary', parityGap: 200_000 },
      { id: 'parity_2023_senior', parityGap: null },
    ])
  })
  it('每栋: what a building lacks on the day', async () => {
    expect(await rows('buildings')).toMatchObject([{ id: 'building_main_b3', officesMissing: 0, activityRoomsMissing: 1 }])
    expect(await rows('buildings', { asOf: '2024-03-15' })).toMatchObject([{ officesMissing: 0, activityRoomsMissing: 0 }])
    expect(await rows('buildings', { asOf: '2023-09-02' })).toMatchObject([{ officesMissing: 1, activityRoomsMissing: 1 }])
  })
  it('课表: grades in the timetable of the running term; a department sees its own', async () => {
    const params = { list: 'assemblies', asOf: '2024-03-10' }
    const nursing = { grades: 2, timetabled: 1, timetabledShare: { num: 1, den: 2 }, notTimetabled: ['2023'], departmentName: '护理系' }
    expect(await rows('assemblies', { asOf: '2024-03-10' })).toMatchObject([nursing])
    expect(await rows('assemblies', { asOf: '2024-03-05' })).toMatchObject([{ timetabled: 0 }])
    expect((await world.page('pay-and-facilities', as('deptBranch', { departmentId: 'nursing' }), params)).items).toHaveLength(1)
    expect((await world.page('pay-and-facilities', as('deptBranch', { departmentId: 'eng' }), {})).items).toEqual([])
    expect((await world.view('pay-and-facilities', as('counselor', { counselorId: 'c1' }))).status).toBe('forbidden')
  })
  it('why? tells each list’s arithmetic from columns of the view', async () => {
    for (const [id, line] of [
      ['allowances_2024', '1 ÷ 2 = 50.0%'],
      ['parity_2023_primary', '98000.00 − 96000.00 = 2000.00'],
      ['building_main_b3', 'max(0, 1 − 0) = 1'],
    ] as const) {
      const { figures, steps } = await why('pay-and-facilities', id)
      for (const { name } of figures) expect(Object.keys(payAndFacilitiesView.row.shape)).toContain(name)
      expect(figures.flatMap(({ arithmetic }) => arithmetic.map(({ en }) => en))).toContain(line)
      expect(steps.length).toBeGreaterThan(0)
    }
    expect((await why('pay-and-facilities', 'assemblies_nursing_t24a', { asOf: '2024-03-10' })).conclusion.en).toContain('1 of 2 grades')
  })
})

describe('RM-19 data of the twice-yearly report (R-AK-03, R-AK-26)', () => {
  it('holds the briefings, what was decided, and the four assurances', async () => {
    const { items } = await world.page('twice-yearly-report-data', party)
    const line = (id: string) => items.find((item) => item.id === id)
    expect(line('briefings_held')).toMatchObject({ num: 1, den: 2, state: 'notMet' })
    expect(line('briefings_2024-02-10_1')).toMatchObject({ shown: { zh: '补足岗位' }, state: 'decided', on: '2024-02-10' })
    expect(line('conditions_fullTime')).toMatchObject({ readModel: 'RM-01', num: 3 })
    expect(line('conditions_buildings')).toMatchObject({ num: 0, den: 1, state: 'notMet' })
    expect(line('treatment_allowances')).toMatchObject({ num: 200_000, den: 300_000, shown: { en: '2000.00/3000.00' } })
    expect(line('treatment_parity')).toMatchObject({ num: 1, den: 2 })
    expect(line('development_senior')).toMatchObject({ num: 1, den: 3, state: 'met' })
    expect(line('assessment_unqualified')).toMatchObject({ readModel: 'RM-11' })
    const sections = [...new Set(items.map(({ section }) => section))]
    expect(sections).toEqual(expect.arrayContaining(['briefings', 'conditions', 'treatment', 'development', 'assessment', 'exits']))
  })
  it('nothing of nothing is not met, nor what nobody asks for; what no service records is told as missing', async () => {
    const told = async (campus: string, params: Record<string, string> = {}) => {
      const { items } = await world.page('twice-yearly-report-data', party, { limit: '500', ...params }, campus)
      return Object.fromEntries(items.map(({ id, state }) => [id, state]))
    }
    const early = await told('aksu', { asOf: '2023-08-31' })
    for (const id of ['conditions_buildings', 'conditions_assemblies', 'treatment_allowances', 'treatment_onTime', 'treatment_parity'])
      expect(early, id).toMatchObject({ [id]: 'noneYet' })
    expect(await told('lanzhou')).toMatchObject({
      briefings_held: 'noRequirement',
      conditions_buildings: 'noRequirement',
      assessment_grades: 'noneYet',
    })
    const missing = Object.entries(await told('aksu')).filter(([, state]) => state === 'notAvailable')
    expect(missing.map(([id]) => id)).toEqual(['platform_workshops', 'development_tiers', 'development_contacts', 'training_compliance'])
  })
  it('before the briefing it was owed; one section can be asked for; pages', async () => {
    const { items } = await world.page('twice-yearly-report-data', party, { section: 'briefings', asOf: '2024-02-09' })
    expect(items).toMatchObject([{ id: 'briefings_held', num: 0, den: 2 }])
    const first = await world.page('twice-yearly-report-data', party, { limit: '3' })
    const second = await world.page('twice-yearly-report-data', party, { limit: '3', cursor: String(first.next) })
    expect(new Set([...idsOf(first, 'id'), ...idsOf(second, 'id')]).size).toBe(6)
  })
})
