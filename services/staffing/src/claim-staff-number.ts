import { Person, StaffNumber } from '@fudao/contracts/staffing'
import type { FactTools, LoadFact } from '@fudao/service-kit'
import {
  claimsStaffNumber,
  evolvePerson,
  noPerson,
  type PersonCommand,
  type PersonEvent,
  type Person as PersonState,
} from './domain/person/person.js'
import { evolveStaffNumber, freeNumber, type StaffNumber as StaffNumberState, takeStaffNumber } from './domain/staff-number/staff-number.js'

/** A person's state with the revision it stands at. */
const personAtRevision = {
  initialState: (): { readonly person: PersonState; readonly revision: number } => ({ person: noPerson(), revision: -1 }),
  evolve: (state: { readonly person: PersonState; readonly revision: number }, event: PersonEvent) => ({
    person: evolvePerson(state.person, event),
    revision: state.revision + 1,
  }),
}
const staffNumber = { initialState: freeNumber, evolve: evolveStaffNumber }

/**
 * Claims the staff number of a person before the person's own event is decided, and says who holds it (C-06: an invariant over
 * several streams is a saga). No two persons ever use one number; see the README for what that costs.
 */
export const claimStaffNumber = async (
  command: Pick<PersonCommand, 'type' | 'data'>,
  load: LoadFact,
  { blindIndex, reserve }: FactTools,
): Promise<StaffNumberState> => {
  const { personId, staffNo } = command.data
  const { person, revision: personRevision } = await load(personAtRevision, Person, { personId })
  if (!claimsStaffNumber(command, person)) return freeNumber()
  const key = { staffNoIndex: blindIndex(staffNo) }
  const number = await load(staffNumber, StaffNumber, key)
  const other = number.holder !== undefined && number.holder !== personId ? number.holder : undefined
  const examined = other === undefined ? undefined : { number, holder: await examine(other, staffNo, load) }
  return reserve(staffNumber, StaffNumber, key, (s) => takeStaffNumber({ ...key, personId, personRevision }, s, examined))
}

const examine = async (personId: string, staffNo: string, load: LoadFact) => {
  const { person, revision } = await load(personAtRevision, Person, { personId })
  return { revision, usesNumber: person.status === 'known' && person.details.staffNo === staffNo }
}
