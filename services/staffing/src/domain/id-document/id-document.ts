import type { EventOf, PayloadOf } from '@fudao/contracts/kit'
import { IdDocumentTaken, type RegisterPerson } from '@fudao/contracts/staffing'
import { happened, type Recorded } from '@fudao/domain-kit'
import { type Claim, evolveClaim, type Holder, type NumberClaim, takes } from '../number-claim.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type IdDocumentEvent = Recorded<EventOf<typeof IdDocumentTaken>>

// --- State -----------------------------------------------------------------------------------------------------------

export type IdDocument = NumberClaim

/** What is hashed: a number is one person's within its type; absent where there is no number. */
export const documentKey = ({
  idDocument,
  idDocumentType,
}: Pick<PayloadOf<typeof RegisterPerson>, 'idDocument' | 'idDocumentType'>): string | undefined =>
  idDocument === undefined ? undefined : `document ${idDocumentType ?? 'residentId'} ${idDocument.trim().toLowerCase()}`

// --- Evolve ----------------------------------------------------------------------------------------------------------

export const evolveIdDocument = (state: IdDocument, event: IdDocumentEvent): IdDocument => evolveClaim(state, event)

// --- Decide ----------------------------------------------------------------------------------------------------------

/** Takes a number where {@link takes} says so. */
export const takeIdDocument = (
  claim: Claim & { readonly documentIndex: string },
  s: IdDocument,
  examined?: { readonly number: IdDocument; readonly holder: Holder },
): IdDocumentEvent[] => (takes(claim, s, examined) ? [happened(IdDocumentTaken, { ...claim })] : [])
