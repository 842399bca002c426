import { id, localDate, text, year } from '../kit/index.js'
import { EmploymentContract } from './aggregates.js'
import * as e from './enums.js'
import * as ev from './events.js'
import { exitCaseId } from './exit-case-id.js'
import { contractKey, exception } from './shapes.js'

// `system` among the issuers: the rules of `domain/40` name the command in their row (C-15).
// A date "on which it happened" that is left out is the business date of the command.

export const DraftContract = EmploymentContract.command('DraftContract', {
  title: { zh: '拟定聘用合同', en: 'Draft a contract' },
  issuers: ['orgPersonnel', 'system'],
  rules: ['R-AK-34', 'R-AK-35'],
  refusals: ['ForbiddenContractKind', 'InvalidValue', 'WrongState'],
  emits: [ev.ContractDrafted],
  payload: {
    ...contractKey,
    personId: id,
    counselorId: id,
    kind: e.contractKind,
    kindText: text.optional(),
    from: localDate,
    to: localDate.optional(),
    exception: exception.optional(),
  },
  example: {
    contractId: 'k_0001',
    personId: 'p_0001',
    counselorId: 'c_0001',
    kind: 'employment',
    from: '2021-09-01',
    to: '2024-12-31',
  },
})
export const SignContract = EmploymentContract.command('SignContract', {
  title: { zh: '签订聘用合同', en: 'Sign a contract' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-34'],
  refusals: ['WrongState'],
  emits: [ev.ContractSigned],
  payload: { ...contractKey, signedOn: localDate.optional() },
  example: { contractId: 'k_0001', signedOn: '2021-08-20' },
})
export const MarkRenewalDue = EmploymentContract.command('MarkRenewalDue', {
  title: { zh: '标记待续订', en: 'Mark a contract due for renewal' },
  issuers: ['system'],
  rules: ['R-AK-81'],
  refusals: ['WrongState'],
  emits: [ev.RenewalDue],
  payload: { ...contractKey, dueOn: localDate.optional() },
  example: { contractId: 'k_0001', dueOn: '2024-11-01' },
})
export const SetRenewalClearance = EmploymentContract.command('SetRenewalClearance', {
  title: { zh: '确定续订意见', en: 'Set the renewal clearance' },
  issuers: ['system'],
  rules: ['R-AK-81', 'R-AK-83'],
  refusals: ['WrongState'],
  emits: [ev.RenewalClearanceSet],
  payload: { ...contractKey, clearance: e.clearance, basisYear: year.optional(), reason: text },
  example: { contractId: 'k_0001', clearance: 'held', basisYear: 2023, reason: 'latest final year unqualified' },
})
export const ExpireContract = EmploymentContract.command('ExpireContract', {
  title: { zh: '合同期满终止', en: 'Expire a contract' },
  issuers: ['system'],
  rules: ['R-AK-81'],
  refusals: ['WrongState', 'NotEnded'],
  emits: [ev.ContractExpired],
  payload: { ...contractKey, on: localDate.optional() },
  example: { contractId: 'k_0001', on: '2025-01-01' },
})
export const RenewContract = EmploymentContract.command('RenewContract', {
  title: { zh: '续订聘用合同', en: 'Renew a contract' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-34', 'R-AK-81'],
  refusals: ['WrongState', 'RenewalNotCleared', 'InvalidValue'],
  emits: [ev.ContractRenewed],
  payload: { ...contractKey, newContractId: id, from: localDate, to: localDate },
  example: { contractId: 'k_0001', newContractId: 'k_0002', from: '2025-01-01', to: '2027-12-31' },
})
export const TerminateContract = EmploymentContract.command('TerminateContract', {
  title: { zh: '解除聘用合同', en: 'Terminate a contract' },
  issuers: ['orgPersonnel', 'system'],
  rules: ['R-AK-83'],
  refusals: ['WrongState', 'TerminationNotPermitted', 'InvalidValue'],
  emits: [ev.ContractTerminated],
  payload: {
    ...contractKey,
    on: localDate.optional(),
    ground: e.contractEndGround,
    groundText: text.optional(),
    exitCaseId: exitCaseId.optional(),
  },
  example: { contractId: 'k_0001', on: '2024-02-29', ground: 'assessment', exitCaseId: 'c_0001_2023_twoConsecutiveFails' },
})
