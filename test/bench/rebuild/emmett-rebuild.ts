import { rawSql } from '@event-driven-io/dumbo'
import type { Event } from '@event-driven-io/emmett'
import { getPostgreSQLEventStore, postgreSQLRawSQLProjection, rebuildPostgreSQLProjections } from '@event-driven-io/emmett-postgresql'
import type { ProjectedEvent, ProjectionDefinition } from '@fudao/projections'
import pg from 'pg'
import { createTablesOf, statementsOf } from './row-by-row.js'

type Stored = Event<string, Readonly<Record<string, unknown>>, { readonly envelope: Omit<ProjectedEvent, 'data'> }>

const literal = (value: unknown): string =>
  value === null ? 'null' : typeof value === 'string' ? pg.escapeLiteral(value) : JSON.stringify(value)

/**
 * Emmett's own rebuild of the same rows from the same events: `rebuildPostgreSQLProjections` with a raw SQL projection of one statement
 * per event, `batchSize` events per pull. Events per second.
 */
export const emmettRebuild = async (
  url: string,
  projection: ProjectionDefinition,
  events: readonly ProjectedEvent[],
  batchSize: number,
): Promise<number> => {
  const namespace = await createTablesOf(url, projection)
  const store = getPostgreSQLEventStore(url)
  await store.schema.migrate()
  for (let from = 0; from < events.length; from += 500)
    await store.appendToStream(
      `bench-${from}`,
      events.slice(from, from + 500).map(({ data, ...envelope }) => ({ type: envelope.type, data, metadata: { envelope } })),
    )
  const statements = statementsOf(projection, namespace)
  const consumer = rebuildPostgreSQLProjections<Stored>({
    connectionString: url,
    pulling: { batchSize, pullingFrequencyInMs: 10 },
    projections: [
      postgreSQLRawSQLProjection<Stored>({
        name: projection.name,
        canHandle: [...new Set(events.map(({ type }) => type))],
        evolve: (event) => {
          const folded = { ...event.metadata.envelope, data: event.data } as ProjectedEvent
          return statements(folded).map(({ text, values }) => rawSql(text.replace(/\$(\d+)/g, (_, n) => literal(values[Number(n) - 1]))))
        },
      }),
    ],
  })
  const started = performance.now()
  await consumer.start()
  const seconds = (performance.now() - started) / 1_000
  await consumer.close()
  await store.close()
  return events.length / seconds
}
