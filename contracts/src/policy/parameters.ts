import { z } from 'zod'
import { parameter } from './parameter.js'

/** Every parameter of the campus policy. Keys are published: never renamed. */
export const parameters = {
  'staffing.exit.consecutiveFails': parameter({
    schema: z.int().min(2),
    unit: 'years',
    presets: { aksu: 2 },
    rules: ['R-AK-83'],
    title: { zh: '连续不合格年数', en: 'consecutive failed years' },
  }),
  'staffing.exit.offerResponseDays': parameter({
    schema: z.int().min(1),
    unit: 'days',
    presets: { aksu: 15 },
    rules: ['R-AK-83'],
    title: { zh: '调岗答复天数', en: 'days to answer a post offer' },
  }),
  'staffing.contract.renewalNoticeDays': parameter({
    schema: z.int().min(1),
    unit: 'days',
    presets: { aksu: 60 },
    rules: ['R-AK-81'],
    title: { zh: '续聘提前天数', en: 'renewal notice days' },
  }),
  'assessment.failGap': parameter({
    schema: z.enum(['breaks', 'skips']),
    unit: '',
    everywhere: 'breaks',
    rules: ['A-12', 'R-AK-83'],
    title: { zh: '空档年的处理', en: 'how a year without a result counts' },
  }),
} as const
export type PolicyKey = keyof typeof parameters
export type PolicyValueOf<K extends PolicyKey> = z.output<(typeof parameters)[K]['schema']>
