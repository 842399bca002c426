import { isEncrypted } from '@fudao/contracts/kit'
import { CounselorRegistered, fromExitCaseId, PersonChanged, PersonRegistered } from '@fudao/contracts/staffing'
import { decryptEvents, isErased, type KeyRing } from '@fudao/ledger-client'
import type { RuleEvent } from '@fudao/rules'

/** Whom the streams and ids of a history are about. */
export interface Persons {
  readonly counselorOfStream: (stream: string) => string | null
  /** The counselor an id names: itself, an exit case, a contract. */
  readonly counselorOf: (id: string) => string | null
  /** The newest event that names the person of a counselor. */
  readonly naming: (counselorId: string) => RuleEvent | undefined
}

export const findPersons = (events: readonly RuleEvent[]): Persons => {
  const ofStream = new Map<string, string>()
  const ofContract = new Map<string, string>()
  const personOf = new Map<string, string>()
  const named = new Map<string, RuleEvent>()
  for (const event of events) {
    const { counselorId, personId, contractId, name } = event.data
    if (typeof counselorId === 'string') {
      if (!ofStream.has(event.stream)) ofStream.set(event.stream, counselorId)
      if (typeof contractId === 'string') ofContract.set(contractId, counselorId)
      if (typeof personId === 'string' && event.type === CounselorRegistered.type) personOf.set(counselorId, personId)
    }
    if ((event.type === PersonRegistered.type || event.type === PersonChanged.type) && typeof personId === 'string' && isEncrypted(name))
      named.set(personId, event)
  }
  return {
    counselorOfStream: (stream) => ofStream.get(stream) ?? null,
    counselorOf: (id) => (personOf.has(id) ? id : (fromExitCaseId(id)?.counselorId ?? ofContract.get(id) ?? null)),
    naming: (counselorId) => named.get(personOf.get(counselorId) ?? ''),
  }
}

/** Names of counselors in clear; an erased person, or a process without the master key, has none. */
export const namesOf = async (
  keys: KeyRing | undefined,
  campus: string,
  persons: Persons,
  counselorIds: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const found = counselorIds.flatMap((counselorId) => {
    const event = persons.naming(counselorId)
    return event ? [{ counselorId, event: { id: event.id, definition: PersonRegistered, campus, data: event.data } }] : []
  })
  const shown = keys
    ? await decryptEvents(
        keys,
        found.map(({ event }) => event),
      )
    : []
  return new Map(
    found.flatMap(({ counselorId }, i) => {
      const name = shown[i]?.name
      return typeof name === 'string' && !isErased(name) ? [[counselorId, name] as const] : []
    }),
  )
}
