import { defineProjection, defineTable, foldAll, onType } from '@fudao/projections'
import { describe, expect, it } from 'vitest'
import { eventAt, positionOf, type Sample, samplesFor } from './view-events.js'

const table = defineTable('contracts', { columns: { contractId: 'text', state: 'text' }, key: ['contractId'] })
const key = (e: { readonly data: Readonly<Record<string, unknown>> }) => [String(e.data.contractId)]
const projection = defineProjection({
  name: 'contracts',
  version: 1,
  tables: [table],
  handlers: [
    onType({ type: 'x.Drafted', version: 1 }, table, key, (_, { campus }, [contractId = '']) => ({ campus, contractId, state: 'draft' })),
    onType({ type: 'x.Signed', version: 2 }, table, key, (row) => row && { ...row, state: 'signed' }),
  ],
})
const drafted: Sample = { type: 'x.Drafted', schemaversion: 1, data: { contractId: 'k1', departmentId: 'a', from: '2021-09-01' } }
const signed: Sample = { type: 'x.Signed', schemaversion: 2, data: { contractId: 'other' } }
const all = [signed, { ...signed, schemaversion: 1 }, drafted]

describe('events for the rebuild of a read model', () => {
  it('are those it reads, in its own order and in the version it reads', () => {
    expect(samplesFor(projection, all)).toEqual([drafted, signed])
    expect(() => samplesFor(projection, [drafted])).toThrow('x.Signed version 2')
  })
  it('tell many stories at once, each with its own ids, and each of its events once', () => {
    const events = Array.from({ length: 4_100 }, (_, n) => eventAt([drafted, signed], n))
    expect([events[0], events[1], events[2_000], events[4_000]].map((e) => `${e?.type} ${String(e?.data.contractId)}`)).toEqual([
      'x.Drafted contract_0',
      'x.Drafted contract_1',
      'x.Signed contract_0',
      'x.Drafted contract_2000',
    ])
    const rows = foldAll(projection, events).get('contracts') ?? []
    expect(rows.map(({ state }) => state).filter((state) => state === 'signed')).toHaveLength(2_000)
    expect(rows).toHaveLength(2_100)
  })
  it('stand at positions that sort as they were appended', () => {
    expect([positionOf(9), positionOf(99), positionOf(1_000)].toSorted()).toEqual([positionOf(9), positionOf(99), positionOf(1_000)])
  })
})
