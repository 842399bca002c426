import type { Logger } from '@fudao/telemetry'
import pg from 'pg'

export interface PoolOptions {
  /** Shown by the server as `application_name`. */
  readonly name: string
  readonly max?: number
  /**
   * For statements that go by key and are the same again and again: each is planned once per connection, and by index whatever the size
   * of the table was at that moment. Not for reports: they would be planned badly.
   */
  readonly keyed?: boolean
  readonly logger?: Logger
}

// A plan made for an empty table is used when it has a million rows: it must not be one that reads all of it.
const PLANNED_ONCE = ['plan_cache_mode=force_generic_plan', 'enable_seqscan=off', 'enable_hashjoin=off', 'enable_mergejoin=off']
  .map((setting) => `-c ${setting}`)
  .join(' ')
/** Each costs the server memory per connection; a program that makes more texts than this makes them up as it goes. */
const MOST_STATEMENTS = 300

/** Gives parametrised statements a name, so that the server parses and plans them once. */
const nameStatements = (client: pg.PoolClient, names: Map<string, string>): void => {
  const nameOf = (text: string): string | undefined => {
    const known = names.get(text)
    if (known !== undefined || names.size >= MOST_STATEMENTS) return known
    const name = `s${names.size}`
    names.set(text, name)
    return name
  }
  const send = client.query.bind(client) as (...given: unknown[]) => unknown
  const query = (...given: unknown[]): unknown => {
    const [text, values, ...callback] = given
    const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined
    return name === undefined ? send(...given) : send({ name, text, values }, ...callback)
  }
  client.query = query as typeof client.query
}

/** A pool of connections; ending it closes them. */
export const openPool = (url: string, { name, max = 10, keyed = false, logger }: PoolOptions): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: name,
    max,
    connectionTimeoutMillis: 10_000,
    ...(keyed ? { options: PLANNED_ONCE } : {}),
  })
  const names = new Map<string, string>()
  // without listeners, a connection that breaks ends the process: the pool hears of idle ones, the client of those in use
  const broke = (error: Error): void => logger?.warn('a connection to PostgreSQL broke', { error: error.message })
  pool.on('error', broke)
  pool.on('connect', (client) => {
    client.on('error', broke)
    if (keyed) nameStatements(client, names)
  })
  return pool
}
