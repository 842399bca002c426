import { streamName } from '@fudao/contracts/kit'
import { isMasked } from '@fudao/contracts/roster'
import {
  Counselor as CounselorAggregate,
  EmploymentContract,
  Engagement,
  IdDocument,
  Person as PersonAggregate,
  StaffNumber,
} from '@fudao/contracts/staffing'
import type { FoldedStream, StreamAccess } from '@fudao/ledger-client'
import { contractDecider } from '../domain/contract/contract.js'
import type { Contract } from '../domain/contract/contract-state.js'
import { counselorDecider } from '../domain/counselor/counselor.js'
import { type Counselor, startOf } from '../domain/counselor/counselor-state.js'
import { evolveEngagement, noEngagement } from '../domain/engagement/engagement.js'
import { documentKey, evolveIdDocument } from '../domain/id-document/id-document.js'
import type { NumberClaim } from '../domain/number-claim.js'
import { type Person, personDecider } from '../domain/person/person.js'
import type { RosterRecord } from '../domain/roster/plan-row.js'
import type { RosterEntry } from '../domain/roster/read-row.js'
import { evolveStaffNumber, freeNumber } from '../domain/staff-number/staff-number.js'

/** A record with the revisions its commands are decided on. */
export interface FoundRecord extends RosterRecord {
  readonly revisions: ReadonlyMap<string, number>
}
/** `null`: the staff number does not lead to one person. */
export type Found = FoundRecord | null

const staffNumber = { initialState: freeNumber, evolve: evolveStaffNumber }
const idDocument = { initialState: freeNumber, evolve: evolveIdDocument }
const engagement = { initialState: noEngagement, evolve: evolveEngagement }
/** A contract is renewed every few years. */
const MOST_RENEWALS = 20

export interface RosterIds {
  readonly staffNoIndex: string
  /** Of the document number, where the row gives one. */
  readonly document: { readonly key: string; readonly documentIndex: string } | undefined
  readonly personId: string
  readonly counselorId: string
  readonly contractId: string
}
/** Keyed hashes of campus and staff number (A8): the same file again means the same people, and no id tells a number. */
export const rosterIdsOf = (blindIndex: (kind: string, value: string) => string, entry: RosterEntry): RosterIds => {
  const { staffNo, startDate, idDocument: number } = entry
  const key = number === undefined || isMasked(number) ? undefined : documentKey({ ...entry, idDocument: number })
  return {
    // as claimStaffNumber and claimIdDocument have them
    staffNoIndex: blindIndex('staffing', staffNo),
    document: key === undefined ? undefined : { key, documentIndex: blindIndex('staffing', key) },
    personId: `p_${blindIndex('roster person', staffNo)}`,
    counselorId: `c_${blindIndex('roster counselor', staffNo)}`,
    contractId: `k_${blindIndex('roster contract', `${staffNo.trim()} ${startDate}`)}`,
  }
}

/**
 * Finds the people behind many rows with a few reads of the ledger: who holds the staff number, their counselor, their contracts.
 * @throws LedgerUnavailable
 */
