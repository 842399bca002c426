import { sql } from 'kysely'
import { readCampus } from './campus-reader.js'
import type { ProjectionDefinition } from './projection.js'
import type { Db } from './schema.js'
import type { Key, Row, TableDefinition } from './table.js'

/** One row of a campus by its key (without the campus), of the generation that is served; `null` when there is none. */
export const readRow = <R extends Row>(
  db: Db,
  campus: string,
  projection: ProjectionDefinition,
  table: TableDefinition<R>,
  key: Key,
): Promise<R | null> => {
  const matches = table.key.map((column, at) => sql`${sql.id(column)} = ${key[at] ?? ''}`)
  const read = async (rows: Db) => {
    const found = await sql<R>`select * from ${sql.id(table.name)} where ${sql.join(matches, sql` and `)}`.execute(rows)
    return found.rows[0] ?? null
  }
  return readCampus(db, campus, read, undefined, [projection])
}
