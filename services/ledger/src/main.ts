import { setTimeout as delay } from 'node:timers/promises'
import { contexts } from '@fudao/contracts'
import { type EventStore, openEventStore } from '@fudao/event-store'
import { connectNats, inboxPrefixOf } from '@fudao/messaging'
import { createLogger, errorText, stopTelemetry } from '@fudao/telemetry'
import { readConfig } from './config.js'
import { serveHealth } from './health.js'
import { startLedger } from './ledger.js'
import { openPersonKeys } from './person-keys.js'

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
const health =
  config.healthPort === undefined
    ? null
    : await serveHealth(config.healthHost, config.healthPort, {
        notReady: async () => {
          await store.head()
          if (nc.isClosed()) return 'the connection to NATS is closed'
          const state = ledger.relayState()
          // Lagging is not stuck: a relay at work is ready however much there is to do.
          return state === 'publishing' || state === 'standby' ? null : `the relay is ${state}`
        },
      })
logger.info('ledger ready', { store: new URL(config.eventStoreUrl).protocol.replace(':', '') })

let stopping = false
const stop = async (signal: string): Promise<void> => {
  if (stopping) return
  stopping = true
  logger.info('stopping', { signal })
  await ledger.stop()
  await nc.drain()
  await Promise.all([store.close(), keys.close(), health?.close()])
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
