import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { draftEntries, type PolicyDraft, policyDraft, withDraft, withoutDrafted } from './draft.js'
import { evolvePolicy, type PolicyEvent } from './evolve-policy.js'
import type { PolicyKey } from './parameters.js'
import { presetValues } from './presets.js'
import { emptyPolicy, readPolicy } from './value-at.js'

const DAYS = 'staffing.exit.offerResponseDays'
const draft = (over: Partial<PolicyDraft>): PolicyDraft => ({ entries: [], ...over })
const one = (key: string, value: unknown, effectiveFrom = '2024-03-01') =>
  draft({ entries: [{ key, value: value as never, effectiveFrom }] })
const set = (value: unknown, effectiveFrom: string): PolicyEvent =>
  ({ type: 'PolicyParameterSet', data: { key: DAYS, value, unit: 'days', effectiveFrom, basisDoc: 'x', reason: 'x' } }) as PolicyEvent

describe('a draft policy', () => {
  it('without an entry and without a preset is malformed, at a field', () => {
    expect(policyDraft.safeParse({}).error?.issues).toMatchObject([{ path: ['entries'] }])
    expect(policyDraft.safeParse({ entries: [{ key: DAYS, value: 20 }] }).error?.issues).toMatchObject([
      { path: ['entries', 0, 'effectiveFrom'] },
    ])
  })
  it('is refused as its commands would be, with the field', () => {
    expect(draftEntries(one('staffing.exit.days', 20), '2024-06-01')).toMatchObject({
      code: 'UnknownParameter',
      params: { field: 'entries.0.key' },
    })
    expect(draftEntries(one(DAYS, 'twenty'), '2024-06-01')).toMatchObject({
      code: 'InvalidValue',
      params: {
        field: 'entries.0.value',
        reasonZh: expect.stringMatching(/^[^A-Za-z]*[\u4e00-\u9fff]/),
        reasonEn: expect.stringContaining('expected'),
      },
    })
    expect(
      draftEntries(one('assessment.weights', { studentAffairs: 200, orgPersonnel: 20, deptBranch: 20, students: 20 }), '2024-06-01'),
    ).toMatchObject({
      code: 'InvalidValue',
      params: { field: 'entries.0.value.studentAffairs' },
    })
    const adopt = (preset: string, contexts?: ['campaigns']) =>
      draftEntries(draft({ preset: { preset, effectiveFrom: '2024-01-01', ...(contexts ? { contexts } : {}) } }), '2024-06-01')
    expect(adopt('kashgar')).toMatchObject({ code: 'UnknownPreset', params: { field: 'preset.preset' } })
    expect(adopt('aksu', ['campaigns'])).toMatchObject({ code: 'InvalidValue', params: { field: 'preset.contexts' } })
  })
  it('is tried from its own day, one for the future on the whole past, all from replayFrom', () => {
    expect(draftEntries(one(DAYS, 20), '2024-06-01')).toEqual([{ key: DAYS, value: 20, from: '2024-03-01' }])
    expect(draftEntries(one(DAYS, 20, '2025-01-01'), '2024-06-01')).toEqual([{ key: DAYS, value: 20, from: '0001-01-01' }])
    expect(draftEntries({ ...one(DAYS, 20, '2025-01-01'), replayFrom: '2023-01-01' }, '2024-06-01')).toMatchObject([{ from: '2023-01-01' }])
  })
  it('an entry speaks over a preset of the same day', () => {
    const both = {
      ...one(DAYS, 20, '2024-01-01'),
      preset: { preset: 'aksu', contexts: ['staffing' as const], effectiveFrom: '2024-01-01' },
    }
    const entries = draftEntries(both, '2024-06-01')
    expect(Array.isArray(entries) && entries.filter(({ key }) => key === DAYS)).toEqual([{ key: DAYS, value: 20, from: '2024-01-01' }])
    expect(entries).toHaveLength(Object.keys(presetValues('aksu', ['staffing'])).length)
  })
  it('from its first day on it alone speaks for its key', () => {
    const policy = [set(15, '2022-01-01'), set(10, '2024-05-01')].reduce((s, e, i) => evolvePolicy(s, e, i), emptyPolicy)
    const tried = withDraft(policy, [{ key: DAYS, value: 20, from: '2023-01-01' }])
    expect(['2022-12-31', '2023-01-01', '2024-06-01'].map((on) => readPolicy(tried, DAYS, on).value)).toEqual([15, 20, 20])
  })
  it('without the events it replaces, a policy folds to the same as with it', () => {
    const from = fc.constantFrom('2022-01-01', '2023-01-01', '2024-01-01', '2025-01-01')
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), from)), from, (values, first) => {
        const tried = [{ key: DAYS as PolicyKey, value: 99, from: first }]
        const events = values.map(([value, on]) => set(value, on))
        const kept = [set(99, first), ...events.flatMap((event) => withoutDrafted(event, tried) ?? [])]
        const folded = (all: readonly PolicyEvent[]) => all.reduce((s, e, i) => evolvePolicy(s, e, i), emptyPolicy)
        for (const on of ['2021-06-01', '2022-06-01', '2023-06-01', '2024-06-01', '2026-01-01'])
          expect(readPolicy(folded(kept), DAYS, on).value).toEqual(readPolicy(withDraft(folded(events), tried), DAYS, on).value)
      }),
    )
  })
})
