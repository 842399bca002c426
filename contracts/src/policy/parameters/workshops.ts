import { z } from 'zod'
import { parameter } from '../parameter.js'
import { days, levels, months, positive, tiers, years } from './shapes.js'

/** Parameters of `workshops` (Hangzhou; studios of Lanzhou). */
export const workshopParameters = {
  'workshops.leader.employment': parameter({
    schema: z.enum(['fullTime', 'any']),
    unit: '',
    presets: { hangzhou: 'fullTime' },
    rules: ['R-HZ-09'],
    title: { zh: '主理人的任职要求', en: 'employment of a workshop leader' },
  }),
  'workshops.studio.leaderTier': parameter({
    schema: tiers,
    unit: '',
    presets: { lanzhou: 'mature' },
    rules: ['R-LZ-26'],
    title: { zh: '工作室负责人层次', en: 'tier of a studio leader' },
  }),
  'workshops.studio.minLevel': parameter({
    schema: levels,
    unit: '',
    presets: { lanzhou: 'institution' },
    rules: ['R-LZ-26'],
    title: { zh: '工作室最低级别', en: 'lowest level of a studio' },
  }),
  'workshops.intro.maxChars': parameter({
    schema: positive,
    unit: 'characters',
    presets: { hangzhou: 100 },
    rules: ['R-HZ-34'],
    title: { zh: '主理人简介字数', en: 'length of the introduction' },
  }),
  'workshops.intro.countSpaces': parameter({
    schema: z.boolean(),
    unit: '',
    everywhere: false,
    rules: ['A-25', 'R-HZ-34'],
    title: { zh: '字数是否计空格', en: 'white space counts' },
  }),
  'workshops.plan.years': parameter({
    schema: years,
    unit: 'years',
    everywhere: 3,
    presets: { hangzhou: 3 },
    rules: ['A-28', 'R-HZ-36'],
    title: { zh: '建设方案年数', en: 'years of the plan' },
  }),
  'workshops.evaluation.perYear': parameter({
    schema: positive,
    unit: 'evaluations',
    presets: { hangzhou: 1 },
    rules: ['R-HZ-22'],
    title: { zh: '每年评估次数', en: 'evaluations per year' },
  }),
  'workshops.evaluation.firstDue': parameter({
    schema: z.enum(['nextYear', 'sameYear']),
    unit: '',
    everywhere: 'nextYear',
    rules: ['A-27', 'R-HZ-22'],
    title: { zh: '首次评估年度', en: 'year of the first evaluation' },
  }),
  'workshops.deferral.months': parameter({
    schema: months,
    unit: 'months',
    presets: { hangzhou: 6 },
    rules: ['R-HZ-26'],
    title: { zh: '继续建设期月数', en: 'months of the deferral period' },
  }),
  'workshops.deferral.maxConsecutive': parameter({
    schema: positive,
    unit: 'deferrals',
    everywhere: 1,
    rules: ['A-26', 'R-HZ-26'],
    title: { zh: '连续暂缓次数上限', en: 'deferrals in a row' },
  }),
  'workshops.leaderVacancyDays': parameter({
    schema: days,
    unit: 'days',
    presets: { hangzhou: 30 },
    rules: ['R-HZ-28'],
    title: { zh: '主理人空缺天数', en: 'days to fill a leader vacancy' },
  }),
  'workshops.nextPlanDays': parameter({
    schema: days,
    unit: 'days',
    presets: { hangzhou: 30 },
    rules: ['R-HZ-30'],
    title: { zh: '提交下一阶段计划天数', en: 'days to submit the next-stage plan' },
  }),
} as const
