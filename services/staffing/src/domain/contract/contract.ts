import type {
  DraftContract,
  ExpireContract,
  MarkRenewalDue,
  RenewContract,
  SetRenewalClearance,
  SignContract,
  TerminateContract,
} from '@fudao/contracts/staffing'
import {
  ContractDrafted,
  ContractExpired,
  ContractRenewed,
  ContractSigned,
  ContractTerminated,
  RenewalClearanceSet,
  RenewalDue,
} from '@fudao/contracts/staffing'
import { type AggregateDecider, type CommandOf, happened, refuse } from '@fudao/domain-kit'
import type { ExitCase } from '../exit-case/exit-case-state.js'
import { ownData, sameData } from '../own-data.js'
import { type Contract, type ContractEvent, evolveContract, isInForce, noContract } from './contract-state.js'

// --- Commands --------------------------------------------------------------------------------------------------------

export interface TerminateFacts {
  /** The case that `exitCaseId` names, folded from its stream. */
  readonly exitCase?: ExitCase | undefined
}
type Draft = CommandOf<typeof DraftContract>
type Sign = CommandOf<typeof SignContract>
type Due = CommandOf<typeof MarkRenewalDue>
type Clear = CommandOf<typeof SetRenewalClearance>
type Expire = CommandOf<typeof ExpireContract>
type Renew = CommandOf<typeof RenewContract>
type Terminate = CommandOf<typeof TerminateContract, TerminateFacts>
export type ContractCommand = Draft | Sign | Due | Clear | Expire | Renew | Terminate

// --- Decide ----------------------------------------------------------------------------------------------------------

const wrongState = (rule: string, s: Contract): never => refuse('WrongState', [rule], { status: s.status })

const draftContract = (c: Draft, s: Contract): ContractEvent[] => {
  const asked = ownData(c.data)
  const { exception } = asked
  const data = exception ? { ...asked, exceptionRef: exception.ref ?? `${exception.approver}: ${exception.reason}` } : asked
  if (s.status !== 'none') return sameData(data, s.terms.draft) ? [] : wrongState('R-AK-34', s)
  if (data.to !== undefined && data.to < data.from) return refuse('InvalidValue', ['R-AK-34'], { field: 'to', from: data.from })
  if (data.kind === 'other' && !data.kindText) return refuse('InvalidValue', ['R-AK-35'], { field: 'kindText' })
  const forbidden = c.metadata.policy.value('staffing.contract.forbiddenKinds') ?? []
  if (forbidden.includes(data.kind) && !exception) return refuse('ForbiddenContractKind', ['R-AK-35'], { kind: data.kind })
  return [happened(ContractDrafted, data)]
}

const signContract = (c: Sign, s: Contract): ContractEvent[] => {
  const { contractId } = c.data
  const signedOn = c.data.signedOn ?? c.metadata.asOf
  if (s.status === 'active' && s.terms.signedOn === signedOn) return []
  if (s.status !== 'draft') return wrongState('R-AK-34', s)
  return [happened(ContractSigned, { contractId, signedOn })]
}

/** A contract without an end never falls due. */
const markRenewalDue = (c: Due, s: Contract): ContractEvent[] => {
  const { contractId } = c.data
  const dueOn = c.data.dueOn ?? c.metadata.asOf
  if (s.status === 'renewalDue' && s.terms.renewalDueOn === dueOn) return []
  if (s.status !== 'active' || s.terms.draft.to === undefined) return wrongState('R-AK-81', s)
  return [happened(RenewalDue, { contractId, dueOn })]
}

const setRenewalClearance = (c: Clear, s: Contract): ContractEvent[] => {
  if (!isInForce(s)) return wrongState('R-AK-81', s)
  const data = ownData(c.data)
  return sameData(data, s.terms.clearance) ? [] : [happened(RenewalClearanceSet, data)]
}

/**
 * The last day is inclusive (C-04): expiry is possible from the day after. Where no notice day is set (`renewalNoticeDays` null) a
 * contract is never marked due, and still it ends.
 */
