import { type CloudEvent, type EventDefinition, type EventOf, upcastEvent } from '@fudao/contracts/kit'
import type { Key, Row, TableDefinition } from './table.js'

/** An event as a fold gets it; `campus` is the tenant token of its subject. */
export interface ProjectedEvent<D = Readonly<Record<string, unknown>>> extends Omit<CloudEvent, 'data'> {
  readonly campus: string
  readonly data: D
}

/** What one event type does to the rows of one table: pure, so that a rebuild gives the live rows. */
export interface RowHandler {
  readonly type: string
  /** Highest schema version the handler understands. */
  readonly version: number
  readonly table: TableDefinition
  /** Tenant whose rows they are; default that of the event (a registration is an event of the platform). */
  readonly campus?: (event: ProjectedEvent) => string
  /** Keys (without the campus) of the rows the event concerns. */
  readonly keys: (event: ProjectedEvent) => readonly Key[]
  /** The row after the event; `undefined` leaves it as it is, `null` deletes it. */
  readonly evolve: (row: Row | undefined, event: ProjectedEvent, key: Key) => Row | null | undefined
}

/** Handler of an event of the published language, which sees every version of it as the present one; `key` gives one key or several. */
export const on = <D extends EventDefinition, R extends Row>(
  definition: D,
  table: TableDefinition<R>,
  key: (event: ProjectedEvent<EventOf<D>['data']>) => Key | readonly Key[],
  evolve: (row: R | undefined, event: ProjectedEvent<EventOf<D>['data']>, key: Key) => R | null | undefined,
): RowHandler =>
  onType(
    { type: definition.type, version: definition.version },
    table,
    (event) => key(upcastEvent(definition, event) as never),
    (row, event, rowKey) => evolve(row as R | undefined, upcastEvent(definition, event) as never, rowKey),
  )

/** Handler of a stored type that is named, not imported. */
export const onType = <R extends Row>(
  stored: { readonly type: string; readonly version: number },
  table: TableDefinition<R>,
  key: (event: ProjectedEvent) => Key | readonly Key[],
  evolve: (row: R | undefined, event: ProjectedEvent, key: Key) => R | null | undefined,
): RowHandler => ({
  ...stored,
  table,
  keys: (event) => {
    const keys = key(event)
    return (typeof keys[0] === 'string' ? [keys] : keys) as readonly Key[]
  },
  evolve: evolve as RowHandler['evolve'],
})

/** The same handler for rows of another tenant than the event's. */
export const ofCampus = (campus: (event: ProjectedEvent) => string, handler: RowHandler): RowHandler => ({ ...handler, campus })

/** A read model: versioned tables and how events fold into them. Another shape or fold is another version. */
export interface ProjectionDefinition {
  readonly name: string
  readonly version: number
  readonly tables: readonly TableDefinition[]
  readonly handlers: readonly RowHandler[]
  /** Handles events of every type, after the handlers by type (a journal). */
  readonly every?: Omit<RowHandler, 'type' | 'version'>
  /** Runs before the fold of a batch: what needs to be asked for, such as the keys of persons. */
  readonly prepare?: (events: readonly ProjectedEvent[]) => Promise<readonly ProjectedEvent[]>
}

const NAME = /^[a-z][a-z0-9-]{0,40}$/

/** Checks a definition: names, and that handlers write only the projection's own tables. */
export const defineProjection = (definition: ProjectionDefinition): ProjectionDefinition => {
  if (!NAME.test(definition.name)) throw new TypeError(`not a projection name: ${definition.name}`)
  for (const handler of [...definition.handlers, ...(definition.every ? [definition.every] : [])])
    if (!definition.tables.includes(handler.table)) throw new TypeError(`${definition.name} writes a foreign table: ${handler.table.name}`)
  return definition
}

/** PostgreSQL schema of one generation of a version: a rebuild fills the next beside the one that is served. */
export const schemaOf = ({ name, version }: Pick<ProjectionDefinition, 'name' | 'version'>, generation = 0): string =>
  `rm_${name.replaceAll('-', '_')}_v${version}${generation === 0 ? '' : `_g${generation}`}`
