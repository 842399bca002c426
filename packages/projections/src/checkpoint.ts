import { sql } from 'kysely'
import type { ProjectionDefinition } from './projection.js'
import { CONTROL_SCHEMA, type Db, type Tx } from './schema.js'

/** Another instance has moved the checkpoint: this one reads it again and goes on from there. */
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

const control = sql.id(CONTROL_SCHEMA, 'projection')
type Named = Pick<ProjectionDefinition, 'name' | 'version'>

/** Moves the checkpoint in the transaction of the rows, if it is still where the batch began. */
export const moveCheckpoint = async (
  tx: Tx | Db,
  { name, version }: Named,
  from: string | null,
  to: string,
  events: number,
): Promise<void> => {
  const moved = await sql`update ${control} set position = ${to}, events = events + ${events}, updated_at = now()
    where name = ${name} and version = ${version} and position is not distinct from ${from}`.execute(tx)
  if (moved.numAffectedRows !== 1n) throw new CheckpointMoved(`checkpoint of ${name} v${version} is not ${from ?? 'the beginning'}`)
}

/** Says why a projection stands still; `null` when it goes on. */
export const recordFailure = async (db: Db, { name, version }: Named, failure: ProjectionFailure | null): Promise<void> => {
  await sql`update ${control} set failure = ${failure === null ? null : JSON.stringify(failure)}::jsonb, updated_at = now()
    where name = ${name} and version = ${version}`.execute(db)
}
