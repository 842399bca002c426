import { z } from 'zod'
import { parameter } from '../parameter.js'
import { monthDay, share } from './shapes.js'

/** Parameters that stand on no one context: calendar, tier service and reminders. */
export const sharedParameters = {
  'calendar.yearKind': parameter({
    schema: z.enum(['calendar', 'academic']),
    unit: '',
    everywhere: 'calendar',
    rules: ['A-10'],
    title: { zh: '“每年”的口径', en: 'what a year is' },
  }),
  'calendar.terms': parameter({
    schema: z
      .array(z.strictObject({ termId: z.string().regex(/^[A-Za-z0-9_]{1,64}$/), from: z.iso.date(), to: z.iso.date() }))
      .refine((terms) => terms.every((t) => t.from <= t.to), { message: 'a term ends on or after its first day' })
      .refine((terms) => new Set(terms.map((t) => t.termId)).size === terms.length, { message: 'a term is listed once' }),
    unit: '',
    rules: ['R-TS-19', 'R-AK-68'],
    title: { zh: '学期', en: 'terms' },
  }),
  'service.partTimeWeight': parameter({
    schema: share,
    unit: 'year',
    everywhere: { num: 1, den: 1 },
    rules: ['A-35'],
    title: { zh: '兼职年限折算', en: 'weight of part-time years in service' },
  }),
  'rules.reminderDays': parameter({
    // `null`: no reminder
    schema: z.record(z.string().regex(/^X-\d{2}$/), z.union([z.int().min(0).max(3660), monthDay, z.array(monthDay).min(1), z.null()])),
    byEntry: true,
    unit: 'days or mm-dd',
    everywhere: {
      'X-02': 5,
      'X-12': 30,
      'X-20': 90,
      'X-23': '10-01',
      'X-25': 30,
      'X-27': 30,
      'X-29': 30,
      'X-30': 15,
      'X-31': 30,
      'X-33': 60,
      'X-34': '12-01',
      'X-41': 14,
      'X-42': ['04-01', '10-01'],
    },
    rules: ['X-02', 'X-12', 'X-20', 'X-23', 'X-25', 'X-27', 'X-29', 'X-30', 'X-31', 'X-33', 'X-34', 'X-41', 'X-42'],
    title: { zh: '各规则的提醒提前量', en: 'reminders of the rules' },
  }),
} as const
