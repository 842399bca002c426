import { describe, expect, it } from 'vitest'
import { type BranchInputs, branchFigures, branchPeriod } from './department-branch-figures.js'

const terms = [
  { termId: 't24a', from: '2024-03-04', to: '2024-07-12' },
  { termId: 't23b', from: '2023-09-01', to: '2024-01-12' },
]
const work = (on: string, dutyCode: number, minutes: number, system: string | null = null) => ({ on, dutyCode, minutes, system })
const none: BranchInputs = { work: [], journals: [], report: null, incidents: [] }
const march = branchPeriod(terms, '2024-03-31')

describe('the period of RM-10', () => {
  it('is the term that holds the day, up to the day', () => {
    expect(march).toMatchObject({ termId: 't24a', from: '2024-03-04', to: '2024-03-31' })
    expect(march.weeks).toHaveLength(19)
  })
  it('is the last term that had begun, between terms', () => {
    expect(branchPeriod(terms, '2024-02-01')).toMatchObject({ termId: 't23b', to: '2024-01-12' })
  })
  it('is the calendar year of a campus without terms', () => {
    expect(branchPeriod([], '2024-02-01')).toEqual({ termId: null, from: '2024-01-01', to: '2024-02-01', weeks: null })
  })
})

describe('RM-10', () => {
  it('R-AK-18: the share outside the duties is minutes outside 1–11 ÷ all, exact', () => {
    const figures = branchFigures(
      { ...none, work: [work('2024-03-05', 1, 40), work('2024-03-06', 0, 20), work('2024-03-07', 11, 60)] },
      march,
    )
    expect(figures).toMatchObject({
      totalMinutes: 120,
      dutyMinutes: { 1: 40, 11: 60 },
      outsideMinutes: 20,
      offDutyShare: { num: 1, den: 6 },
      offDutyShareShown: '16.7%',
    })
  })
  it('no work has no share', () => {
    expect(branchFigures(none, march)).toMatchObject({ totalMinutes: 0, offDutyShare: null, offDutyShareShown: null })
  })
  it('R-AK-19..22: counts the work systems of the period alone', () => {
    const entries = ['talk', 'talk', 'classObservation', 'dormVisit', 'classMeeting'].map((system) => work('2024-03-31', 1, 10, system))
    const figures = branchFigures(
      { ...none, work: [...entries, work('2024-03-03', 1, 10, 'talk'), work('2024-04-01', 1, 10, 'talk')] },
      march,
    )
    expect(figures).toMatchObject({ talks: 2, observations: 1, dormVisits: 1, meetings: 1, totalMinutes: 50 })
  })
  it('R-AK-23: journals ÷ weeks in term; an issue waits until it is replied to, whatever the term', () => {
    const journals = [
      { isoWeek: '2024-W10', issues: 2, replied: false },
      { isoWeek: '2024-W11', issues: 1, replied: true },
      { isoWeek: '2024-W01', issues: 3, replied: false },
    ]
    expect(branchFigures({ ...none, journals }, march)).toMatchObject({
      journals: 2,
      weeksInTerm: 19,
      journalShare: { num: 2, den: 19 },
      unansweredIssues: 5,
    })
  })
  it('R-AK-24, R-AK-25: completeness is Σ complete ÷ (7 × students); who lacks an own file is counted', () => {
    const report = { students: 200, complete: [200, 190, 200, 195, 200, 180, 0], special: 6, specialWithOwnFile: 5 }
    expect(branchFigures({ ...none, report }, march)).toMatchObject({
      fileCompleteness: { num: 233, den: 280 },
      fileCompletenessShown: '83.2%',
      withoutOwnFile: 1,
    })
    const nobody = { students: 0, complete: [0, 0, 0, 0, 0, 0, 0], special: 0, specialWithOwnFile: 0 }
    expect(branchFigures({ ...none, report: nobody }, march)).toMatchObject({ fileCompleteness: null, withoutOwnFile: 0 })
    expect(branchFigures(none, march)).toMatchObject({ students: null, fileCompleteness: null, withoutOwnFile: null })
  })
  it('R-AK-14: counts the incidents of the period', () => {
    expect(branchFigures({ ...none, incidents: ['2024-03-03', '2024-03-04', '2024-04-01'] }, march).incidents).toBe(1)
  })
})
