import { z } from 'zod'
import { docRef, localDate, text } from '../kit/index.js'
import { CampusPolicy } from './aggregates.js'
import {
  PolicyParameterCorrected,
  PolicyParameterRetired,
  PolicyParameterSet,
  PolicyTextAttached,
  PresetAdopted,
  policyTopics,
} from './events.js'
import { policyContexts } from './presets.js'

/** Preset and key are any text here: an unknown one is a refusal (`UnknownPreset`, `UnknownParameter`), not a malformed payload. */
const key = z.string().min(1).max(120)

export const AdoptPreset = CampusPolicy.command('AdoptPreset', {
  title: { zh: '采用预设', en: 'Adopt a preset' },
  payload: {
    preset: z.string().min(1).max(60),
    /** Default: every context the preset has values for. */
    contexts: z.array(z.enum(policyContexts)).min(1).optional(),
    effectiveFrom: localDate,
  },
  issuers: ['studentAffairs', 'provincialDepartment'],
  rules: ['R-AK-27', 'R-AK-86', 'R-HZ-32'],
  refusals: ['UnknownPreset', 'BackdatedPolicy', 'ApprovalMissing', 'InvalidValue'],
  emits: [PresetAdopted],
  example: { preset: 'aksu', contexts: ['staffing', 'assessment'], effectiveFrom: '2024-01-01', approvalRef: '党委会〔2024〕1号' },
})
export const SetParameter = CampusPolicy.command('SetParameter', {
  title: { zh: '设定参数', en: 'Set a parameter' },
  payload: {
    key,
    value: z.json(),
    /** Repeats the unit of the parameter, so that a mistake is noticed. */
    unit: z.string().max(60).optional(),
    effectiveFrom: localDate,
    basisDoc: docRef,
    reason: text,
  },
  issuers: ['studentAffairs', 'orgPersonnel', 'leadingGroupOffice', 'provincialDepartment'],
  rules: ['R-AK-27', 'R-AK-86', 'R-AK-87', 'R-HZ-32'],
  refusals: ['UnknownParameter', 'InvalidValue', 'BackdatedPolicy'],
  emits: [PolicyParameterSet],
  example: {
    key: 'staffing.exit.offerResponseDays',
    value: 20,
    unit: 'days',
    effectiveFrom: '2024-03-01',
    basisDoc: '学工〔2024〕5号',
    reason: '给辅导员更充分的考虑时间',
  },
})
export const CorrectParameter = CampusPolicy.command('CorrectParameter', {
  title: { zh: '更正参数', en: 'Correct a parameter' },
  payload: {
    key,
    value: z.json(),
    effectiveFrom: localDate,
    reason: z.string().trim().max(4000).optional(),
    /** Default: the event that set the value in force on `effectiveFrom`. */
    correctsEventId: z.uuid().optional(),
  },
  issuers: ['studentAffairs', 'provincialDepartment'],
  rules: ['R-AK-27', 'R-AK-86'],
  refusals: ['UnknownParameter', 'InvalidValue', 'ReasonMissing', 'NotSet', 'WrongState'],
  emits: [PolicyParameterCorrected],
  example: {
    key: 'staffing.exit.offerResponseDays',
    value: 15,
    effectiveFrom: '2024-03-01',
    reason: '录入有误',
    coSigners: [{ role: 'orgPersonnel', userId: 'zhang', ref: '会签单 2024-12' }],
  },
})
export const RetireParameter = CampusPolicy.command('RetireParameter', {
  title: { zh: '停用参数', en: 'Retire a parameter' },
  payload: { key, effectiveFrom: localDate },
  issuers: ['studentAffairs', 'provincialDepartment'],
  rules: ['R-AK-27', 'R-AK-86'],
  refusals: ['UnknownParameter', 'NotSet', 'BackdatedPolicy'],
  emits: [PolicyParameterRetired],
  example: { key: 'staffing.partTime.quota', effectiveFrom: '2024-09-01' },
})
export const AttachPolicyText = CampusPolicy.command('AttachPolicyText', {
  title: { zh: '附上政策文本', en: 'Attach a policy text' },
  payload: { topic: z.enum(policyTopics), docRef: z.string().trim().max(300).optional() },
  issuers: ['studentAffairs'],
  rules: ['R-AK-76', 'R-AK-28'],
  refusals: ['TextMissing'],
  emits: [PolicyTextAttached],
  example: { topic: 'phone', docRef: '院发〔2024〕18号' },
})
