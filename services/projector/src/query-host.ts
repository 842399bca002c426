import { type Actor, type Issue, issuesOf } from '@fudao/contracts/kit'
import { emptyPolicy, type PolicyState } from '@fudao/contracts/policy'
import type { QueryReply } from '@fudao/contracts/views'
import { type Db, type ProjectionRunner, readCampus } from '@fudao/projections'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { ShowNames } from './show-names.js'
import { tableNames as t } from './tables.js'

/** How long an answer waits for a token before it is given with `stale: true`. */
export const TOKEN_WAIT_MS = 1_500

type Unanswered = Exclude<QueryReply<never>, { readonly status: 'ok' }>

/** Ends a query with an answer that is no result. */
export class QueryRefused extends Error {
  constructor(readonly reply: Unanswered) {
    super(reply.status)
  }
}
export const forbidden = (actor: Actor): QueryRefused =>
  new QueryRefused({ status: 'forbidden', code: 'NotAuthorized', params: { role: actor.role } })
export const unknown = (code: 'UnknownQuery' | 'UnknownCampus' | 'NotFound', params: Readonly<Record<string, unknown>>): QueryRefused =>
  new QueryRefused({ status: 'unknown', code, params })
export const invalid = (...issues: readonly Issue[]): QueryRefused => new QueryRefused({ status: 'invalid', issues })

/** What a campus's date and policy are, as a query sees them. */
export interface CampusFacts {
  readonly name: string | null
  readonly today: string
  readonly policy: PolicyState
}

/** Where the projections a query needs stand. */
export interface Freshness {
  /** The lowest of them. */
  readonly position: string | null
  readonly stale: boolean
}

const todayIn = (timeZone: string | null): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: timeZone ?? 'Asia/Shanghai', dateStyle: 'short' }).format(new Date())

/** What every query of this service does the same way. */
export class QueryHost {
  readonly #db: Db
  readonly #runners: ReadonlyMap<string, ProjectionRunner>
  readonly #readerRole: string | undefined
  readonly #projections: readonly { readonly name: string; readonly version: number }[]
  /** Opens the names of a page. */
  readonly showNames: ShowNames

  constructor(db: Db, runners: readonly ProjectionRunner[], showNames: ShowNames, readerRole?: string) {
    this.#db = db
    this.showNames = showNames
    this.#runners = new Map(runners.map((runner) => [runner.name, runner]))
    this.#readerRole = readerRole
    this.#projections = runners.map((runner) => runner.projection)
  }

  /** Answers a query; what the caller cannot help is `unavailable`. */
  async answer<T>(run: () => Promise<T>): Promise<QueryReply<T>> {
    try {
      return { status: 'ok', result: await run() }
    } catch (error) {
      if (error instanceof QueryRefused) return error.reply
      throw error
    }
  }

  /** The parameters as the schema reads them. @throws QueryRefused invalid */
  parse<S extends z.ZodType>(schema: S, params: unknown): z.output<S> {
    const parsed = schema.safeParse(params)
    if (parsed.success) return parsed.data
    throw invalid(...issuesOf(schema, params))
  }

  /** Waits until every needed projection has reached the token, at most {@link TOKEN_WAIT_MS}. */
  async reach(needs: readonly string[], token: string | undefined): Promise<Freshness> {
    const runners = needs.flatMap((name) => this.#runners.get(name) ?? [])
    const reached = token === undefined ? [] : await Promise.all(runners.map((runner) => runner.waitFor(token, TOKEN_WAIT_MS)))
    // taken before the rows are read: they hold at least this much
    const positions = runners.map((runner) => runner.position)
    const lowest = positions.reduce<string | null | undefined>(
      (low, position) => (low === null || position === null ? null : low === undefined || position < low ? position : low),
      undefined,
    )
    return { position: lowest ?? null, stale: reached.includes(false) || runners.some((runner) => runner.stopped) }
  }

  /** Reads the rows of one campus in one snapshot. */
  read<T>(campus: string, read: (rows: Db) => Promise<T>): Promise<T> {
    return readCampus(this.#db, campus, read, this.#readerRole, this.#projections)
  }

  /**
   * Date and policy of the campus. A campus that is not there yet while a token is still waited for may be registered by it: the page is
   * then empty and `stale`. @throws QueryRefused UnknownCampus
   */
  async campusFacts(rows: Db, campus: string, { stale }: Freshness): Promise<CampusFacts> {
    const found = await sql<{
      name: string | null
      today: string | null
      timeZone: string | null
      entries: PolicyState['entries'] | null
      version: number | null
    }>`
      select t.name, t.today, t."timeZone", p.entries, p.version from ${t.tenants} t
      left join ${t.policies} p on p.campus = t.campus and p."tenantId" = t."tenantId" where t."tenantId" = ${campus}`.execute(rows)
    const row = found.rows[0]
    if (!row && stale) return { name: null, today: todayIn(null), policy: emptyPolicy }
    if (!row) throw unknown('UnknownCampus', { campus })
    return {
      name: row.name,
      today: row.today ?? todayIn(row.timeZone),
      policy: row.entries === null || row.version === null ? emptyPolicy : { entries: row.entries, version: row.version },
    }
  }
}
