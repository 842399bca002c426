import type { Role } from '@fudao/contracts/kit'
import {
  AdoptPreset,
  AttachPolicyText,
  CorrectParameter,
  type PolicyKey,
  parameterOf,
  parameters,
  presets,
  presetValues,
  RetireParameter,
  readPolicy,
  SetParameter,
} from '@fudao/contracts/policy'
import { deciderSpec } from '@fudao/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { campusPolicyDecider } from './campus-policy.js'
import type { CampusPolicyEvent } from './policy-state.js'

const spec = deciderSpec(campusPolicyDecider, { asOf: '2024-03-01', actor: { userId: 'li', role: 'studentAffairs' } })
const as = (role: Role) => ({ actor: { role } })
const KEY = 'staffing.exit.offerResponseDays'
const adopt = { preset: 'aksu', contexts: ['staffing' as const], effectiveFrom: '2024-03-01', approvalRef: '党委会〔2024〕1号' }
const setting = { key: KEY, value: 20, effectiveFrom: '2024-03-01', basisDoc: '学工〔2024〕5号', reason: '更充分的时间' }
const correction = {
  key: KEY,
  value: 15,
  effectiveFrom: '2024-03-01',
  reason: '录入有误',
  coSigners: [{ role: 'orgPersonnel' as const, userId: 'zhang', ref: '会签单 12' }],
}
const SET_ID = '00000000-0000-4000-8000-00000000000a'

const adopted: CampusPolicyEvent = { type: 'PresetAdopted', id: 'e0', data: { ...adopt, values: presetValues('aksu', ['staffing']) } }
const wasSet = (over: object = {}): CampusPolicyEvent => ({
  type: 'PolicyParameterSet',
  id: SET_ID,
  data: { ...setting, unit: 'days', ...over },
})
const retired: CampusPolicyEvent = { type: 'PolicyParameterRetired', id: 'e9', data: { key: KEY, effectiveFrom: '2024-03-01' } }
/** ∅, a preset, a value set, a value retired. */
const states: readonly (readonly [string, readonly CampusPolicyEvent[]])[] = [
  ['∅', []],
  ['preset', [adopted]],
  ['set', [adopted, wasSet()]],
  ['retired', [adopted, retired]],
]

