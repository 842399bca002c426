import type { KeysReply, KeysRequest } from '@fudao/contracts/kit'
import type { PersonKeys } from '../person-keys.js'

const personId = /^[A-Za-z0-9_]{1,64}$/
const maxPersons = 1_000

const isRequest = (body: unknown): body is KeysRequest => {
  const { personIds, create } = (body ?? {}) as Partial<KeysRequest>
  return (
    typeof create === 'boolean' &&
    Array.isArray(personIds) &&
    personIds.length <= maxPersons &&
    personIds.every((id) => typeof id === 'string' && personId.test(id))
  )
}

/** Answers `ledger.<campus>.keys`. @throws when the key table cannot be reached */
export const keysReply = async (keys: PersonKeys, body: unknown, campus: string): Promise<KeysReply> =>
  isRequest(body)
    ? { status: 'ok', keys: await keys.keysOf(campus, body.personIds, body.create) }
    : { status: 'unavailable', reason: `keys are asked for as {personIds: at most ${maxPersons} ids, create}` }
