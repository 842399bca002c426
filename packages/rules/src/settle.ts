import type { CommandReply } from '@fudao/contracts/kit'
import type { OutgoingCommand } from './outgoing.js'
import { toRaiseTask } from './outgoing.js'
import type { TaskRequest } from './rule.js'

/** How a command of a rule ended; `pending` = not yet answered. */
export const outcomes = ['pending', 'accepted', 'holds', 'moot', 'refused', 'failed', 'skipped'] as const
export type CommandOutcome = (typeof outcomes)[number]

export type Settlement =
  | { readonly kind: 'retry'; readonly reason: string }
  | {
      readonly kind: 'done'
      readonly outcome: Exclude<CommandOutcome, 'pending' | 'skipped'>
      /** The steps of the same reaction that build on it are not sent. */
      readonly stops: boolean
      /** For a person to settle what could not be done. */
      readonly task: OutgoingCommand | null
      /** Commands that go out in its place. */
      readonly instead: readonly OutgoingCommand[]
    }

/** Code of an answer that is no acceptance, for people. */
const codeOf = (reply: CommandReply): string => {
  switch (reply.status) {
    case 'refused':
    case 'forbidden':
    case 'unknown':
      return reply.code
    case 'invalid':
      return `InvalidMessage ${reply.issues.map((issue) => issue.path).join(' ')}`.trim()
    default:
      return reply.status
  }
}

const raise = (command: OutgoingCommand, code: string): OutgoingCommand | null => {
  // a task that cannot be raised would raise tasks for ever
  if (command.context === 'tasks') return null
  const own = command.handling.onRefused[code]
  const task: TaskRequest = own ?? {
    key: command.commandId,
    action: 'commandRefused',
    ownerRole: command.handling.owner as NonNullable<TaskRequest['ownerRole']>,
    subject: command.stream,
    params: { rule: command.rule, command: command.command, code },
  }
  const { asOf, correlationId, causationId, basis } = command.message
  return toRaiseTask(command, task, command.commandId, {
    ...(asOf === undefined ? {} : { asOf }),
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(causationId === undefined ? {} : { causationId }),
    ...(basis === undefined ? {} : { basis }),
  })
}

/** Whether the refusal says that the goal is reached already. */
const saysItHolds = ({ handling }: OutgoingCommand, { code, params }: Extract<CommandReply, { readonly status: 'refused' }>): boolean => {
  const expected = handling.holdsWith?.[code]
  return (
    handling.holds.includes(code) || (expected !== undefined && Object.entries(expected).every(([name, value]) => params[name] === value))
  )
}

/** What an answer means for the command (A10): a refusal is recorded and never retried; only a missing answer is. */
export const settle = (command: OutgoingCommand, reply: CommandReply): Settlement => {
  switch (reply.status) {
    case 'accepted':
      return { kind: 'done', outcome: 'accepted', stops: false, task: null, instead: [] }
    case 'unavailable':
      return { kind: 'retry', reason: reply.reason }
    case 'conflict':
      // no revision was asked for: the host lost a race more often than it tries
      return { kind: 'retry', reason: 'conflict' }
    case 'refused':
      if (saysItHolds(command, reply)) return { kind: 'done', outcome: 'holds', stops: false, task: null, instead: [] }
      if (command.handling.moot.includes(reply.code)) return { kind: 'done', outcome: 'moot', stops: true, task: null, instead: [] }
      return {
        kind: 'done',
        outcome: 'refused',
        stops: true,
        task: raise(command, reply.code),
        instead: command.handling.instead?.[reply.code] ?? [],
      }
    default:
      return { kind: 'done', outcome: 'failed', stops: true, task: raise(command, codeOf(reply)), instead: [] }
  }
}

/** Wait before the next attempt: 50 ms doubling up to 5 s. */
export const backoffMs = (attempts: number): number => Math.min(5_000, 50 * 2 ** Math.min(attempts, 7))
