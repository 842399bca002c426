import {
  type AdoptPreset,
  type AttachPolicyText,
  type CorrectParameter,
  contextsOfPreset,
  isSetAt,
  type PolicyKey,
  PolicyParameterCorrected,
  PolicyParameterRetired,
  PolicyParameterSet,
  PolicyTextAttached,
  type Preset,
  PresetAdopted,
  parameterOf,
  presets,
  presetValues,
  type RetireParameter,
  type SetParameter,
} from '@fudao/contracts/policy'
import { type AggregateDecider, type CommandOf, happened, type LocalDate, refuse } from '@fudao/domain-kit'
import { checkedValue, checkNotBackdated, checkOwner, knownKey, sameJson } from './checks.js'
import { type CampusPolicyEvent, type CampusPolicyState, evolveCampusPolicy, noPolicy, textId } from './policy-state.js'

// --- Commands --------------------------------------------------------------------------------------------------------

type Adopt = CommandOf<typeof AdoptPreset>
type Set = CommandOf<typeof SetParameter>
type Correct = CommandOf<typeof CorrectParameter>
type Retire = CommandOf<typeof RetireParameter>
type Attach = CommandOf<typeof AttachPolicyText>
export type CampusPolicyCommand = Adopt | Set | Correct | Retire | Attach

// --- Decide ----------------------------------------------------------------------------------------------------------

const knownPreset = (preset: string): Preset =>
  presets.find((known) => known === preset) ?? refuse('UnknownPreset', ['R-AK-27'], { preset, known: presets })

/** The party committee approves what a campus adopts; a province's department acts in its own right. */
const checkAdopter = (preset: Preset, { data, metadata }: Adopt): void => {
  const owner = preset === 'liaoning-province' ? 'provincialDepartment' : 'studentAffairs'
  if (metadata.actor.role !== owner) refuse('NotAuthorized', ['R-AK-27'], { key: preset, role: metadata.actor.role, roles: [owner] })
  if (owner === 'studentAffairs' && !data.approvalRef) refuse('ApprovalMissing', ['R-AK-27'], { role: 'partyCommittee' })
}

/** Sets only the keys the preset lists in the chosen contexts, and never unsets one. */
const adoptPreset = (c: Adopt, s: CampusPolicyState): CampusPolicyEvent[] => {
  const preset = knownPreset(c.data.preset)
  checkAdopter(preset, c)
  const contexts = [...new Set(c.data.contexts ?? contextsOfPreset(preset))].sort()
  const values = presetValues(preset, contexts)
  if (Object.keys(values).length === 0)
    refuse('InvalidValue', ['R-AK-27'], {
      key: preset,
      field: 'contexts',
      reason: `it has values for ${contextsOfPreset(preset).join(', ')}`,
    })
  const { effectiveFrom, approvalRef } = c.data
  const adopted = { preset, contexts, effectiveFrom, values, ...(approvalRef === undefined ? {} : { approvalRef }) }
  const before = s.adoptions.some(
    (a) => a.preset === preset && a.effectiveFrom === effectiveFrom && a.approvalRef === approvalRef && sameJson(a.contexts, contexts),
  )
  if (before && allInForce(s, values, effectiveFrom)) return []
  checkNotBackdated(effectiveFrom, c.metadata.asOf)
  return [happened(PresetAdopted, adopted)]
}

/** The newest entry of `effectiveFrom` itself, which is what another entry of that day would replace. */
const entryOfDay = (s: CampusPolicyState, key: string, effectiveFrom: LocalDate) =>
  s.policy.entries[key]?.findLast((entry) => entry.effectiveFrom === effectiveFrom)
const allInForce = (s: CampusPolicyState, values: Readonly<Record<string, unknown>>, effectiveFrom: LocalDate): boolean =>
  Object.entries(values).every(([key, value]) => sameJson(entryOfDay(s, key, effectiveFrom)?.value, value))

