import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Databases } from './databases.js'
import type { Ports } from './ports.js'
import { repositoryRoot } from './repository.js'
import type { Secrets } from './secrets.js'
import { type ServiceName, services } from './services.js'

export const modes = ['demo', 'test', 'production'] as const
export type Mode = (typeof modes)[number]

export interface Surroundings {
  readonly mode: Mode
  readonly ports: Ports
  readonly secrets: Secrets
  readonly databases: Databases
  readonly natsUrl: string
  /** User and password of a service on NATS; absent where the given NATS has none. */
  readonly natsUser: (service: ServiceName) => { readonly user: string; readonly password: string } | undefined
}

/** Variables of our own environment that a service may see; everything else (tokens, credentials) stays with us. */
const passed = /^(PATH|HOME|LANG|LC_.*|TZ|TMPDIR|NODE_EXTRA_CA_CERTS|NATS_REPLICAS|OIDC_.*|OTEL_.*|FUDAO_.*)$/

/** Whether spans are to be sent somewhere; without it services start without the SDK (0.3 s and 50 MB less each). */
export const isTraced = (env: NodeJS.ProcessEnv): boolean =>
  Boolean(env.OTEL_EXPORTER_OTLP_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT)

/** Directory of the console's static build; absent where it was not built. */
const consoleDirectory = (): string | undefined =>
  [join(repositoryRoot, 'services/console/dist/app'), join(repositoryRoot, 'services/console/dist')].find((d) =>
    existsSync(join(d, 'index.html')),
  )

/** Exactly what a service gets: its own credentials and no other's. */
export const environmentOf = (name: ServiceName, around: Surroundings, own: NodeJS.ProcessEnv): NodeJS.ProcessEnv => {
  const { database, masterKey } = services[name]
  const nats = around.natsUser(name)
  const console = name === 'gateway' ? consoleDirectory() : undefined
  return {
    ...Object.fromEntries(Object.entries(own).filter(([key]) => passed.test(key))),
    NODE_ENV: 'production',
    FUDAO_MODE: around.mode,
    NATS_URL: around.natsUrl,
    ...(nats ? { NATS_USER: nats.user, NATS_PASSWORD: nats.password } : {}),
    HOST: '127.0.0.1',
    OTEL_SERVICE_NAME: name,
    ...(database ? { DATABASE_URL: around.databases[database] } : {}),
    ...(name === 'ledger' ? { EVENT_STORE_URL: own.EVENT_STORE_URL ?? around.databases.ledger } : {}),
    ...(masterKey ? { FUDAO_MASTER_KEY: around.secrets.masterKey } : {}),
    ...(name === 'gateway'
      ? { PORT: String(around.ports.gateway), FUDAO_TOKEN_KEY: around.secrets.tokenKey }
      : { HEALTH_PORT: String(around.ports.health[name]) }),
    ...(console ? { FUDAO_CONSOLE_DIR: console } : {}),
  }
}
