import { setTimeout as delay } from 'node:timers/promises'
import { EVENTS_STREAM, ensureEventsStream, eventHeader, eventSubject } from '@fudao/messaging'
import type { ProjectedEvent } from '@fudao/projections'
import { jetstreamManager } from '@nats-io/jetstream'
import { headers, type NatsConnection } from '@nats-io/nats-core'

/** A fresh stream EVENTS with `count` events as the relay publishes them, none of them acknowledged one by one. */
export const fillStream = async (nc: NatsConnection, count: number, eventAt: (n: number) => ProjectedEvent): Promise<void> => {
  const jsm = await jetstreamManager(nc)
  await ensureEventsStream(jsm)
  let previous: string | null = null
  for (let n = 0; n < count; n++) {
    const { campus, ...event } = eventAt(n)
    const [context = '', name = ''] = event.type.split('.')
    const carrier = headers()
    carrier.set(eventHeader.id, event.id)
    carrier.set(eventHeader.position, event.position)
    if (previous !== null) carrier.set(eventHeader.previous, previous)
    nc.publish(eventSubject(campus, context, 'Bench', name), JSON.stringify(event), { headers: carrier })
    previous = event.position
    if (n % 1_000 === 999) await nc.flush()
  }
  await nc.flush()
  for (const until = Date.now() + 30_000; ; await delay(20)) {
    const { state } = await jsm.streams.info(EVENTS_STREAM)
    if (state.messages === count) return
    if (Date.now() > until) throw new Error(`JetStream holds ${state.messages} of ${count} events`)
  }
}

export const deleteStream = async (nc: NatsConnection): Promise<void> => {
  await (await jetstreamManager(nc)).streams.delete(EVENTS_STREAM)
}
