import type { Logger } from '@fudao/telemetry'
import type { TokenVerifier } from './auth/verify-token.js'
import type { Bus } from './bus.js'
import type { CommandCatalogue } from './commands/command-catalogue.js'
import type { GatewayConfig } from './config.js'
import type { ConsoleFiles } from './console/console-files.js'
import type { LiveHub } from './live/live-hub.js'

/** Everything a controller needs; made once in {@link createGateway}. */
export class GatewayContext {
  constructor(
    readonly config: GatewayConfig,
    readonly bus: Bus,
    readonly verify: TokenVerifier,
    readonly catalogue: CommandCatalogue,
    readonly live: LiveHub,
    readonly files: ConsoleFiles,
    readonly log: Logger,
  ) {}
}
