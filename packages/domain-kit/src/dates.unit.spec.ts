import { expect, test } from 'vitest'
import { addDays, dayOfMonth, yearSpan } from './dates.js'

test('a contract “without end” (9999-12-31) does not end before all others: the day after it is itself', () => {
  expect(addDays('9999-12-31', 1)).toBe('9999-12-31')
  expect(addDays('9999-12-31', -1)).toBe('9999-12-30')
  expect(addDays('2024-02-28', 2)).toBe('2024-03-01')
})

test('A-10: a year is a calendar year or the academic year that begins in it', () => {
  expect(yearSpan(2024, 'calendar')).toEqual({ from: '2024-01-01', to: '2024-12-31' })
  expect(yearSpan(2024, 'academic')).toEqual({ from: '2024-09-01', to: '2025-08-31' })
})
test('a day a month does not have is its last one', () => {
  expect(dayOfMonth(2024, 2, 31)).toBe('2024-02-29')
  expect(dayOfMonth(2025, 2, 29)).toBe('2025-02-28')
  expect(dayOfMonth(2024, 12, 15)).toBe('2024-12-15')
})
