import { masterKeyFrom } from '@fudao/ledger-client'
import { z } from 'zod'
import { type Mode, modes } from '../host/handlers.js'

/** A sentence an operator can act on; the process ends with it. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
}

export interface ServiceConfig {
  readonly mode: Mode
  readonly nats: { readonly url: string; readonly user?: string; readonly pass?: string }
  /** Port of /healthz, /readyz and /metrics; 0 takes a free one, absent: none are served. */
  readonly healthPort?: number
  readonly healthHost: string
  /** Wraps the keys of persons (A8); without it personal data is neither read nor written. */
  readonly masterKey?: Buffer
  /** Milliseconds a shutdown may take before the process ends anyway. */
  readonly shutdownMs: number
  readonly ledgerTimeoutMs: number
}

const whole = (what: string, min: number, max: number) => z.coerce.number({ message: what }).int(what).min(min, what).max(max, what)
const variables = z.object({
  FUDAO_MODE: z.enum(modes, { message: `FUDAO_MODE must be one of ${modes.join(', ')}.` }).default('production'),
  NATS_URL: z.string({ message: 'NATS_URL is not set: give the address of the NATS server, such as nats://127.0.0.1:4222.' }).min(1),
  NATS_USER: z.string().min(1).optional(),
  NATS_PASSWORD: z.string().optional(),
  HEALTH_PORT: whole('HEALTH_PORT must be a port number.', 0, 65_535).optional(),
  HOST: z.string().min(1).default('127.0.0.1'),
  FUDAO_MASTER_KEY: z.string().min(1).optional(),
  FUDAO_SHUTDOWN_MS: whole('FUDAO_SHUTDOWN_MS must be a number of milliseconds up to 300000.', 0, 300_000).default(15_000),
  FUDAO_LEDGER_TIMEOUT_MS: whole('FUDAO_LEDGER_TIMEOUT_MS must be a number of milliseconds up to 60000.', 1, 60_000).default(5_000),
})

const keyOf = (text: string): Buffer => {
  try {
    return masterKeyFrom(text)
  } catch (error) {
    throw new ConfigurationError(`${error instanceof Error ? error.message : String(error)}.`)
  }
}

/** Reads the environment once, at start. @throws ConfigurationError */
export const readServiceConfig = (env: NodeJS.ProcessEnv): ServiceConfig => {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = variables.safeParse(given)
  if (!parsed.success) throw new ConfigurationError(parsed.error.issues.map((issue) => issue.message).join(' '))
  const v = parsed.data
  return {
    mode: v.FUDAO_MODE,
    nats: {
      url: v.NATS_URL,
      ...(v.NATS_USER === undefined ? {} : { user: v.NATS_USER }),
      ...(v.NATS_PASSWORD === undefined ? {} : { pass: v.NATS_PASSWORD }),
    },
    ...(v.HEALTH_PORT === undefined ? {} : { healthPort: v.HEALTH_PORT }),
    healthHost: v.HOST,
    ...(v.FUDAO_MASTER_KEY === undefined ? {} : { masterKey: keyOf(v.FUDAO_MASTER_KEY) }),
    shutdownMs: v.FUDAO_SHUTDOWN_MS,
    ledgerTimeoutMs: v.FUDAO_LEDGER_TIMEOUT_MS,
  }
}
