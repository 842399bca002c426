import type { Actor } from '@fudao/contracts/kit'
import { PLATFORM } from '@fudao/contracts/registry'
import { eventReaders, eventsFilter, type JournalEvent, type ViewPage } from '@fudao/contracts/views'
import { type RawBuilder, sql } from 'kysely'
import { forbidden, type QueryHost } from '../query-host.js'
import { equals, where } from '../views/view-query.js'
import { journalRows } from './journal-rows.js'

const DEFAULT_LIMIT = 100

/** In two parts, each with an index: only causes other than the correlation have one of their own. */
const causedBy = (id: string): RawBuilder<unknown> => sql`((e."causationId" = ${id} and e."causationId" <> e."correlationId")
  or (e."correlationId" = ${id} and e."causationId" = ${id}))`

/**
 * Stored events of a campus, oldest first; `next` is the position of the last one.
 * @throws QueryRefused
 */
export const readEvents = async (
  host: QueryHost,
  campus: string,
  actor: Actor,
  params: Readonly<Record<string, string>>,
): Promise<ViewPage<JournalEvent>> => {
  if (!eventReaders.includes(actor.role)) throw forbidden(actor)
  const filter = host.parse(eventsFilter, params)
  const limit = filter.limit ?? DEFAULT_LIMIT
  const freshness = await host.reach(['campus', 'journal'], filter.token)
  return host.read(campus, async (rows) => {
    // the platform is no campus and has no date of its own
    const { name, today } =
      campus === PLATFORM ? { name: null, today: new Date().toISOString().slice(0, 10) } : await host.campusFacts(rows, campus, freshness)
    const condition = where(
      equals(sql`e."eventId"`, filter.id),
      equals(sql`e.stream`, filter.stream),
      equals(sql`e."correlationId"`, filter.correlation),
      filter.causation === undefined ? undefined : causedBy(filter.causation),
      equals(sql`e.type`, filter.type),
      filter.from === undefined ? undefined : sql`e.position > ${filter.from}`,
    )
    const found = await journalRows(rows, campus, condition, limit + 1)
    const items = found.slice(0, limit)
    return { items, next: found.length > limit ? (items.at(-1)?.position ?? null) : null, campusName: name, asOf: today, ...freshness }
  })
}
