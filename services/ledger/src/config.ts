export interface LedgerConfig {
  readonly natsUrl: string
  readonly natsUser?: string
  readonly natsPassword?: string
  /** PostgreSQL with the table of person keys, and with the events unless `eventStoreUrl` names another store. */
  readonly databaseUrl: string
  readonly eventStoreUrl: string
  /** 32 bytes that wrap the data keys of persons. */
  readonly masterKey: Buffer
  readonly healthHost: string
  /** Absent: no health server. */
  readonly healthPort?: number
  /** Copies of each message in a NATS cluster. */
  readonly replicas: number
}

const required = (env: NodeJS.ProcessEnv, name: string): string => {
  const value = env[name]
  if (value === undefined || value === '') throw new Error(`${name} is not set`)
  return value
}

/** Throws one sentence naming the variable that is missing or wrong. */
export const readConfig = (env: NodeJS.ProcessEnv): LedgerConfig => {
  const databaseUrl = required(env, 'DATABASE_URL')
  const masterKey = Buffer.from(required(env, 'FUDAO_MASTER_KEY'), 'base64')
  if (masterKey.length !== 32) throw new Error('FUDAO_MASTER_KEY must be 32 bytes in base64')
  const replicas = Number(env.NATS_REPLICAS ?? 1)
  if (![1, 3, 5].includes(replicas)) throw new Error('NATS_REPLICAS must be 1, 3 or 5')
  return {
    natsUrl: required(env, 'NATS_URL'),
    ...(env.NATS_USER ? { natsUser: env.NATS_USER } : {}),
    ...(env.NATS_PASSWORD ? { natsPassword: env.NATS_PASSWORD } : {}),
    databaseUrl,
    eventStoreUrl: env.EVENT_STORE_URL || databaseUrl,
    masterKey,
    healthHost: env.HOST || '127.0.0.1',
    ...(env.HEALTH_PORT ? { healthPort: Number(env.HEALTH_PORT) } : {}),
    replicas,
  }
}
