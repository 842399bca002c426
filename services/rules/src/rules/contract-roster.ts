import {
  ContractDrafted,
  ContractExpired,
  type ContractKind,
  ContractRenewed,
  ContractSigned,
  ContractTerminated,
  type Exception,
} from '@fudao/contracts/staffing'
import type { LocalDate } from '@fudao/domain-kit'
import { type Cause, type EventRef, eventOf, type HandledEvent, type Route, type RuleEvent, toEventRef } from '@fudao/rules'

/** A contract as the rules about it need it. */
export interface ContractFacts {
  readonly personId: string
  readonly kind: ContractKind
  readonly kindText?: string
  readonly exception?: Exception
  readonly from: LocalDate
  /** Absent = open-ended. */
  readonly to?: LocalDate
  readonly status: 'draft' | 'live' | 'ended'
  readonly by: EventRef
}
/** Contracts of one counselor by id. */
export type ContractRoster = Readonly<Record<string, ContractFacts>>

export const contractEvents: readonly HandledEvent[] = [
  ContractDrafted,
  ContractSigned,
  ContractRenewed,
  ContractExpired,
  ContractTerminated,
]

const alias = (contractId: string): string => `contract:${contractId}`

/** Only the draft names its counselor; the others find the instance by the contract. */
export const contractRoute = (event: RuleEvent): readonly Route[] => {
  const { counselorId, contractId } = event.data
  if (typeof counselorId === 'string') return [counselorId]
  return typeof contractId === 'string' ? [{ alias: alias(contractId) }] : []
}
export const contractAliases = (event: RuleEvent): { alias: string; key: string }[] => {
  const { counselorId, contractId } = event.data
  if (event.type !== ContractDrafted.type || typeof counselorId !== 'string' || typeof contractId !== 'string') return []
  return [{ alias: alias(contractId), key: counselorId }]
}

const to = (roster: ContractRoster, contractId: string, status: ContractFacts['status'], by: EventRef): ContractRoster => {
  const contract = roster[contractId]
  return contract ? { ...roster, [contractId]: { ...contract, status, by } } : roster
}

export const evolveRoster = (roster: ContractRoster, cause: Cause): ContractRoster => {
  if (cause.kind !== 'event') return roster
  const by = toEventRef(cause.event)
  const drafted = eventOf(cause, ContractDrafted)
  if (drafted) {
    const { contractId, personId, kind, kindText, exception, from, to: until } = drafted.data
    const contract: ContractFacts = {
      personId,
      kind,
      ...(kindText === undefined ? {} : { kindText }),
      ...(exception === undefined ? {} : { exception }),
      from,
      ...(until === undefined ? {} : { to: until }),
      status: 'draft',
      by,
    }
    return { ...roster, [contractId]: contract }
  }
  const signed = eventOf(cause, ContractSigned)
  if (signed) return to(roster, signed.data.contractId, 'live', by)
  const ended = eventOf(cause, ContractRenewed) ?? eventOf(cause, ContractExpired) ?? eventOf(cause, ContractTerminated)
  return ended ? to(roster, ended.data.contractId, 'ended', by) : roster
}

export const liveContracts = (roster: ContractRoster): [string, ContractFacts][] =>
  Object.entries(roster).filter(([, contract]) => contract.status === 'live')
