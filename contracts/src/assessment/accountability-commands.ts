import { id, text } from '../kit/index.js'
import * as ev from './accountability-events.js'
import { AccountabilityCase } from './aggregates.js'
import { accountabilityDecision } from './enums.js'
import { namedReason } from './shapes.js'

export const OpenCase = AccountabilityCase.command('OpenCase', {
  title: { zh: '问责立项', en: 'Open an accountability case' },
  issuers: ['disciplineInspection'],
  rules: ['R-AK-84'],
  refusals: ['ConsequenceMissing', 'InvalidValue', 'WrongState'],
  emits: [ev.AccountabilityOpened],
  payload: {
    caseId: id,
    counselorId: id,
    /** What was done or left undone; name no student (C-12). */
    facts: text,
    /** The serious consequence it had. */
    consequence: namedReason,
  },
  example: { caseId: 'acc_0001', counselorId: 'c_0001', facts: '值班期间擅自离岗', consequence: '突发事件延误处置，造成严重后果' },
})
export const ConcludeCase = AccountabilityCase.command('ConcludeCase', {
  title: { zh: '作出问责结论', en: 'Conclude an accountability case' },
  issuers: ['disciplineInspection'],
  coSigners: ['partyCommittee'],
  rules: ['R-AK-84'],
  refusals: ['InvalidValue', 'SignatureMissing', 'WrongState'],
  emits: [ev.Sanctioned, ev.Cleared],
  payload: {
    caseId: id,
    decision: accountabilityDecision,
    /** Required with `sanction`. */
    measure: text.optional(),
  },
  example: {
    caseId: 'acc_0001',
    decision: 'sanction',
    measure: '诫勉',
    coSigners: [{ role: 'partyCommittee', userId: 'u_pc_1', ref: '党委会纪要〔2024〕12号' }],
  },
})
