import { z } from 'zod'
import { parameter } from '../parameter.js'
import { days, frequency, minutes, monthDay, openCodes, parties, positive } from './shapes.js'

/** Parameters of `assessment` and of awards (Aksu). */
export const assessmentParameters = {
  /** The first party leads. */
  'assessment.parties': parameter({
    schema: z.array(parties).min(1),
    unit: '',
    presets: { aksu: ['studentAffairs', 'orgPersonnel', 'deptBranch', 'students'] },
    rules: ['R-AK-80'],
    title: { zh: '考核参与方（首位牵头）', en: 'parties of an assessment (the first leads)' },
  }),
  'assessment.weights': parameter({
    schema: z
      .record(parties, z.int().min(1).max(100))
      .refine((w) => Object.values(w).reduce((a, b) => a + b, 0) === 100, { message: 'the weights add up to 100' }),
    unit: 'percent',
    rules: ['R-AK-78'],
    title: { zh: '各方权重', en: 'weights of the parties' },
  }),
  'assessment.thresholds': parameter({
    schema: z
      .strictObject({ qualified: z.number().min(0).max(100), excellent: z.number().min(0).max(100).optional() })
      .refine((t) => t.excellent === undefined || t.excellent >= t.qualified, { message: 'excellent is not below qualified' }),
    unit: 'points',
    rules: ['R-AK-78'],
    title: { zh: '等次分数线', en: 'points from which a grade is reached' },
  }),
  /** No regulation sets one; the campus's own assessment rules may (R-AK-78). The value of the first day of the year holds for it (C-10). */
  'assessment.gradeQuota': parameter({
    schema: z.strictObject({
      excellent: z.int().min(0).max(100_000).optional(),
      qualified: z.int().min(0).max(100_000).optional(),
      unqualified: z.int().min(0).max(100_000).optional(),
    }),
    unit: 'counselors',
    rules: ['R-AK-78'],
    title: { zh: '各等次名额', en: 'most counselors of a grade in a year' },
  }),
  'assessment.criteria': parameter({
    schema: openCodes,
    unit: '',
    presets: { aksu: ['ethics', 'educationalEffect', 'studentRecognition', 'studentSatisfaction'] },
    rules: ['R-AK-79'],
    title: { zh: '考核重点', en: 'criteria' },
  }),
  'assessment.linkages': parameter({
    schema: openCodes,
    unit: '',
    presets: { aksu: ['appointment', 'post', 'pay', 'rewardPunishment', 'renewal'] },
    rules: ['R-AK-81'],
    title: { zh: '考核结果挂钩事项', en: 'what a result is tied to' },
  }),
  'assessment.failGap': parameter({
    schema: z.enum(['breaks', 'skips']),
    unit: '',
    everywhere: 'breaks',
    rules: ['A-12', 'R-AK-83'],
    title: { zh: '空档年的处理', en: 'how a year without a result counts' },
  }),
  'assessment.student.minBallots': parameter({
    schema: positive,
    unit: 'ballots',
    presets: { aksu: 5 },
    rules: ['R-AK-79'],
    title: { zh: '学生测评最少票数', en: 'fewest ballots that are shown' },
  }),
  'assessment.talk.frequency': parameter({
    schema: frequency,
    unit: 'times per period',
    rules: ['R-AK-19'],
    title: { zh: '谈心频次', en: 'frequency of talks' },
  }),
  'assessment.observation.frequency': parameter({
    schema: frequency,
    unit: 'times per period',
    rules: ['R-AK-20'],
    title: { zh: '听课频次', en: 'frequency of class observation' },
  }),
  'assessment.dorm.frequency': parameter({
    schema: frequency,
    unit: 'times per period',
    rules: ['R-AK-21'],
    title: { zh: '进宿舍频次', en: 'frequency of dorm visits' },
  }),
  'assessment.meeting.frequency': parameter({
    schema: frequency,
    unit: 'times per period',
    rules: ['R-AK-22'],
    title: { zh: '班会频次', en: 'frequency of meetings' },
  }),
  'assessment.incident.maxDelayMinutes': parameter({
    schema: minutes,
    unit: 'minutes',
    rules: ['R-AK-14'],
    title: { zh: '安全事件报告时限', en: 'latest report of an incident' },
  }),
  'assessment.appeal.days': parameter({
    schema: days,
    unit: 'days',
    rules: ['R-AK-81'],
    title: { zh: '申诉期限', en: 'days to appeal' },
  }),
  'awards.topTen.quota': parameter({
    schema: positive,
    unit: 'winners',
    everywhere: 10,
    presets: { aksu: 10 },
    rules: ['A-32', 'R-AK-85'],
    title: { zh: '十佳名额', en: 'most winners of the top-ten award' },
  }),
  'awards.commendationDay': parameter({
    schema: monthDay,
    unit: 'mm-dd',
    presets: { aksu: '09-10' },
    rules: ['R-AK-85'],
    title: { zh: '表彰日', en: 'day of commendation' },
  }),
} as const
