import type { EventOf } from '@fudao/contracts/kit'
import {
  type ChangePerson,
  type ErasePerson,
  PersonChanged,
  PersonErased,
  PersonRegistered,
  type RegisterPerson,
} from '@fudao/contracts/staffing'
import { type AggregateDecider, type CommandOf, happened, type Recorded, refuse } from '@fudao/domain-kit'
import { documentKey } from '../id-document/id-document.js'
import type { NumberClaim } from '../number-claim.js'
import { type OwnData, ownData, sameData } from '../own-data.js'
import { isResidentId } from './resident-id.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type PersonEvent = Recorded<EventOf<typeof PersonRegistered | typeof PersonChanged | typeof PersonErased>>
type Details = EventOf<typeof PersonRegistered | typeof PersonChanged>['data']

// --- State -----------------------------------------------------------------------------------------------------------

export type Person = { readonly status: 'none' | 'erased' } | { readonly status: 'known'; readonly details: OwnData<Details> }
export const noPerson = (): Person => ({ status: 'none' })

// --- Evolve ----------------------------------------------------------------------------------------------------------

export const evolvePerson = (_: Person, event: PersonEvent): Person =>
  event.type === 'PersonErased' ? { status: 'erased' } : { status: 'known', details: ownData(event.data) }

// --- Commands --------------------------------------------------------------------------------------------------------

export interface PersonFacts {
  /** Who holds the staff number asked for. */
  readonly staffNumber?: NumberClaim | undefined
  /** Who holds the document number asked for. */
  readonly idDocument?: NumberClaim | undefined
}
export interface EraseFacts {
  /** Counselors of the person who are not deregistered. */
  readonly inService: readonly string[]
}
type Register = CommandOf<typeof RegisterPerson, PersonFacts>
type Change = CommandOf<typeof ChangePerson, PersonFacts>
type Erase = CommandOf<typeof ErasePerson, EraseFacts>
export type ErasePersonData = Erase['data']
export type PersonCommand = Register | Change | Erase

// --- Decide ----------------------------------------------------------------------------------------------------------

/** A resident number carries a check character (GB 11643); other documents have none that could be checked. */
const hasValidDocument = ({ idDocument, idDocumentType }: (Register | Change)['data']): boolean =>
  idDocument === undefined || (idDocumentType ?? 'residentId') !== 'residentId' || isResidentId(idDocument)
const checkDocument = ({ data }: Register | Change): void => {
  if (!hasValidDocument(data)) refuse('InvalidValue', ['R-AK-31'], { field: 'idDocument' })
}
/** Nothing more is stored about a person who was erased; one who returns is a new person. */
const checkNotErased = ({ data }: Register | Change, s: Person): void => {
  if (s.status === 'erased') refuse('PersonErased', ['PIPL-47'], { personId: data.personId })
}
const checkStaffNumber = ({ data, metadata }: Register | Change): void => {
  const holder = metadata.facts.staffNumber?.holder
  if (holder !== undefined && holder !== data.personId) refuse('AlreadyRegistered', ['R-AK-31'], { field: 'staffNo' })
}

const checkDocumentHolder = ({ data, metadata }: Register | Change): void => {
  const holder = metadata.facts.idDocument?.holder
  if (holder !== undefined && holder !== data.personId) refuse('DocumentHeld', ['R-AK-31'], { field: 'idDocument' })
}

/** Whether the command needs its staff number claimed: it will be accepted unless somebody else holds the number. */
export const claimsStaffNumber = ({ type, data }: Pick<Register, 'type' | 'data'> | Pick<Change, 'type' | 'data'>, s: Person): boolean => {
  if (!hasValidDocument(data)) return false
  if (type === 'RegisterPerson') return s.status === 'none'
  return s.status === 'known' && s.details.staffNo !== data.staffNo
}

/** Whether it needs its document number claimed. */
export const claimsDocument = ({ type, data }: Parameters<typeof claimsStaffNumber>[0], s: Person): boolean => {
  if (data.idDocument === undefined || !hasValidDocument(data)) return false
  if (type === 'RegisterPerson') return s.status === 'none'
  return s.status === 'known' && documentKey(s.details) !== documentKey(data)
}

const registerPerson = (c: Register, s: Person): PersonEvent[] => {
  const data = ownData(c.data)
  checkNotErased(c, s)
  if (s.status === 'known')
    return sameData(data, s.details) ? [] : refuse('AlreadyRegistered', ['R-AK-31'], { field: 'personId', personId: data.personId })
  checkDocument(c)
  checkStaffNumber(c)
  checkDocumentHolder(c)
  return [happened(PersonRegistered, data)]
}

/** States the person's data as a whole: a field left out is no longer held. */
const changePerson = (c: Change, s: Person): PersonEvent[] => {
  const data = ownData(c.data)
  checkNotErased(c, s)
  if (s.status !== 'known') return refuse('WrongState', ['R-AK-31'], { status: s.status })
  if (sameData(data, s.details)) return []
  checkDocument(c)
  checkStaffNumber(c)
  checkDocumentHolder(c)
  return [happened(PersonChanged, data)]
}

/** Whether an erasure can be accepted, so that the person's engagement is to be closed for it. */
export const mayBeErased = ({ reason }: ErasePersonData, s: Person): boolean => s.status === 'known' && Boolean(reason)

/** PIPL-47, after the service has ended (PIPL-13). The event destroys the key (A8): it cannot be taken back. */
const erasePerson = (c: Erase, s: Person): PersonEvent[] => {
  const { personId, reason } = c.data
  if (s.status === 'erased') return []
  if (s.status === 'none') return refuse('PersonUnknown', ['PIPL-47'], { personId })
  if (!reason) return refuse('ReasonMissing', ['PIPL-47'])
  const { inService } = c.metadata.facts
  if (inService.length > 0) refuse('PersonInService', ['PIPL-13', 'PIPL-47'], { personId, counselors: inService.join('、') })
  return [happened(PersonErased, { personId, reason })]
}

const decide = (command: PersonCommand, state: Person): PersonEvent[] => {
  switch (command.type) {
    case 'RegisterPerson':
      return registerPerson(command, state)
    case 'ChangePerson':
      return changePerson(command, state)
    case 'ErasePerson':
      return erasePerson(command, state)
  }
}

/** `∅ → known → erased`: names and numbers of the people behind counselors, leaders, teachers and advisors (A8: encrypted per person). */
export const personDecider: AggregateDecider<Person, PersonCommand, PersonEvent> = {
  initialState: noPerson,
  decide,
  evolve: evolvePerson,
}
