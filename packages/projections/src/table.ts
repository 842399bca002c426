/** Column types of read models. Business dates and instants are text: they sort as text and no driver turns them into a `Date`. */
export type ColumnType = 'text' | 'int' | 'bool' | 'json' | 'document'

type ValueOf = {
  readonly text: string | null
  readonly int: number | null
  readonly bool: boolean | null
  /** Can be searched; the order of its keys is lost. */
  readonly json: unknown
  /** Kept as it was written. */
  readonly document: unknown
}
type Columns = Readonly<Record<string, ColumnType>>

/** A row as the fold sees it. Every table has `campus`, the column row-level security goes by. */
export type RowOf<C extends Columns> = { readonly campus: string } & { readonly [K in keyof C]: ValueOf[C[K]] }
export type Row = Readonly<Record<string, unknown>> & { readonly campus: string }
export type Key = readonly string[]

/**
 * Columns by which rows are found and sorted, the campus first; or one column that is only ever asked for by its exact value, which costs
 * half to write and a quarter of the space. Rows where it equals `otherThan` are left out: the query has to say the same.
 */
export type IndexDefinition<C extends string = string> = readonly C[] | { readonly exactly: C; readonly otherThan?: C }

export interface TableDefinition<R extends Row = Row> {
  readonly name: string
  /** Without `campus`, which comes first. */
  readonly columns: Columns
  /** Text columns that with `campus` identify a row. */
  readonly key: readonly string[]
  readonly indexes: readonly IndexDefinition[]
  /** Rows are only ever added (a journal): nothing is read back, a second insert changes nothing. */
  readonly appendOnly: boolean
  /** Carries the row type; never set. */
  readonly row?: R
}

const NAME = /^[a-z][a-zA-Z0-9_]{0,50}$/

/** Declares a table; `key` columns must be text. */
export const defineTable = <const C extends Columns>(
  name: string,
  definition: {
    readonly columns: C
    readonly key: readonly (keyof C & string)[]
    readonly indexes?: readonly IndexDefinition<keyof C & string>[]
    readonly appendOnly?: boolean
  },
): TableDefinition<RowOf<C>> => {
  for (const part of [name, ...Object.keys(definition.columns)])
    if (!NAME.test(part)) throw new TypeError(`not a table or column name: ${part}`)
  for (const column of definition.key)
    if (definition.columns[column] !== 'text') throw new TypeError(`key column ${column} of ${name} is not text`)
  return {
    name,
    columns: definition.columns,
    key: definition.key,
    indexes: definition.indexes ?? [],
    appendOnly: definition.appendOnly ?? false,
  }
}

/** Key of a row within its table, the campus first. */
export const keyOf = (table: TableDefinition, row: Row): Key => [row.campus, ...table.key.map((column) => String(row[column]))]
