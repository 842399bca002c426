import { Person, StaffNumber } from '@fudao/contracts/staffing'
import type { FactTools, LoadFact } from '@fudao/service-kit'
import { claimsStaffNumber, evolvePerson, noPerson, type PersonEvent, type Person as PersonState } from './domain/person/person.js'
import { evolveStaffNumber, freeNumber, type StaffNumber as StaffNumberState, takeStaffNumber } from './domain/staff-number/staff-number.js'

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

/**
 * Claims the staff number of a person before the person's own event is decided, and says who holds it (C-06: an invariant over
 * several streams is a saga). No two persons of a campus ever use one number; the README says what that costs.
 *
 * It is sound because the host fixes the revision of the person's stream *before* it asks for facts: the revision the claim
 * records is that one or a later one, and with a later one the person's append fails and all is decided again.
 */
export const claimStaffNumber = async (
  command: Parameters<typeof claimsStaffNumber>[0],
  load: LoadFact,
  { blindIndex, reserve }: Pick<FactTools, 'blindIndex' | 'reserve'>,
): Promise<StaffNumberState> => {
  const { personId, staffNo } = command.data
  const { person, revision: personRevision } = await load(personAtRevision, Person, { personId })
  if (!claimsStaffNumber(command, person)) return freeNumber()
  const key = { staffNoIndex: blindIndex(staffNo) }
  const examine = async (holder: string) => {
    const { person: other, revision } = await load(personAtRevision, Person, { personId: holder })
    // an erased person uses no number
    const number: unknown = other.status === 'known' ? other.details.staffNo : undefined
    return { revision, usesNumber: typeof number === 'string' && blindIndex(number) === key.staffNoIndex }
  }
  const number = await load(staffNumber, StaffNumber, key)
  const examined = number.holder === undefined || number.holder === personId ? undefined : { number, holder: await examine(number.holder) }
  return reserve(staffNumber, StaffNumber, key, (s) => takeStaffNumber({ ...key, personId, personRevision }, s, examined))
}
