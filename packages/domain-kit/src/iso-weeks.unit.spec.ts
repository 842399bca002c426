import { describe, expect, it } from 'vitest'
import { isoWeekOf, isoWeeksIn, mondayOf } from './iso-weeks.js'

describe('weeks of ISO 8601', () => {
  it.each([
    ['2024-01-01', '2024-W01'],
    ['2023-01-01', '2022-W52'],
    ['2024-12-29', '2024-W52'],
    ['2024-12-30', '2025-W01'],
    ['2021-01-03', '2020-W53'],
    ['2024-03-10', '2024-W10'],
    ['2024-03-11', '2024-W11'],
  ])('%s is in %s', (date, week) => {
    expect(isoWeekOf(date)).toBe(week)
  })
  it('a week begins on its Monday; a 53rd week is in long years only', () => {
    expect(mondayOf('2024-W10')).toBe('2024-03-04')
    expect(mondayOf('2020-W53')).toBe('2020-12-28')
    expect(mondayOf('2025-W01')).toBe('2024-12-30')
    expect(mondayOf('2024-W53')).toBeNull()
  })
  it('a period has every week it touches', () => {
    expect(isoWeeksIn({ from: '2024-03-06', to: '2024-03-18' })).toEqual(['2024-W10', '2024-W11', '2024-W12'])
    expect(isoWeeksIn({ from: '2024-03-10', to: '2024-03-10' })).toEqual(['2024-W10'])
  })
})
