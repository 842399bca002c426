import { z } from 'zod'
import { parameter } from '../parameter.js'
import { monthDay, openTexts, percent, positive } from './shapes.js'

const theme = z.strictObject({
  no: z.int().min(1).max(99),
  title: z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }),
  from: monthDay,
  to: monthDay,
  hosts: openTexts,
})

/** Parameters of `campaigns` (Liaoning); they stand in the province's stream. */
export const campaignParameters = {
  'campaigns.themes': parameter({
    schema: z.array(theme).min(1),
    unit: '',
    presets: {
      'liaoning-province': [
        { no: 1, title: { zh: '主题班会交流月', en: 'themed class meetings' }, from: '04-01', to: '04-30', hosts: ['大连交通大学'] },
        { no: 2, title: { zh: '辅导员工作室建设月', en: 'counselor studios' }, from: '05-01', to: '05-31', hosts: ['沈阳工业大学'] },
        {
          no: 3,
          title: { zh: '理论宣讲展示月', en: 'theory presentations' },
          from: '06-01',
          to: '07-31',
          hosts: ['中国医科大学', '辽宁中医药大学'],
        },
        { no: 4, title: { zh: '辅导员职业生涯规划月', en: 'career planning' }, from: '07-01', to: '07-31', hosts: ['渤海大学'] },
        { no: 5, title: { zh: '谈心谈话方法机制规范月', en: 'heart-to-heart talks' }, from: '09-01', to: '09-30', hosts: ['东北大学'] },
        { no: 6, title: { zh: '辅导员网络素养提升月', en: 'network literacy' }, from: '10-01', to: '10-31', hosts: ['沈阳建筑大学'] },
        { no: 7, title: { zh: '辅导员科研素质交流月', en: 'research quality' }, from: '11-01', to: '11-30', hosts: ['大连理工大学'] },
      ],
    },
    rules: ['R-LN-10', 'R-LN-15', 'R-LN-18', 'R-LN-22', 'R-LN-25', 'R-LN-29', 'R-LN-32'],
    title: { zh: '工作主题', en: 'themes with months and hosts' },
  }),
  'campaigns.themesPerMonth': parameter({
    schema: positive,
    unit: 'themes',
    everywhere: 1,
    rules: ['A-29', 'R-LN-05'],
    title: { zh: '每月主题数', en: 'themes per month' },
  }),
  'campaigns.onlineTarget': parameter({
    schema: percent,
    unit: 'percent',
    presets: { 'liaoning-province': 100 },
    rules: ['R-LN-36'],
    title: { zh: '线上活动参与目标', en: 'target of online participation' },
  }),
  'campaigns.worksTarget': parameter({
    schema: percent,
    unit: 'percent',
    presets: { 'liaoning-province': 100 },
    rules: ['R-LN-35'],
    title: { zh: '作品征集目标', en: 'target of submitted works' },
  }),
  'campaigns.delegate.excellenceSources': parameter({
    schema: z.array(z.enum(['latestGradeExcellent', 'awardLast3Years', 'campusDesignation'])).min(1),
    unit: '',
    everywhere: ['latestGradeExcellent', 'awardLast3Years', 'campusDesignation'],
    rules: ['A-30', 'R-LN-37'],
    title: { zh: '“优秀辅导员”的依据', en: 'what makes a delegate excellent' },
  }),
  'campaigns.workDeadline': parameter({
    schema: monthDay,
    unit: 'mm-dd',
    rules: ['R-LN-42'],
    title: { zh: '作品提交期限', en: 'deadline of works' },
  }),
  'campaigns.delegateQuota': parameter({
    schema: positive,
    unit: 'delegates',
    rules: ['R-LN-42'],
    title: { zh: '现场活动名额', en: 'delegates per campus' },
  }),
  'campaigns.awardQuota': parameter({
    schema: positive,
    unit: 'awards',
    rules: ['R-LN-42'],
    title: { zh: '获奖名额', en: 'number of awards' },
  }),
  'campaigns.creditHours': parameter({
    schema: z.number().positive().max(100).multipleOf(0.5),
    unit: 'hours',
    rules: ['R-LN-42'],
    title: { zh: '活动学时', en: 'credited hours of an activity' },
  }),
} as const
