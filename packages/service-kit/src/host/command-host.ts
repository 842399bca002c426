import { createSecretKey } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import {
  type CommandDefinition,
  type CommandMessage,
  type CommandReply,
  commandMessage,
  type EventDefinition,
  issuesOf,
  REFERENCE_BEHIND,
} from '@fudao/contracts/kit'
import { PLATFORM } from '@fudao/contracts/registry'
import { type LedgerStreams, LedgerUnavailable, PersonErased, type StreamAccess } from '@fudao/ledger-client'
import { noReferences, type References, ReferenceUnavailable } from '../references/references.js'
import { isAnonymous, withoutPerson } from './anonymous.js'
import { attemptCommand } from './attempt.js'
import { authorize } from './authorize.js'
import { hashCommand } from './command-hash.js'
import type { AggregateHandlers, Mode, Tenant } from './handlers.js'
import { createTenants } from './tenant.js'

const MAX_ATTEMPTS = 8

export interface CommandHostOptions {
  readonly streams: LedgerStreams
  readonly handlers: readonly AggregateHandlers[]
  /** Every event the service may write, those of claims included; default: those of the handlers. */
  readonly events?: readonly EventDefinition[]
  readonly mode: Mode
  readonly masterKey?: Buffer
  /** The wall clock; only tenants without a calendar of their own yet are told the time by it. */
  readonly now?: () => Date
  /** Reference tables of the service; default: it keeps none. */
  readonly references?: References
  /** A round was lost to somebody else's append, or to an unknown outcome. */
  readonly onRetry?: (reason: 'conflict' | 'outcomeUnknown') => void
}
export interface CommandHost {
  /**
   * Carries out one command. Everything a user can cause is a value; what it throws is a defect. Many commands in a row may share `streams`
   * that are held ({@link HeldStreams}); default: each command reads its own.
   */
  readonly handle: (campus: string, context: string, command: string, message: unknown, streams?: StreamAccess) => Promise<CommandReply>
  /** Commands of students: neither measured nor described (C-12). */
  readonly isUnrecorded: (context: string, command: string) => boolean
}

interface Route {
  readonly handlers: AggregateHandlers
  readonly definition: CommandDefinition
}

const notInZone = (message: CommandMessage, mode: Mode): CommandReply | null =>
  message.asOf !== undefined && message.actor.role !== 'system' && mode === 'production'
    ? {
        status: 'invalid',
        issues: [
          {
            path: 'asOf',
            code: 'not_allowed',
            message: { zh: '正式环境不能指定业务日期', en: 'In production the business date cannot be chosen' },
          },
        ],
      }
    : null

/** Whether the tenant is the kind the aggregate's streams belong to. */
const misplaced = (definition: CommandDefinition, campus: string): CommandReply | null => {
  const own = definition.aggregate.tenant
  if (own !== undefined && campus !== own) return { status: 'forbidden', code: 'WrongCampus', params: { campus, expected: own } }
  if (own === undefined && campus === PLATFORM) return { status: 'unknown', code: 'UnknownCampus', params: { campus } }
  return null
}

/** The command host of a deciding service (design of A4, A5 and C-06 to C-15). */
export const createCommandHost = (options: CommandHostOptions): CommandHost => {
  const routes = new Map<string, Route>()
  for (const handlers of options.handlers)
    for (const definition of handlers.commands) {
      const name = `${handlers.aggregate.context}.${definition.name}`
      if (routes.has(name)) throw new Error(`two handlers for ${name}`)
      routes.set(name, { handlers, definition })
    }
  const hashKey = options.masterKey && createSecretKey(options.masterKey)
  const tenants = createTenants(options.streams)
  const events = options.events ?? options.handlers.flatMap((handlers) => handlers.events)
  const tools = {
    events,
    mode: options.mode,
    masterKey: options.masterKey,
    now: options.now ?? (() => new Date()),
    references: options.references ?? noReferences,
  }

  const decide = async (
    route: Route,
    tenant: Tenant,
    message: CommandMessage,
    payload: Readonly<Record<string, unknown>>,
    streams: StreamAccess,
  ): Promise<CommandReply> => {
    const { definition, handlers } = route
    const hash = hashCommand(definition.name, payload, hashKey)
    let lost: 'conflict' | 'outcomeUnknown' = 'conflict'
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      // others retry too: spread out
      if (attempt > 1) await delay(Math.random() * 5 * 2 ** attempt)
      try {
        const result = await attemptCommand({ handlers, definition, tenant, message, payload, hash }, { ...tools, streams })
        if (result.status === 'accepted') await handlers.afterwards[definition.name]?.(payload, tenant.id, options.streams.ledger)
        if (result.status !== 'again') return result
        lost = 'conflict'
      } catch (error) {
        // the events have the same ids next time, so a second round cannot store them twice
        if (!(error instanceof LedgerUnavailable && error.outcomeUnknown)) throw error
        lost = 'outcomeUnknown'
      }
      options.onRetry?.(lost)
    }
    return { status: 'unavailable', reason: lost === 'conflict' ? 'contention' : 'outcomeUnknown' }
  }

  const handle: CommandHost['handle'] = async (campus, context, command, raw, streams = options.streams) => {
    const route = routes.get(`${context}.${command}`)
    if (!route) return { status: 'unknown', code: 'UnknownCommand', params: { context, command } }
    const parsed = commandMessage.safeParse(raw)
    if (!parsed.success) return { status: 'invalid', issues: issuesOf(commandMessage, raw) }
    const message = parsed.data
    try {
      // only a rule passes ciphertext on (A8): from anybody else it would be a way to have a name opened
      const byRule = message.actor.role === 'system' && message.actor.userId === 'rules' && message.rule !== undefined
      const sent = byRule ? await options.streams.codec.decodePayload(campus, route.definition, message.payload) : message.payload
      const payload = route.definition.payload.safeParse(sent)
      if (!payload.success) return { status: 'invalid', issues: issuesOf(route.definition.payload, sent) }
      const data = payload.data as Readonly<Record<string, unknown>>
      const stopped =
        misplaced(route.definition, campus) ?? authorize(route.definition, data, message, options.mode) ?? notInZone(message, options.mode)
      if (stopped) return stopped
      const tenant = await tenants(campus)
      if (!tenant) return { status: 'unknown', code: 'UnknownCampus', params: { campus } }
      if (route.definition.unrecorded !== undefined || !isAnonymous(message)) return await decide(route, tenant, message, data, streams)
      const reply = await decide(route, tenant, withoutPerson(message, options.masterKey), data, streams)
      return 'commandId' in reply ? { ...reply, commandId: message.commandId } : reply
    } catch (error) {
      if (error instanceof ReferenceUnavailable) return { status: 'unavailable', reason: REFERENCE_BEHIND }
      if (error instanceof LedgerUnavailable) return { status: 'unavailable', reason: error.reason }
      if (error instanceof PersonErased) return { status: 'refused', code: 'PersonErased', rules: [], params: { personId: error.personId } }
      throw error
    }
  }
  return { handle, isUnrecorded: (context, command) => routes.get(`${context}.${command}`)?.definition.unrecorded !== undefined }
}
