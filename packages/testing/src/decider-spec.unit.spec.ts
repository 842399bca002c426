import { defineAggregate, type EventOf } from '@fudao/contracts/kit'
import { type AggregateDecider, type CommandOf, happened, refuse } from '@fudao/domain-kit'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { deciderSpec } from './decider-spec.js'

// A small aggregate that reads all a decision may read: policy, date and facts.
const lamp = defineAggregate({ context: 'demo', name: 'Lamp', category: 'lamp', key: ['lampId'], title: { zh: '灯', en: 'lamp' } })
const LampLit = lamp.event('LampLit', { data: { lampId: z.string(), on: z.string() }, title: { zh: '亮', en: 'lit' } })
const LightLamp = lamp.command('LightLamp', {
  payload: { lampId: z.string().min(1) },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-01'],
  emits: [LampLit],
  title: { zh: '点灯', en: 'light the lamp' },
  example: { lampId: 'l1' },
})
type Event = EventOf<typeof LampLit>
const decider: AggregateDecider<{ readonly lit: boolean }, CommandOf<typeof LightLamp, { readonly power: boolean }>, Event> = {
  initialState: () => ({ lit: false }),
  decide: ({ data, metadata }, state) => {
    if (state.lit) return []
    if (!metadata.facts.power) return refuse('NoPower', ['R-AK-01'], { days: metadata.policy.value('staffing.exit.offerResponseDays') })
    return [happened(LampLit, { lampId: data.lampId, on: metadata.asOf })]
  },
  evolve: () => ({ lit: true }),
}
const spec = deciderSpec(decider, { preset: 'aksu', asOf: '2024-02-01' })
const lit = happened(LampLit, { lampId: 'l1', on: '2024-02-01' })

test('given, when, then', () => {
  spec
    .given()
    .when(LightLamp, { lampId: 'l1' }, { facts: { power: true } })
    .thenEmits(lit)
  spec.given(lit).when(LightLamp, { lampId: 'l1' }).thenNothing()
  spec
    .given()
    .when(LightLamp, { lampId: 'l1' }, { facts: { power: true } })
    .thenRepeatsAsNothing()
})

test('a refusal is checked by code, rules and params, and the policy comes from the preset or the overrides', () => {
  const dark = spec.given()
  dark.when(LightLamp, { lampId: 'l1' }, { facts: { power: false } }).thenRefuses('NoPower', ['R-AK-01'], { days: 15 })
  dark
    .when(LightLamp, { lampId: 'l1' }, { facts: { power: false }, policy: { 'staffing.exit.offerResponseDays': null } })
    .thenRefuses('NoPower', ['R-AK-01'], { days: null })
})

test('a wrong expectation fails', () => {
  const when = spec.given().when(LightLamp, { lampId: 'l1' }, { facts: { power: true } })
  expect(() => when.thenNothing()).toThrow()
  expect(() => when.thenRefuses('NoPower')).toThrow('should be refused with NoPower')
  const refused = spec.given().when(LightLamp, { lampId: 'l1' }, { facts: { power: false } })
  expect(() => refused.thenEmits(lit)).toThrow('was refused: NoPower')
  expect(() => refused.thenRefuses('NoPower', ['R-AK-02'])).toThrow()
})

test('a payload no caller could send is no test', () => {
  expect(() => spec.given().when(LightLamp, { lampId: '' })).toThrow()
})
