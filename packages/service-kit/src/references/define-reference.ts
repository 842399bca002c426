import type { EventDefinition, EventOf } from '@fudao/contracts/kit'
import {
  type ColumnType,
  defineProjection,
  defineTable,
  type Key,
  on,
  type ProjectedEvent,
  type ProjectionDefinition,
  type Row,
  type RowHandler,
  type RowOf,
  type TableDefinition,
} from '@fudao/projections'

type Columns = Readonly<Record<string, ColumnType>>

/** A small table that a service keeps of another service's events, to decide on (C-06). */
export interface ReferenceDefinition<R extends Row = Row> {
  readonly name: string
  readonly table: TableDefinition<R>
  readonly projection: ProjectionDefinition
}

/** Binds an event to the table; as `on` of the projections. */
export type FromEvent<R extends Row> = <D extends EventDefinition>(
  definition: D,
  key: (event: ProjectedEvent<EventOf<D>['data']>) => Key | readonly Key[],
  evolve: (row: R | undefined, event: ProjectedEvent<EventOf<D>['data']>, key: Key) => R | null | undefined,
) => RowHandler

// where the row comes from, for the basis of the events decided on it
const source = { sourceStream: 'text', sourceRevision: 'int' } as const

/** Remembers which event wrote the row last. */
const withSource = (handler: RowHandler): RowHandler => ({
  ...handler,
  evolve: (row, event, key) => {
    const next = handler.evolve(row, event, key)
    return next ? { ...next, sourceStream: event.subject, sourceRevision: event.revision } : next
  },
})

/**
 * Declares a reference table. Another shape or fold is another version, which is filled from the first event on. Personal fields arrive
 * encrypted: a reference table holds none.
 */
export const defineReference = <const C extends Columns>(
  name: string,
  definition: {
    readonly version: number
    readonly columns: C
    readonly key: readonly (keyof C & string)[]
    readonly handlers: (from: FromEvent<RowOf<C>>) => readonly RowHandler[]
  },
): ReferenceDefinition<RowOf<C>> => {
  const { version, key } = definition
  const table = defineTable('reference', { columns: { ...definition.columns, ...source }, key }) as unknown as TableDefinition<RowOf<C>>
  const from: FromEvent<RowOf<C>> = (event, keys, evolve) => withSource(on(event, table, keys, evolve))
  return { name, table, projection: defineProjection({ name, version, tables: [table], handlers: definition.handlers(from) }) }
}
