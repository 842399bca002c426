import { durableName, Gathering, HeadWatch } from '@fudao/messaging'
import { connectDatabase, type Db, ProjectionRunner, type Row, readRow, SharedFeed } from '@fudao/projections'
import { errorText } from '@fudao/telemetry'
import type { ServiceContext } from '../bootstrap-service.js'
import { ConfigurationError } from '../process/config.js'
import type { HealthState } from '../process/health.js'
import type { ReferenceDefinition } from './define-reference.js'

/** How long a decision waits for a reference table; then the command is answered `unavailable` and has changed nothing. */
export const REFERENCE_WAIT_MS = 1_500
/** How long events are gathered for the tables while no decision waits for one: few of them concern a table at all; */
const GATHER_MS = 50
/** and while one does. */
const AWAITED_GATHER_MS = 5
/** A table that takes longer for a batch reads by itself: decisions on the others must not wait for it. */
const SLOW_AFTER_MS = 500
// older facts are still facts, but somebody should look
const LAGGING_SECONDS = 10

/** A reference table that cannot be read as far as the decision needs. */
export class ReferenceUnavailable extends Error {
  override readonly name = 'ReferenceUnavailable'
}

/** A row as it was when the decision was taken, and how far the table had read then. */
export interface ReferenceReading<R extends Row> {
  readonly row: R | null
  readonly position: string | null
  /** Last event of the row; `null` without a row. */
  readonly source: { readonly stream: string; readonly revision: number } | null
}

export interface References {
  /** Reads one row of a campus, once the table holds the event at `token`. @throws ReferenceUnavailable */
  readonly read: <R extends Row>(
    reference: ReferenceDefinition<R>,
    campus: string,
    key: readonly string[],
    token: string | undefined,
  ) => Promise<ReferenceReading<R>>
}

/** For services that keep none. */
export const noReferences: References = {
  read: (reference) => Promise.reject(new Error(`this service does not keep the reference table ${reference.name}`)),
}

const healthOf = (runner: ProjectionRunner): HealthState => {
  const { activity, lagEvents, lagSeconds, position, failure } = runner.status
  const detail = `${activity}, ${lagEvents} events and ${Math.round(lagSeconds)} s behind, at ${position ?? 'the beginning'}`
  // what needs no reference is decided all the same
  if (failure) return { status: 'lagging', detail: `stands still before ${failure.type} ${failure.eventId}: ${failure.error}` }
  return { status: activity === 'stuck' || lagSeconds > LAGGING_SECONDS ? 'lagging' : 'ok', detail }
}

/** Resolves `false` when `work` takes longer. */
const within = (work: Promise<boolean>, ms: number): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

/** One table and whether it may be decided on. */
class Reference {
  readonly #db: Db
  readonly #definition: ReferenceDefinition
  readonly #runner: ProjectionRunner
  /** Has all that was there when the service started: before, a row that is missing says nothing. */
  #filled = false
  readonly #firstHead: Promise<string | null>

  constructor(db: Db, definition: ReferenceDefinition, runner: ProjectionRunner, firstHead: Promise<string | null>) {
    this.#db = db
    this.#definition = definition
    this.#runner = runner
    this.#firstHead = firstHead
  }

  async read(campus: string, key: readonly string[], token: string | undefined): Promise<ReferenceReading<Row>> {
    const { table, projection, name } = this.#definition
    if (!(await this.#reached(token))) throw new ReferenceUnavailable(`${name} is at ${this.#runner.position ?? 'the beginning'}`)
    // taken before the row is read: it holds at least this much
    const { position } = this.#runner
    const found = await readRow(this.#db, campus, projection, table, key).catch((error: unknown) => {
      throw new ReferenceUnavailable(`${name} cannot be read: ${errorText(error)}`, { cause: error })
    })
    if (!found) return { row: null, position, source: null }
    const { sourceStream, sourceRevision, ...row } = found
    return { row: row as Row, position, source: { stream: String(sourceStream), revision: Number(sourceRevision) } }
  }

  async #reached(token: string | undefined): Promise<boolean> {
    if (this.#runner.stopped) return false
    const deadline = Date.now() + REFERENCE_WAIT_MS
    const waitFor = async (position: string | null) =>
      position === null || (await this.#runner.waitFor(position, Math.max(0, deadline - Date.now())))
    this.#filled ||= await within(this.#firstHead.then(waitFor), REFERENCE_WAIT_MS)
    return this.#filled && (await waitFor(token ?? null))
  }
}

/**
 * Keeps the reference tables of a service: one feed of all events for all of them, rows and checkpoint in one transaction each, by store
 * position (so that a redelivery, an emptied stream or a restart changes nothing twice). @throws ConfigurationError
 */
export const startReferences = async (
  service: ServiceContext,
  definitions: readonly ReferenceDefinition[],
  databaseUrl: string | undefined,
): Promise<References> => {
  if (definitions.length === 0) return noReferences
  if (!databaseUrl)
    throw new ConfigurationError(
      'DATABASE_URL is not set: give the PostgreSQL database of the reference tables, such as postgres://user:password@host/database.',
    )
  const { nc, logger, health, name, onStop } = service
  const db = connectDatabase(databaseUrl, { name, logger })
  onStop('close', 'PostgreSQL', () => db.destroy())
  const headWatch = new HeadWatch(nc)
  onStop('close', 'look at the end of the stream', () => headWatch.stop())
  const firstHead = new Promise<string | null>((resolve) => {
    const done = headWatch.onLook(() => {
      done()
      resolve(headWatch.head?.position ?? null)
    })
  })
  const gathering = new Gathering({ ms: GATHER_MS, awaitedMs: AWAITED_GATHER_MS })
  const feed = new SharedFeed({ nc, name: durableName(name, 'references'), closed: true, gathering, slowAfterMs: SLOW_AFTER_MS, logger })
  const references = new Map<string, Reference>()
  for (const definition of definitions) {
    const runner = new ProjectionRunner({ db, nc, service: name, projection: definition.projection, headWatch, feed, logger })
    await runner.start()
    health.add(`reference ${definition.name}`, () => healthOf(runner))
    onStop('drain', `reference ${definition.name}`, () => runner.stop())
    references.set(definition.name, new Reference(db, definition, runner, firstHead))
  }
  feed.open()
  await headWatch.look()
  return {
    read: async <R extends Row>(definition: ReferenceDefinition<R>, campus: string, key: readonly string[], token: string | undefined) => {
      const reference = references.get(definition.name)
      if (!reference) return noReferences.read(definition, campus, key, token)
      try {
        return (await reference.read(campus, key, token)) as ReferenceReading<R>
      } catch (error) {
        // who asked is told to try again; why it does not work only the operator can mend
        logger.warn('a reference table could not be read', { reference: definition.name, campus, error: errorText(error) })
        throw error
      }
    },
  }
}
