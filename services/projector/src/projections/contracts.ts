import * as staffing from '@fudao/contracts/staffing'
import { defineProjection, defineTable, on } from '@fudao/projections'

/** RM-14. `signedAsOf` and `signedUnder`: day and policy version of the signing, which the notice day goes by (C-10). */
export const contracts = defineTable('contracts', {
  columns: {
    contractId: 'text',
    counselorId: 'text',
    personId: 'text',
    kind: 'text',
    exceptionRef: 'text',
    from: 'text',
    to: 'text',
    state: 'text',
    signedAsOf: 'text',
    signedUnder: 'int',
    renewalDueOn: 'text',
    clearance: 'text',
    basisYear: 'int',
    reason: 'text',
    signedOn: 'text',
    renewedAs: 'text',
  },
  key: ['contractId'],
  indexes: [['counselorId'], ['clearance']],
})

const key = (e: { readonly data: { readonly contractId: string } }) => [e.data.contractId]

// A contract that nobody drafted cannot have been decided: `row &&` leaves it out.
export const contractsProjection = defineProjection({
  name: 'contracts',
  version: 3,
  tables: [contracts],
  handlers: [
    on(staffing.ContractDrafted, contracts, key, (_, { campus, data }) => ({
      campus,
      contractId: data.contractId,
      counselorId: data.counselorId,
      personId: data.personId,
      kind: data.kind,
      exceptionRef: data.exceptionRef ?? data.exception?.ref ?? null,
      from: data.from,
      to: data.to ?? null,
      state: 'draft',
      signedAsOf: null,
      signedUnder: null,
      renewalDueOn: null,
      clearance: null,
      basisYear: null,
      reason: null,
      signedOn: null,
      renewedAs: null,
    })),
    on(
      staffing.ContractSigned,
      contracts,
      key,
      (row, { asof, policyversion, data: { signedOn } }) =>
        row && { ...row, state: 'active', signedOn, signedAsOf: asof, signedUnder: policyversion },
    ),
    on(staffing.RenewalDue, contracts, key, (row, { data }) => row && { ...row, state: 'renewalDue', renewalDueOn: data.dueOn }),
    on(
      staffing.RenewalClearanceSet,
      contracts,
      key,
      (row, { data }) => row && { ...row, clearance: data.clearance, basisYear: data.basisYear ?? null, reason: data.reason },
    ),
    on(staffing.ContractRenewed, contracts, key, (row, { data }) => row && { ...row, state: 'renewed', renewedAs: data.newContractId }),
    on(staffing.ContractExpired, contracts, key, (row) => row && { ...row, state: 'expired' }),
    on(staffing.ContractTerminated, contracts, key, (row) => row && { ...row, state: 'terminated' }),
  ],
})
