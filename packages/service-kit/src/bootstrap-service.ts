import { connectNats } from '@fudao/messaging'
import { createLogger, errorText, type Logger, metricsText, stopTelemetry } from '@fudao/telemetry'
import type { NatsConnection } from '@nats-io/nats-core'
import { ConfigurationError, readServiceConfig, type ServiceConfig } from './process/config.js'
import { createHealth, type Health, serveHealth } from './process/health.js'
import { createShutdown, type Phase } from './process/shutdown.js'

/** What a service gets to work with. */
export interface ServiceContext {
  readonly name: string
  readonly config: ServiceConfig
  readonly nc: NatsConnection
  readonly logger: Logger
  readonly health: Health
  /** Aborts when the service begins to stop: loops end on it. */
  readonly signal: AbortSignal
  readonly onStop: (phase: Phase, name: string, run: () => Promise<void> | void) => void
  /** Ends the process in order after something that cannot be mended here. */
  readonly fail: (what: string, error: unknown) => void
}

export interface BootstrapOptions {
  /** Name of the process, of its queue group and in logs. */
  readonly name: string
  /** Starts the service's work; the process is ready when it is done. */
  readonly start: (service: ServiceContext) => Promise<void>
  /** Default `process.env`. */
  readonly env?: NodeJS.ProcessEnv
  /** Whether SIGINT and SIGTERM stop the process (default), or only {@link RunningService.stop} does (tests). */
  readonly signals?: boolean
  readonly logger?: Logger
}

export interface RunningService {
  /** Port of /healthz, /readyz and /metrics, if they are served. */
  readonly healthPort: number | undefined
  /** Stops in order under the budget; `true` when everything ended in time. */
  readonly stop: () => Promise<boolean>
}

/**
 * Starts a process of Fudao: configuration, JSON logs, NATS, health, and a shutdown in phases under a budget.
 * @throws ConfigurationError, and what `start` throws
 */
export const bootstrapService = async (options: BootstrapOptions): Promise<RunningService> => {
  const config = readServiceConfig(options.env ?? process.env)
  const logger = options.logger ?? createLogger(options.name)
  const health = createHealth()
  const stopping = new AbortController()
  const shutdown = createShutdown(config.shutdownMs, logger)

  // served first, so that a service that waits for NATS can be seen to wait
  let ready = false
  health.add('start', () => (ready ? { status: 'ok' } : { status: 'stuck', detail: 'starting' }))
  const server = config.healthPort === undefined ? undefined : await serveHealth(health, metricsText, config.healthHost, config.healthPort)

  const stop = (): Promise<boolean> => {
    stopping.abort()
    health.markStopping()
    return shutdown.run()
  }
  const leave = (code: number): void => {
    void stop().then((clean) => {
      logger.info('stopped', { clean })
      process.exit(clean ? code : 1)
    })
  }
  const fail = (what: string, error: unknown): void => {
    logger.error(what, { error: errorText(error) })
    if (options.signals !== false) leave(1)
  }

  if (server) shutdown.on('close', 'health server', server.close)
  shutdown.on('close', 'telemetry', () => stopTelemetry(config.shutdownMs / 4))
  try {
    const nc = await connectNats({ ...config.nats, name: options.name, logger })
    shutdown.on('close', 'NATS connection', async () => {
      if (!nc.isClosed()) await nc.drain()
    })
    health.add('nats', () => (nc.isClosed() ? { status: 'stuck', detail: 'the connection is closed' } : { status: 'ok' }))
    await options.start({
      name: options.name,
      config,
      nc,
      logger,
      health,
      signal: stopping.signal,
      onStop: shutdown.on,
      fail,
    })
  } catch (error) {
    await stop()
    throw error
  }
  ready = true
  if (options.signals !== false) {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => leave(0))
    process.on('uncaughtException', (error) => fail('a defect ended the process', error))
    process.on('unhandledRejection', (error) => fail('a promise was rejected and nobody cared', error))
  }
  logger.info('ready', { mode: config.mode, healthPort: server?.port })
  return { healthPort: server?.port, stop }
}

/** Runs `main`; a configuration error ends the process with its sentence and no stack. */
export const runMain = async <T>(name: string, main: () => Promise<T>): Promise<T> => {
  try {
    return await main()
  } catch (error) {
    if (error instanceof ConfigurationError) process.stderr.write(`${name}: ${error.message}\n`)
    else createLogger(name).error('could not start', { error: errorText(error) })
    process.exit(1)
  }
}
