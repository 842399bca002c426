import {
  connectDatabase,
  ensureProjection,
  Folder,
  type ProjectedEvent,
  type ProjectionDefinition,
  type Row,
  RowSet,
  type TableDefinition,
} from '@fudao/projections'
import pg from 'pg'
import { quantile } from '../statistics.js'

const schema = 'row_by_row'

/** One upsert or delete of one row, as text for a prepared statement. */
export const rowStatement = (table: TableDefinition, namespace: string) => {
  const key = ['campus', ...table.key]
  const columns = ['campus', ...Object.keys(table.columns)]
  const id = pg.escapeIdentifier
  const target = `${id(namespace)}.${id(table.name)}`
  const others = columns.filter((column) => !key.includes(column))
  const conflict = table.appendOnly ? 'do nothing' : `do update set ${others.map((c) => `${id(c)} = excluded.${id(c)}`).join(', ')}`
  return {
    upsert: `insert into ${target} (${columns.map(id).join(', ')}) values (${columns.map((_, i) => `$${i + 1}`).join(', ')})
      on conflict (${key.map(id).join(', ')}) ${conflict}`,
    remove: `delete from ${target} where ${key.map((column, i) => `${id(column)} = $${i + 1}`).join(' and ')}`,
    values: (row: Row): readonly unknown[] =>
      columns.map((column) => {
        const value = row[column] ?? null
        const type = table.columns[column]
        return value !== null && (type === 'json' || type === 'document') ? JSON.stringify(value) : value
      }),
  }
}

/** Statement and values for each row that one event changes; rows are folded in memory, so that nothing has to be read back. */
export const statementsOf = (projection: ProjectionDefinition, namespace: string) => {
  const folder = new Folder(projection)
  const rows = new RowSet()
  const byTable = new Map(projection.tables.map((table) => [table, rowStatement(table, namespace)]))
  return (event: ProjectedEvent): readonly { readonly text: string; readonly values: readonly unknown[] }[] => {
    folder.fold(folder.plan([event]), rows)
    return [...byTable].flatMap(([table, { upsert, remove, values }]) => {
      const changed = rows.takeChanges(table)
      return [
        ...changed.upserts.map((row) => ({ text: upsert, values: values(row) })),
        ...changed.deletes.map((key) => ({ text: remove, values: key })),
      ]
    })
  }
}

/** The tables of a projection in a database of their own, with their indexes. Gives the schema they are in. */
export const createTablesOf = async (url: string, projection: ProjectionDefinition): Promise<string> => {
  const db = connectDatabase(url, { name: 'bench', max: 1 })
  try {
    return (await ensureProjection(db, projection)).schema
  } finally {
    await db.destroy()
  }
}

export interface Rate {
  readonly perSecond: number
  /** Milliseconds of a batch. */
  readonly p50: number
  readonly p99: number
}

/** The plain way: events from memory, one prepared statement per event, a transaction with a checkpoint per 500. */
export const rowByRow = async (url: string, projection: ProjectionDefinition, events: readonly ProjectedEvent[]): Promise<Rate> => {
  const namespace = await createTablesOf(url, projection)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`create schema ${schema}`)
    await client.query(`create table ${schema}.checkpoint (name text primary key, position text)`)
    const statements = statementsOf(projection, namespace)
    const batches: number[] = []
    const started = performance.now()
    for (let from = 0; from < events.length; from += 500) {
      const began = performance.now()
      const batch = events.slice(from, from + 500)
      await client.query('begin')
      for (const event of batch)
        for (const { text, values } of statements(event)) await client.query({ name: text.slice(0, 60), text, values: [...values] })
      await client.query(
        `insert into ${schema}.checkpoint values ('bench', $1) on conflict (name) do update set position = excluded.position`,
        [batch.at(-1)?.position],
      )
      await client.query('commit')
      batches.push(performance.now() - began)
    }
    const seconds = (performance.now() - started) / 1_000
    const sorted = batches.toSorted((a, b) => a - b)
    return { perSecond: events.length / seconds, p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) }
  } finally {
    await client.end()
  }
}
