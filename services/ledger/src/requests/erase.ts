import type { EraseReply, EraseRequest } from '@fudao/contracts/kit'
import type { PersonKeys } from '../person-keys.js'

const isRequest = (body: unknown): body is EraseRequest => {
  const { personId } = (body ?? {}) as Partial<EraseRequest>
  return typeof personId === 'string' && /^[A-Za-z0-9_]{1,64}$/.test(personId)
}

/**
 * Answers `ledger.<campus>.erase`: the key is destroyed, its holders are told (again when it is asked again: they may not have heard),
 * and the old bytes are gone from the disk. @throws when the key table cannot be reached
 */
export const eraseReply = async (
  keys: PersonKeys,
  body: unknown,
  campus: string,
  tell: (campus: string, personId: string) => void,
): Promise<EraseReply> => {
  if (!isRequest(body)) return { status: 'invalid', reason: 'an erasure is asked for as {personId}' }
  await keys.destroy(campus, body.personId)
  tell(campus, body.personId)
  await keys.tidy(campus, body.personId)
  return { status: 'ok' }
}
