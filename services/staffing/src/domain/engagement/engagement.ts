import type { EventOf } from '@fudao/contracts/kit'
import { EngagementClosed, PersonEngaged } from '@fudao/contracts/staffing'
import { happened, type Recorded } from '@fudao/domain-kit'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type EngagementEvent = Recorded<EventOf<typeof PersonEngaged | typeof EngagementClosed>>

// --- State -----------------------------------------------------------------------------------------------------------

/** Counselors a person is or was; closed when the person is to be erased. */
export interface Engagement {
  readonly counselors: readonly string[]
  readonly closed: boolean
}
export const noEngagement = (): Engagement => ({ counselors: [], closed: false })

// --- Evolve ----------------------------------------------------------------------------------------------------------

export const evolveEngagement = (state: Engagement, event: EngagementEvent): Engagement => {
  switch (event.type) {
    case 'PersonEngaged':
      return { ...state, counselors: [...new Set([...state.counselors, event.data.counselorId])] }
    case 'EngagementClosed':
      return { ...state, closed: true }
  }
}

// --- Decide ----------------------------------------------------------------------------------------------------------

/**
 * Notes a counselor of the person; nothing any more when the person is being erased. Noted at every attempt to register: who closes
 * the engagement meanwhile comes too late, or the attempt does.
 */
export const engage = (personId: string, counselorId: string, s: Engagement): EngagementEvent[] =>
  s.closed ? [] : [happened(PersonEngaged, { personId, counselorId })]

/** Closes it, unless a counselor was noted that the closer has not `examined`. */
export const closeEngagement = (personId: string, examined: readonly string[], s: Engagement): EngagementEvent[] =>
  s.closed || s.counselors.some((counselorId) => !examined.includes(counselorId)) ? [] : [happened(EngagementClosed, { personId })]
