import type { ContextDefinition } from '@fudao/contracts/kit'
import type { AggregateHandlers } from './host/handlers.js'

export interface ServiceOptions {
  /** Name of the process, of its queue group and in logs. */
  readonly name: string
  /** Contexts whose commands this service decides. */
  readonly contexts: readonly ContextDefinition[]
  readonly handlers: readonly AggregateHandlers[]
}

/** Runs a deciding service until SIGINT or SIGTERM: configuration, NATS, command host, health, shutdown. */
export const runService = async (options: ServiceOptions): Promise<void> => {
  throw new Error(`not started: ${options.name}`)
}
