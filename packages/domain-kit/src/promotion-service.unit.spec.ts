import { describe, expect, it } from 'vitest'
import { daysBefore, fullYearsOn, mergePeriods, withoutYears } from './periods.js'
import { lastCounted, promotionService, type ServiceStint } from './promotion-service.js'

const period = (from: string, to: string | null = null) => ({ from, to })
const stint = (role: string, from: string, to: string | null = null): ServiceStint => ({ role, from, to })
const one = { years: 1, cumulative: true }

describe('periods (C-05)', () => {
  it('are merged where they overlap or touch', () => {
    const periods = [period('2024-03-01', '2024-03-31'), period('2023-01-01', '2023-12-31'), period('2024-01-01', '2024-02-29')]
    expect(mergePeriods(periods)).toEqual([period('2023-01-01', '2024-03-31')])
    expect(mergePeriods([period('2023-01-01'), period('2024-01-01', '2024-02-01')])).toEqual([period('2023-01-01')])
    expect(mergePeriods([period('2023-01-01', '2023-01-30'), period('2023-02-01', '2023-02-28')])).toHaveLength(2)
  })
  it('lose whole calendar years', () => {
    expect(withoutYears([period('2022-09-01')], [2023])).toEqual([period('2022-09-01', '2022-12-31'), period('2024-01-01')])
    expect(withoutYears([period('2023-02-01', '2023-11-30')], [2023])).toEqual([])
  })
  it('a closed one has a full year with its last day, both days inclusive', () => {
    expect(fullYearsOn([period('2023-09-01', '2024-08-31')], 1)).toBe('2024-09-01')
    expect(fullYearsOn([period('2023-09-01', '2024-08-30')], 1)).toBeNull()
    expect(fullYearsOn([period('2020-02-29')], 1)).toBe('2021-02-28')
  })
  it('earlier ones move the start of the last one back by their days', () => {
    const halves = [period('2022-03-01', '2022-08-31'), period('2023-03-01')]
    expect(fullYearsOn(halves, 1)).toBe('2023-08-29')
    expect(daysBefore(halves, '2023-08-29')).toBe(184 + 181)
  })
})

describe('promotion service (R-AK-48)', () => {
  it('A-15: stints of both roles are added up, days held twice count once', () => {
    const stints = [stint('counselor', '2022-01-01', '2022-08-31'), stint('classTeacher', '2022-07-01', '2022-12-31')]
    expect(promotionService(stints, [], one).enoughOn).toBe('2023-01-01')
  })
  it('A-15, read the other way: one stint alone must be long enough', () => {
    const single = { years: 1, cumulative: false }
    const apart = [stint('classTeacher', '2021-01-01', '2021-08-31'), stint('classTeacher', '2022-01-01', '2022-08-31')]
    expect(promotionService(apart, [], one).enoughOn).not.toBeNull()
    expect(promotionService(apart, [], single).enoughOn).toBeNull()
    const touching = [stint('counselor', '2022-01-01', '2022-06-30'), stint('counselor', '2022-07-01', '2022-12-31')]
    expect(promotionService(touching, [], single).enoughOn).toBe('2023-01-01')
  })
  it('A-15: time in a failed year does not count', () => {
    const service = promotionService([stint('counselor', '2022-07-01')], [{ year: 2023, qualified: false }], one)
    expect(service.counted).toEqual([period('2022-07-01', '2022-12-31'), period('2024-01-01')])
    expect([service.failedYears, service.enoughOn]).toEqual([[2023], '2024-07-01'])
  })
  it('A-15: the last assessment is that of the counted time', () => {
    const assessments = [
      { year: 2022, qualified: true },
      { year: 2023, qualified: false },
    ]
    const service = promotionService([stint('counselor', '2021-01-01')], assessments, one)
    expect(lastCounted(service, assessments, '2024-06-01')).toEqual({ year: 2022, qualified: true })
    expect(lastCounted(service, assessments, '2020-06-01')).toBeUndefined()
  })
})
