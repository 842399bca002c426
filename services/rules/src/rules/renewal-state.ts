import type { LocalDate } from '@fudao/domain-kit'
import type { EventRef } from '@fudao/rules'
import type { ClearanceFacts, ClearanceValue } from './clearance.js'
import type { ContractRoster } from './contract-roster.js'

/** What the rule keeps about one contract. */
export interface RenewalTrack {
  /** Set when the notice day has come. */
  readonly noticeOn?: LocalDate
  readonly set?: ClearanceValue
  /** Open task for a missing grade. */
  readonly task?: string
}
/** What the last cause calls for; carried out by `reactRenewal`. */
export type RenewalStep =
  | { readonly do: 'timers'; readonly contractId: string; readonly notice: LocalDate | null; readonly end: LocalDate }
  | { readonly do: 'cancel'; readonly contractId: string }
  | { readonly do: 'markDue'; readonly contractId: string; readonly dueOn: LocalDate; readonly uses: readonly EventRef[] }
  | { readonly do: 'set'; readonly contractId: string; readonly value: ClearanceValue; readonly uses: readonly EventRef[] }
  | { readonly do: 'askForGrade'; readonly contractId: string; readonly year: number }
  | { readonly do: 'settle'; readonly taskId: string }
  | { readonly do: 'draft'; readonly contractId: string }
  | { readonly do: 'expire'; readonly contractId: string; readonly lastOne: boolean }
export interface RenewalState extends ClearanceFacts {
  readonly counselorId: string
  readonly contracts: ContractRoster
  readonly tracks: Readonly<Record<string, RenewalTrack>>
  readonly steps: readonly RenewalStep[]
}

export const gradeTaskKey = (contractId: string): string => `X08:${contractId}:grade`
