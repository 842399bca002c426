import type { EventOf } from '@fudao/contracts/kit'
import type {
  ContractDrafted,
  ContractExpired,
  ContractRenewed,
  ContractSigned,
  ContractTerminated,
  RenewalClearanceSet,
  RenewalDue,
} from '@fudao/contracts/staffing'
import type { LocalDate, Recorded } from '@fudao/domain-kit'
import { type OwnData, ownData } from '../own-data.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type ContractEvent = Recorded<
  EventOf<
    | typeof ContractDrafted
    | typeof ContractSigned
    | typeof RenewalDue
    | typeof RenewalClearanceSet
    | typeof ContractExpired
    | typeof ContractRenewed
    | typeof ContractTerminated
  >
>
type Data<T extends ContractEvent['type']> = OwnData<Extract<ContractEvent, { readonly type: T }>['data']>

// --- State -----------------------------------------------------------------------------------------------------------

export interface ContractTerms {
  readonly draft: Data<'ContractDrafted'>
  readonly signedOn: LocalDate | undefined
  readonly renewalDueOn: LocalDate | undefined
  readonly clearance: Data<'RenewalClearanceSet'> | undefined
  readonly expiredOn: LocalDate | undefined
  readonly renewal: Data<'ContractRenewed'> | undefined
  readonly termination: Data<'ContractTerminated'> | undefined
}
export type ContractStatus = 'draft' | 'active' | 'renewalDue' | 'renewed' | 'expired' | 'terminated'
export type Contract = { readonly status: 'none' } | { readonly status: ContractStatus; readonly terms: ContractTerms }

export const noContract = (): Contract => ({ status: 'none' })

/** Signed and not yet ended (R-AK-34). */
export const isInForce = (contract: Contract): contract is Extract<Contract, { readonly terms: ContractTerms }> =>
  contract.status === 'active' || contract.status === 'renewalDue'

// --- Evolve ----------------------------------------------------------------------------------------------------------

const drafted = (draft: ContractTerms['draft']): Contract => ({
  status: 'draft',
  terms: {
    draft,
    signedOn: undefined,
    renewalDueOn: undefined,
    clearance: undefined,
    expiredOn: undefined,
    renewal: undefined,
    termination: undefined,
  },
})

/** Folds one event; an event of a contract nobody drafted cannot have been decided and is left out. */
export const evolveContract = (state: Contract, event: ContractEvent): Contract => {
  if (event.type === 'ContractDrafted') return drafted(ownData(event.data))
  if (state.status === 'none') return state
  const { terms } = state
  switch (event.type) {
    case 'ContractSigned':
      return { status: 'active', terms: { ...terms, signedOn: event.data.signedOn } }
    case 'RenewalDue':
      return { status: 'renewalDue', terms: { ...terms, renewalDueOn: event.data.dueOn } }
    case 'RenewalClearanceSet':
      return { status: state.status, terms: { ...terms, clearance: ownData(event.data) } }
    case 'ContractExpired':
      return { status: 'expired', terms: { ...terms, expiredOn: event.data.on } }
    case 'ContractRenewed':
      return { status: 'renewed', terms: { ...terms, renewal: ownData(event.data) } }
    case 'ContractTerminated':
      return { status: 'terminated', terms: { ...terms, termination: ownData(event.data) } }
  }
}
