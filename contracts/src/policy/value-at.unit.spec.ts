import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { evolvePolicy, type PolicyEvent } from './evolve-policy.js'
import { presetValues } from './presets.js'
import { emptyPolicy, isSetAt, type PolicyState, readPolicy, readPolicyForPeriod } from './value-at.js'

const fold = (...events: readonly PolicyEvent[]): PolicyState => events.reduce<PolicyState>((s, e, i) => evolvePolicy(s, e, i), emptyPolicy)
const adopted = (effectiveFrom: string, contexts: string[] = ['staffing']): PolicyEvent => ({
  type: 'PresetAdopted',
  data: { preset: 'aksu', contexts, effectiveFrom, values: presetValues('aksu', contexts) },
})
const set = (key: string, value: z.core.util.JSONType, effectiveFrom: string): PolicyEvent => ({
  type: 'PolicyParameterSet',
  data: { key, value, unit: '', effectiveFrom, basisDoc: '学工〔2024〕1号', reason: '测试' },
})
const KEY = 'staffing.exit.offerResponseDays'

describe('valueAt', () => {
  it('R-AK-86: the greatest effectiveFrom on or before the date wins, whatever the order of the decisions', () => {
    const policy = fold(set(KEY, 20, '2025-01-01'), set(KEY, 10, '2024-01-01'))
    expect(readPolicy(policy, KEY, '2023-12-31')).toEqual({ value: null, version: -1 })
    expect(readPolicy(policy, KEY, '2024-01-01')).toEqual({ value: 10, version: 1, effectiveFrom: '2024-01-01' })
    expect(readPolicy(policy, KEY, '2024-12-31').value).toBe(10)
    expect(readPolicy(policy, KEY, '2025-01-01')).toEqual({ value: 20, version: 0, effectiveFrom: '2025-01-01' })
  })

  it('R-AK-86: of two with the same date the later version wins', () => {
    const policy = fold(set(KEY, 10, '2024-01-01'), set(KEY, 20, '2024-01-01'))
    expect(readPolicy(policy, KEY, '2024-06-01')).toEqual({ value: 20, version: 1, effectiveFrom: '2024-01-01' })
  })

  it('C-10: what a decision of an earlier version read, whatever was recorded since, backdated or not', () => {
    const policy = fold(set(KEY, 10, '2024-01-01'), set(KEY, 20, '2024-01-01'))
    expect(readPolicy(policy, KEY, '2024-06-01', 0)).toEqual({ value: 10, version: 0, effectiveFrom: '2024-01-01' })
    expect(readPolicy(policy, KEY, '2024-06-01', 1).value).toBe(20)
    expect(readPolicy(policy, KEY, '2024-06-01', -1).value).toBeNull()
  })

  it('R-AK-27: a preset sets what it lists from its day on', () => {
    const policy = fold(adopted('2024-01-01'))
    expect(readPolicy(policy, KEY, '2024-01-01')).toEqual({ value: 15, version: 0, effectiveFrom: '2024-01-01' })
    expect(readPolicy(policy, 'training.hours.minPerYear', '2024-01-01').value).toBeNull()
  })

  it('R-AK-76: an attached text changes no value, only the version', () => {
    const before = fold(adopted('2024-01-01'))
    const after = evolvePolicy(before, { type: 'PolicyTextAttached', data: { topic: 'phone', docRef: '院发〔2024〕18号' } }, 1)
    expect(after).toEqual({ entries: before.entries, version: 1 })
  })

  it('R-AK-87, R-HZ-32: an ambiguity has the default that holds everywhere until the interpreter decides otherwise', () => {
    const policy = fold({
      type: 'PolicyParameterSet',
      data: {
        key: 'assessment.failGap',
        value: 'skips',
        unit: '',
        effectiveFrom: '2024-07-01',
        basisDoc: '学工〔2024〕9号',
        reason: '解释',
      },
    })
    expect(readPolicy(policy, 'assessment.failGap', '2024-06-30')).toEqual({ value: 'breaks', version: -1 })
    expect(readPolicy(policy, 'assessment.failGap', '2024-07-01').value).toBe('skips')
  })

  it('R-AK-86: a campus that sets the reminder of one rule keeps those of the others, and may have none of it', () => {
    const policy = fold(set('rules.reminderDays', { 'X-02': 3, 'X-12': null }, '2024-01-01'))
    const days = readPolicy(policy, 'rules.reminderDays', '2024-01-01').value
    expect(days).toMatchObject({ 'X-02': 3, 'X-12': null, 'X-42': ['04-01', '10-01'] })
    expect(readPolicy(policy, 'rules.reminderDays', '2023-12-31').value).toMatchObject({ 'X-02': 5 })
  })

  it('a correction of the same day wins over what it corrects', () => {
    const policy = fold(set(KEY, 99, '2024-01-01'), {
      type: 'PolicyParameterCorrected',
      data: { key: KEY, value: 15, effectiveFrom: '2024-01-01', reason: '录入有误', correctsEventId: 'e' },
    })
    expect(readPolicy(policy, KEY, '2024-01-01').value).toBe(15)
  })

  it('a retired parameter is inactive again; an ambiguity goes back to its default', () => {
    const retired = (key: string, effectiveFrom: string): PolicyEvent => ({ type: 'PolicyParameterRetired', data: { key, effectiveFrom } })
    const policy = fold(adopted('2024-01-01'), retired(KEY, '2024-06-01'), retired('staffing.partTimeWeight', '2024-06-01'))
    expect(readPolicy(policy, KEY, '2024-05-31').value).toBe(15)
    expect(readPolicy(policy, KEY, '2024-06-01')).toEqual({ value: null, version: 1, effectiveFrom: '2024-06-01' })
    expect(isSetAt(policy, KEY, '2024-06-01')).toBe(false)
    expect(readPolicy(policy, 'staffing.partTimeWeight', '2024-06-01').value).toEqual({ num: 1, den: 3 })
  })

  it('C-10: an obligation of a period uses the value in force on its first day', () => {
    const policy = fold(set('training.hours.minPerYear', 16, '2023-01-01'), set('training.hours.minPerYear', 24, '2024-03-01'))
    expect(readPolicyForPeriod(policy, 'training.hours.minPerYear', { from: '2024-01-01' }).value).toBe(16)
    expect(readPolicyForPeriod(policy, 'training.hours.minPerYear', { from: '2025-01-01' }).value).toBe(24)
  })

  it('adopting a preset never unsets a key and leaves other contexts alone', () => {
    const policy = fold(
      set('training.fund.perHead', 5_000, '2024-01-01'),
      set(KEY, 20, '2024-01-01'),
      adopted('2024-02-01', ['assessment', 'training']),
    )
    expect(readPolicy(policy, 'training.fund.perHead', '2024-02-01').value).toBe(5_000)
    expect(readPolicy(policy, KEY, '2024-02-01').value).toBe(20)
    expect(readPolicy(policy, 'training.hours.minPerYear', '2024-02-01').value).toBe(16)
  })

  it('property: the value on a day depends only on entries in force, and a later entry never changes an earlier day', () => {
    const day = fc.integer({ min: 1, max: 28 }).map((d) => `2024-02-${String(d).padStart(2, '0')}`)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 99 }), day), { maxLength: 8 }),
        day,
        fc.integer({ min: 1, max: 99 }),
        day,
        (past, later, value, on) => {
          const before = fold(...past.map(([v, d]) => set(KEY, v, d)))
          const after = evolvePolicy(before, set(KEY, value, later), before.version + 1)
          if (on < later) expect(readPolicy(after, KEY, on)).toEqual(readPolicy(before, KEY, on))
          const reading = readPolicy(after, KEY, on)
          if (reading.effectiveFrom !== undefined) expect(reading.effectiveFrom <= on).toBe(true)
        },
      ),
    )
  })
})