describe('AdoptPreset', () => {
  it.each(states)('%s: PresetAdopted with the values of the chosen contexts', (_state, history) => {
    const outcome = spec
      .given(...history)
      .when(AdoptPreset, { ...adopt, effectiveFrom: '2024-04-01' })
      .outcome()
    expect(outcome.events).toEqual([
      { type: 'PresetAdopted', data: { ...adopt, effectiveFrom: '2024-04-01', values: presetValues('aksu', ['staffing']) } },
    ])
  })
  it('without contexts it takes all of the preset', () => {
    const { contexts: _all, ...rest } = adopt
    const outcome = spec.given().when(AdoptPreset, rest).outcome()
    expect(outcome.events).toMatchObject([{ data: { contexts: ['assessment', 'staffing', 'training'], values: presetValues('aksu') } }])
  })
  it('the same again is no change, unless something was set over it since', () => {
    spec.given(adopted).when(AdoptPreset, adopt).thenNothing()
    spec
      .given(adopted, wasSet())
      .when(AdoptPreset, adopt)
      .thenEmits({ type: 'PresetAdopted', data: { ...adopt, values: presetValues('aksu', ['staffing']) } })
  })
  it('UnknownPreset', () => {
    spec
      .given()
      .when(AdoptPreset, { ...adopt, preset: 'peking' })
      .thenRefuses('UnknownPreset', ['R-AK-27'], { preset: 'peking' })
  })
  it('R-AK-86: BackdatedPolicy before today, today is early enough', () => {
    spec
      .given()
      .when(AdoptPreset, { ...adopt, effectiveFrom: '2024-02-29' })
      .thenRefuses('BackdatedPolicy', ['R-AK-86'], { effectiveFrom: '2024-02-29', asOf: '2024-03-01' })
  })
  it('ApprovalMissing without the party committee', () => {
    const { approvalRef: _ref, ...rest } = adopt
    spec.given().when(AdoptPreset, rest).thenRefuses('ApprovalMissing')
  })
  it('InvalidValue where the preset has nothing for the contexts', () => {
    spec
      .given()
      .when(AdoptPreset, { ...adopt, preset: 'tangshan' })
      .thenRefuses('InvalidValue', ['R-AK-27'], { field: 'contexts' })
  })
  it.each(presets)('%s: only its own office', (preset) => {
    const owner = preset === 'liaoning-province' ? 'provincialDepartment' : 'studentAffairs'
    const other = preset === 'liaoning-province' ? 'studentAffairs' : 'provincialDepartment'
    const { contexts: _all, ...rest } = { ...adopt, preset }
    expect(spec.given().when(AdoptPreset, rest, as(owner)).outcome().refusal).toBeNull()
    spec
      .given()
      .when(AdoptPreset, rest, as(other))
      .thenRefuses('NotAuthorized', ['R-AK-27'], { roles: [owner] })
  })
  it('liaoning-province needs no approval of a party committee', () => {
    const outcome = spec
      .given()
      .when(AdoptPreset, { preset: 'liaoning-province', effectiveFrom: '2024-03-01' }, as('provincialDepartment'))
      .outcome()
    expect(outcome.events).toMatchObject([{ data: { contexts: ['campaigns'] } }])
  })
  it('never unsets a key', () => {
    const outcome = spec
      .given(wasSet({ key: 'staffing.partTime.quota', value: 9 }))
      .when(AdoptPreset, adopt)
      .outcome()
    expect(readPolicy(outcome.state.policy, 'staffing.partTime.quota', '2024-03-01').value).toBe(9)
  })
})

describe('SetParameter', () => {
  it.each(states)('%s: PolicyParameterSet with the unit of the parameter', (state, history) => {
    const outcome = spec.given(...history).when(SetParameter, setting)
    if (state === 'set') outcome.thenNothing()
    else outcome.thenEmits({ type: 'PolicyParameterSet', data: { ...setting, unit: 'days' } })
  })
  it('UnknownParameter', () => {
    spec
      .given()
      .when(SetParameter, { ...setting, key: 'staffing.exit.days' })
      .thenRefuses('UnknownParameter', ['R-AK-27'])
  })
  it.each([0, -1, 1.5, '20', null, [], { days: 20 }])('InvalidValue: %j days', (value) => {
    spec
      .given()
      .when(SetParameter, { ...setting, value })
      .thenRefuses('InvalidValue', ['R-AK-27'], { key: KEY, field: 'value' })
  })
  it('InvalidValue for another unit; singular and plural are one', () => {
    spec
      .given()
      .when(SetParameter, { ...setting, unit: 'months' })
      .thenRefuses('InvalidValue', ['R-AK-27'], { field: 'unit', unit: 'days' })
    expect(
      spec
        .given()
        .when(SetParameter, { ...setting, unit: 'Day' })
        .outcome().refusal,
    ).toBeNull()
  })
  it('R-AK-86: BackdatedPolicy', () => {
    spec
      .given()
      .when(SetParameter, { ...setting, effectiveFrom: '2024-02-29' })
      .thenRefuses('BackdatedPolicy', ['R-AK-86'])
  })

  const owners: readonly (readonly [string, readonly Role[]])[] = [
    ['staffing.', ['studentAffairs', 'orgPersonnel']],
    ['mentorship.', ['studentAffairs', 'leadingGroupOffice']],
    ['campaigns.', ['provincialDepartment']],
    ['', ['studentAffairs']],
  ]
  it.each(Object.keys(parameters) as PolicyKey[])('R-AK-27: who may set %s', (key) => {
    const definition = parameterOf(key)
    const value = definition.everywhere ?? Object.values(definition.presets ?? {})[0]
    const allowed = owners.find(([prefix]) => key.startsWith(prefix))?.[1] ?? []
    for (const role of SetParameter.issuers) {
      const { refusal } = spec
        .given()
        .when(SetParameter, { ...setting, key, value: (value ?? 1) as never }, as(role))
        .outcome()
      if (allowed.includes(role)) expect(refusal?.code).not.toBe('NotAuthorized')
      else expect(refusal?.code).toBe('NotAuthorized')
    }
  })
})

