import { sql } from 'kysely'
import { Folder, keyText, RowSet } from './fold.js'
import type { ProjectedEvent, ProjectionDefinition } from './projection.js'
import { addRows } from './rows-in-database.js'
import { CAMPUS_SETTING, CONTROL_SCHEMA, checkRole, createTemporary, type Db, indexTemporary, READER_ROLE } from './schema.js'
import { keyOf, type Row, type TableDefinition } from './table.js'

const CAMPUS = /^[A-Za-z0-9_]{1,64}$/

type Named = Pick<ProjectionDefinition, 'name' | 'version'>

// names are checked by defineProjection and versions are numbers: nothing to escape
const servedTables = (projections: readonly Named[]): string =>
  projections.length === 0
    ? ''
    : `; select set_config('search_path', string_agg(schema, ','), true) from ${CONTROL_SCHEMA}.projection
      where role = 'served' and (name, version) in (${projections.map(({ name, version }) => `('${name}', ${version})`).join(', ')})`

const begin = (campus: string, reader: string, mode: string, projections: readonly Named[]): string =>
  `begin isolation level repeatable read ${mode}; set local role ${checkRole(reader)}; set local ${CAMPUS_SETTING} = '${campus}'; set local statement_timeout = '10s'${servedTables(projections)}`

const inTransaction = async <T>(connection: Db, start: string, end: 'commit' | 'rollback', work: () => Promise<T>): Promise<T> => {
  // one round trip; the campus id is checked before, because settings take no parameters
  await sql.raw(start).execute(connection)
  try {
    const result = await work()
    await sql.raw(end).execute(connection)
    return result
  } catch (error) {
    await sql
      .raw('rollback')
      .execute(connection)
      .catch(() => undefined) // a broken connection is thrown away by the pool
    throw error
  }
}

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
  return db
    .connection()
    .execute((connection) => inTransaction(connection, begin(campus, reader, 'read only', projections), 'commit', () => read(connection)))
}

/** What stands in for the tables that are served. */
export interface FoldSource {
  /** Their tables are folded anew; a reading that needs any other table fails. */
  readonly projections: readonly ProjectionDefinition[]
  /** The events, oldest first, in pages; read under row-level security, from the tables that are served. */
  readonly pages: (served: Db) => AsyncIterable<readonly ProjectedEvent[]>
  /** Rows the events do not hold. */
  readonly seed?: readonly { readonly table: TableDefinition; readonly row: Row }[]
  /** Runs after the fold, while the served tables can still be named: for a view of one of them under its own name. */
  readonly beside?: (served: Db) => Promise<void>
}

/**
 * Reads as {@link readCampus} does, but from tables that are folded for this reading alone and taken back with its transaction: what a campus
 * was at an earlier moment. `served`: the projections whose tables {@link FoldSource.pages} reads.
 */
export const readFolded = <T>(
  db: Db,
  campus: string,
  source: FoldSource,
  read: (rows: Db) => Promise<T>,
  reader: string = READER_ROLE,
  served: readonly Named[] = [],
): Promise<T> => {
  if (!CAMPUS.test(campus)) return Promise.reject(new TypeError(`not a campus id: ${JSON.stringify(campus)}`))
  return db.connection().execute((connection) =>
    inTransaction(connection, begin(campus, reader, 'read write', served), 'rollback', async () => {
      const rows = new RowSet()
      const folders = source.projections.map((projection) => new Folder(projection))
      for (const { table, row } of source.seed ?? []) {
        const key = keyOf(table, row)
        rows.put(table, keyText(key), key, row)
      }
      for await (const events of source.pages(connection))
        for (const folder of folders) folder.fold(folder.plan(events.filter(({ type }) => folder.handles(type))), rows)
      await source.beside?.(connection)
      for (const table of source.projections.flatMap(({ tables }) => tables)) {
        await createTemporary(connection, table)
        await addRows(
          connection,
          table,
          rows.takeChanges(table).upserts.filter((row) => row.campus === campus),
        )
        await indexTemporary(connection, table)
      }
      // nothing of today is left in sight
      await sql.raw('set local search_path = pg_temp').execute(connection)
      return read(connection)
    }),
  )
}
