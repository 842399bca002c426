import { sql } from 'kysely'
import type { ProjectionFailure } from './checkpoint.js'
import { type ProjectionDefinition, schemaOf } from './projection.js'
import {
  type ControlRow,
  control,
  createIndexes,
  createTables,
  type Db,
  fingerprint,
  type GenerationRole,
  lockControl,
  READER_ROLE,
  type Tx,
} from './schema.js'

/** What is known of one generation of a projection's tables. */
export interface Generation extends ControlRow {
  /** Position of the last event that was folded: two generations with the same one must have the same rows. */
  readonly applied: string | null
  /** Events folded; events passed, those of other read models included; events behind it when it last wrote. */
  readonly events: number
  readonly passed: number
  readonly pending: number
  readonly failure: ProjectionFailure | null
  readonly startedAt: Date
  readonly updatedAt: Date
}

/** The generations of a projection's version, the newest first. */
export const readGenerations = async (db: Db | Tx, { name, version }: Pick<ProjectionDefinition, 'name' | 'version'>) => {
  const found = await sql<Generation>`select generation, role, schema, position, applied, live, ready, failure,
      events::float8 events, passed::float8 passed, pending::float8 pending, started_at "startedAt", updated_at "updatedAt"
    from ${control} where name = ${name} and version = ${version} order by generation desc`.execute(db)
  return found.rows
}
export const readGeneration = async (
  db: Db | Tx,
  projection: Pick<ProjectionDefinition, 'name' | 'version'>,
  role: GenerationRole,
): Promise<Generation | null> => (await readGenerations(db, projection)).find((generation) => generation.role === role) ?? null

/** Creates empty tables beside those that are served, unless a rebuild is at work already. */
export const createNext = (db: Db, projection: ProjectionDefinition, reader: string = READER_ROLE): Promise<Generation> =>
  db.transaction().execute(async (tx) => {
    await lockControl(tx)
    const known = await readGenerations(tx, projection)
    const next = known.find(({ role }) => role === 'next')
    if (next) return next
    const generation = Math.max(0, ...known.map((one) => one.generation)) + 1
    const schema = schemaOf(projection, generation)
    await createTables(tx, schema, projection.tables, reader)
    await sql`insert into ${control} (name, version, generation, role, schema, fingerprint, ready)
      values (${projection.name}, ${projection.version}, ${generation}, 'next', ${schema}, ${fingerprint(projection)}, false)`.execute(tx)
    const created = await readGeneration(tx, projection, 'next')
    if (!created) throw new Error(`the rebuild of ${projection.name} could not be entered`)
    return created
  })

/** Gives the tables of a rebuild their indexes: cheaper at once than row by row. */
export const indexNext = (db: Db, projection: ProjectionDefinition): Promise<void> =>
  db.transaction().execute(async (tx) => {
    await lockControl(tx)
    const next = await readGeneration(tx, projection, 'next')
    if (!next || next.ready) return
    await createIndexes(tx, next.schema, projection.tables)
    await sql`update ${control} set ready = true
      where name = ${projection.name} and version = ${projection.version} and generation = ${next.generation}`.execute(tx)
    // row counts for the planner, before the first query
    for (const table of projection.tables) await sql`analyze ${sql.id(next.schema, table.name)}`.execute(tx)
  })

const drop = async (tx: Tx, { name, version }: ProjectionDefinition, { schema, generation }: Generation): Promise<void> => {
  await sql`drop schema if exists ${sql.id(schema)} cascade`.execute(tx)
  await sql`delete from ${control} where name = ${name} and version = ${version} and generation = ${generation}`.execute(tx)
}

/** Ends a rebuild, or gives up the way back: drops the tables that are not served. */
export const dropGeneration = (db: Db, projection: ProjectionDefinition, role: Exclude<GenerationRole, 'served'>): Promise<boolean> =>
  db.transaction().execute(async (tx) => {
    await lockControl(tx)
    const found = await readGeneration(tx, projection, role)
    if (found) await drop(tx, projection, found)
    return found !== null
  })

/** `behind`: it has not folded yet all that is served. */
export type Exchange = 'done' | 'behind' | 'none'

/**
 * Serves the tables of `role` from now on, in one transaction: a query sees either the one or the other whole, because it asks in its
 * own snapshot which are served. What was served becomes `previous`; what was `previous` before is dropped. Nothing is exchanged
 * while the tables lack an event that is served already: nobody sees less than before.
 */
export const exchange = (db: Db, projection: ProjectionDefinition, role: Exclude<GenerationRole, 'served'>): Promise<Exchange> =>
  db.transaction().execute(async (tx) => {
    await lockControl(tx)
    const { name, version } = projection
    // holds back the batches of both
    await sql`select from ${control} where name = ${name} and version = ${version} order by generation for update`.execute(tx)
    const all = await readGenerations(tx, projection)
    const [wanted, served, previous] = [role, 'served', 'previous'].map((r) => all.find((one) => one.role === r))
    if (!wanted || !served) return 'none'
    const has = served.applied === null || (wanted.position !== null && wanted.position >= served.applied)
    if (!wanted.ready || !has) return 'behind'
    if (previous && previous !== wanted) await drop(tx, projection, previous)
    await sql`update ${control} set role = case when generation = ${wanted.generation} then 'served' else 'previous' end,
        live = (generation = ${wanted.generation} and ${served.live}), updated_at = now()
      where name = ${name} and version = ${version} and generation in (${wanted.generation}, ${served.generation})`.execute(tx)
    return 'done'
  })
