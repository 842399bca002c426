import type { EventOf } from '@fudao/contracts/kit'
import { StaffNumberTaken } from '@fudao/contracts/staffing'
import { happened, type Recorded } from '@fudao/domain-kit'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type StaffNumberEvent = Recorded<EventOf<typeof StaffNumberTaken>>

// --- State -----------------------------------------------------------------------------------------------------------

/** Who holds one staff number, and the revision of the holder's stream when it was claimed; nobody at first. */
export interface StaffNumber {
  readonly holder: string | undefined
  readonly personRevision: number
}
export const freeNumber = (): StaffNumber => ({ holder: undefined, personRevision: -1 })

// --- Evolve ----------------------------------------------------------------------------------------------------------

export const evolveStaffNumber = (_: StaffNumber, { data }: StaffNumberEvent): StaffNumber => ({
  holder: data.personId,
  personRevision: data.personRevision,
})

// --- Decide ----------------------------------------------------------------------------------------------------------

export interface Claim {
  readonly staffNoIndex: string
  readonly personId: string
  readonly personRevision: number
}
/** What is known of the person who holds the number now. */
export interface Holder {
  readonly revision: number
  readonly usesNumber: boolean
}

/**
 * Whether a claim has been given up. The command that claimed appends to its person's stream with the revision of the claim as
 * the expected one; once that stream has moved on, the command has either succeeded or can no more succeed.
 */
export const isGivenUp = (number: StaffNumber, holder: Holder): boolean => holder.revision > number.personRevision && !holder.usesNumber

/**
 * Takes a number that is free, one's own, or given up by the holder that was `examined`; otherwise it stays with its holder.
 * A claim of one's own is renewed at a new revision, so that nobody takes it over while the command is on its way.
 */
export const takeStaffNumber = (claim: Claim, s: StaffNumber, examined?: { number: StaffNumber; holder: Holder }): StaffNumberEvent[] => {
  const take = [happened(StaffNumberTaken, { ...claim })]
  if (s.holder === undefined) return take
  if (s.holder === claim.personId) return s.personRevision === claim.personRevision ? [] : take
  const unchanged = s.holder === examined?.number.holder && s.personRevision === examined.number.personRevision
  return examined && unchanged && isGivenUp(s, examined.holder) ? take : []
}