const setParameter = (c: Set, s: CampusPolicyState): CampusPolicyEvent[] => {
  const key = knownKey(c.data.key)
  checkOwner(key, c.metadata.actor.role, { alsoOthers: true })
  const value = checkedValue(key, c.data.value, c.data.unit)
  const { effectiveFrom, basisDoc, reason } = c.data
  if (sameJson(entryOfDay(s, key, effectiveFrom)?.value, value)) return []
  checkNotBackdated(effectiveFrom, c.metadata.asOf)
  return [happened(PolicyParameterSet, { key, value, unit: parameterOf(key).unit, effectiveFrom, basisDoc, reason } as never)]
}

/** The event that set what is in force on the day, of which a correction speaks unless it names another one (C-11). */
const originOn = (s: CampusPolicyState, key: PolicyKey, date: LocalDate): string | undefined =>
  (s.origins[key] ?? [])
    .filter((origin) => origin.effectiveFrom <= date)
    .reduce<{ readonly eventId: string; readonly effectiveFrom: LocalDate } | undefined>(
      (best, origin) => (best && best.effectiveFrom > origin.effectiveFrom ? best : origin),
      undefined,
    )?.eventId

const correctParameter = (c: Correct, s: CampusPolicyState): CampusPolicyEvent[] => {
  const key = knownKey(c.data.key)
  const { actor } = c.metadata
  checkOwner(key, actor.role, { alsoOthers: false })
  const { reason, effectiveFrom, coSigners, correctsEventId } = c.data
  if (!reason) return refuse('ReasonMissing', ['R-AK-27'], { missing: 'reason' })
  if (!coSigners?.some((signer) => signer.userId !== actor.userId)) return refuse('ReasonMissing', ['R-AK-27'], { missing: 'approver' })
  const value = checkedValue(key, c.data.value)
  const origins = s.origins[key] ?? []
  const corrects = correctsEventId ?? originOn(s, key, effectiveFrom) ?? origins.at(0)?.eventId
  if (corrects === undefined) return refuse('NotSet', ['R-AK-27'], { key })
  if (!origins.some((origin) => origin.eventId === corrects)) return refuse('WrongState', ['R-AK-27'], { key, correctsEventId: corrects })
  if (sameJson(entryOfDay(s, key, effectiveFrom)?.value, value)) return []
  return [happened(PolicyParameterCorrected, { key, value, effectiveFrom, reason, correctsEventId: corrects } as never)]
}

const retireParameter = (c: Retire, s: CampusPolicyState): CampusPolicyEvent[] => {
  const key = knownKey(c.data.key)
  checkOwner(key, c.metadata.actor.role, { alsoOthers: false })
  const { effectiveFrom } = c.data
  if (entryOfDay(s, key, effectiveFrom)?.value === null) return []
  if (!isSetAt(s.policy, key, effectiveFrom)) return refuse('NotSet', ['R-AK-27'], { key })
  checkNotBackdated(effectiveFrom, c.metadata.asOf)
  return [happened(PolicyParameterRetired, { key, effectiveFrom })]
}

const attachPolicyText = (c: Attach, s: CampusPolicyState): CampusPolicyEvent[] => {
  const { topic, docRef } = c.data
  if (!docRef) return refuse('TextMissing', ['R-AK-76'], { topic })
  return s.texts.includes(textId(topic, docRef)) ? [] : [happened(PolicyTextAttached, { topic, docRef })]
}

const decide = (command: CampusPolicyCommand, state: CampusPolicyState): CampusPolicyEvent[] => {
  switch (command.type) {
    case 'AdoptPreset':
      return adoptPreset(command, state)
    case 'SetParameter':
      return setParameter(command, state)
    case 'CorrectParameter':
      return correctParameter(command, state)
    case 'RetireParameter':
      return retireParameter(command, state)
    case 'AttachPolicyText':
      return attachPolicyText(command, state)
  }
}

/** `∅ → active (AdoptPreset)`; stays active (R-AK-27, 76, 86, 87, R-HZ-32). */
export const campusPolicyDecider: AggregateDecider<CampusPolicyState, CampusPolicyCommand, CampusPolicyEvent> = {
  initialState: noPolicy,
  decide,
  evolve: evolveCampusPolicy,
}
