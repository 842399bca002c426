import { calendarContext } from '@fudao/contracts/calendar'
import type { ContextDefinition } from '@fudao/contracts/kit'
import { policyContext } from '@fudao/contracts/policy'
import { registryContext } from '@fudao/contracts/registry'
import { createEventCodec, createKeyRing, createLedger, forgetErased, LedgerStreams } from '@fudao/ledger-client'
import { errorText } from '@fudao/telemetry'
import { type BootstrapOptions, bootstrapService, type RunningService, runMain, type ServiceContext } from './bootstrap-service.js'
import { type CommandHost, createCommandHost } from './host/command-host.js'
import { countRetry, measured } from './host/command-metrics.js'
import type { AggregateHandlers } from './host/handlers.js'
import { makeCommandController } from './nest/command-controller.js'
import { serveControllers } from './nest/serve-controllers.js'
import type { ReferenceDefinition } from './references/define-reference.js'
import { startReferences } from './references/references.js'
import { serveRedecide } from './sandbox/serve-redecide.js'

export interface ServiceOptions {
  /** Name of the process, of its queue group and in logs. */
  readonly name: string
  /** Contexts whose commands this service decides. */
  readonly contexts: readonly ContextDefinition[]
  readonly handlers: readonly AggregateHandlers[]
  /** Tables kept of other services' events; with any, DATABASE_URL must be set. */
  readonly references?: readonly ReferenceDefinition[]
  /** Work besides commands (the clock's ticking); the process is ready when it is done. */
  readonly start?: (service: DecidingService) => Promise<void>
}
export interface DecidingService extends ServiceContext {
  readonly streams: LedgerStreams
  /** Its commands are measured as those that come over NATS. */
  readonly host: CommandHost
}

/** Streams of the ledger as a service sees them: its own contexts, and those every decision reads. */
export const openLedgerStreams = (service: ServiceContext, contexts: readonly ContextDefinition[]): LedgerStreams => {
  const ledger = createLedger(service.nc, { timeoutMs: service.config.ledgerTimeoutMs })
  const { masterKey } = service.config
  const events = [...new Set([...contexts, policyContext, calendarContext, registryContext])].flatMap((context) => context.events)
  const keys = masterKey === undefined ? undefined : createKeyRing(masterKey, ledger.keys)
  const codec = createEventCodec({ events, ...(keys === undefined ? {} : { keys }) })
  const streams = new LedgerStreams({ ledger, codec })
  if (keys) forgetErased(service.nc, keys, () => streams.forgetStates())
  return streams
}

const startDeciding = async (service: ServiceContext, options: ServiceOptions, env: NodeJS.ProcessEnv): Promise<void> => {
  const { logger, config } = service
  const streams = openLedgerStreams(service, options.contexts)
  const references = await startReferences(service, options.references ?? [], env.DATABASE_URL)
  const host = createCommandHost({
    streams,
    handlers: options.handlers,
    events: options.contexts.flatMap((context) => context.events),
    mode: config.mode,
    references,
    onRetry: countRetry,
    ...(config.masterKey === undefined ? {} : { masterKey: config.masterKey }),
  })
  const handle: CommandHost['handle'] = (campus, context, command, message, held) => {
    const carryOut = async () => {
      try {
        return await host.handle(campus, context, command, message, held)
      } catch (error) {
        logger.error('a command ended in a defect', { campus, command: `${context}.${command}`, error: errorText(error) })
        throw error
      }
    }
    return host.isUnrecorded(context, command) ? carryOut() : measured({ campus, context, command, message }, carryOut)
  }
  const onCommand = (subject: string, message: unknown) => {
    const [, campus = '', context = '', command = ''] = subject.split('.')
    return handle(campus, context, command, message)
  }
  serveRedecide(
    service,
    options.contexts.map(({ context }) => context),
    { streams, handlers: options.handlers, mode: config.mode, masterKey: config.masterKey },
  )
  await options.start?.({ ...service, streams, host: { ...host, handle } })
  await serveControllers(service, { controllers: options.contexts.map(({ context }) => makeCommandController(context, onCommand)) })
}

/** Starts a deciding service in this process (tests stop it themselves with `signals: false`). */
export const startService = (options: ServiceOptions & Pick<BootstrapOptions, 'env' | 'signals' | 'logger'>): Promise<RunningService> =>
  bootstrapService({ ...options, start: (service) => startDeciding(service, options, options.env ?? process.env) })

/** Runs a deciding service until SIGINT or SIGTERM: configuration, NATS, command host, health, shutdown. */
export const runService = async (options: ServiceOptions): Promise<void> => {
  await runMain(options.name, () => startService(options))
}
