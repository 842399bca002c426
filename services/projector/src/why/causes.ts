import type { JournalEvent } from '@fudao/contracts/views'
import type { Db } from '@fudao/projections'
import { sql } from 'kysely'
import { journalRows } from '../journal/journal-rows.js'
import { basisOf } from './explain.js'

// an explanation that long explains nothing
const MOST_EVENTS = 60
const MOST_ROUNDS = 8
const FILE = ['ExitCaseOpened', 'PostOffered', 'OfferRefused', 'TerminationPermitted'].map((name) => `staffing.${name}`)

/** Ids of the events an event stands on: those its rule used, the one it corrects, and the one that made its command necessary. */
const causeIds = (event: JournalEvent): readonly string[] => [
  ...(basisOf(event).events ?? []).map(({ id }) => id),
  ...(typeof event.data.correctsEventId === 'string' ? [event.data.correctsEventId] : []),
  event.causationId,
]

/** People decide on an exit case by all that came before in it; no rule of theirs names the events. */
const decidedOnFile = (events: readonly JournalEvent[]): readonly string[] =>
  events.filter(({ type }) => type === 'staffing.TerminationDecided').map(({ stream }) => stream)

/** The given events and, round by round, all they stand on, as far as the journal of the campus holds them. */
export const withCauses = async (db: Db, campus: string, roots: readonly JournalEvent[]): Promise<ReadonlyMap<string, JournalEvent>> => {
  const known = new Map(roots.map((event) => [event.id, event]))
  let newest: readonly JournalEvent[] = roots
  for (let round = 0; round < MOST_ROUNDS && known.size < MOST_EVENTS; round += 1) {
    const wanted = [...new Set(newest.flatMap(causeIds))].filter((id) => !known.has(id))
    const files = decidedOnFile(newest)
    if (wanted.length === 0 && files.length === 0) break
    const found = await journalRows(
      db,
      campus,
      sql`(e."eventId" = any(${wanted}::text[]) or (e.stream = any(${files}::text[]) and e.type = any(${FILE}::text[])))`,
      MOST_EVENTS,
    )
    newest = found.filter((event) => !known.has(event.id))
    for (const event of newest) known.set(event.id, event)
  }
  return known
}

/** What a result was calculated from, for the arithmetic of results that an explanation of something else rests on. */
export const calculationOf = async (db: Db, campus: string, events: Iterable<JournalEvent>): Promise<readonly JournalEvent[]> => {
  const streams = [...new Set([...events].filter((event) => event.type === 'assessment.AssessmentFinalized').map((event) => event.stream))]
  if (streams.length === 0) return []
  const types = ['assessment.AssessmentOpened', 'assessment.PartyScored']
  return journalRows(db, campus, sql`e.stream = any(${streams}::text[]) and e.type = any(${types}::text[])`, streams.length * 50)
}
