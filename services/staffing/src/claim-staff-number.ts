import { IdDocument, Person, StaffNumber } from '@fudao/contracts/staffing'
import type { FactTools, LoadFact } from '@fudao/service-kit'
import { documentKey, evolveIdDocument, takeIdDocument } from './domain/id-document/id-document.js'
import { freeNumber, type Holder, type NumberClaim } from './domain/number-claim.js'
import {
  claimsDocument,
  claimsStaffNumber,
  evolvePerson,
  noPerson,
  type PersonEvent,
  type Person as PersonState,
} from './domain/person/person.js'
import { evolveStaffNumber, takeStaffNumber } from './domain/staff-number/staff-number.js'

interface PersonAtRevision {
  readonly person: PersonState
  readonly revision: number
}
const personAtRevision = {
  initialState: (): PersonAtRevision => ({ person: noPerson(), revision: -1 }),
  evolve: (state: PersonAtRevision, event: PersonEvent): PersonAtRevision => ({
    person: evolvePerson(state.person, event),
    revision: state.revision + 1,
  }),
}
const staffNumber = { initialState: freeNumber, evolve: evolveStaffNumber }
const idDocument = { initialState: freeNumber, evolve: evolveIdDocument }

type Command = Parameters<typeof claimsStaffNumber>[0]
type Tools = Pick<FactTools, 'blindIndex' | 'reserve'>
type Known = Extract<PersonState, { readonly status: 'known' }>['details']

/** Looks at who holds a number and whether they still use it. */
const examine = async (
  number: NumberClaim,
  personId: string,
  load: LoadFact,
  uses: (details: Known) => boolean,
): Promise<{ readonly number: NumberClaim; readonly holder: Holder } | undefined> => {
  if (number.holder === undefined || number.holder === personId) return undefined
  const { person, revision } = await load(personAtRevision, Person, { personId: number.holder })
  // an erased person uses no number
  return { number, holder: { revision, usesNumber: person.status === 'known' && uses(person.details) } }
}

/**
 * Claims the staff number of a person before the person's own event is decided, and says who holds it (C-06: an invariant over
 * several streams is a saga). No two persons of a campus ever use one number; the README says what that costs.
 *
 * It is sound because the host fixes the revision of the person's stream *before* it asks for facts: the revision the claim
 * records is that one or a later one, and with a later one the person's append fails and all is decided again.
 */
export const claimStaffNumber = async (command: Command, load: LoadFact, { blindIndex, reserve }: Tools): Promise<NumberClaim> => {
  const { personId, staffNo } = command.data
  const { person, revision: personRevision } = await load(personAtRevision, Person, { personId })
  if (!claimsStaffNumber(command, person)) return freeNumber()
  const key = { staffNoIndex: blindIndex(staffNo) }
  const examined = await examine(
    await load(staffNumber, StaffNumber, key),
    personId,
    load,
    (details) => typeof details.staffNo === 'string' && blindIndex(details.staffNo) === key.staffNoIndex,
  )
  return reserve(staffNumber, StaffNumber, key, (s) => takeStaffNumber({ ...key, personId, personRevision }, s, examined))
}

/** The same for the document number, which is one person's within its type. */
export const claimIdDocument = async (command: Command, load: LoadFact, { blindIndex, reserve }: Tools): Promise<NumberClaim> => {
  const { personId } = command.data
  const asked = documentKey(command.data)
  if (asked === undefined) return freeNumber()
  const { person, revision: personRevision } = await load(personAtRevision, Person, { personId })
  if (!claimsDocument(command, person)) return freeNumber()
  const key = { documentIndex: blindIndex(asked) }
  const number = await load(idDocument, IdDocument, key)
  const examined = await examine(number, personId, load, (details) => documentKey(details) === asked)
  return reserve(idDocument, IdDocument, key, (s) => takeIdDocument({ ...key, personId, personRevision }, s, examined))
}
