import { type Issue, issuesOf } from '@fudao/contracts/kit'
import { type QueryReply, queryMessage } from '@fudao/contracts/views'
import { type JsonServer, queryPatterns, serveJson } from '@fudao/messaging'
import type { Logger } from '@fudao/telemetry'
import type { NatsConnection } from '@nats-io/nats-core'
import { z } from 'zod'
import type { Parking } from './parking.js'
import type { RulesRuntime } from './runtime.js'
import type { InstanceKey } from './workspace.js'

export const opsOperations = ['status', 'list', 'show', 'retry', 'discard'] as const
export type OpsOperation = (typeof opsOperations)[number]
/** Name of an operator's query for `sendQuery`: `qry.<campus>.ops.rules.<operation>`. */
export const opsQuery = (operation: OpsOperation): string => `ops.rules.${operation}`

const instance = z.strictObject({ rule: z.string().min(1), key: z.string().min(1) })
const params = {
  status: z.strictObject({}),
  list: instance.partial(),
  show: instance,
  retry: instance,
  discard: instance.extend({ reason: z.string().trim().min(1) }),
} as const

interface NestRequest {
  readonly id?: string
  readonly data?: unknown
}

const isOperation = (text: string): text is OpsOperation => (opsOperations as readonly string[]).includes(text)
const invalid = (issues: readonly Issue[]): QueryReply<never> => ({ status: 'invalid', issues })

const carryOut = async (
  runtime: RulesRuntime,
  parking: Parking,
  operation: OpsOperation,
  campusId: string,
  userId: string,
  given: Readonly<Record<string, string>>,
): Promise<QueryReply<unknown>> => {
  const issues = issuesOf(params[operation], given)
  if (issues.length > 0) return invalid(issues)
  const of = (): InstanceKey => ({ campusId, rule: given.rule ?? '', key: given.key ?? '' })
  const ok = (result: unknown): QueryReply<unknown> => ({ status: 'ok', result })
  switch (operation) {
    case 'status':
      return ok(await runtime.status())
    case 'list':
      return ok(await parking.list({ ...given, campusId }))
    case 'show': {
      const shown = await parking.show(of())
      return shown ? ok(shown) : { status: 'unknown', code: 'NotFound', params: { ...of() } }
    }
    case 'retry':
      return ok(await parking.retry(of()))
    case 'discard':
      return ok(await parking.discard(of(), userId, given.reason ?? ''))
  }
}

/**
 * Serves status and parked instances of a campus to operators on `qry.<campus>.ops.rules.<operation>`, in the framing of every query.
 * Only role `platformAdmin` is answered.
 */
export const serveRulesOps = (nc: NatsConnection, runtime: RulesRuntime, options: { readonly logger?: Logger } = {}): JsonServer => {
  const answer = async (subject: string, data: unknown): Promise<QueryReply<unknown>> => {
    const [, campusId = '', , , operation = ''] = subject.split('.')
    if (!isOperation(operation)) return { status: 'unknown', code: 'UnknownQuery', params: { name: `ops.rules.${operation}` } }
    const message = queryMessage.safeParse(data)
    if (!message.success) return invalid(issuesOf(queryMessage, data))
    const { actor, params: given } = message.data
    if (actor.role !== 'platformAdmin') return { status: 'forbidden', code: 'NotAuthorized', params: { role: actor.role } }
    return carryOut(runtime, runtime.parking, operation, campusId, actor.userId, given)
  }
  const framed = (id: string | undefined, response: QueryReply<unknown>): string => JSON.stringify({ response, id, isDisposed: true })
  return serveJson(nc, {
    subject: queryPatterns.rulesOps,
    queue: 'rules',
    handle: async (message) => {
      const request = message.json<NestRequest>()
      return framed(request.id, await answer(message.subject, request.data))
    },
    onError: () => ({ response: { status: 'unavailable', reason: 'defect' }, isDisposed: true }),
    ...(options.logger ? { logger: options.logger } : {}),
  })
}
