import type { Logger } from '@fudao/telemetry'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Database, Db } from './schema.js'

/** A pool of connections; `db.destroy()` closes it. */
export const connectDatabase = (url: string, options: { readonly name: string; readonly max?: number; readonly logger?: Logger }): Db => {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: options.name,
    max: options.max ?? 10,
    connectionTimeoutMillis: 10_000,
  })
  // without listeners, a connection that breaks ends the process: the pool hears of idle ones, the client of those in use
  const broke = (error: Error): void => options.logger?.warn('a connection to PostgreSQL broke', { error: error.message })
  pool.on('error', broke)
  pool.on('connect', (client) => void client.on('error', broke))
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
}
