import { type RawBuilder, sql } from 'kysely'
import { keyText, RowSet } from './fold.js'
import { type ProjectionDefinition, schemaOf } from './projection.js'
import type { Tx } from './schema.js'
import type { ColumnType, Key, Row, TableDefinition } from './table.js'

// A parameter per column, not per value: a batch of thousands of rows is one short statement.
const arrayType: Readonly<Record<ColumnType, string>> = { text: 'text[]', int: 'int[]', bool: 'bool[]', json: 'text[]', document: 'text[]' }

const casts: Readonly<Record<ColumnType, RawBuilder<unknown>>> = {
  text: sql``,
  int: sql``,
  bool: sql``,
  json: sql`::jsonb`,
  document: sql`::json`,
}

const keyColumns = (table: TableDefinition): readonly string[] => ['campus', ...table.key]
const columnsOf = (table: TableDefinition): readonly (readonly [string, ColumnType])[] => [
  ['campus', 'text'],
  ...Object.entries(table.columns),
]
const target = (projection: ProjectionDefinition, table: TableDefinition) => sql.id(schemaOf(projection), table.name)

const keyArrays = (table: TableDefinition, keys: readonly Key[]): RawBuilder<unknown> =>
  sql.join(keyColumns(table).map((_, at) => sql`${keys.map((key) => key[at])}::text[]`))
const keyMatch = (table: TableDefinition): RawBuilder<unknown> =>
  sql.join(
    keyColumns(table).map((column) => sql`t.${sql.id(column)} = k.${sql.id(column)}`),
    sql` and `,
  )
const keyNames = (table: TableDefinition): RawBuilder<unknown> => sql.join(keyColumns(table).map((column) => sql.id(column)))

/** Reads the rows a batch needs, one statement per table. */
export const loadRows = async (
  tx: Tx,
  projection: ProjectionDefinition,
  wanted: ReadonlyMap<TableDefinition, readonly Key[]>,
): Promise<RowSet> => {
  const rows = new RowSet()
  for (const [table, keys] of wanted) {
    if (keys.length === 0) continue
    const found = await sql<Row>`select t.* from ${target(projection, table)} t
      join unnest(${keyArrays(table, keys)}) as k(${keyNames(table)}) on ${keyMatch(table)}`.execute(tx)
    for (const row of found.rows)
      rows.load(
        table,
        keyColumns(table).map((column) => String(row[column])),
        row,
      )
  }
  return rows
}

const toParameter = (row: Row, column: string, type: ColumnType): unknown => {
  const value = row[column] ?? null
  return value !== null && (type === 'json' || type === 'document') ? JSON.stringify(value) : value
}

const upsert = async (tx: Tx, projection: ProjectionDefinition, table: TableDefinition, rows: readonly Row[]): Promise<void> => {
  const columns = columnsOf(table)
  const arrays = columns.map(([name, type]) => sql`${rows.map((row) => toParameter(row, name, type))}::${sql.raw(arrayType[type])}`)
  const names = sql.join(columns.map(([name]) => sql.id(name)))
  const values = columns.map(([name, type]) => sql`v.${sql.id(name)}${casts[type]}`)
  const others = columns.filter(([name]) => !keyColumns(table).includes(name))
  const conflict =
    table.appendOnly || others.length === 0
      ? sql`do nothing`
      : sql`do update set ${sql.join(others.map(([name]) => sql`${sql.id(name)} = excluded.${sql.id(name)}`))}`
  await sql`insert into ${target(projection, table)} (${names})
    select ${sql.join(values)} from unnest(${sql.join(arrays)}) as v(${names})
    on conflict (${keyNames(table)}) ${conflict}`.execute(tx)
}

const remove = async (tx: Tx, projection: ProjectionDefinition, table: TableDefinition, keys: readonly Key[]): Promise<void> => {
  await sql`delete from ${target(projection, table)} t
    using unnest(${keyArrays(table, keys)}) as k(${keyNames(table)}) where ${keyMatch(table)}`.execute(tx)
}

/** What a batch changed, for those who look at the rows now. */
export interface TableChange {
  readonly table: string
  readonly campus: string
  /** Keys without the campus. */
  readonly keys: readonly Key[]
}

/** Writes the changed rows: at most one upsert and one delete per table. */
export const saveRows = async (tx: Tx, projection: ProjectionDefinition, rows: RowSet): Promise<readonly TableChange[]> => {
  const changes = new Map<string, { table: string; campus: string; keys: Key[] }>()
  const note = (table: TableDefinition, key: Key): void => {
    const [campus = '', ...rest] = key
    const at = keyText([table.name, campus])
    const change = changes.get(at) ?? { table: table.name, campus, keys: [] }
    change.keys.push(rest)
    changes.set(at, change)
  }
  for (const table of projection.tables) {
    const { upserts, deletes } = rows.changes(table)
    if (upserts.length > 0) await upsert(tx, projection, table, upserts)
    if (deletes.length > 0) await remove(tx, projection, table, deletes)
    for (const row of upserts)
      note(
        table,
        keyColumns(table).map((column) => String(row[column])),
      )
    for (const key of deletes) note(table, key)
  }
  return [...changes.values()]
}
