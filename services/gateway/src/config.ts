/** Where the gateway runs; `demo` and `test` allow `asOf`, the role `system` and the demo sign-in. */
export type Mode = 'demo' | 'test' | 'production'

export interface OidcConfig {
  readonly jwksUrl: string
  readonly issuer: string
  readonly audience: string
}

export interface GatewayConfig {
  readonly mode: Mode
  readonly port: number
  readonly host: string
  readonly nats: { readonly url: string; readonly user?: string; readonly password?: string }
  /** HS256 key of locally issued tokens. */
  readonly tokenKey?: Uint8Array
  readonly oidc?: OidcConfig
  /** Folder with the built console; without it `/` says that there is no console. */
  readonly consoleDir?: string
  readonly bodyLimit: number
  readonly commandTimeoutMs: number
  readonly queryTimeoutMs: number
  readonly liveConnections: number
  readonly heartbeatMs: number
}

/** A sentence an operator can act on; the process ends with it. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
}

const modes: readonly Mode[] = ['demo', 'test', 'production']
const isMode = (value: string): value is Mode => (modes as readonly string[]).includes(value)

const port = (name: string, text: string): number => {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0 || value > 65_535) throw new ConfigurationError(`${name} must be a port number, not "${text}".`)
  return value
}

const tokenKeyOf = (text: string): Uint8Array => {
  const key = Buffer.from(text, 'base64')
  if (key.length < 32) throw new ConfigurationError('FUDAO_TOKEN_KEY must be at least 32 bytes, written in base64.')
  return key
}

const oidcOf = (env: NodeJS.ProcessEnv): OidcConfig | undefined => {
  const { OIDC_JWKS_URL: jwksUrl, OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience } = env
  if (!jwksUrl) return undefined
  if (!issuer || !audience) throw new ConfigurationError('OIDC_JWKS_URL is set: set OIDC_ISSUER and OIDC_AUDIENCE too.')
  return { jwksUrl, issuer, audience }
}

/** Reads the environment once, at start; throws {@link ConfigurationError} with one sentence when something is missing. */
export const readConfig = (env: NodeJS.ProcessEnv): GatewayConfig => {
  const mode = env.FUDAO_MODE ?? 'production'
  if (!isMode(mode)) throw new ConfigurationError(`FUDAO_MODE must be demo, test or production, not "${mode}".`)
  const oidc = oidcOf(env)
  const tokenKey = env.FUDAO_TOKEN_KEY ? tokenKeyOf(env.FUDAO_TOKEN_KEY) : undefined
  if (!oidc && !tokenKey) throw new ConfigurationError('Nobody could sign in: set OIDC_JWKS_URL or FUDAO_TOKEN_KEY.')
  return {
    mode,
    port: port('PORT', env.PORT ?? '4170'),
    host: env.HOST ?? '127.0.0.1',
    nats: {
      url: env.NATS_URL ?? 'nats://127.0.0.1:4222',
      ...(env.NATS_USER ? { user: env.NATS_USER } : {}),
      ...(env.NATS_PASSWORD ? { password: env.NATS_PASSWORD } : {}),
    },
    ...(tokenKey ? { tokenKey } : {}),
    ...(oidc ? { oidc } : {}),
    ...(env.FUDAO_CONSOLE_DIR ? { consoleDir: env.FUDAO_CONSOLE_DIR } : {}),
    bodyLimit: 1024 * 1024,
    commandTimeoutMs: 10_000,
    queryTimeoutMs: 10_000,
    liveConnections: 2_000,
    heartbeatMs: 15_000,
  }
}
