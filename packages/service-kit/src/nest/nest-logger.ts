import type { Logger } from '@fudao/telemetry'
import type { LoggerService } from '@nestjs/common'

const text = (message: unknown): string => (message instanceof Error ? `${message.name}: ${message.message}` : String(message))

/** Nest's own messages as JSON lines; its start-up chatter is for debugging. */
export const toNestLogger = (logger: Logger): LoggerService => ({
  log: (message: unknown) => logger.debug(text(message)),
  debug: (message: unknown) => logger.debug(text(message)),
  verbose: (message: unknown) => logger.debug(text(message)),
  warn: (message: unknown) => logger.warn(text(message)),
  error: (message: unknown) => logger.error(text(message)),
  fatal: (message: unknown) => logger.error(text(message)),
})
