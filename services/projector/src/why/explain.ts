import { contexts } from '@fudao/contracts'
import { findRule } from '@fudao/contracts/catalogue'
import type { Basis, Bilingual, EventDefinition } from '@fudao/contracts/kit'
import { type PolicyKey, type PolicyReading, type PolicyState, parameters, readPolicy, sayPolicyValue } from '@fudao/contracts/policy'
import type { JournalEvent, WhyPolicy, WhyRule, WhyStep } from '@fudao/contracts/views'
import { arithmeticOf } from './arithmetic.js'
import { calculatedFrom } from './calculations.js'

const definitions = new Map<string, EventDefinition>(contexts.flatMap((context) => context.events.map((event) => [event.type, event])))

/** Title of an event type in both languages; a type of a newer release is shown as it is. */
export const titleOf = (type: string): Bilingual => definitions.get(type)?.title ?? { zh: type, en: type }

const aggregates = new Map(contexts.flatMap((context) => context.aggregates.map(({ name, title }) => [name, title])))

export const ruleOf = (id: string): WhyRule => {
  const entry = findRule(id)
  return { id, regulation: entry?.regulation ?? null, article: entry?.article ?? null, says: entry?.says ?? null }
}

export const basisOf = (event: JournalEvent): Basis => (event.data.basis ?? {}) as Basis

const titles: Readonly<Record<string, { readonly title: Bilingual; readonly unit: string }>> = parameters

/** A decision that read a parameter of another day notes it as `<key>@<day>`. */
const parameterNamed = (key: string) => titles[key.split('@', 1)[0] ?? key]

const toWhyPolicy = (key: string, { value, version, effectiveFrom }: PolicyReading<unknown>): WhyPolicy => ({
  key,
  title: parameterNamed(key)?.title ?? null,
  value: value as WhyPolicy['value'],
  shown: sayPolicyValue(value as WhyPolicy['value'], parameterNamed(key)?.unit),
  unit: parameterNamed(key)?.unit || null,
  version,
  effectiveFrom: effectiveFrom ?? null,
})
/** A parameter as a calculation of that day reads it. */
export const policyInForce = (policy: PolicyState, key: PolicyKey, on: string): WhyPolicy => toWhyPolicy(key, readPolicy(policy, key, on))

export const toWhyEvent = ({ id, type, stream, revision, asOf }: JournalEvent) => ({
  id,
  type,
  title: titleOf(type),
  stream,
  revision,
  asOf,
})

/** One step of an explanation, from the event's own basis; `known` holds the events of the whole explanation and its calculations. */
export const toStep = (event: JournalEvent, known: ReadonlyMap<string, JournalEvent>): WhyStep => {
  const basis = basisOf(event)
  const rules = [...new Set([...(event.rule ? [event.rule] : []), ...(basis.rules ?? [])])]
  return {
    title: titleOf(event.type),
    event: { ...toWhyEvent(event), recordedAt: event.recordedAt, actorRole: event.actor.role, rule: event.rule },
    rules: rules.map(ruleOf),
    policy: Object.entries(basis.policy ?? {}).map(([key, { effectiveFrom, ...reading }]) =>
      toWhyPolicy(key, { ...reading, ...(effectiveFrom === undefined ? {} : { effectiveFrom }) }),
    ),
    facts: Object.entries(basis.facts ?? {}).map(([name, { stream, revision }]) => ({
      name,
      title: aggregates.get(name) ?? { zh: name, en: name },
      stream,
      revision,
    })),
    events: [...(basis.events ?? []).flatMap(({ id }) => known.get(id) ?? []), ...calculatedFrom(event, known)].map(toWhyEvent),
    arithmetic: arithmeticOf(event, known),
  }
}
