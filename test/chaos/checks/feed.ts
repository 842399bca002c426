import { isDeepStrictEqual } from 'node:util'
import { connectNats, consumeEvents, type EventMessage } from '@fudao/messaging'
import { createLogger } from '@fudao/telemetry'
import { type StoredEvent, some, toProjected } from '../evidence.js'
import type { Violation } from '../history.js'
import type { World } from '../world.js'

const check = 'feed'
const patience = 20_000

/** An event as a consumer got it. */
export interface Delivered {
  readonly id: string
  readonly event: unknown
}

/** What a consumer got from the first message on, and how many JetStream says it holds, against the store. */
export const compareFeed = (
  found: readonly Delivered[],
  held: number | undefined,
  events: readonly StoredEvent[],
): readonly Violation[] => {
  const violations: Violation[] = []
  const wrong = (what: string): void => void violations.push({ check, what })
  if (held !== events.length) wrong(`JetStream holds ${held} messages, the store ${events.length} events`)
  if (found.length !== events.length) wrong(`a consumer got ${found.length} of ${events.length} events`)
  const different = events.filter((event, i) => {
    const message = found[i]
    return message !== undefined && (message.id !== event.id || !isDeepStrictEqual(message.event, toProjected(event)))
  })
  if (different.length > 0) wrong(`${different.length} events differ from the store or stand elsewhere: ${some(different)}`)
  return violations
}

/** JetStream holds every event once, in commit order, as stored; read from the first message as a new consumer would. */
export const checkFeed = async (world: World, events: readonly StoredEvent[]): Promise<readonly Violation[]> => {
  const nc = await connectNats({ ...world.nats, name: 'chaos', logger: createLogger('chaos', { level: 'error' }) })
  const end = new AbortController()
  const late = setTimeout(() => end.abort(), patience)
  const found: EventMessage[] = []
  try {
    const head = events.at(-1)?.position ?? null
    if (head === null) return []
    const jetStream = (await nc.request('$JS.API.STREAM.INFO.EVENTS', '')).json<{ readonly state?: { readonly messages?: number } }>()
    await consumeEvents({
      nc,
      name: 'projector__chaos',
      after: null,
      signal: end.signal,
      onBatch: async (batch) => {
        found.push(...batch)
        if ((batch.at(-1)?.position ?? '') >= head) end.abort()
      },
    })
    const delivered = found.map((message) => ({ id: message.id, event: { ...message.json(), campus: message.campus } }))
    return compareFeed(delivered, jetStream.state?.messages, events)
  } finally {
    clearTimeout(late)
    await nc.close()
  }
}
