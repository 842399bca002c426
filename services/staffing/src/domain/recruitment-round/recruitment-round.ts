import type { EventOf } from '@fudao/contracts/kit'
import {
  type CancelRound,
  type CloseRound,
  type FillPost,
  type FreePost,
  type OpenRound,
  type PlanRound,
  PostFilled,
  PostFreed,
  RoundCancelled,
  RoundClosed,
  RoundOpened,
  RoundPlanned,
} from '@fudao/contracts/staffing'
import { type AggregateDecider, type CommandOf, happened, type LocalDate, type Recorded, refuse } from '@fudao/domain-kit'
import { type OwnData, ownData, sameData } from '../own-data.js'
import { planOf } from './plan-round.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type RoundEvent = Recorded<
  EventOf<typeof RoundPlanned | typeof RoundOpened | typeof RoundClosed | typeof RoundCancelled | typeof PostFilled | typeof PostFreed>
>

// --- State -----------------------------------------------------------------------------------------------------------

export type RoundPlan = OwnData<EventOf<typeof RoundPlanned>['data']>
export interface RoundFile {
  readonly plan: RoundPlan
  readonly openedOn: LocalDate | undefined
  readonly cancelledFor: string | undefined
  /** Candidacies that hold a post: never more than `plan.posts`. */
  readonly filled: readonly string[]
}
export type Round = { readonly status: 'none' } | { readonly status: 'planned' | 'open' | 'closed' | 'cancelled'; readonly file: RoundFile }

export const noRound = (): Round => ({ status: 'none' })

// --- Evolve ----------------------------------------------------------------------------------------------------------

/** Folds one event; an event of a round nobody planned cannot have been decided and is left out. */
export const evolveRound = (state: Round, event: RoundEvent): Round => {
  if (event.type === 'RoundPlanned')
    return { status: 'planned', file: { plan: ownData(event.data), openedOn: undefined, cancelledFor: undefined, filled: [] } }
  if (state.status === 'none') return state
  const { file } = state
  switch (event.type) {
    case 'RoundOpened':
      return { status: 'open', file: { ...file, openedOn: event.data.on } }
    case 'RoundClosed':
      return { status: 'closed', file }
    case 'RoundCancelled':
      return { status: 'cancelled', file: { ...file, cancelledFor: event.data.reason } }
    case 'PostFilled':
      return { ...state, file: { ...file, filled: [...file.filled, event.data.candidacyId] } }
    case 'PostFreed':
      return { ...state, file: { ...file, filled: file.filled.filter((id) => id !== event.data.candidacyId) } }
  }
}

// --- Commands --------------------------------------------------------------------------------------------------------

type Plan = CommandOf<typeof PlanRound>
type Open = CommandOf<typeof OpenRound>
type Close = CommandOf<typeof CloseRound>
type Cancel = CommandOf<typeof CancelRound>
type Fill = CommandOf<typeof FillPost>
type Free = CommandOf<typeof FreePost>
export type RoundCommand = Plan | Open | Close | Cancel | Fill | Free

// --- Decide ----------------------------------------------------------------------------------------------------------

const wrongState = (rule: string, s: Round): never => refuse('WrongState', [rule], { status: s.status })

const planRound = (c: Plan, s: Round): RoundEvent[] => {
  if (s.status !== 'none') return sameData(planOf(c), s.file.plan) ? [] : wrongState('R-AK-44', s)
  return [happened(RoundPlanned, planOf(c))]
}

const openRound = (c: Open, s: Round): RoundEvent[] => {
  const on = c.data.on ?? c.metadata.asOf
  if (s.status === 'open' && s.file.openedOn === on) return []
  if (s.status !== 'planned') return wrongState('R-AK-44', s)
  return [happened(RoundOpened, { roundId: c.data.roundId, on })]
}

const closeRound = (c: Close, s: Round): RoundEvent[] => {
  if (s.status === 'closed') return []
  if (s.status !== 'open') return wrongState('R-AK-44', s)
  return [happened(RoundClosed, { roundId: c.data.roundId, filled: s.file.filled.length })]
}

const cancelRound = (c: Cancel, s: Round): RoundEvent[] => {
  const { roundId, reason } = c.data
  if (s.status === 'cancelled' && s.file.cancelledFor === reason) return []
  if (s.status !== 'planned' && s.status !== 'open') return wrongState('R-AK-44', s)
  return [happened(RoundCancelled, { roundId, reason })]
}

/** The one place where posts are given out: an invariant of this stream alone (C-06). */
const fillPost = (c: Fill, s: Round): RoundEvent[] => {
  if (s.status !== 'open' && s.status !== 'closed') return wrongState('R-AK-30', s)
  const { roundId, candidacyId } = c.data
  const { filled, plan } = s.file
  if (filled.includes(candidacyId)) return []
  if (filled.length >= plan.posts) return refuse('RoundFull', ['R-AK-30'], { posts: plan.posts })
  return [happened(PostFilled, { roundId, candidacyId, filled: filled.length + 1 })]
}

const freePost = (c: Free, s: Round): RoundEvent[] => {
  if (s.status !== 'open' && s.status !== 'closed') return wrongState('R-AK-30', s)
  const { roundId, candidacyId } = c.data
  return s.file.filled.includes(candidacyId) ? [happened(PostFreed, { roundId, candidacyId })] : []
}

const decide = (command: RoundCommand, state: Round): RoundEvent[] => {
  switch (command.type) {
    case 'PlanRound':
      return planRound(command, state)
    case 'OpenRound':
      return openRound(command, state)
    case 'CloseRound':
      return closeRound(command, state)
    case 'CancelRound':
      return cancelRound(command, state)
    case 'FillPost':
      return fillPost(command, state)
    case 'FreePost':
      return freePost(command, state)
  }
}

/** `∅ → planned → open → closed`; `planned|open → cancelled`. R-AK-44..47. */
export const roundDecider: AggregateDecider<Round, RoundCommand, RoundEvent> = { initialState: noRound, decide, evolve: evolveRound }
