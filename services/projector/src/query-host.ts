import { type Actor, type Bilingual, type Issue, issuesOf } from '@fudao/contracts/kit'
import { emptyPolicy, type PolicyState } from '@fudao/contracts/policy'
import type { QueryReply } from '@fudao/contracts/views'
import { addYears } from '@fudao/domain-kit'
import { type Db, type ProjectionRunner, readCampus, readFolded } from '@fudao/projections'
import { sql } from 'kysely'
import type { z } from 'zod'
import { firstDayOf, journalUntil } from './as-of/fold-journal.js'
import { Gate } from './as-of/gate.js'
import type { ShowPersonal } from './show-personal.js'
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

const notThatDay = (message: Bilingual): QueryRefused => invalid({ path: 'asOf', code: 'custom', message })

/** How far ahead a page can be opened: known dates and due days; beyond that nothing is known. */
const YEARS_AHEAD = 10
/** Each holds a campus's history in memory while it is folded. */
const PAST_READINGS_AT_ONCE = 2

/** What a reading is about: the rows, and the date and policy of the campus as they were. */
export type ReadOn<T> = (rows: Db, facts: CampusFacts, asOf: string) => Promise<T>

/** What every query of this service does the same way. */
export class QueryHost {
  readonly #db: Db
  readonly #runners: ReadonlyMap<string, ProjectionRunner>
  readonly #readerRole: string | undefined
  readonly #projections: readonly { readonly name: string; readonly version: number }[]
  readonly #past = new Gate(PAST_READINGS_AT_ONCE)
  /** Opens what is personal on a page. */
  readonly showPersonal: ShowPersonal

  constructor(db: Db, runners: readonly ProjectionRunner[], showPersonal: ShowPersonal, readerRole?: string) {
    this.#db = db
    this.showPersonal = showPersonal
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
   * Reads the campus on a date; left out: on its own. A past date is read from the journal up to that business date, folded for this
   * reading alone, unless the rows are `dated`: then they say themselves what held on any day. A date to come is read from the rows
   * as they are. @throws QueryRefused invalid before the first event, or more than {@link YEARS_AHEAD} years ahead
   */
  async readOn<T>(
    campus: string,
    { needs, dated = false }: { readonly needs: readonly string[]; readonly dated?: boolean | undefined },
    asOf: string | undefined,
    freshness: Freshness,
    read: ReadOn<T>,
  ): Promise<T> {
    const now = await this.read(campus, async (rows) => {
      const facts = await this.campusFacts(rows, campus, freshness)
      const last = addYears(facts.today, YEARS_AHEAD)
      if (asOf !== undefined && asOf > last) throw notThatDay({ zh: `最晚到 ${last}`, en: `${last} at the latest` })
      if (asOf === undefined || asOf >= facts.today || dated) return { result: await read(rows, facts, asOf ?? facts.today) }
      const first = await firstDayOf(rows, campus)
      if (first === null || asOf < first)
        throw notThatDay({
          zh: `本校的记录从 ${first ?? facts.today} 开始`,
          en: `the records of this campus begin on ${first ?? facts.today}`,
        })
      return { past: { name: facts.name, asOf } }
    })
    if ('result' in now) return now.result
    const { name, asOf: day } = now.past
    return this.#past.run(() =>
      readFolded(
        this.#db,
        campus,
        journalUntil(campus, name, needs, day),
        async (rows) => read(rows, await this.campusFacts(rows, campus, freshness), day),
        this.#readerRole,
        this.#projections,
      ),
    )
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
