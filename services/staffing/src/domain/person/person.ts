import type { EventOf } from '@fudao/contracts/kit'
import { type ChangePerson, PersonChanged, PersonRegistered, type RegisterPerson } from '@fudao/contracts/staffing'
import { type AggregateDecider, type CommandOf, happened, type Recorded, refuse } from '@fudao/domain-kit'
import { type OwnData, ownData, sameData } from '../own-data.js'
import type { StaffNumber } from '../staff-number/staff-number.js'
import { isResidentId } from './resident-id.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type PersonEvent = Recorded<EventOf<typeof PersonRegistered | typeof PersonChanged>>

// --- State -----------------------------------------------------------------------------------------------------------

export type Person = { readonly status: 'none' } | { readonly status: 'known'; readonly details: OwnData<PersonEvent['data']> }
export const noPerson = (): Person => ({ status: 'none' })

// --- Evolve ----------------------------------------------------------------------------------------------------------

export const evolvePerson = (_: Person, event: PersonEvent): Person => ({ status: 'known', details: ownData(event.data) })

// --- Commands --------------------------------------------------------------------------------------------------------

export interface PersonFacts {
  /** Who holds the staff number asked for. */
  readonly staffNumber?: StaffNumber | undefined
}
type Register = CommandOf<typeof RegisterPerson, PersonFacts>
type Change = CommandOf<typeof ChangePerson, PersonFacts>
export type PersonCommand = Register | Change

// --- Decide ----------------------------------------------------------------------------------------------------------

/** A resident number carries a check character (GB 11643); other documents have none that could be checked. */
const hasValidDocument = ({ idDocument, idDocumentType }: PersonCommand['data']): boolean =>
  idDocument === undefined || (idDocumentType ?? 'residentId') !== 'residentId' || isResidentId(idDocument)
const checkDocument = ({ data }: PersonCommand): void => {
  if (!hasValidDocument(data)) refuse('InvalidValue', ['R-AK-31'], { field: 'idDocument' })
}
const checkStaffNumber = ({ data, metadata }: PersonCommand): void => {
  const holder = metadata.facts.staffNumber?.holder
  if (holder !== undefined && holder !== data.personId) refuse('AlreadyRegistered', ['R-AK-31'], { field: 'staffNo' })
}

/** Whether the command needs its staff number claimed: it will be accepted unless somebody else holds the number. */
export const claimsStaffNumber = ({ type, data }: Pick<PersonCommand, 'type' | 'data'>, s: Person): boolean => {
  if (!hasValidDocument(data)) return false
  if (type === 'RegisterPerson') return s.status === 'none'
  return s.status === 'known' && s.details.staffNo !== data.staffNo
}

const registerPerson = (c: Register, s: Person): PersonEvent[] => {
  const data = ownData(c.data)
  if (s.status === 'known')
    return sameData(data, s.details) ? [] : refuse('AlreadyRegistered', ['R-AK-31'], { field: 'personId', personId: data.personId })
  checkDocument(c)
  checkStaffNumber(c)
  return [happened(PersonRegistered, data)]
}

/** States the person's data as a whole: a field left out is no longer held. */
const changePerson = (c: Change, s: Person): PersonEvent[] => {
  const data = ownData(c.data)
  if (s.status === 'none') return refuse('WrongState', ['R-AK-31'], { status: s.status })
  if (sameData(data, s.details)) return []
  checkDocument(c)
  checkStaffNumber(c)
  return [happened(PersonChanged, data)]
}

const decide = (command: PersonCommand, state: Person): PersonEvent[] => {
  switch (command.type) {
    case 'RegisterPerson':
      return registerPerson(command, state)
    case 'ChangePerson':
      return changePerson(command, state)
  }
}

/** `∅ → known`: names and numbers of the people behind counselors, leaders, teachers and advisors (A8: encrypted per person). */
export const personDecider: AggregateDecider<Person, PersonCommand, PersonEvent> = {
  initialState: noPerson,
  decide,
  evolve: evolvePerson,
}
