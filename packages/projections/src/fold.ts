import type { ProjectedEvent, ProjectionDefinition, RowHandler } from './projection.js'
import { type Key, keyOf, type Row, type TableDefinition } from './table.js'

/** A fold that failed, and at which event: the projection stops there. */
export class FoldFailed extends Error {
  override readonly name = 'FoldFailed'
  constructor(
    readonly event: Pick<ProjectedEvent, 'id' | 'type' | 'position' | 'subject'>,
    /** Events of the batch before it, which are fine. */
    readonly index: number,
    cause: unknown,
  ) {
    super(`${event.type} ${event.id} at ${event.position}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

/** Text of a key that no two keys share. */
export const keyText = (key: Key): string => JSON.stringify(key)

/** Rows of one batch in memory. */
export class RowSet {
  readonly #tables = new Map<TableDefinition, Map<string, { readonly key: Key; row: Row | null; changed: boolean }>>()

  /** Puts what the database holds; `null` where it holds nothing. */
  load(table: TableDefinition, key: Key, row: Row | null): void {
    this.#rows(table).set(keyText(key), { key, row, changed: false })
  }
  get(table: TableDefinition, key: Key): Row | undefined {
    return this.#rows(table).get(keyText(key))?.row ?? undefined
  }
  put(table: TableDefinition, key: Key, row: Row | null): void {
    this.#rows(table).set(keyText(key), { key, row, changed: true })
  }
  /** What must be written, table by table. */
  changes(table: TableDefinition): { readonly upserts: readonly Row[]; readonly deletes: readonly Key[] } {
    const changed = [...this.#rows(table).values()].filter((entry) => entry.changed)
    return {
      upserts: changed.flatMap((entry) => (entry.row === null ? [] : [entry.row])),
      deletes: changed.flatMap((entry) => (entry.row === null ? [entry.key] : [])),
    }
  }

  #rows(table: TableDefinition) {
    let rows = this.#tables.get(table)
    if (!rows) {
      rows = new Map()
      this.#tables.set(table, rows)
    }
    return rows
  }
}

type Handling = Pick<RowHandler, 'table' | 'campus' | 'keys' | 'evolve'>

const fullKeys = (handler: Handling, event: ProjectedEvent): readonly { readonly key: Key; readonly full: Key }[] => {
  const campus = handler.campus?.(event) ?? event.campus
  return handler.keys(event).map((key) => ({ key, full: [campus, ...key] }))
}

/** Handlers of a projection by stored type. */
export class Folder {
  readonly #byType = new Map<string, RowHandler[]>()
  readonly #every: Handling | undefined

  constructor(projection: ProjectionDefinition) {
    this.#every = projection.every
    for (const handler of projection.handlers) this.#byType.set(handler.type, [...(this.#byType.get(handler.type) ?? []), handler])
  }

  handles(type: string): boolean {
    return this.#every !== undefined || this.#byType.has(type)
  }

  #handlersOf(event: ProjectedEvent): readonly Handling[] {
    const handlers = this.#byType.get(event.type) ?? []
    for (const handler of handlers)
      if (event.schemaversion > handler.version)
        throw new Error(`schema version ${event.schemaversion} is newer than ${handler.version}, the newest this projector knows`)
    return this.#every ? [...handlers, this.#every] : handlers
  }

  /** Rows a batch needs from the database. */
  keysOf(events: readonly ProjectedEvent[]): Map<TableDefinition, Key[]> {
    const seen = new Map<TableDefinition, Map<string, Key>>()
    events.forEach((event, index) => {
      try {
        for (const handler of this.#handlersOf(event)) {
          if (handler.table.appendOnly) continue
          const keys = seen.get(handler.table) ?? new Map<string, Key>()
          seen.set(handler.table, keys)
          for (const { full } of fullKeys(handler, event)) keys.set(keyText(full), full)
        }
      } catch (error) {
        throw new FoldFailed(event, index, error)
      }
    })
    return new Map([...seen].map(([table, keys]) => [table, [...keys.values()]]))
  }

  /** Folds a batch into the rows. */
  fold(events: readonly ProjectedEvent[], rows: RowSet): void {
    events.forEach((event, index) => {
      try {
        for (const handler of this.#handlersOf(event)) this.#apply(handler, event, rows)
      } catch (error) {
        throw new FoldFailed(event, index, error)
      }
    })
  }

  #apply(handler: Handling, event: ProjectedEvent, rows: RowSet): void {
    for (const { key, full } of fullKeys(handler, event)) {
      const next = handler.evolve(rows.get(handler.table, full), event, key)
      if (next === undefined) continue
      if (next !== null && keyText(keyOf(handler.table, next)) !== keyText(full))
        throw new Error(`a row of ${handler.table.name} was given another key than ${keyText(full)}`)
      rows.put(handler.table, full, next)
    }
  }
}

/** Folds events without a database: given events → rows. For tests and for comparing a rebuild. */
export const foldAll = (projection: ProjectionDefinition, events: readonly ProjectedEvent[]): ReadonlyMap<string, readonly Row[]> => {
  const rows = new RowSet()
  new Folder(projection).fold(events, rows)
  return new Map(projection.tables.map((table) => [table.name, rows.changes(table).upserts]))
}
