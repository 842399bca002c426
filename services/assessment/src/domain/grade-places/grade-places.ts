import { GradePlaceTaken } from '@fudao/contracts/assessment'
import type { EventOf } from '@fudao/contracts/kit'
import { happened, type Recorded } from '@fudao/domain-kit'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type GradePlacesEvent = Recorded<EventOf<typeof GradePlaceTaken>>

// --- State -----------------------------------------------------------------------------------------------------------

/** Holders of the places of one grade in one year, each with the revision of the assessment at which the place was claimed. */
export interface GradePlaces {
  readonly holders: ReadonlyMap<string, number>
}
export const freePlaces = (): GradePlaces => ({ holders: new Map() })

// --- Evolve ----------------------------------------------------------------------------------------------------------

export const evolveGradePlaces = ({ holders }: GradePlaces, { data }: GradePlacesEvent): GradePlaces => {
  const next = new Map(holders)
  if (data.insteadOf !== undefined) next.delete(data.insteadOf)
  return { holders: next.set(data.counselorId, data.assessmentRevision) }
}

// --- Decide ----------------------------------------------------------------------------------------------------------

export type Claim = Omit<EventOf<typeof GradePlaceTaken>['data'], 'basis' | 'coSigners' | 'approvalRef' | 'insteadOf'>
/** What is known of a counselor who holds a place. */
export interface Holder {
  readonly counselorId: string
  /** Revision of the claim that was looked at. */
  readonly claimedAt: number
  /** Revision the assessment has now. */
  readonly revision: number
  readonly hasGrade: boolean
}

/**
 * The command that claimed appends to its assessment with the revision of the claim as the expected one: once that stream has moved on,
 * the command has either given the grade or can no more do so.
 */
const isGivenUp = ({ claimedAt, revision, hasGrade }: Holder): boolean => revision > claimedAt && !hasGrade

/**
 * Takes a place while there is one, also one that its holder has given up; otherwise nothing. A claim of one's own is renewed at a new
 * revision, so that nobody takes it over while the command is on its way. `examined` are the holders, needed once no place is free.
 */
export const takePlace = (claim: Claim, quota: number, { holders }: GradePlaces, examined: readonly Holder[]): GradePlacesEvent[] => {
  const own = holders.get(claim.counselorId)
  if (own !== undefined) return own === claim.assessmentRevision ? [] : [happened(GradePlaceTaken, { ...claim })]
  if (holders.size < quota) return [happened(GradePlaceTaken, { ...claim })]
  const givenUp = examined.filter((holder) => holders.get(holder.counselorId) === holder.claimedAt && isGivenUp(holder))
  const [first] = givenUp
  // a quota that was lowered by a correction may leave more holders than places
  return first && holders.size - givenUp.length < quota ? [happened(GradePlaceTaken, { ...claim, insteadOf: first.counselorId })] : []
}
