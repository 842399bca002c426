import { type RawBuilder, sql } from 'kysely'
import { whereMoved } from './checkpoint.js'
import { keyText, type RowSet } from './fold.js'
import type { Db, Tx } from './schema.js'
import type { ColumnType, Key, Row, TableDefinition } from './table.js'

// A parameter per column, not per value: a batch of thousands of rows is one short statement.
const arrayType: Readonly<Record<ColumnType, string>> = { text: 'text[]', int: 'int[]', bool: 'bool[]', json: 'text[]', document: 'text[]' }

// keeps the text of one parameter far below what the server takes
const MOST_ROWS_AT_ONCE = 10_000

const casts: Readonly<Record<ColumnType, RawBuilder<unknown>>> = {
  text: sql``,
  int: sql``,
  bool: sql``,
  json: sql`::jsonb`,
  document: sql`::json`,
}

export const keyColumns = (table: TableDefinition): readonly string[] => ['campus', ...table.key]
export const columnsOf = (table: TableDefinition): readonly (readonly [string, ColumnType])[] => [
  ['campus', 'text'],
  ...Object.entries(table.columns),
]

const SPECIAL = /["\\]/
const quoted = (text: string): string => (SPECIAL.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : `"${text}"`)
/** An array as PostgreSQL writes it; the driver would convert and escape every value by itself. */
const arrayText = (values: readonly (string | number | boolean | null)[]): string => {
  let text = '{'
  for (const [at, value] of values.entries()) {
    if (at > 0) text += ','
    text += value === null ? 'NULL' : typeof value === 'string' ? quoted(value) : String(value)
  }
  return `${text}}`
}

const keyArrays = (table: TableDefinition, keys: readonly Key[]): RawBuilder<unknown> =>
  sql.join(keyColumns(table).map((_, at) => sql`${arrayText(keys.map((key) => key[at] ?? null))}::text[]`))
const keyMatch = (table: TableDefinition): RawBuilder<unknown> =>
  sql.join(
    keyColumns(table).map((column) => sql`t.${sql.id(column)} = k.${sql.id(column)}`),
    sql` and `,
  )
const keyNames = (table: TableDefinition): RawBuilder<unknown> => sql.join(keyColumns(table).map((column) => sql.id(column)))

/** Reads the rows that are wanted and not held yet, one statement per table. */
export const loadRows = async (
  tx: Tx | Db,
  schema: string,
  wanted: ReadonlyMap<TableDefinition, ReadonlyMap<string, Key>>,
  rows: RowSet,
): Promise<void> => {
  for (const [table, all] of wanted) {
    const keys = [...all].filter(([text]) => !rows.has(table, text)).map(([, key]) => key)
    if (keys.length === 0) continue
    const found = await sql<Row>`select t.* from ${sql.id(schema, table.name)} t
      join unnest(${keyArrays(table, keys)}) as k(${keyNames(table)}) on ${keyMatch(table)}`.execute(tx)
    const columns = keyColumns(table)
    const known = new Map(found.rows.map((row) => [keyText(columns.map((column) => String(row[column]))), row]))
    for (const key of keys) rows.load(table, key, known.get(keyText(key)) ?? null)
  }
}

const toParameter = (row: Row, column: string, type: ColumnType): string | number | boolean | null => {
  const value = row[column] ?? null
  if (value === null) return null
  if (type === 'json' || type === 'document') return JSON.stringify(value)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : JSON.stringify(value)
}

const upsert = (schema: string | null, table: TableDefinition, rows: readonly Row[]): RawBuilder<unknown> => {
  const columns = columnsOf(table)
  const arrays = columns.map(
    ([name, type]) => sql`${arrayText(rows.map((row) => toParameter(row, name, type)))}::${sql.raw(arrayType[type])}`,
  )
  const names = sql.join(columns.map(([name]) => sql.id(name)))
  const values = columns.map(([name, type]) => sql`v.${sql.id(name)}${casts[type]}`)
  const others = columns.filter(([name]) => !keyColumns(table).includes(name))
  const conflict =
    table.appendOnly || others.length === 0
      ? sql`do nothing`
      : sql`do update set ${sql.join(others.map(([name]) => sql`${sql.id(name)} = excluded.${sql.id(name)}`))}`
  return sql`insert into ${schema === null ? sql.id(table.name) : sql.id(schema, table.name)} (${names})
    select ${sql.join(values)} from unnest(${sql.join(arrays)}) as v(${names})
    where ${schema === null ? sql`true` : whereMoved} on conflict (${keyNames(table)}) ${conflict}`
}

/** Adds rows to a table of this transaction. */
export const addRows = async (db: Db, table: TableDefinition, rows: readonly Row[]): Promise<void> => {
  for (let at = 0; at < rows.length; at += MOST_ROWS_AT_ONCE) await upsert(null, table, rows.slice(at, at + MOST_ROWS_AT_ONCE)).execute(db)
}

const remove = (schema: string, table: TableDefinition, keys: readonly Key[]): RawBuilder<unknown> =>
  sql`delete from ${sql.id(schema, table.name)} t
    using unnest(${keyArrays(table, keys)}) as k(${keyNames(table)}) where ${keyMatch(table)} and ${whereMoved}`

/** What a batch changed, for those who look at the rows now. */
export interface TableChange {
  readonly table: string
  readonly campus: string
  /** Keys without the campus. */
  readonly keys: readonly Key[]
}

/** What a batch writes: at most one upsert and one delete per table. The rows may be folded on while it is carried out. */
export interface RowChanges {
  readonly statements: readonly RawBuilder<unknown>[]
  readonly changes: readonly TableChange[]
}

/** Takes the changed rows as statements. */
export const takeChanges = (tables: readonly TableDefinition[], schema: string, rows: RowSet): RowChanges => {
  const statements: RawBuilder<unknown>[] = []
  const changes = new Map<string, { table: string; campus: string; keys: Key[] }>()
  const note = (table: TableDefinition, campus: string, key: Key): void => {
    const at = keyText([table.name, campus])
    const change = changes.get(at) ?? { table: table.name, campus, keys: [] }
    change.keys.push(key)
    changes.set(at, change)
  }
  for (const table of tables) {
    const { upserts, deletes } = rows.takeChanges(table)
    if (upserts.length > 0) statements.push(upsert(schema, table, upserts))
    if (deletes.length > 0) statements.push(remove(schema, table, deletes))
    for (const row of upserts)
      note(
        table,
        row.campus,
        table.key.map((column) => String(row[column])),
      )
    for (const [campus = '', ...key] of deletes) note(table, campus, key)
  }
  return { statements, changes: [...changes.values()] }
}
