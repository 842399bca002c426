import type { EventOf } from '@fudao/contracts/kit'
import { StaffNumberFreed, StaffNumberTaken } from '@fudao/contracts/staffing'
import { happened, type Recorded } from '@fudao/domain-kit'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type StaffNumberEvent = Recorded<EventOf<typeof StaffNumberTaken | typeof StaffNumberFreed>>

// --- State -----------------------------------------------------------------------------------------------------------

/** Who holds one staff number; nobody at first. */
export interface StaffNumber {
  readonly holder: string | undefined
}
export const freeNumber = (): StaffNumber => ({ holder: undefined })

// --- Evolve ----------------------------------------------------------------------------------------------------------

export const evolveStaffNumber = (_: StaffNumber, event: StaffNumberEvent): StaffNumber => ({
  holder: event.type === 'StaffNumberTaken' ? event.data.personId : undefined,
})

// --- Decide ----------------------------------------------------------------------------------------------------------

interface Claim {
  readonly staffNoIndex: string
  readonly personId: string
}
/** Takes a free number; a number that is held stays with its holder. */
export const takeStaffNumber = ({ staffNoIndex, personId }: Claim, s: StaffNumber): StaffNumberEvent[] =>
  s.holder === undefined ? [happened(StaffNumberTaken, { staffNoIndex, personId })] : []

/** Only the holder gives a number back. */
export const freeStaffNumber = ({ staffNoIndex, personId }: Claim, s: StaffNumber): StaffNumberEvent[] =>
  s.holder === personId ? [happened(StaffNumberFreed, { staffNoIndex, personId })] : []
