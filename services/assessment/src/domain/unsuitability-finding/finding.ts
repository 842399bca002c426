import {
  type DecideFinding,
  type RaiseFinding,
  UnsuitabilityConfirmed,
  UnsuitabilityDismissed,
  UnsuitabilityRaised,
} from '@fudao/contracts/assessment'
import type { EventOf } from '@fudao/contracts/kit'
import { type AggregateDecider, type CommandOf, happened, refuse } from '@fudao/domain-kit'
import { notAuthorized, type StateWords, wrongState } from '../refusing.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type FindingEvent = EventOf<typeof UnsuitabilityRaised | typeof UnsuitabilityConfirmed | typeof UnsuitabilityDismissed>

// --- State -----------------------------------------------------------------------------------------------------------

/** `∅ → raised → confirmed | dismissed`; `confirmed → dismissed` on review. */
export type Finding =
  | { readonly status: 'none' }
  | { readonly status: 'raised' | 'confirmed' | 'dismissed'; readonly counselorId: string; readonly reasons: string }

const words: Readonly<Record<Finding['status'], StateWords>> = {
  none: { state: 'none', zh: '没有提出过这项认定', en: 'no such finding was raised' },
  raised: { state: 'raised', zh: '认定已提出、待决定', en: 'the finding is raised and undecided' },
  confirmed: { state: 'confirmed', zh: '认定已成立', en: 'the finding is confirmed' },
  dismissed: { state: 'dismissed', zh: '认定已不成立', en: 'the finding is dismissed' },
}

// --- Evolve ----------------------------------------------------------------------------------------------------------

const evolve = (state: Finding, event: FindingEvent): Finding => {
  if (event.type === 'UnsuitabilityRaised') return { status: 'raised', counselorId: event.data.counselorId, reasons: event.data.reasons }
  if (state.status === 'none') return state
  return { ...state, status: event.type === 'UnsuitabilityConfirmed' ? 'confirmed' : 'dismissed' }
}

// --- Commands --------------------------------------------------------------------------------------------------------

export interface RaiseFindingFacts {
  /** Department the counselor is in, or was last; absent when never registered. */
  readonly departmentId?: string | undefined
}
export type FindingCommand = CommandOf<typeof RaiseFinding, RaiseFindingFacts> | CommandOf<typeof DecideFinding>

const rules = ['R-AK-82']

const raiseFinding = ({ data, metadata }: CommandOf<typeof RaiseFinding, RaiseFindingFacts>, state: Finding): FindingEvent[] => {
  const { actor, facts } = metadata
  if (facts.departmentId !== undefined && actor.role === 'deptBranch' && actor.departmentId !== facts.departmentId)
    return notAuthorized(['R-AK-77'], ['deptBranch'], {
      zh: '系（部）党总支只对本系（部）的辅导员提出认定',
      en: 'a department branch raises findings about its own counselors only',
    })
  if (!data.reasons) return refuse('ReasonMissing', rules, { field: 'reasons' })
  if (state.status === 'none')
    return [happened(UnsuitabilityRaised, { findingId: data.findingId, counselorId: data.counselorId, reasons: data.reasons })]
  if (state.status === 'raised' && state.counselorId === data.counselorId && state.reasons === data.reasons) return []
  return wrongState(rules, words[state.status], { zh: '换用新的认定编号', en: 'another finding id is used' })
}

const decideFinding = ({ data, metadata }: CommandOf<typeof DecideFinding>, state: Finding): FindingEvent[] => {
  if (state.status === 'none') return wrongState(rules, words.none, { zh: '认定已提出', en: 'a finding is raised' })
  const about = { findingId: data.findingId, counselorId: state.counselorId }
  if (data.decision === 'dismiss') return state.status === 'dismissed' ? [] : [happened(UnsuitabilityDismissed, about)]
  if (state.status === 'confirmed') return []
  if (state.status === 'dismissed')
    return wrongState(rules, words.dismissed, {
      zh: '认定待决定；如有新情况请另提认定',
      en: 'it is undecided; new grounds need a new finding',
    })
  return [happened(UnsuitabilityConfirmed, { ...about, on: metadata.asOf })]
}

// --- Decide ----------------------------------------------------------------------------------------------------------

/** A finding that a counselor is unsuitable for the work, no failed year needed (R-AK-82). */
export const findingDecider: AggregateDecider<Finding, FindingCommand, FindingEvent> = {
  initialState: () => ({ status: 'none' }),
  evolve,
  decide: (command, state) => {
    switch (command.type) {
      case 'RaiseFinding':
        return raiseFinding(command, state)
      case 'DecideFinding':
        return decideFinding(command, state)
    }
  },
}