describe('CorrectParameter (C-11)', () => {
  it('names the event that set what was in force, backdated or not', () => {
    spec
      .given(adopted, wasSet())
      .when(CorrectParameter, correction)
      .thenEmits({
        type: 'PolicyParameterCorrected',
        data: { key: KEY, value: 15, effectiveFrom: '2024-03-01', reason: '录入有误', correctsEventId: SET_ID },
      })
    const backdated = spec
      .given(adopted, wasSet())
      .when(CorrectParameter, { ...correction, effectiveFrom: '2023-01-01' })
      .outcome()
    expect(backdated.events).toMatchObject([{ data: { effectiveFrom: '2023-01-01', correctsEventId: 'e0' } }])
  })
  it('a preset’s value can be corrected, and the event to correct can be named', () => {
    expect(
      spec
        .given(adopted)
        .when(CorrectParameter, { ...correction, value: 16 })
        .outcome().events,
    ).toMatchObject([{ data: { correctsEventId: 'e0' } }])
    const named = { ...correction, correctsEventId: SET_ID }
    expect(spec.given(adopted, wasSet()).when(CorrectParameter, named).outcome().events).toMatchObject([
      { data: { correctsEventId: SET_ID } },
    ])
  })
  it('WrongState when the named event did not set the key', () => {
    spec
      .given(adopted)
      .when(CorrectParameter, { ...correction, correctsEventId: SET_ID })
      .thenRefuses('WrongState')
  })
  it('NotSet when nothing set it', () => {
    spec.given().when(CorrectParameter, correction).thenRefuses('NotSet', ['R-AK-27'], { key: KEY })
  })
  it('ReasonMissing: a reason, and a second person', () => {
    const { reason: _r, ...noReason } = correction
    const { coSigners: _s, ...noApprover } = correction
    spec.given(wasSet()).when(CorrectParameter, noReason).thenRefuses('ReasonMissing', ['R-AK-27'], { missing: 'reason' })
    spec
      .given(wasSet())
      .when(CorrectParameter, { ...correction, reason: ' ' })
      .thenRefuses('ReasonMissing')
    spec.given(wasSet()).when(CorrectParameter, noApprover).thenRefuses('ReasonMissing', ['R-AK-27'], { missing: 'approver' })
    const self = { ...correction, coSigners: [{ role: 'orgPersonnel' as const, userId: 'li', ref: '1' }] }
    spec.given(wasSet()).when(CorrectParameter, self).thenRefuses('ReasonMissing', ['R-AK-27'], { missing: 'approver' })
  })
  it('UnknownParameter and InvalidValue as when setting', () => {
    spec
      .given(wasSet())
      .when(CorrectParameter, { ...correction, key: 'x.y' })
      .thenRefuses('UnknownParameter')
    spec
      .given(wasSet())
      .when(CorrectParameter, { ...correction, value: 0 })
      .thenRefuses('InvalidValue')
  })
  it('the value that stands there is no change', () => {
    spec
      .given(wasSet())
      .when(CorrectParameter, { ...correction, value: 20 })
      .thenNothing()
  })
  it('only student affairs corrects; a campaign’s parameter, the provincial department', () => {
    spec.given(wasSet()).when(CorrectParameter, correction, as('orgPersonnel')).thenRefuses('NotAuthorized')
    spec
      .given(wasSet())
      .when(CorrectParameter, { ...correction, key: 'campaigns.onlineTarget' })
      .thenRefuses('NotAuthorized')
  })
})

