import { createHmac } from 'node:crypto'
import type { CommandMessage } from '@fudao/contracts/kit'
import { uuidV5 } from '@fudao/ledger-client'

/** Stored in place of a student's user id (C-12). */
export const ANONYMOUS = 'anonymous'

export const isAnonymous = (message: CommandMessage): boolean => message.actor.role === 'studentEvaluator'

/**
 * The message without anything that leads from an event back to a student (C-12): no user id, no correlation or cause that two of
 * the student's requests could share, and a command id that only the holder of the master key could derive from the caller's.
 * The same request still becomes the same message, so that repeats are recognised.
 */
export const withoutPerson = (message: CommandMessage, masterKey: Buffer | undefined): CommandMessage => {
  if (!masterKey) throw new Error('this service takes anonymous commands: set FUDAO_MASTER_KEY')
  const { correlationId: _correlation, causationId: _cause, ...rest } = message
  const secret = createHmac('sha256', masterKey).update(`anonymous command ${message.commandId}`).digest('hex')
  return { ...rest, commandId: uuidV5(secret), actor: { userId: ANONYMOUS, role: message.actor.role } }
}
