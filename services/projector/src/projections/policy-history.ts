import { PolicyParameterCorrected, PolicyParameterRetired, PolicyParameterSet, PresetAdopted } from '@fudao/contracts/policy'
import { defineProjection, defineTable, on } from '@fudao/projections'

/** Dated values of the parameters of a policy, with the paper they stand on. */
export const policyEntries = defineTable('policy_entries', {
  columns: {
    key: 'text',
    eventId: 'text',
    act: 'text',
    effectiveFrom: 'text',
    value: 'json',
    decidedOn: 'text',
    preset: 'text',
    basisDoc: 'text',
    reason: 'text',
    approvalRef: 'text',
    correctsEventId: 'text',
    version: 'int',
  },
  key: ['key', 'eventId'],
})

const nothing = { preset: null, basisDoc: null, reason: null, approvalRef: null, correctsEventId: null }

export const policyHistoryProjection = defineProjection({
  name: 'policy-history',
  version: 1,
  tables: [policyEntries],
  handlers: [
    on(
      PresetAdopted,
      policyEntries,
      (e) => Object.keys(e.data.values).map((key) => [key, e.id]),
      (_, { campus, id, asof, revision, data }, [key = '']) => ({
        ...nothing,
        campus,
        key,
        eventId: id,
        act: 'preset',
        effectiveFrom: data.effectiveFrom,
        value: data.values[key] ?? null,
        decidedOn: asof,
        preset: data.preset,
        approvalRef: data.approvalRef ?? null,
        version: revision,
      }),
    ),
    on(
      PolicyParameterSet,
      policyEntries,
      (e) => [e.data.key, e.id],
      (_, { campus, id, asof, revision, data }) => ({
        ...nothing,
        campus,
        key: data.key,
        eventId: id,
        act: 'set',
        effectiveFrom: data.effectiveFrom,
        value: data.value,
        decidedOn: asof,
        basisDoc: data.basisDoc,
        reason: data.reason,
        version: revision,
      }),
    ),
    on(
      PolicyParameterCorrected,
      policyEntries,
      (e) => [e.data.key, e.id],
      (_, { campus, id, asof, revision, data }) => ({
        ...nothing,
        campus,
        key: data.key,
        eventId: id,
        act: 'corrected',
        effectiveFrom: data.effectiveFrom,
        value: data.value,
        decidedOn: asof,
        reason: data.reason,
        correctsEventId: data.correctsEventId,
        version: revision,
      }),
    ),
    on(
      PolicyParameterRetired,
      policyEntries,
      (e) => [e.data.key, e.id],
      (_, { campus, id, asof, revision, data }) => ({
        ...nothing,
        campus,
        key: data.key,
        eventId: id,
        act: 'retired',
        effectiveFrom: data.effectiveFrom,
        value: null,
        decidedOn: asof,
        version: revision,
      }),
    ),
  ],
})