export const findRecords = async (
  streams: StreamAccess,
  campus: string,
  asked: readonly RosterIds[],
  indexOf: (staffNo: string) => string,
): Promise<readonly Found[]> => {
  const known = new Map<string, FoldedStream<unknown>>()
  const load = async (
    requests: readonly {
      readonly stream: string
      readonly fold: { initialState: () => unknown; evolve: (state: never, event: never) => unknown }
    }[],
  ) => {
    const missing = [...new Map(requests.filter(({ stream }) => !known.has(stream)).map((request) => [request.stream, request])).values()]
    if (missing.length === 0) return
    for (const folded of await streams.fold(campus, missing)) known.set(folded.stream, folded)
  }
  const stateOf = <S>(stream: string): S => known.get(stream)?.state as S
  const stream = {
    number: (staffNoIndex: string) => streamName(StaffNumber, campus, { staffNoIndex }),
    document: (documentIndex: string) => streamName(IdDocument, campus, { documentIndex }),
    person: (personId: string) => streamName(PersonAggregate, campus, { personId }),
    engagement: (personId: string) => streamName(Engagement, campus, { personId }),
    counselor: (counselorId: string) => streamName(CounselorAggregate, campus, { counselorId }),
    contract: (contractId: string) => streamName(EmploymentContract, campus, { contractId }),
  }
  const persons = (ids: readonly string[]) => ids.map((personId) => ({ stream: stream.person(personId), fold: personDecider }))
  const counselors = (ids: readonly string[]) => ids.map((id) => ({ stream: stream.counselor(id), fold: counselorDecider }))
  const contracts = (ids: readonly string[]) => ids.map((id) => ({ stream: stream.contract(id), fold: contractDecider }))

  await load([
    ...asked.map(({ staffNoIndex }) => ({ stream: stream.number(staffNoIndex), fold: staffNumber })),
    ...asked.flatMap(({ document }) => (document ? [{ stream: stream.document(document.documentIndex), fold: idDocument }] : [])),
    ...persons(asked.map(({ personId }) => personId)),
    ...counselors(asked.map(({ counselorId }) => counselorId)),
    ...contracts(asked.map(({ contractId }) => contractId)),
  ])
  const holderOf = ({ staffNoIndex }: RosterIds) => stateOf<{ readonly holder: string | undefined }>(stream.number(staffNoIndex)).holder
  const claimOf = ({ document }: RosterIds) => (document ? stateOf<NumberClaim>(stream.document(document.documentIndex)) : undefined)
  await load(persons(asked.flatMap((ids) => [holderOf(ids) ?? [], claimOf(ids)?.holder ?? []].flat())))
  /** A claim of somebody who is on record with that number, or registers with it right now. */
  const documentOf = (ids: RosterIds): NumberClaim | undefined => {
    const claim = claimOf(ids)
    if (claim?.holder === undefined) return undefined
    const held = stateOf<Person>(stream.person(claim.holder))
    return held.status === 'none' || (held.status === 'known' && documentKey(held.details) === ids.document?.key) ? claim : undefined
  }

  const personOf = (ids: RosterIds): string | null => {
    const own = stateOf<Person>(stream.person(ids.personId))
    const holder = holderOf(ids)
    const held = holder === undefined ? undefined : stateOf<Person>(stream.person(holder))
    if (holder !== undefined && held?.status === 'known' && indexOf(held.details.staffNo) === ids.staffNoIndex) return holder
    // somebody registers under this number right now
    if (holder !== undefined && holder !== ids.personId && held?.status === 'none') return null
    return own.status === 'known' ? null : ids.personId
  }
  const people = asked.map(personOf)
  const existing = people.filter((personId) => personId !== null && stateOf<Person>(stream.person(personId)).status !== 'none') as string[]
  await load(existing.map((personId) => ({ stream: stream.engagement(personId), fold: engagement })))
  const engaged = (personId: string): readonly string[] =>
    (known.get(stream.engagement(personId))?.state as { readonly counselors: readonly string[] } | undefined)?.counselors ?? []
  await load(counselors(existing.flatMap(engaged)))

  /** The one who serves, else the one registered last. */
  const counselorOf = (personId: string, ids: RosterIds): string | null => {
    const candidates = engaged(personId).filter((id) => stateOf<Counselor>(stream.counselor(id)).status !== 'none')
    const serving = candidates.filter((id) => stateOf<Counselor>(stream.counselor(id)).status !== 'deregistered')
    if (serving.length > 1) return null
    return serving[0] ?? candidates.at(-1) ?? ids.counselorId
  }
  const chains = new Map<number, string[]>()
  const found = asked.map((ids, index) => {
    const personId = people[index] ?? null
    const counselorId = personId === null ? null : counselorOf(personId, ids)
    if (personId === null || counselorId === null) return null
    const counselor = stateOf<Counselor>(stream.counselor(counselorId))
    // a new service begins with a contract of its own
    const goesOn = counselor.status === 'active' || counselor.status === 'onLeave'
    const registered = goesOn ? counselor.record.registration.contractId : undefined
    chains.set(index, [registered ?? ids.contractId])
    return { personId, counselorId, ids, startsOn: goesOn ? startOf(counselor.record) : undefined }
  })
  for (let round = 0; round < MOST_RENEWALS; round += 1) {
    await load(contracts([...chains.values()].flatMap((chain) => chain.at(-1) ?? [])))
    let longer = false
    for (const chain of chains.values()) {
      const last = stateOf<Contract>(stream.contract(chain.at(-1) ?? ''))
      const next = last.status === 'renewed' ? last.terms.renewal?.newContractId : undefined
      if (next !== undefined && !chain.includes(next)) {
        chain.push(next)
        longer = true
      }
    }
    if (!longer) break
  }
  return found.map((who, index) => {
    if (!who) return null
    const { personId, counselorId, ids } = who
    const chain = chains.get(index) ?? []
    const used = [stream.person(personId), stream.counselor(counselorId), ...[...chain, ids.contractId].map(stream.contract)]
    return {
      personId,
      person: stateOf<Person>(stream.person(personId)),
      counselorId,
      counselor: stateOf<Counselor>(stream.counselor(counselorId)),
      contracts: chain.map((contractId) => ({ contractId, contract: stateOf<Contract>(stream.contract(contractId)) })),
      contractId: ids.contractId,
      document: documentOf(ids),
      revisions: new Map(used.map((name) => [name, known.get(name)?.revision ?? -1])),
    }
  })
}