describe('RetireParameter', () => {
  const retire = { key: KEY, effectiveFrom: '2024-03-01' }
  it.each(states)('%s', (state, history) => {
    const outcome = spec.given(...history).when(RetireParameter, retire)
    if (state === '∅') outcome.thenRefuses('NotSet', ['R-AK-27'], { key: KEY })
    else if (state === 'retired') outcome.thenNothing()
    else outcome.thenEmits({ type: 'PolicyParameterRetired', data: retire })
  })
  it('NotSet before the day it is in force', () => {
    spec
      .given(wasSet({ effectiveFrom: '2024-06-01' }))
      .when(RetireParameter, retire)
      .thenRefuses('NotSet')
  })
  it('UnknownParameter, BackdatedPolicy, NotAuthorized', () => {
    spec
      .given(adopted)
      .when(RetireParameter, { ...retire, key: 'x.y' })
      .thenRefuses('UnknownParameter')
    spec
      .given(wasSet({ effectiveFrom: '2024-01-01' }))
      .when(RetireParameter, { ...retire, effectiveFrom: '2024-02-01' })
      .thenRefuses('BackdatedPolicy')
    spec.given(adopted).when(RetireParameter, retire, as('orgPersonnel')).thenRefuses('NotAuthorized')
  })
})

describe('AttachPolicyText (R-AK-76)', () => {
  const text = { topic: 'phone' as const, docRef: '院发〔2024〕18号' }
  it('PolicyTextAttached; the same text of the topic again is no change', () => {
    spec.given().when(AttachPolicyText, text).thenEmits({ type: 'PolicyTextAttached', data: text })
    spec.given({ type: 'PolicyTextAttached', data: text }).when(AttachPolicyText, text).thenNothing()
  })
  it('TextMissing', () => {
    spec.given().when(AttachPolicyText, { topic: 'phone' }).thenRefuses('TextMissing', ['R-AK-76'])
    spec.given().when(AttachPolicyText, { topic: 'phone', docRef: '  ' }).thenRefuses('TextMissing')
  })
})

describe('every decision is idempotent', () => {
  const dates = fc.constantFrom('2024-03-01', '2024-04-01', '2024-05-01')
  const keys = fc.constantFrom<PolicyKey>(KEY, 'staffing.contract.renewalNoticeDays', 'training.hours.minPerYear')
  const event = fc.oneof(
    fc.tuple(keys, dates, fc.integer({ min: 1, max: 30 })).map(([key, effectiveFrom, value]) => wasSet({ key, effectiveFrom, value })),
    fc
      .tuple(keys, dates)
      .map(([key, effectiveFrom]): CampusPolicyEvent => ({ type: 'PolicyParameterRetired', id: 'r', data: { key, effectiveFrom } })),
    dates.map(
      (effectiveFrom): CampusPolicyEvent => ({
        type: 'PresetAdopted',
        id: 'p',
        data: { ...adopt, effectiveFrom, values: presetValues('aksu', ['staffing']) },
      }),
    ),
  )
  const history = fc.array(event, { maxLength: 6 })
  const repeats = (outcome: () => { readonly refusal: unknown }, again: () => unknown) => outcome().refusal || again()

  it('property: the same request on the resulting state yields no events', () => {
    fc.assert(
      fc.property(history, keys, dates, fc.integer({ min: 1, max: 30 }), (past, key, effectiveFrom, value) => {
        const given = spec.given(...past)
        const all = [
          given.when(SetParameter, { ...setting, key, effectiveFrom, value }),
          given.when(RetireParameter, { key, effectiveFrom }),
          given.when(CorrectParameter, { ...correction, key, effectiveFrom, value }),
          given.when(AdoptPreset, { ...adopt, effectiveFrom }),
        ]
        for (const one of all) repeats(one.outcome, one.thenRepeatsAsNothing)
      }),
    )
  })
})
