import type { Db, FoldSource, ProjectedEvent, ProjectionDefinition } from '@fudao/projections'
import { sql } from 'kysely'
import { tenants } from '../projections/campus.js'
import { projections } from '../projections/index.js'
import { journal, journalProjection } from '../projections/journal.js'
import { tableNames as t } from '../tables.js'

interface Found {
  readonly id: string
  readonly type: string
  readonly stream: string
  readonly revision: number
  readonly position: string
  readonly asOf: string
  readonly recordedAt: string
  readonly actorId: string
  readonly actorRole: string
  readonly rule: string | null
  readonly correlationId: string
  readonly causationId: string
  readonly commandId: string
  readonly policyVersion: number
  readonly schemaVersion: number
  readonly data: Readonly<Record<string, unknown>>
}

/** The stored event as the feed brought it; what no fold reads is left empty. */
const toProjectedEvent = (campus: string, row: Found): ProjectedEvent => ({
  specversion: '1.0',
  id: row.id,
  source: '',
  type: row.type,
  subject: row.stream,
  time: row.recordedAt,
  datacontenttype: 'application/json',
  position: row.position,
  revision: row.revision,
  campusid: campus,
  campus,
  schemaversion: row.schemaVersion,
  actorid: row.actorId,
  actorrole: row.actorRole,
  asof: row.asOf,
  policyversion: row.policyVersion,
  correlationid: row.correlationId,
  causationid: row.causationId,
  commandid: row.commandId,
  commandhash: '',
  ...(row.rule === null ? {} : { rule: row.rule }),
  data: row.data,
})

const PAGE = 5_000

/** The events of a campus up to a business date, in store order, of the types that are folded. */
async function* pagesUntil(rows: Db, campus: string, asOf: string, types: readonly string[]): AsyncGenerator<readonly ProjectedEvent[]> {
  for (let after = ''; ; ) {
    const found = await sql<Found>`
      select e."eventId" as id, e.type, e.stream, e.revision, e.position, e."asOf", e."recordedAt", e."actorId", e."actorRole", e.rule,
        e."correlationId", e."causationId", e."commandId", e."policyVersion", e."schemaVersion", e.data
      from ${t.journal} e
      where e.campus = ${campus} and e.position > ${after} and e."asOf" <= ${asOf} and e.type = any(${types}::text[])
      order by e.position limit ${PAGE}`.execute(rows)
    yield found.rows.map((row) => toProjectedEvent(campus, row))
    if (found.rows.length < PAGE) return
    after = found.rows.at(-1)?.position ?? ''
  }
}

/** Day of the first event of the campus; `null`: it has none. */
export const firstDayOf = async (rows: Db, campus: string): Promise<string | null> => {
  const found = await sql<{ first: string | null }>`select min("asOf") as first from ${t.journal} where campus = ${campus}`.execute(rows)
  return found.rows[0]?.first ?? null
}

/** What stands in for the tables of these projections on `asOf`: their folds over the journal up to that day, and the journal itself. */
export const journalUntil = (campus: string, campusName: string | null, needs: readonly string[], asOf: string): FoldSource => {
  const folded = projections.filter((projection) => projection !== journalProjection && needs.includes(projection.name))
  const types = [...new Set(folded.flatMap(({ handlers }: ProjectionDefinition) => handlers.map(({ type }) => type)))]
  return {
    projections: folded,
    pages: (rows) => pagesUntil(rows, campus, asOf, types),
    // registered under the platform, whose events a campus does not see
    seed: [{ table: tenants, row: { campus, tenantId: campus, name: campusName, timeZone: null, today: asOf } }],
    beside: async (rows) => {
      // a view takes no parameters; both texts are checked where they came in
      await sql`create temporary view ${sql.id(journal.name)} as
        select * from ${t.journal} where campus = ${sql.lit(campus)} and "asOf" <= ${sql.lit(asOf)}`.execute(rows)
    },
  }
}
