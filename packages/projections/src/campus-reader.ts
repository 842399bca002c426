import { sql } from 'kysely'
import type { ProjectionDefinition } from './projection.js'
import { CAMPUS_SETTING, CONTROL_SCHEMA, checkRole, type Db, READER_ROLE } from './schema.js'

const CAMPUS = /^[A-Za-z0-9_]{1,64}$/

type Named = Pick<ProjectionDefinition, 'name' | 'version'>

// names are checked by defineProjection and versions are numbers: nothing to escape
const servedTables = (projections: readonly Named[]): string =>
  projections.length === 0
    ? ''
    : `; select set_config('search_path', string_agg(schema, ','), true) from ${CONTROL_SCHEMA}.projection
      where role = 'served' and (name, version) in (${projections.map(({ name, version }) => `('${name}', ${version})`).join(', ')})`

/**
 * Reads as the reader role with the campus set, in one read-only snapshot: a query that forgets its campus still sees no other
 * (row-level security), and rows of several tables belong together. Tables of `projections` are named without a schema: which
 * generation is served is read in the same snapshot, so a swap shows whole or not at all.
 */
export const readCampus = <T>(
  db: Db,
  campus: string,
  read: (rows: Db) => Promise<T>,
  reader: string = READER_ROLE,
  projections: readonly Named[] = [],
): Promise<T> => {
  if (!CAMPUS.test(campus)) return Promise.reject(new TypeError(`not a campus id: ${JSON.stringify(campus)}`))
  return db.connection().execute(async (connection) => {
    // one round trip; the campus id is checked above, because settings take no parameters
    await sql
      .raw(
        `begin isolation level repeatable read read only; set local role ${checkRole(reader)}; set local ${CAMPUS_SETTING} = '${campus}'; set local statement_timeout = '10s'${servedTables(projections)}`,
      )
      .execute(connection)
    try {
      const result = await read(connection)
      await sql.raw('commit').execute(connection)
      return result
    } catch (error) {
      await sql
        .raw('rollback')
        .execute(connection)
        .catch(() => undefined) // a broken connection is thrown away by the pool
      throw error
    }
  })
}
