import {
  PolicyParameterCorrected,
  PolicyParameterRetired,
  PolicyParameterSet,
  PolicyTextAttached,
  PresetAdopted,
} from '@fudao/contracts/policy'
import { defineProjection, defineTable, on, type ProjectedEvent } from '@fudao/projections'

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
/** Texts attached to the policy (R-AK-76), each with the day it was. */
export const policyTexts = defineTable('policy_texts', {
  columns: { eventId: 'text', topic: 'text', docRef: 'text', attachedOn: 'text', version: 'int' },
  key: ['eventId'],
})

const nothing = { preset: null, basisDoc: null, reason: null, approvalRef: null, correctsEventId: null }

/** An entry of one parameter: what every event that dates a value says, and what it does not. */
const entryOf = (
  { campus, id, asof, revision, data }: ProjectedEvent<{ readonly key: string; readonly effectiveFrom: string }>,
  act: 'set' | 'corrected' | 'retired',
  value: unknown,
) => ({
  ...nothing,
  campus,
  key: data.key,
  eventId: id,
  act,
  effectiveFrom: data.effectiveFrom,
  value,
  decidedOn: asof,
  version: revision,
})
const key = ({ id, data }: ProjectedEvent<{ readonly key: string }>) => [data.key, id]

export const policyHistoryProjection = defineProjection({
  name: 'policy-history',
  version: 2,
  tables: [policyEntries, policyTexts],
  handlers: [
    on(
      PresetAdopted,
      policyEntries,
      (e) => Object.keys(e.data.values).map((name) => [name, e.id]),
      (_, { campus, id, asof, revision, data }, [name = '']) => ({
        ...nothing,
        campus,
        key: name,
        eventId: id,
        act: 'preset',
        effectiveFrom: data.effectiveFrom,
        value: data.values[name] ?? null,
        decidedOn: asof,
        preset: data.preset,
        approvalRef: data.approvalRef ?? null,
        version: revision,
      }),
    ),
    on(PolicyParameterSet, policyEntries, key, (_, e) => {
      const { value, basisDoc, reason } = e.data
      return { ...entryOf(e, 'set', value), basisDoc, reason }
    }),
    on(PolicyParameterCorrected, policyEntries, key, (_, e) => {
      const { value, reason, correctsEventId } = e.data
      return { ...entryOf(e, 'corrected', value), reason, correctsEventId }
    }),
    on(PolicyParameterRetired, policyEntries, key, (_, e) => entryOf(e, 'retired', null)),
    on(
      PolicyTextAttached,
      policyTexts,
      ({ id }) => [id],
      (_, { campus, id, asof, revision, data: { topic, docRef } }) => ({
        campus,
        eventId: id,
        topic,
        docRef,
        attachedOn: asof,
        version: revision,
      }),
    ),
  ],
})