const expireContract = (c: Expire, s: Contract): ContractEvent[] => {
  const { contractId } = c.data
  const { asOf } = c.metadata
  const on = c.data.on ?? asOf
  if (s.status === 'expired' && s.terms.expiredOn === on) return []
  if (!isInForce(s)) return wrongState('R-AK-81', s)
  const { to } = s.terms.draft
  if (to === undefined || asOf <= to || on < to) return refuse('NotEnded', ['R-AK-81'], { to: to ?? null, asOf })
  return [happened(ContractExpired, { contractId, on })]
}

/** R-AK-81: `held` needs the reference of the party committee; `barred`, or no clearance yet, cannot be renewed. */
const renewContract = (c: Renew, s: Contract): ContractEvent[] => {
  const data = ownData(c.data)
  if (s.status === 'renewed' && sameData(data, s.terms.renewal)) return []
  if (!isInForce(s)) return wrongState('R-AK-81', s)
  const clearance = s.terms.clearance?.clearance
  if (clearance !== 'cleared' && !(clearance === 'held' && c.data.approvalRef))
    return refuse('RenewalNotCleared', ['R-AK-81'], { clearance: clearance ?? 'none', basisYear: s.terms.clearance?.basisYear ?? null })
  // what stands in the way is said first; a cleared contract is renewed once it is due
  if (s.status !== 'renewalDue') return wrongState('R-AK-81', s)
  if (data.newContractId === data.contractId) return refuse('InvalidValue', ['R-AK-34'], { field: 'newContractId' })
  const end = s.terms.draft.to
  if (end !== undefined && data.from <= end) return refuse('InvalidValue', ['R-AK-34'], { field: 'from', after: end })
  if (data.to < data.from) return refuse('InvalidValue', ['R-AK-34'], { field: 'to', from: data.from })
  return [happened(ContractRenewed, data)]
}

/** R-AK-83 (可以): ground `assessment` needs a case of this counselor that permits it *and* a human decision to terminate. */
const terminateContract = (c: Terminate, s: Contract): ContractEvent[] => {
  const data = { ...ownData(c.data), on: c.data.on ?? c.metadata.asOf }
  if (s.status === 'terminated' && sameData(data, s.terms.termination)) return []
  if (!isInForce(s)) return wrongState('R-AK-83', s)
  if (data.ground === 'assessment') {
    const exitCase = c.metadata.facts.exitCase
    const decided =
      exitCase?.status === 'terminated' &&
      exitCase.file.opening.counselorId === s.terms.draft.counselorId &&
      exitCase.file.opening.exitCaseId === data.exitCaseId
    if (!decided)
      return refuse('TerminationNotPermitted', ['R-AK-83'], {
        exitCaseId: data.exitCaseId ?? null,
        status: exitCase?.status ?? 'none',
      })
  }
  if (data.ground === 'other' && !data.groundText) return refuse('InvalidValue', ['R-AK-83'], { field: 'groundText' })
  if (data.on < s.terms.draft.from) return refuse('InvalidValue', ['R-AK-83'], { field: 'on', from: s.terms.draft.from })
  return [happened(ContractTerminated, data)]
}

const decide = (command: ContractCommand, state: Contract): ContractEvent[] => {
  switch (command.type) {
    case 'DraftContract':
      return draftContract(command, state)
    case 'SignContract':
      return signContract(command, state)
    case 'MarkRenewalDue':
      return markRenewalDue(command, state)
    case 'SetRenewalClearance':
      return setRenewalClearance(command, state)
    case 'ExpireContract':
      return expireContract(command, state)
    case 'RenewContract':
      return renewContract(command, state)
    case 'TerminateContract':
      return terminateContract(command, state)
  }
}

/** `∅ → draft → active → renewalDue → renewed`; `active|renewalDue → expired | terminated`. R-AK-34, 35, 81, 83. */
export const contractDecider: AggregateDecider<Contract, ContractCommand, ContractEvent> = {
  initialState: noContract,
  decide,
  evolve: evolveContract,
}
