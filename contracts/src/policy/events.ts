import { z } from 'zod'
import { type Bilingual, docRef, localDate, text } from '../kit/index.js'
import { CampusPolicy } from './aggregates.js'

// These names are stored.

export const PresetAdopted = CampusPolicy.event('PresetAdopted', {
  title: { zh: '已采用预设', en: 'Preset adopted' },
  data: {
    preset: z.string(),
    contexts: z.array(z.string()),
    effectiveFrom: localDate,
    values: z.record(z.string(), z.json()),
  },
})
export const PolicyParameterSet = CampusPolicy.event('PolicyParameterSet', {
  title: { zh: '参数已设定', en: 'Parameter set' },
  data: { key: z.string(), value: z.json(), unit: z.string(), effectiveFrom: localDate, basisDoc: docRef, reason: text },
})
export const PolicyParameterCorrected = CampusPolicy.event('PolicyParameterCorrected', {
  title: { zh: '参数已更正', en: 'Parameter corrected' },
  data: { key: z.string(), value: z.json(), effectiveFrom: localDate, reason: text, correctsEventId: z.string() },
})
export const PolicyParameterRetired = CampusPolicy.event('PolicyParameterRetired', {
  title: { zh: '参数已停用', en: 'Parameter retired' },
  data: { key: z.string(), effectiveFrom: localDate },
})
export const policyTopics = ['office', 'phone', 'deptMeasure', 'other'] as const
export type PolicyTopic = (typeof policyTopics)[number]
export const policyTopicTitles: Readonly<Record<PolicyTopic, Bilingual>> = {
  office: { zh: '办公条件', en: 'office conditions' },
  phone: { zh: '通讯经费', en: 'phone costs' },
  deptMeasure: { zh: '系（部）具体措施', en: 'measures of a department' },
  other: { zh: '其他', en: 'other' },
}
export const PolicyTextAttached = CampusPolicy.event('PolicyTextAttached', {
  title: { zh: '政策文本已附上', en: 'Policy text attached' },
  data: { topic: z.enum(policyTopics), docRef },
})
