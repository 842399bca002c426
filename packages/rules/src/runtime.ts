import { consumeEvents, durableName, type FeedState, Gathering, sendCommand } from '@fudao/messaging'
import { createLogger, errorText, type Logger } from '@fudao/telemetry'
import type { NatsConnection } from '@nats-io/nats-core'
import { type Kysely, sql } from 'kysely'
import { BatchConsumer } from './consume.js'
import { Engine } from './engine.js'
import { recordBacklog } from './metrics.js'
import { makeParking, type Parking } from './parking.js'
import type { Rule } from './rule.js'
import { type SendCommand, Sender } from './sender.js'
import type { RulesDatabase } from './store/database.js'
import { migrateRules } from './store/migrate.js'

export interface RulesOptions {
  readonly nc: NatsConnection
  readonly db: Kysely<RulesDatabase>
  readonly rules: readonly Rule[]
  /** Name of the process; checkpoint and consumer are `<service>__rules`. */
  readonly service?: string
  readonly logger?: Logger
  readonly batchSize?: number
  /** Default: over NATS, `cmd.<campus>.<context>.<Command>`. */
  readonly send?: SendCommand
}

export interface RulesStatus {
  /** Store position of the last event applied. */
  readonly position: string | null
  readonly feed: FeedState | null
  /** Why the last batch could not be applied; `null` while all goes well. */
  readonly trouble: string | null
  readonly pendingCommands: number
  readonly parkedInstances: number
  readonly timers: number
}

export interface RulesRuntime {
  readonly status: () => Promise<RulesStatus>
  readonly parking: Parking
  /** Stops consuming, then sending; what is under way ends, what is stored goes out after the next start. */
  readonly stop: () => Promise<void>
}

/** Events that go on following closely are applied together; */
const GATHER_MS = 25
/** the first after a pause, and those that a command or two make of them, at once. */
const AT_ONCE = 4
/** Most a failing batch waits before it is tried again. */
const MAX_WAIT_MS = 2_000

/** Starts consuming events and sending commands; returns once the schema is ready. */
export const startRules = async (options: RulesOptions): Promise<RulesRuntime> => {
  const { nc, db, rules, service = 'rules', logger = createLogger(service) } = options
  const processor = durableName(service, 'rules')
  await migrateRules(db)
  const engine = new Engine(rules)
  const consumer = new BatchConsumer({ db, engine, processor })
  const send: SendCommand = options.send ?? ((c) => sendCommand(nc, c.campusId, c.context, c.command, c.message, { timeoutMs: 10_000 }))
  const sender = new Sender({ db, send, logger })
  const stopping = new AbortController()
  let feed: FeedState | null = null
  let trouble: string | null = null

  const waitMs = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      stopping.signal.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve()
      })
    })

  const consume = async (): Promise<void> => {
    for (let failures = 0; !stopping.signal.aborted; ) {
      try {
        const after = await consumer.open()
        await consumeEvents({
          nc,
          name: processor,
          after,
          gathering: new Gathering({ ms: GATHER_MS, atOnce: AT_ONCE }),
          signal: stopping.signal,
          logger,
          ...(options.batchSize === undefined ? {} : { batchSize: options.batchSize }),
          onState: (state) => {
            feed = state
          },
          onBatch: async (batch) => {
            const added = await consumer.apply(batch)
            failures = 0
            trouble = null
            if (added > 0) sender.wake()
          },
        })
        if (nc.isClosed()) return
      } catch (error) {
        failures += 1
        trouble = errorText(error)
        logger.error('events could not be applied; starting again from the checkpoint', { error: trouble, failures })
        await waitMs(Math.min(MAX_WAIT_MS, 50 * 2 ** Math.min(failures, 6)))
      }
    }
  }

  sender.wake()
  const consuming = consume()
  return {
    parking: makeParking({ db, engine, processor, onCommands: () => sender.wake() }),
    status: async () => {
      const { rows } = await sql<{ pending: number; parked: number; timers: number }>`select
        (select count(*)::int from rules.outgoing where status = 'pending') as pending,
        (select count(*)::int from rules.instance where parked_error is not null) as parked,
        (select count(*)::int from rules.timer) as timers`.execute(db)
      const [counts] = rows
      const backlog = { pendingCommands: counts?.pending ?? 0, parkedInstances: counts?.parked ?? 0 }
      recordBacklog(backlog)
      return { position: consumer.checkpoint, feed, trouble, ...backlog, timers: counts?.timers ?? 0 }
    },
    stop: async () => {
      stopping.abort()
      await consuming
      await sender.stop()
    },
  }
}
