import { type RawBuilder, sql } from 'kysely'
import type { ProjectionDefinition } from './projection.js'
import { type ControlRow, control, type Db } from './schema.js'

/** Another instance has moved the checkpoint, or the tables have got another role: this one reads it again and goes on from there. */
export class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved'
}

export interface ProjectionFailure {
  readonly eventId: string
  readonly type: string
  readonly stream: string
  readonly position: string
  readonly error: string
}

type Named = Pick<ProjectionDefinition, 'name' | 'version'>
export type Target = Named & Pick<ControlRow, 'generation' | 'role'>

/** What a batch moves. */
export interface Move {
  readonly from: string | null
  readonly to: string
  /** Events that were folded, and position of the last of them: the rows are determined by it. */
  readonly events: number
  readonly applied: string | null
  /** All events the batch passed, and how many are behind it. */
  readonly passed: number
  readonly pending: number
}

/** Condition of what is written with a checkpoint: nothing, if the checkpoint was not where the batch began. */
export const whereMoved = sql`exists (select from moved)`

/**
 * Moves the checkpoint, if it is still where the batch began and the tables still have their role, and carries out `writes` (each under
 * {@link whereMoved}) with it: one statement, which is one transaction and one way to the server and back. With `relaxed` nobody waits
 * for the disk: rows and checkpoint are lost together, and then read again.
 * @throws CheckpointMoved
 */
export const moveCheckpoint = async (
  db: Db,
  { name, version, generation, role }: Target,
  move: Move,
  writes: readonly RawBuilder<unknown>[] = [],
  relaxed = false,
): Promise<void> => {
  const others = writes.map((write, at) => sql`, ${sql.id(`write_${at}`)} as (${write})`)
  const found = await sql<{ moved: number }>`with moved as (
      update ${control} set position = ${move.to}, applied = coalesce(${move.applied}, applied), events = events + ${move.events},
        passed = passed + ${move.passed}, pending = ${move.pending}, updated_at = now()
      where name = ${name} and version = ${version} and generation = ${generation} and role = ${role}
        and position is not distinct from ${move.from}
      returning 1)${sql.join(others, sql``)}
    select (select count(*)::int from moved) as moved,
      set_config('synchronous_commit', case when ${relaxed}::boolean then 'off' else current_setting('synchronous_commit') end, true)`.execute(
    db,
  )
  if (found.rows[0]?.moved !== 1) throw new CheckpointMoved(`checkpoint of ${name} v${version} is not ${move.from ?? 'the beginning'}`)
}

/** Says why a projection stands still; `null` when it goes on. */
export const recordFailure = async (db: Db, { name, version, generation }: Target, failure: ProjectionFailure | null): Promise<void> => {
  await sql`update ${control} set failure = ${failure === null ? null : JSON.stringify(failure)}::jsonb, updated_at = now()
    where name = ${name} and version = ${version} and generation = ${generation}
      and (failure is not null or ${failure !== null})`.execute(db)
}
