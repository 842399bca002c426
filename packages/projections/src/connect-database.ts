import { openPool, type PoolOptions } from '@fudao/postgres'
import { Kysely, PostgresDialect } from 'kysely'
import type { Database, Db } from './schema.js'

/** A pool of connections, `keyed` for whoever fills read models; `db.destroy()` closes it. */
export const connectDatabase = (url: string, options: PoolOptions): Db =>
  new Kysely<Database>({ dialect: new PostgresDialect({ pool: openPool(url, options) }) })
