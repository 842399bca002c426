import { expect, test } from 'vitest'
import { addDays } from './dates.js'

test('a contract “without end” (9999-12-31) does not end before all others: the day after it is itself', () => {
  expect(addDays('9999-12-31', 1)).toBe('9999-12-31')
  expect(addDays('9999-12-31', -1)).toBe('9999-12-30')
  expect(addDays('2024-02-28', 2)).toBe('2024-03-01')
})
