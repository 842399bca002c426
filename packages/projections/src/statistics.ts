import { sql } from 'kysely'
import type { TableChange } from './rows-in-database.js'
import type { Db } from './schema.js'

/** Rows written to a table after which the server is to know its size; then again each time it has grown tenfold. */
const FIRST_LOOK_AFTER = 100

/**
 * Statements are planned once, and while a table is empty all its indexes look alike: the server takes one that finds every row of the
 * campus. Counted anew after the first rows, it takes the key's; by itself it counts a minute later, or not at all.
 */
export class Statistics {
  readonly #db: Db
  readonly #schema: string
  readonly #written = new Map<string, { rows: number; next: number }>()

  constructor(db: Db, schema: string) {
    this.#db = db
    this.#schema = schema
  }

  /** After a commit. Never rejects: what it does not do, the server does some time. */
  async note(changes: readonly TableChange[]): Promise<void> {
    for (const { table, keys } of changes) {
      const written = this.#written.get(table) ?? { rows: 0, next: FIRST_LOOK_AFTER }
      this.#written.set(table, written)
      written.rows += keys.length
      if (written.rows < written.next) continue
      while (written.next <= written.rows) written.next *= 10
      await this.#count(table, written.rows).catch(() => undefined)
    }
  }

  async #count(table: string, written: number): Promise<void> {
    const name = sql.id(this.#schema, table)
    const { rows } = await sql<{ known: number }>`select reltuples::float8 as known from pg_class
      where relname = ${table} and relnamespace = (select oid from pg_namespace where nspname = ${this.#schema})`.execute(this.#db)
    if ((rows[0]?.known ?? written) < written) await sql`analyze ${name}`.execute(this.#db)
  }
}
