import { type JsonServer, serveJson } from '@fudao/messaging'
import type { Logger } from '@fudao/telemetry'
import type { NatsConnection } from '@nats-io/nats-core'
import { z } from 'zod'
import type { RulesRuntime } from './runtime.js'

export const adminOperations = ['status', 'list', 'show', 'retry', 'discard'] as const
export type AdminOperation = (typeof adminOperations)[number]
/** Plain JSON request-reply; only operators' users may publish here. */
export const adminSubject = (operation: AdminOperation): string => `rules.admin.${operation}`

const instance = z.strictObject({ campusId: z.string().min(1), rule: z.string().min(1), key: z.string().min(1) })
const requests = {
  status: z.strictObject({}),
  list: instance.partial(),
  show: instance,
  retry: instance,
  discard: instance.extend({ by: z.string().trim().min(1), reason: z.string().trim().min(1) }),
}

export type AdminReply =
  | { readonly status: 'ok'; readonly result: unknown }
  | { readonly status: 'invalid'; readonly issues: readonly { readonly path: string; readonly message: string }[] }
  | { readonly status: 'unknown'; readonly reason: string }
  | { readonly status: 'unavailable'; readonly reason: string }

const isOperation = (text: string): text is AdminOperation => (adminOperations as readonly string[]).includes(text)

/** Serves status and parked instances to operators on `rules.admin.*`. */
export const serveRulesAdmin = (nc: NatsConnection, runtime: RulesRuntime, options: { readonly logger?: Logger } = {}): JsonServer => {
  const { parking } = runtime
  const answer = async (operation: AdminOperation, body: unknown): Promise<AdminReply> => {
    const parsed = requests[operation].safeParse(body)
    if (!parsed.success)
      return { status: 'invalid', issues: parsed.error.issues.map((i) => ({ path: i.path.join('.'), message: i.message })) }
    switch (operation) {
      case 'status':
        return { status: 'ok', result: await runtime.status() }
      case 'list': {
        const filter = requests.list.parse(body)
        const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
        return { status: 'ok', result: await parking.list(given) }
      }
      case 'show':
        return { status: 'ok', result: await parking.show(requests.show.parse(body)) }
      case 'retry':
        return { status: 'ok', result: await parking.retry(requests.retry.parse(body)) }
      case 'discard': {
        const { by, reason, ...of } = requests.discard.parse(body)
        return { status: 'ok', result: await parking.discard(of, by, reason) }
      }
    }
  }
  return serveJson(nc, {
    subject: 'rules.admin.*',
    queue: 'rules',
    handle: async (message) => {
      const operation = message.subject.split('.').at(-1) ?? ''
      if (!isOperation(operation)) return JSON.stringify({ status: 'unknown', reason: `no operation ${operation}` } satisfies AdminReply)
      let body: unknown = {}
      try {
        if (message.data.length > 0) body = message.json()
      } catch {
        return JSON.stringify({ status: 'invalid', issues: [{ path: '', message: 'not JSON' }] } satisfies AdminReply)
      }
      return JSON.stringify(await answer(operation, body))
    },
    onError: (): AdminReply => ({ status: 'unavailable', reason: 'the request could not be handled' }),
    ...(options.logger ? { logger: options.logger } : {}),
  })
}
