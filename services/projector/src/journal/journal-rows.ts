import type { JournalEvent } from '@fudao/contracts/views'
import type { Db } from '@fudao/projections'
import { type RawBuilder, sql } from 'kysely'
import { tableNames as t } from '../tables.js'

interface Found extends Omit<JournalEvent, 'actor'> {
  readonly actorId: string
  readonly actorRole: string
}

/** Stored events of one campus, oldest first, as a condition picks them. */
export const journalRows = async (
  db: Db,
  campus: string,
  condition: RawBuilder<unknown>,
  limit: number,
): Promise<readonly JournalEvent[]> => {
  const found =
    await sql<Found>`select e."eventId" as id, e.type, e.stream, e.revision, e.position, e."asOf", e."recordedAt", e."actorId", e."actorRole",
      e.rule, e."correlationId", e."causationId", e."commandId", e."policyVersion", e."traceId", e.data
    from ${t.journal} e where e.campus = ${campus} and ${condition} order by e.position limit ${limit}`.execute(db)
  return found.rows.map(({ actorId, actorRole, ...event }) => ({ ...event, actor: { id: actorId, role: actorRole } }))
}
