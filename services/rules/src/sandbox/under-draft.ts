import { type DraftEntry, type PolicyEvent, PolicyParameterRetired, PolicyParameterSet, withoutDrafted } from '@fudao/contracts/policy'
import type { RuleEvent } from '@fudao/rules'

const PREFIX = 'policy.'

/**
 * The same history with the draft in the place of what the campus had set: it stands before everything else, so that whoever asks for a
 * date on or after its first day reads it.
 */
export const underDraft = (campusId: string, events: readonly RuleEvent[], draft: readonly DraftEntry[]): readonly RuleEvent[] => {
  const set = draft.map(({ key, value, from }, index): RuleEvent => {
    const definition = value === null ? PolicyParameterRetired : PolicyParameterSet
    const id = `draft-${index}`
    return {
      id,
      type: definition.type,
      campusId,
      stream: `policy-${campusId}.${campusId}`,
      revision: -1,
      position: '',
      asOf: from,
      correlationId: id,
      data: { key, value, unit: '', effectiveFrom: from, basisDoc: 'draft', reason: 'draft' },
    }
  })
  const others = events.flatMap((event) => {
    if (event.campusId !== campusId || !event.type.startsWith(PREFIX)) return [event]
    const kept = withoutDrafted({ type: event.type.slice(PREFIX.length), data: event.data } as unknown as PolicyEvent, draft)
    return kept === null ? [] : [{ ...event, data: kept.data as unknown as RuleEvent['data'] }]
  })
  return [...set, ...others]
}
