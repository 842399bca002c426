import { type Move, moveCheckpoint, type Target } from './checkpoint.js'
import { Folder, RowSet } from './fold.js'
import type { ProjectedEvent, ProjectionDefinition } from './projection.js'
import { loadRows, type TableChange, takeChanges } from './rows-in-database.js'
import type { ControlRow, Db } from './schema.js'
import { Statistics } from './statistics.js'

// Rows kept in memory while far behind: a bound, not a measured optimum.
const MOST_KEPT_ROWS = 50_000

/**
 * Writes the batches of one generation of a projection: rows and checkpoint in one statement. While far behind, rows stay in
 * memory from batch to batch, and the next batch is read and folded while this one is committed: nobody else can have written in
 * between, because every commit moves the checkpoint from where the one before left it. After any failure throw the writer away.
 */
export class BatchWriter {
  readonly #db: Db
  readonly #projection: ProjectionDefinition
  readonly #folder: Folder
  readonly #target: Target
  readonly #schema: string
  readonly #rows = new RowSet()
  readonly #statistics: Statistics
  #committing: Promise<void> = Promise.resolve()
  #failed: unknown
  #from: string | null

  constructor(db: Db, projection: ProjectionDefinition, folder: Folder, control: ControlRow) {
    this.#db = db
    this.#projection = projection
    this.#folder = folder
    this.#target = { name: projection.name, version: projection.version, generation: control.generation, role: control.role }
    this.#schema = control.schema
    this.#statistics = new Statistics(db, control.schema)
    this.#from = control.position
  }

  get target(): Target {
    return this.#target
  }
  /** Where the next batch begins: position of the last one handed over. */
  get from(): string | null {
    return this.#from
  }

  /**
   * Folds a batch and commits it. With `ahead`, returns when it is folded: a failure of its commit is thrown by the next call or by
   * {@link settle}. @throws FoldFailed before anything of the batch is written
   */
  async write(
    events: readonly ProjectedEvent[],
    to: Omit<Move, 'from' | 'events' | 'applied'>,
    options: { readonly ahead: boolean; readonly done: (changes: readonly TableChange[]) => void },
  ): Promise<void> {
    const plan = this.#folder.plan(events)
    if (!options.ahead) await this.settle()
    // rows that are not held are in no batch at work
    await loadRows(this.#db, this.#schema, plan.keys, this.#rows)
    try {
      this.#folder.fold(plan, this.#rows)
    } catch (error) {
      await this.settle()
      this.#rows.clear()
      throw error
    }
    const { statements, changes } = takeChanges(this.#projection.tables, this.#schema, this.#rows)
    await this.settle()
    const move: Move = { ...to, from: this.#from, events: events.length, applied: events.at(-1)?.position ?? null }
    this.#from = to.to
    this.#committing = moveCheckpoint(this.#db, this.#target, move, statements, options.ahead).then(
      () => {
        options.done(changes)
        return this.#statistics.note(changes)
      },
      (error: unknown) => {
        this.#failed = error
      },
    )
    if (options.ahead && this.#rows.size < MOST_KEPT_ROWS) return
    await this.settle()
    this.#rows.clear()
  }

  /** Saves a checkpoint over events that concern nobody. */
  async pass(to: Omit<Move, 'from' | 'events' | 'applied'>): Promise<void> {
    await this.settle()
    await moveCheckpoint(this.#db, this.#target, { ...to, from: this.#from, events: 0, applied: null })
    this.#from = to.to
  }

  /** Waits for the commit at work. */
  async settle(): Promise<void> {
    await this.#committing
    if (this.#failed !== undefined) throw this.#failed
  }
}
