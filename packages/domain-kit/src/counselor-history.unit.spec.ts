import { expect, test } from 'vitest'
import { type CounselorHistory, evolveHistory, type HistoryEventOf, serviceSpans, spanOn } from './counselor-history.js'

const event = (type: HistoryEventOf['type'], data: object, id = type): HistoryEventOf =>
  ({ id, type, data: { counselorId: 'c1', ...data } }) as unknown as HistoryEventOf
const joins = (startDate: string, more: object = {}) =>
  event('CounselorRegistered', { startDate, personCategory: 'fullTime', employment: 'fullTime', departmentId: 'nursing', ...more })
const spans = (...events: readonly HistoryEventOf[]) => serviceSpans(events.reduce<CounselorHistory>(evolveHistory, []))

test('counts from the start date to the last day, both included', () => {
  const days = spans(joins('2021-09-01'), event('CounselorDeregistered', { lastDay: '2024-06-30' }))
  expect(days).toEqual([{ from: '2021-09-01', to: '2024-06-30', employment: 'fullTime', departmentId: 'nursing' }])
  expect(spanOn(days, '2021-08-31')).toBeUndefined()
  expect(spanOn(days, '2024-06-30')).toBeDefined()
  expect(spanOn(days, '2024-07-01')).toBeUndefined()
})
test('R-AK-01: other student-work staff are registered and not counted', () => {
  expect(spans(joins('2021-09-01', { personCategory: 'otherStudentWork' }))).toEqual([])
})
test('a change counts from its day, and of two on one day both hold', () => {
  const days = spans(
    joins('2021-09-01'),
    event('EmploymentChanged', { to: 'partTime', effectiveDate: '2024-03-01' }),
    event('PositionChanged', { departmentId: 'eng', effectiveDate: '2024-03-01' }),
  )
  expect(days).toEqual([
    { from: '2021-09-01', to: '2024-02-29', employment: 'fullTime', departmentId: 'nursing' },
    { from: '2024-03-01', to: null, employment: 'partTime', departmentId: 'eng' },
  ])
})
test('a deregistration corrected moves the last day; revoked, the service goes on; registered again, it begins anew', () => {
  const left = event('CounselorDeregistered', { lastDay: '2024-06-30' })
  const later = event('DeregistrationCorrected', { correctsEventId: left.id, lastDay: '2024-07-31', revoked: false })
  const revoked = event('DeregistrationCorrected', { correctsEventId: left.id, revoked: true })
  expect(spans(joins('2021-09-01'), left, later)).toMatchObject([{ to: '2024-07-31' }])
  expect(spans(joins('2021-09-01'), left, later, revoked)).toMatchObject([{ to: null }])
  expect(spans(joins('2021-09-01'), left, joins('2025-01-01'))).toMatchObject([
    { from: '2021-09-01', to: '2024-06-30' },
    { from: '2025-01-01', to: null },
  ])
})
test('a change dated after the last day counts on no day', () => {
  const left = event('CounselorDeregistered', { lastDay: '2024-06-30' })
  expect(spans(joins('2021-09-01'), event('EmploymentChanged', { to: 'partTime', effectiveDate: '2024-09-01' }), left)).toMatchObject([
    { to: '2024-06-30', employment: 'fullTime' },
  ])
})
