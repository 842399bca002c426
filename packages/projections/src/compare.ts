import { setTimeout as delay } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import { readGenerations } from './generations.js'
import type { ProjectionDefinition } from './projection.js'
import { columnsOf, keyColumns } from './rows-in-database.js'
import type { Db } from './schema.js'
import type { Key, TableDefinition } from './table.js'

export interface RowDifference {
  readonly table: string
  /** The campus first. */
  readonly key: Key
  readonly difference: 'missing' | 'surplus' | 'columns'
  /** Names of the columns that differ; never their values, which may be personal. */
  readonly columns: readonly string[]
}
export interface Comparison {
  readonly equal: boolean
  /** Rows of the rebuilt tables, by table. */
  readonly rows: Readonly<Record<string, number>>
  /** Differences, at most {@link MOST_SHOWN}; `missing` and `surplus` as seen from the rebuilt tables: what is served lacks it, or has it too much. */
  readonly differences: readonly RowDifference[]
  readonly more: boolean
  /** Position of the last event both hold; `null` when they never stood at the same event while they were looked at. */
  readonly at: string | null
}
export const MOST_SHOWN = 100
const LOOKS = 100

const differing = (table: TableDefinition): RawBuilder<unknown> =>
  sql.join(
    columnsOf(table)
      .filter(([name]) => !keyColumns(table).includes(name))
      // json has no equality
      .map(([name, type]) => {
        const cast = type === 'document' ? sql`::text` : sql``
        return sql`case when s.${sql.id(name)}${cast} is distinct from n.${sql.id(name)}${cast} then ${sql.lit(name)} end`
      }),
  )

const compareTable = async (db: Db, table: TableDefinition, served: string, next: string): Promise<readonly RowDifference[]> => {
  const keys = keyColumns(table)
  const on = sql.join(
    keys.map((column) => sql`s.${sql.id(column)} = n.${sql.id(column)}`),
    sql` and `,
  )
  const key = sql.join(keys.map((column) => sql`coalesce(s.${sql.id(column)}, n.${sql.id(column)})`))
  const found = await sql<{ key: Key; columns: readonly string[]; served: boolean; next: boolean }>`
    select * from (
      select array[${key}] as key, s.campus is not null as served, n.campus is not null as next,
        array_remove(array[${differing(table)}]::text[], null) as columns
      from ${sql.id(served, table.name)} s full join ${sql.id(next, table.name)} n on ${on}) d
    where not served or not next or cardinality(columns) > 0
    order by key limit ${MOST_SHOWN + 1}`.execute(db)
  return found.rows.map((row) => ({
    table: table.name,
    key: row.key,
    difference: !row.served ? 'missing' : row.next ? 'columns' : 'surplus',
    columns: row.served && row.next ? row.columns : [],
  }))
}

const look = (db: Db, projection: ProjectionDefinition): Promise<Comparison | null> =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const all = await readGenerations(tx, projection)
      const served = all.find(({ role }) => role === 'served')
      const next = all.find(({ role }) => role === 'next')
      if (!served || !next) return null
      const differences: RowDifference[] = []
      const rows: Record<string, number> = {}
      for (const table of projection.tables) {
        differences.push(...(await compareTable(tx, table, served.schema, next.schema)))
        const counted = await sql<{ n: number }>`select count(*)::float8 n from ${sql.id(next.schema, table.name)}`.execute(tx)
        rows[table.name] = counted.rows[0]?.n ?? 0
      }
      const at = served.applied === next.applied ? next.applied : null
      const more = differences.length > MOST_SHOWN
      return { equal: differences.length === 0, rows, differences: differences.slice(0, MOST_SHOWN), more, at }
    })

const same = (a: RowDifference, b: RowDifference): boolean => a.table === b.table && a.key.join('\u0000') === b.key.join('\u0000')

/**
 * Compares what is served with what a rebuild made, row by row, each look in one snapshot of both. While commands flow, the two are
 * seldom at the same event: then only rows that differ at every look are told, until the two meet or a hundred looks were made.
 * `null` without a rebuild.
 */
export const compareGenerations = async (db: Db, projection: ProjectionDefinition, signal?: AbortSignal): Promise<Comparison | null> => {
  let known: readonly RowDifference[] | undefined
  for (let at = 1; ; at += 1) {
    const seen = await look(db, projection)
    if (!seen || seen.equal || seen.at !== null) return seen
    const before = known
    known = before ? seen.differences.filter((one) => before.some((other) => same(one, other))) : seen.differences
    if (known.length === 0) return { ...seen, equal: true, differences: [], more: false }
    if (at === LOOKS || seen.more || signal?.aborted) return { ...seen, equal: false, differences: known }
    await delay(50)
  }
}
