import { emptyPolicy } from '@fudao/contracts/policy'
import { policyStateOf } from '@fudao/testing'
import { describe, expect, it } from 'vitest'
import { concludeEligibility, type EligibilityInputs, eligibilityFigures, explainEligibility } from './eligibility-figures.js'
import { policyViewOf } from './staffing-ratio.js'
import { rankTalents, type TalentInputs, talentOf } from './talent-figures.js'

const aksu = (asOf: string, more: Parameters<typeof policyStateOf>[1] = {}) => policyViewOf(policyStateOf('aksu', more), asOf)

describe('RM-15 young-teacher eligibility', () => {
  const inputs: EligibilityInputs = {
    stints: [{ role: 'classTeacher', from: '2022-09-01', to: null }],
    assessments: [
      { year: 2022, qualified: true, on: '2023-01-10' },
      { year: 2023, qualified: false, on: '2024-01-10' },
      { year: 2023, qualified: true, on: '2024-03-01' },
    ],
    certificates: [{ targetRank: 'intermediate', on: '2023-09-10', endedOn: '2024-01-11' }],
  }
  const at = (asOf: string, more = {}) => eligibilityFigures(inputs, asOf, aksu(asOf, more))

  it('counts days, leaves out those of failed years and says from when it is enough', () => {
    expect(at('2023-09-01').figures).toMatchObject({ countedDays: 365, excludedDays: 0, firstEligibleOn: '2023-09-01', eligible: true })
    expect(at('2024-02-01').figures).toEqual({
      servedDays: 518,
      countedDays: 153,
      excludedDays: 365,
      failedYears: [2023],
      assessedYear: 2022,
      firstEligibleOn: '2024-09-01',
      eligible: false,
      certificate: null,
    })
  })
  it('R-AK-49 鼓励: whoever takes part is counted in any role, and nobody is held to it', () => {
    const of = (stints: EligibilityInputs['stints']) => eligibilityFigures({ ...inputs, stints }, '2023-02-01', aksu('2023-02-01')).figures
    expect(of([{ role: 'counselor', from: '2023-01-01', to: null }])).toMatchObject({ servedDays: 31, countedDays: 31, eligible: false })
    expect(of([])).toMatchObject({ servedDays: 0, countedDays: 0, eligible: false })
  })
  it('as of a day: what was recorded later is not known yet', () => {
    expect(at('2023-12-31').figures).toMatchObject({ failedYears: [], certificate: { targetRank: 'intermediate', on: '2023-09-10' } })
    expect(at('2024-03-01').figures).toMatchObject({ failedYears: [], eligible: true })
  })
  it('why: periods, sums and the first day, line by line', () => {
    const told = explainEligibility(at('2024-02-01'), '2024-02-01')
    const lines = (name: string) => told.find((figure) => figure.name === name)?.lines?.map(({ en }) => en)
    expect(lines('servedDays')).toEqual(['2022-09-01 to 2024-01-31: 518 days', 'together 518 days, both ends included'])
    expect(lines('countedDays')).toEqual(['2022-09-01 to 2022-12-31: 122 days', '2024-01-01 to 2024-01-31: 31 days', '518 − 365 = 153'])
    expect(lines('firstEligibleOn')?.at(-1)).toBe('2024-02-01 < 2024-09-01')
    expect(concludeEligibility(at('2024-02-01'), '2024-02-01').en).toBe('Less than 1 full years before 2024-09-01')
  })
  it('A-15, the other reading, shows in the figures and in their lines', () => {
    const single = at('2024-03-01', { 'staffing.teacherPromotion.cumulative': false })
    expect(explainEligibility(single, '2024-03-01').find(({ name }) => name === 'firstEligibleOn')?.lines?.[0]?.en).toContain(
      'one stint alone',
    )
  })
  it('a campus without the rule has nobody to be eligible', () => {
    const none = eligibilityFigures(inputs, '2024-03-01', policyViewOf(emptyPolicy, '2024-03-01'))
    expect(none.figures).toMatchObject({ firstEligibleOn: null, eligible: false })
    expect(concludeEligibility(none, '2024-03-01').en).toBe('The campus does not ask for it')
  })
})

describe('RM-16 talent pool (R-AK-59)', () => {
  const span = (from: string, to: string | null, employment: 'fullTime' | 'partTime' = 'fullTime') => ({
    from,
    to,
    employment,
    departmentId: 'd1',
  })
  const who = (counselorId: string, more: Partial<TalentInputs>): TalentInputs => ({
    counselorId,
    name: null,
    spans: [],
    titles: [],
    grades: [],
    awards: [],
    ...more,
  })
  const asOf = '2024-06-01'
  const present = talentOf(who('present', { spans: [span('2022-06-01', null)] }), asOf)
  const former = talentOf(
    who('former', {
      spans: [span('2015-01-01', '2020-12-31'), span('2021-01-01', null, 'partTime')],
      grades: [
        { year: 2022, grade: 'qualified', on: '2023-01-10' },
        { year: 2023, grade: 'excellent', on: '2024-01-10' },
      ],
      titles: [{ title: '副教授', rank: 'associateSenior', grantedOn: '2019-01-01' }],
      awards: [
        { year: 2018, award: 'topTen', on: '2018-09-10' },
        { year: 2023, award: '抗疫先进个人', on: '2023-09-10' },
        { year: 2024, award: 'topTen', on: '2024-09-10' },
      ],
    }),
    asOf,
  )

  it('tells present from former full-time counselors, with years, title, grades and the awards published by the day', () => {
    expect(present).toMatchObject({ present: true, fullTimeYears: 2, fullTimeTo: null, titleRank: null, grades: [] })
    expect(former).toMatchObject({
      present: false,
      employment: 'partTime',
      fullTimeFrom: '2015-01-01',
      fullTimeTo: '2020-12-31',
      fullTimeYears: 6,
      titleRank: 'associateSenior',
      grades: [
        { year: 2023, grade: 'excellent' },
        { year: 2022, grade: 'qualified' },
      ],
      awards: [
        { year: 2023, award: '抗疫先进个人' },
        { year: 2018, award: 'topTen' },
      ],
    })
  })
  it('who never served full time by that day is not in it', () => {
    expect(talentOf(who('part', { spans: [span('2020-01-01', null, 'partTime')] }), asOf)).toBeUndefined()
    expect(talentOf(who('later', { spans: [span('2024-06-02', null)] }), asOf)).toBeUndefined()
  })
  it('(a) leans to those who serve full time now; (b) takes present and former alike', () => {
    const pool = [present, former].flatMap((row) => row ?? [])
    const order = (post: 'officeHead' | 'studentWork') => rankTalents(pool, post).map(({ counselorId, rank }) => `${rank} ${counselorId}`)
    expect(order('officeHead')).toEqual(['1 present', '2 former'])
    expect(order('studentWork')).toEqual(['1 former', '2 present'])
  })
})
