import { setTimeout as delay } from 'node:timers/promises'
import { contexts } from '@fudao/contracts'
import { type EventStore, openEventStore } from '@fudao/event-store'
import { connectNats, inboxPrefixOf } from '@fudao/messaging'
import { createHealth, serveHealth } from '@fudao/service-kit/health'
import { createLogger, errorText, metricsText, stopTelemetry } from '@fudao/telemetry'
import { readConfig } from './config.js'
import { startLedger } from './ledger.js'
import { openPersonKeys } from './person-keys.js'
import { relayHealth } from './relay/relay-health.js'

const logger = createLogger('ledger')
const config = readConfig(process.env)

/** The store may come up after us. */
const whenThere = async <T>(what: string, open: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await open()
    } catch (error) {
      if (attempt >= 60) throw error
      logger.warn(`waiting for ${what}`, { error: errorText(error), attempt })
      await delay(Math.min(100 * attempt, 1_000))
    }
  }
}

const store: EventStore = await whenThere('the event store', () => openEventStore(config.eventStoreUrl))
const keys = await whenThere('the key table', () => openPersonKeys({ url: config.databaseUrl, masterKey: config.masterKey }))
// Replies and acknowledgements come to the user's own inbox.
const inbox = config.natsUser === undefined ? {} : { inboxPrefix: inboxPrefixOf(config.natsUser) }
const nc = await connectNats({
  url: config.natsUrl,
  name: 'ledger',
  logger,
  ...(config.natsUser === undefined ? {} : { user: config.natsUser }),
  ...inbox,
  ...(config.natsPassword === undefined ? {} : { pass: config.natsPassword }),
})
const ledger = startLedger({ nc, store, keys, contexts, logger, replicas: config.replicas, ...inbox })
// The server knows what we serve before we say that we are ready.
await nc.flush()
const health = createHealth()
health.add('store', async () => {
  await store.head()
  return { status: 'ok' }
})
health.add('nats', () => (nc.isClosed() ? { status: 'stuck', detail: 'the connection is closed' } : { status: 'ok' }))
health.add('relay', () => relayHealth(ledger.relayState(), ledger.relayLag()))
const healthServer = config.healthPort === undefined ? null : await serveHealth(health, metricsText, config.healthHost, config.healthPort)
logger.info('ledger ready', { store: new URL(config.eventStoreUrl).protocol.replace(':', '') })

let stopping = false
const stopBudget = 12_000
const stop = async (signal: string): Promise<void> => {
  if (stopping) return
  stopping = true
  logger.info('stopping', { signal })
  health.markStopping()
  // Whatever hangs, the supervisor gets an answer: nothing that was acknowledged is lost by leaving now.
  setTimeout(() => process.exit(1), stopBudget).unref()
  await ledger.stop()
  await nc.drain()
  await Promise.all([store.close(), keys.close(), healthServer?.close()])
  await stopTelemetry()
  process.exit(0)
}
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => {
    stop(signal).catch((error: unknown) => {
      logger.error('could not stop cleanly', { error: errorText(error) })
      process.exit(1)
    })
  })
