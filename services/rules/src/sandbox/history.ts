import { contexts } from '@fudao/contracts'
import { type EventDefinition, upcast } from '@fudao/contracts/kit'
import { PLATFORM } from '@fudao/contracts/registry'
import type { JournalEvent, QueryReply, ViewPage } from '@fudao/contracts/views'
import type { Ledger, ReadSlice } from '@fudao/ledger-client'
import { sendQuery } from '@fudao/messaging'
import type { RuleEvent } from '@fudao/rules'
import type { NatsConnection } from '@nats-io/nats-core'

/** What has happened at a campus, oldest first, in the present version of the published language. */
export interface History {
  readonly events: readonly RuleEvent[]
  /** The history is longer than {@link MAX_EVENTS}: what follows was not read. */
  readonly cut: boolean
}
/** The journal or the ledger gave no answer. */
export class HistoryUnavailable extends Error {
  override readonly name = 'HistoryUnavailable'
}

/** Most events of one campus that are replayed. */
export const MAX_EVENTS = 50_000
/** Keeps a page below what a NATS message holds. */
const PAGE = 200

const definitions = new Map<string, EventDefinition>(contexts.flatMap(({ events }) => events.map((e) => [e.type, e])))
const asRules = { userId: 'rules', role: 'system' } as const

/** Pages of the journal, which the projector keeps of the store. @throws HistoryUnavailable */
export const readJournal = async (
  nc: NatsConnection,
  campus: string,
  filter: Readonly<Record<string, string>>,
  most = MAX_EVENTS,
): Promise<{ readonly events: readonly JournalEvent[]; readonly cut: boolean }> => {
  const events: JournalEvent[] = []
  for (let from: string | null = null; ; ) {
    const params: Record<string, string> = { ...filter, limit: String(PAGE), ...(from === null ? {} : { from }) }
    const reply: QueryReply<ViewPage<JournalEvent>> = await sendQuery(nc, campus, 'events', { actor: asRules, params })
    if (reply.status !== 'ok') throw new HistoryUnavailable(`the journal of ${campus} gave no answer: ${JSON.stringify(reply)}`)
    events.push(...reply.result.items)
    from = reply.result.next
    if (from === null || events.length >= most) return { events: events.slice(0, most), cut: from !== null }
  }
}

/** The journal keeps events as they were stored: those of an older version are read from the ledger, which says which one it was. */
const inPresentVersion = async (
  ledger: Pick<Ledger, 'read'>,
  campus: string,
  events: readonly JournalEvent[],
): Promise<ReadonlyMap<string, RuleEvent['data']>> => {
  const versioned = events.filter(({ type }) => (definitions.get(type)?.version ?? 1) > 1)
  const streams = [...new Set(versioned.map(({ stream }) => stream))]
  const present = new Map<string, RuleEvent['data']>()
  for (let at = 0; at < streams.length; at += 50) {
    const slices: readonly ReadSlice[] = await ledger.read(
      campus,
      streams.slice(at, at + 50).map((stream) => ({ stream })),
    )
    for (const { id, type, data, metadata } of slices.flatMap((slice) => slice.events)) {
      const definition = definitions.get(type)
      if (definition) present.set(id, upcast(definition, data, metadata) as RuleEvent['data'])
    }
  }
  return present
}

/**
 * The history of a campus: its registration, which sets its first day, and every event of its own.
 * @throws HistoryUnavailable, LedgerUnavailable
 */
export const readHistory = async (nc: NatsConnection, ledger: Pick<Ledger, 'read'>, campus: string): Promise<History> => {
  const registered = await readJournal(nc, PLATFORM, { stream: `campus-${PLATFORM}.${campus}` })
  const { events, cut } = await readJournal(nc, campus, {})
  const present = await inPresentVersion(ledger, campus, events)
  const toRuleEvent =
    (campusId: string) =>
    ({ id, type, stream, revision, position, asOf, correlationId, data }: JournalEvent): RuleEvent => ({
      id,
      type,
      campusId,
      stream,
      revision,
      position,
      asOf,
      correlationId,
      data: present.get(id) ?? data,
    })
  return { events: [...registered.events.map(toRuleEvent(PLATFORM)), ...events.map(toRuleEvent(campus))], cut }
}
