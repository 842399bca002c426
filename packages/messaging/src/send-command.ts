import type { CommandMessage, CommandReply } from '@fudao/contracts/kit'
import type { SandboxMessage, SandboxReply } from '@fudao/contracts/policy'
import type { RosterReply, RosterRequest } from '@fudao/contracts/roster'
import type { QueryMessage, QueryReply } from '@fudao/contracts/views'
import type { NatsConnection } from '@nats-io/nats-core'
import { type RequestOptions, RequestUnavailable, requestJson, requestNest } from './request.js'
import { commandSubject, querySubject, rosterSubject } from './subjects.js'

const unavailable = (error: unknown): { readonly status: 'unavailable'; readonly reason: string } => {
  if (error instanceof RequestUnavailable) return { status: 'unavailable', reason: error.reason }
  throw error
}

/** Sends a command to its service. Every answer is a value; the caller repeats an `unavailable` one with the same `commandId`. */
export const sendCommand = async (
  nc: NatsConnection,
  campus: string,
  context: string,
  command: string,
  message: CommandMessage,
  options: RequestOptions = {},
): Promise<CommandReply> => {
  try {
    return await requestNest<CommandReply>(nc, commandSubject(campus, context, command), message, options)
  } catch (error) {
    return unavailable(error)
  }
}

/** Asks a query; `name` is `views.<view>`, `why.<kind>` or `events`. */
export const sendQuery = async <T>(
  nc: NatsConnection,
  campus: string,
  name: string,
  message: QueryMessage,
  options: RequestOptions = {},
): Promise<QueryReply<T>> => {
  try {
    return await requestNest<QueryReply<T>>(nc, querySubject(campus, name), message, options)
  } catch (error) {
    return unavailable(error)
  }
}

/** Tries a draft policy on the history of a tenant; nothing is written. */
export const sendSandbox = async (
  nc: NatsConnection,
  tenant: string,
  message: SandboxMessage,
  options: RequestOptions = {},
): Promise<SandboxReply> => {
  try {
    return await requestNest<SandboxReply>(nc, querySubject(tenant, 'sandbox'), message, options)
  } catch (error) {
    return unavailable(error)
  }
}

/** Carries out rows of a roster file, or decides them only. */
export const sendRoster = async (
  nc: NatsConnection,
  campus: string,
  request: RosterRequest,
  options: RequestOptions = {},
): Promise<RosterReply> => {
  try {
    return await requestJson<RosterReply>(nc, rosterSubject(campus), request, options)
  } catch (error) {
    return unavailable(error)
  }
}
