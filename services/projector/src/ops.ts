import { type Issue, issuesOf } from '@fudao/contracts/kit'
import { type QueryReply, queryMessage } from '@fudao/contracts/views'
import { type JsonServer, queryPatterns, serveJson } from '@fudao/messaging'
import type { Comparison, Rebuilds } from '@fudao/projections'
import type { Logger } from '@fudao/telemetry'
import type { NatsConnection } from '@nats-io/nats-core'
import { z } from 'zod'

export const projectorOperations = ['status', 'rebuild', 'compare', 'swap', 'rollback', 'resume', 'cancel'] as const
export type ProjectorOperation = (typeof projectorOperations)[number]

const params = z.strictObject({ view: z.string().min(1) })
const isOperation = (text: string): text is ProjectorOperation => (projectorOperations as readonly string[]).includes(text)
const invalid = (issues: readonly Issue[]): QueryReply<never> => ({ status: 'invalid', issues })

// the gateway waits ten seconds for an answer; who gets `waiting` asks again
const EXCHANGE_MS = 6_000
const COMPARE_MS = 6_000

/** Compares in the background: a large read model takes longer than a request may. */
class Comparisons {
  readonly #running = new Map<string, Promise<Comparison | null>>()

  async ask(rebuilds: Rebuilds): Promise<unknown> {
    const running = this.#running.get(rebuilds.name) ?? rebuilds.compare()
    this.#running.set(rebuilds.name, running)
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<'running'>((resolve) => {
      timer = setTimeout(() => resolve('running'), COMPARE_MS)
    })
    try {
      const result = await Promise.race([running, late])
      if (result === 'running') return { state: 'waiting' }
      this.#running.delete(rebuilds.name)
      return result === null ? { state: 'none' } : { state: 'done', ...result }
    } catch (error) {
      this.#running.delete(rebuilds.name)
      throw error
    } finally {
      clearTimeout(timer)
    }
  }
}

const statusOf = async (rebuilds: Rebuilds) => ({
  ...rebuilds.served.status,
  rebuild: await rebuilds.progress(),
  generations: (await rebuilds.generations()).map(({ generation, role, schema, position, events }) => ({
    generation,
    role,
    schema,
    position,
    events,
  })),
})

const carryOut = async (operation: ProjectorOperation, rebuilds: Rebuilds, comparisons: Comparisons): Promise<unknown> => {
  switch (operation) {
    case 'status':
      return statusOf(rebuilds)
    case 'rebuild':
      return rebuilds.rebuild()
    case 'compare':
      return comparisons.ask(rebuilds)
    case 'swap':
      return { state: await rebuilds.swap(EXCHANGE_MS) }
    case 'rollback':
      return { state: await rebuilds.rollback(EXCHANGE_MS) }
    case 'resume':
      await rebuilds.resume()
      return statusOf(rebuilds)
    case 'cancel':
      return { state: (await rebuilds.cancel()) ? 'done' : 'none' }
  }
}

interface NestRequest {
  readonly id?: string
  readonly data?: unknown
}

/**
 * Serves operators on `qry.<campus>.ops.projector.<operation>`: `status` of all or of one read model, and orders to one. Read models
 * hold all campuses, so the campus of the subject says nothing. Only role `platformAdmin` is answered.
 */
export const serveProjectorOps = (nc: NatsConnection, all: readonly Rebuilds[], logger: Logger): JsonServer => {
  const comparisons = new Comparisons()
  const answer = async (subject: string, data: unknown): Promise<QueryReply<unknown>> => {
    const operation = subject.split('.')[4] ?? ''
    if (!isOperation(operation)) return { status: 'unknown', code: 'UnknownQuery', params: { name: `ops.projector.${operation}` } }
    const message = queryMessage.safeParse(data)
    if (!message.success) return invalid(issuesOf(queryMessage, data))
    const { actor, params: given } = message.data
    if (actor.role !== 'platformAdmin') return { status: 'forbidden', code: 'NotAuthorized', params: { role: actor.role } }
    if (operation === 'status' && given.view === undefined) return { status: 'ok', result: await Promise.all(all.map(statusOf)) }
    const issues = issuesOf(params, given)
    if (issues.length > 0) return invalid(issues)
    const rebuilds = all.find(({ name }) => name === given.view)
    if (!rebuilds) return { status: 'unknown', code: 'NotFound', params: { view: given.view, views: all.map(({ name }) => name) } }
    logger.info('an operator asked', { operation, projection: rebuilds.name, user: actor.userId })
    return { status: 'ok', result: await carryOut(operation, rebuilds, comparisons) }
  }
  return serveJson(nc, {
    subject: queryPatterns.projectorOps,
    queue: 'projector',
    handle: async (message) => {
      const request = message.json<NestRequest>()
      return JSON.stringify({ response: await answer(message.subject, request.data), id: request.id, isDisposed: true })
    },
    onError: () => ({ response: { status: 'unavailable', reason: 'defect' }, isDisposed: true }),
    logger,
  })
}
