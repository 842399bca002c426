import type { EventOf } from '@fudao/contracts/kit'
import { StaffNumberTaken } from '@fudao/contracts/staffing'
import { happened, type Recorded } from '@fudao/domain-kit'
import { type Claim, evolveClaim, type Holder, type NumberClaim, takes } from '../number-claim.js'

export { freeNumber, isGivenUp } from '../number-claim.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type StaffNumberEvent = Recorded<EventOf<typeof StaffNumberTaken>>

// --- State -----------------------------------------------------------------------------------------------------------

export type StaffNumber = NumberClaim

// --- Evolve ----------------------------------------------------------------------------------------------------------

export const evolveStaffNumber = (state: StaffNumber, event: StaffNumberEvent): StaffNumber => evolveClaim(state, event)

// --- Decide ----------------------------------------------------------------------------------------------------------

/** Takes a number where {@link takes} says so. */
export const takeStaffNumber = (
  claim: Claim & { readonly staffNoIndex: string },
  s: StaffNumber,
  examined?: { readonly number: StaffNumber; readonly holder: Holder },
): StaffNumberEvent[] => (takes(claim, s, examined) ? [happened(StaffNumberTaken, { ...claim })] : [])
