import type { ProjectedEvent, ProjectionDefinition, RowHandler } from './projection.js'
import { type Key, type Row, type TableDefinition } from './table.js'

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

/** Text of a key that no two keys of a table share: PostgreSQL's texts hold no NUL. */
export const keyText = (key: Key): string => key.join('\u0000')

interface Entry {
  readonly key: Key
  row: Row | null
}
interface TableRows {
  readonly rows: Map<string, Entry>
  readonly changed: Set<Entry>
}

/** Rows in memory: of one batch, or kept over the batches of a rebuild. */
export class RowSet {
  readonly #tables = new Map<TableDefinition, TableRows>()
  #size = 0

  /** Rows held, over all tables. */
  get size(): number {
    return this.#size
  }
  has(table: TableDefinition, text: string): boolean {
    return this.#of(table).rows.has(text)
  }
  /** Puts what the database holds; `null` where it holds nothing. */
  load(table: TableDefinition, key: Key, row: Row | null): void {
    this.#enter(table, keyText(key), key, row)
  }
  get(table: TableDefinition, text: string): Row | undefined {
    return this.#of(table).rows.get(text)?.row ?? undefined
  }
  put(table: TableDefinition, text: string, key: Key, row: Row | null): void {
    const { rows, changed } = this.#of(table)
    const entry = rows.get(text)
    if (entry) entry.row = row
    changed.add(entry ?? this.#enter(table, text, key, row))
  }
  /** What must be written of a table since this was asked before. */
  takeChanges(table: TableDefinition): { readonly upserts: readonly Row[]; readonly deletes: readonly Key[] } {
    const { rows, changed } = this.#of(table)
    const upserts: Row[] = []
    const deletes: Key[] = []
    for (const { row, key } of changed)
      if (row === null) deletes.push(key)
      else upserts.push(row)
    changed.clear()
    // never read again
    if (table.appendOnly) {
      this.#size -= rows.size
      rows.clear()
    }
    return { upserts, deletes }
  }
  clear(): void {
    this.#tables.clear()
    this.#size = 0
  }

  #enter(table: TableDefinition, text: string, key: Key, row: Row | null): Entry {
    const entry = { key, row }
    this.#of(table).rows.set(text, entry)
    this.#size += 1
    return entry
  }
  #of(table: TableDefinition): TableRows {
    let of = this.#tables.get(table)
    if (!of) {
      of = { rows: new Map(), changed: new Set() }
      this.#tables.set(table, of)
    }
    return of
  }
}

type Handling = Pick<RowHandler, 'table' | 'campus' | 'keys' | 'evolve'>

/** One handler on one row: what a batch will do, found once. */
interface Step {
  readonly index: number
  readonly event: ProjectedEvent
  readonly handler: Handling
  readonly key: Key
  readonly full: Key
  readonly text: string
}
export interface FoldPlan {
  readonly steps: readonly Step[]
  /** Rows it needs, by their key's text. */
  readonly keys: ReadonlyMap<TableDefinition, ReadonlyMap<string, Key>>
}

const hasKey = (table: TableDefinition, row: Row, full: Key): boolean =>
  row.campus === full[0] && table.key.every((column, at) => String(row[column]) === full[at + 1])

/** Handlers of a projection by stored type. */
export class Folder {
  readonly #byType = new Map<string, readonly RowHandler[]>()
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

  /** What a batch does, and the rows it needs from the database. @throws FoldFailed */
  plan(events: readonly ProjectedEvent[]): FoldPlan {
    const steps: Step[] = []
    const keys = new Map<TableDefinition, Map<string, Key>>()
    for (const [index, event] of events.entries())
      try {
        for (const handler of this.#handlersOf(event)) {
          const campus = handler.campus?.(event) ?? event.campus
          let needed = keys.get(handler.table)
          if (!needed) {
            needed = new Map()
            keys.set(handler.table, needed)
          }
          for (const key of handler.keys(event)) {
            const full = [campus, ...key]
            const text = keyText(full)
            steps.push({ index, event, handler, key, full, text })
            if (!handler.table.appendOnly) needed.set(text, full)
          }
        }
      } catch (error) {
        throw new FoldFailed(event, index, error)
      }
    return { steps, keys }
  }

  /** Folds a batch into the rows. @throws FoldFailed */
  fold(plan: FoldPlan, rows: RowSet): void {
    for (const { index, event, handler, key, full, text } of plan.steps)
      try {
        const next = handler.evolve(rows.get(handler.table, text), event, key)
        if (next === undefined) continue
        if (next !== null && !hasKey(handler.table, next, full))
          throw new Error(`a row of ${handler.table.name} was given another key than ${JSON.stringify(full)}`)
        rows.put(handler.table, text, full, next)
      } catch (error) {
        throw new FoldFailed(event, index, error)
      }
  }
}

/** Folds events without a database: given events → rows. For tests and for comparing a rebuild. */
export const foldAll = (projection: ProjectionDefinition, events: readonly ProjectedEvent[]): ReadonlyMap<string, readonly Row[]> => {
  const rows = new RowSet()
  const folder = new Folder(projection)
  folder.fold(folder.plan(events), rows)
  return new Map(projection.tables.map((table) => [table.name, rows.takeChanges(table).upserts]))
}
