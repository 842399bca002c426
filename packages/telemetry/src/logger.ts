import { isSpanContextValid, trace } from '@opentelemetry/api'

export const logLevels = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof logLevels)[number]
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined | readonly string[]>>

/** JSON lines with trace ids. Fields hold ids and counts: never names, identity numbers or payloads. */
export interface Logger {
  readonly debug: (msg: string, fields?: LogFields) => void
  readonly info: (msg: string, fields?: LogFields) => void
  readonly warn: (msg: string, fields?: LogFields) => void
  readonly error: (msg: string, fields?: LogFields & { readonly error?: string }) => void
  /** The same logger with fields on every line. */
  readonly with: (fields: LogFields) => Logger
}

export interface LoggerOptions {
  /** Default `FUDAO_LOG_LEVEL`, else `info`. */
  readonly level?: LogLevel
  /** Default standard output. */
  readonly write?: (line: string) => void
}

const isLevel = (value: string | undefined): value is LogLevel => (logLevels as readonly string[]).includes(value ?? '')

/** Text of an error for a log line: its name and message, never its payload. */
export const errorText = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error))

/** One JSON object per line: `{time, level, service, msg, trace_id?, span_id?, …fields}`. */
export const createLogger = (service: string, options: LoggerOptions = {}): Logger => {
  const wanted = process.env.FUDAO_LOG_LEVEL
  const threshold = logLevels.indexOf(options.level ?? (isLevel(wanted) ? wanted : 'info'))
  const write = options.write ?? ((line: string) => void process.stdout.write(line))
  const make = (common: LogFields): Logger => {
    const at =
      (level: LogLevel) =>
      (msg: string, fields: LogFields = {}): void => {
        if (logLevels.indexOf(level) < threshold) return
        const span = trace.getActiveSpan()?.spanContext()
        const traced = span && isSpanContextValid(span) ? { trace_id: span.traceId, span_id: span.spanId } : {}
        write(`${JSON.stringify({ ...common, ...fields, time: new Date().toISOString(), level, service, msg, ...traced })}\n`)
      }
    return {
      debug: at('debug'),
      info: at('info'),
      warn: at('warn'),
      error: at('error'),
      with: (fields) => make({ ...common, ...fields }),
    }
  }
  return make({})
}
