import { count, defineAggregate, id } from '@fudao/contracts/kit'
import { TestLedger } from '@fudao/messaging/testing'
import { describe, expect, it } from 'vitest'
import { FoldFailed, foldAll } from './fold.js'
import { defineProjection, on, onType, schemaOf } from './projection.js'
import { defineTable } from './table.js'

const things = defineTable('things', { columns: { thingId: 'text', count: 'int' }, key: ['thingId'] })
const added = onType(
  { type: 'test.Added', version: 1 },
  things,
  (e) => (e.data.ids ? (e.data.ids as string[]).map((id) => [id]) : [String(e.data.id)]),
  (row, e, [thingId = '']) => ({ campus: e.campus, thingId, count: (row?.count ?? 0) + Number(e.data.by ?? 1) }),
)
const removed = onType(
  { type: 'test.Removed', version: 1 },
  things,
  (e) => [String(e.data.id)],
  () => null,
)
const projection = defineProjection({ name: 'test-things', version: 3, tables: [things], handlers: [added, removed] })
const events = (...list: readonly { type: string; data: Record<string, unknown>; campus?: string; schemaVersion?: number }[]) => {
  const ledger = new TestLedger()
  return list.map((event) => ledger.record({ stream: 'test-aksu.x', ...event }))
}

describe('fold', () => {
  it('folds events of a batch into one row per key', () => {
    const rows = foldAll(projection, events({ type: 'test.Added', data: { id: 'a' } }, { type: 'test.Added', data: { id: 'a', by: 4 } }))
    expect(rows.get('things')).toEqual([{ campus: 'aksu', thingId: 'a', count: 5 }])
  })
  it('gives an event that concerns several rows to each', () => {
    expect(foldAll(projection, events({ type: 'test.Added', data: { ids: ['a', 'b'] } })).get('things')).toHaveLength(2)
  })
  it('keeps campuses apart that use the same id', () => {
    const rows = foldAll(
      projection,
      events({ type: 'test.Added', data: { id: 'a' } }, { type: 'test.Added', data: { id: 'a' }, campus: 'lanzhou' }),
    )
    expect(rows.get('things')?.map((row) => row.campus)).toEqual(['aksu', 'lanzhou'])
  })
  it('deletes, and ignores events nobody handles', () => {
    const rows = foldAll(
      projection,
      events({ type: 'test.Added', data: { id: 'a' } }, { type: 'test.Removed', data: { id: 'a' } }, { type: 'test.Other', data: {} }),
    )
    expect(rows.get('things')).toEqual([])
  })
  it('an event of an earlier version is folded as the present one', () => {
    const thing = defineAggregate({ context: 'test', name: 'Thing', category: 'thing', key: ['id'], title: { zh: '物', en: 'thing' } })
    const Weighed = thing.event('Weighed', {
      title: { zh: '已称', en: 'weighed' },
      version: 2,
      upcasters: { 1: ({ kilos, ...data }) => ({ ...data, grams: Number(kilos) * 1_000 }) },
      data: { id, grams: count },
    })
    const weighed = on(
      Weighed,
      things,
      (e) => [e.data.id],
      (_, e) => ({ campus: e.campus, thingId: e.data.id, count: e.data.grams }),
    )
    const weights = defineProjection({ name: 'weights', version: 1, tables: [things], handlers: [weighed] })
    const stored = [
      { type: 'test.Weighed', data: { id: 'a', kilos: 2 } },
      { type: 'test.Weighed', data: { id: 'b', grams: 5 }, schemaVersion: 2 },
    ]
    expect(foldAll(weights, events(...stored)).get('things')).toMatchObject([{ count: 2_000 }, { count: 5 }])
  })
  it('names the event it cannot fold, also one of a newer schema version', () => {
    const list = events({ type: 'test.Added', data: { id: 'a' } }, { type: 'test.Added', data: { id: 'b' }, schemaVersion: 2 })
    expect(() => foldAll(projection, list)).toThrow(FoldFailed)
    expect(() => foldAll(projection, list)).toThrow(/test\.Added .* schema version 2/)
  })
  it('has a schema of its own per version, so that a rebuild does not touch the live rows', () => {
    expect(schemaOf(projection)).toBe('rm_test_things_v3')
  })
  it('refuses a projection that writes a foreign table', () => {
    expect(() => defineProjection({ ...projection, tables: [] })).toThrow(TypeError)
  })
})
