import type { Actor } from '@fudao/contracts/kit'
import { fromExitCaseId } from '@fudao/contracts/staffing'
import { type decidedKinds, figureKinds, type JournalEvent, type WhyAnswer, whyFilter, whyKinds } from '@fudao/contracts/views'
import { sql } from 'kysely'
import { journalRows } from '../journal/journal-rows.js'
import { forbidden, type QueryHost, unknown } from '../query-host.js'
import { assessmentProgressQuery } from '../views/assessment-progress.js'
import { contractsQuery } from '../views/contracts.js'
import { exitWatchQuery } from '../views/exit-watch.js'
import { type Scope, scopeOf } from '../views/scope.js'
import { tasksQuery } from '../views/tasks.js'
import type { ViewQuery } from '../views/view-query.js'
import { calculationOf, withCauses } from './causes.js'
import { conclusions } from './conclusions.js'
import { toStep } from './explain.js'
import { computedQueries, readFigures } from './read-figures.js'

type Row = Readonly<Record<string, unknown>>

interface Explained {
  readonly query: ViewQuery
  /** Filter that finds the one row; `undefined`: the id is none of this kind. */
  readonly filter: (id: string) => Readonly<Record<string, string | number>> | undefined
  readonly stream: (campus: string, id: string) => string
  /** Which events of the stream led to what the row says now. */
  readonly roots: (events: readonly JournalEvent[], row: Row) => readonly JournalEvent[]
}

const isType =
  (...types: readonly string[]) =>
  (event: JournalEvent): boolean =>
    types.includes(event.type)
const last = (events: readonly JournalEvent[], ...types: readonly string[]): readonly JournalEvent[] =>
  events.filter(isType(...types)).slice(-1)

/** From the newest beginning on: a case that was withdrawn and opened again, an assessment opened anew. */
const sinceLast = (events: readonly JournalEvent[], type: string): readonly JournalEvent[] => {
  const from = events.findLastIndex(isType(type))
  return from < 0 ? events : events.slice(from)
}

const explained: Readonly<Record<(typeof decidedKinds)[number], Explained>> = {
  contract: {
    query: contractsQuery,
    filter: (contractId) => ({ contractId }),
    stream: (campus, id) => `contract-${campus}.${id}`,
    roots: (events) => [
      ...last(events, 'staffing.ContractDrafted'),
      ...last(events, 'staffing.RenewalDue'),
      ...last(events, 'staffing.RenewalClearanceSet'),
      ...last(events, 'staffing.ContractRenewed', 'staffing.ContractExpired', 'staffing.ContractTerminated'),
    ],
  },
  'exit-case': {
    query: exitWatchQuery,
    filter: (id) => {
      const key = fromExitCaseId(id)
      return key && { counselorId: key.counselorId, ground: key.ground }
    },
    stream: (campus, id) => {
      const key = fromExitCaseId(id)
      return key ? `exit-${campus}.${key.counselorId}-${key.year}-${key.ground}` : ''
    },
    roots: (events) => sinceLast(events, 'staffing.ExitCaseOpened'),
  },
  assessment: {
    query: assessmentProgressQuery,
    filter: (id) => {
      const [counselorId, year] = id.split('-')
      return counselorId && year && /^\d{4}$/.test(year) ? { counselorId, year: Number(year) } : undefined
    },
    stream: (campus, id) => `assessment-${campus}.${id}`,
    roots: (events) => sinceLast(events, 'assessment.AssessmentOpened').filter((e) => e.type !== 'assessment.InputDetached'),
  },
  task: {
    query: tasksQuery,
    filter: (taskId) => ({ taskId }),
    stream: (campus, id) => `task-${campus}.${id}`,
    roots: (events) => events,
  },
}

const STREAM_EVENTS = 200

/** Who is assessed sees the scores once they are final. */
const visible = (scope: Scope, row: Row, events: readonly JournalEvent[]): readonly JournalEvent[] =>
  scope.kind === 'self' && 'weights' in row && row.state !== 'final' && row.state !== 'underAppeal'
    ? events.filter(isType('assessment.AssessmentOpened', 'assessment.InputAttached', 'assessment.AssessmentExempted'))
    : events

/**
 * Why something is as it is: the events that led to it and all these stood on, oldest first.
 * @throws QueryRefused; what the caller may not see is not found
 */
export const readWhy = async (
  host: QueryHost,
  campus: string,
  name: string,
  actor: Actor,
  params: Readonly<Record<string, string>>,
): Promise<WhyAnswer> => {
  const kind = whyKinds.find((known) => known === name)
  if (!kind) throw unknown('UnknownQuery', { kind: name })
  const figures = figureKinds.find((known) => known === kind)
  const query = figures ? computedQueries[figures] : explained[kind as keyof typeof explained].query
  const scope = scopeOf(query.view.scope, actor)
  if (!scope) throw forbidden(actor)
  const { id, token, asOf } = host.parse(whyFilter, params)
  const freshness = await host.reach([...query.needs, 'journal'], token)
  const answer = await host.readOn(campus, query, asOf, freshness, async (rows, facts, date): Promise<WhyAnswer> => {
    const context = { campus, scope, asOf: date, policy: facts.policy, after: undefined, limit: 500 }
    if (figures) return readFigures(rows, figures, id, context, facts, freshness)
    const decided = kind as keyof typeof explained
    const { filter, stream, roots } = explained[decided]
    const wanted = filter(id)
    const found = wanted ? await query.read(rows, wanted, context) : { items: [] }
    const row = found.items.find((item) => [item.id, item.contractId, item.exitCaseId, item.taskId].includes(id))
    if (!row) throw unknown('NotFound', { kind, id })
    const events = await journalRows(rows, campus, sql`e.stream = ${stream(campus, id)}`, STREAM_EVENTS)
    const known = await withCauses(rows, campus, visible(scope, row, roots(events, row)))
    const calculation = await calculationOf(rows, campus, known.values())
    const lookup = new Map([...calculation.map((event) => [event.id, event] as const), ...known])
    const ordered = [...known.values()].sort((a, b) => (a.position < b.position ? -1 : 1))
    return {
      kind,
      id,
      name: typeof row.name === 'string' ? row.name : null,
      conclusion: conclusions[decided]({ ...row, id }, events),
      asOf: date,
      ...freshness,
      figures: [],
      steps: ordered.map((event) => toStep(event, lookup)),
    }
  })
  const [shown] = await host.showPersonal(campus, [{ name: answer.name }])
  return { ...answer, name: typeof shown?.name === 'string' ? shown.name : null }
}
