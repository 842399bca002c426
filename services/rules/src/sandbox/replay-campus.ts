import { contexts } from '@fudao/contracts'
import {
  type DraftEntry,
  emptyPolicy,
  evolvePolicy,
  type PolicyState,
  type Redecided,
  type RedecideReply,
  type RedecideRequest,
  type SandboxRow,
} from '@fudao/contracts/policy'
import { redecideSubject, requestJson } from '@fudao/messaging'
import { type Replay, type Rule, type RuleEvent, replayBeside } from '@fudao/rules'
import type { NatsConnection } from '@nats-io/nats-core'
import { compareReplays, type Difference } from './compare-replays.js'
import type { History } from './history.js'
import { HistoryUnavailable } from './history.js'
import { findPersons, type Persons } from './persons.js'
import { sentenceOf, titleOf } from './say-row.js'
import { underDraft } from './under-draft.js'

/** What a draft would change at one campus; nobody is named yet. */
export interface CampusReplay {
  readonly events: number
  readonly decisions: number
  readonly notReplayed: Readonly<Record<string, number>>
  readonly rows: readonly SandboxRow[]
  readonly persons: Persons
}

/** Streams asked of a service at once. */
const STREAMS_AT_ONCE = 100
const categories = new Map(contexts.flatMap(({ context, aggregates }) => aggregates.map(({ category }) => [category, context] as const)))
const contextOf = (stream: string): string => categories.get(stream.slice(0, stream.indexOf('-'))) ?? ''

/** Whether a decision read one of the keys. One made by a rule also names what the rule had read. */
const reads = ({ data }: RuleEvent, keys: ReadonlySet<string>): boolean => {
  const { policy } = (data.basis ?? {}) as { readonly policy?: Readonly<Record<string, unknown>> }
  return Object.keys(policy ?? {}).some((key) => keys.has(key.split('@', 1)[0] ?? key))
}

/** Decisions that read a key of the draft, made anew by the services that own them. @throws HistoryUnavailable, RequestUnavailable */
const redecideAll = async (
  nc: NatsConnection,
  campus: string,
  events: readonly RuleEvent[],
  draft: readonly DraftEntry[],
): Promise<Omit<RedecideReply, 'status'>> => {
  const keys = new Set<string>(draft.map(({ key }) => key))
  const wanted = new Map<string, Map<string, number[]>>()
  for (const event of events) {
    if (event.campusId !== campus || !reads(event, keys)) continue
    const streams = wanted.get(contextOf(event.stream)) ?? new Map<string, number[]>()
    wanted.set(contextOf(event.stream), streams.set(event.stream, [...(streams.get(event.stream) ?? []), event.revision]))
  }
  const changes: Redecided[] = []
  const notReplayed: Record<string, number> = {}
  let decisions = 0
  for (const [context, byStream] of wanted) {
    const streams = [...byStream].map(([stream, revisions]) => ({ stream, revisions }))
    for (let at = 0; at < streams.length; at += STREAMS_AT_ONCE) {
      const request: RedecideRequest = {
        draft: draft.map(({ key, value, from }) => ({ key, value: value as never, from })),
        streams: streams.slice(at, at + STREAMS_AT_ONCE),
      }
      const reply = await requestJson<RedecideReply>(nc, redecideSubject(campus, context), request, { timeoutMs: 20_000 })
      if (reply.status !== 'ok') throw new HistoryUnavailable(`${context} did not decide anew: ${reply.status}`)
      changes.push(...reply.changes)
      decisions += reply.decisions
      for (const [type, count] of Object.entries(reply.notReplayed)) notReplayed[type] = (notReplayed[type] ?? 0) + count
    }
  }
  return { changes, decisions, notReplayed }
}

type Unsaid = Omit<SandboxRow, 'sentence' | 'title'>
const said = (row: Unsaid): SandboxRow => {
  const titled = { ...row, title: titleOf(row.kind, row.what) }
  return { ...titled, sentence: sentenceOf(titled) }
}
const fromDecision = (persons: Persons, { eventId, type, stream, on, ruleIds, keys, change, before, after }: Redecided): SandboxRow =>
  said({
    kind: 'decision',
    change,
    ruleIds: [...ruleIds],
    keys: [...keys],
    what: type,
    subject: stream.slice(stream.indexOf('.') + 1),
    counselorId: persons.counselorOfStream(stream),
    name: null,
    event: { id: eventId, type, on },
    before,
    after,
  })
const fromDifference = (
  persons: Persons,
  events: ReadonlyMap<string, RuleEvent>,
  keys: readonly string[],
  difference: Difference,
): SandboxRow => {
  const { kind, change, ruleIds, policy, what, subject, before, after, causeId, key, counselorId } = difference
  const cause = causeId === null ? undefined : events.get(causeId)
  const read = keys.filter((candidate) => policy.includes(candidate))
  return said({
    kind,
    change,
    ruleIds: [...ruleIds],
    // what only follows from a day that moved names no value itself
    keys: read.length > 0 ? read : [...keys],
    what,
    subject,
    counselorId: counselorId ?? persons.counselorOf(subject) ?? persons.counselorOf(key),
    name: null,
    event: cause ? { id: cause.id, type: cause.type, on: cause.asOf } : null,
    before,
    after,
  })
}

/** Replays of the rules under the policy as it was and under the draft. */
const bothReplays = async (
  rules: readonly Rule[],
  campus: string,
  events: readonly RuleEvent[],
  draft: readonly DraftEntry[],
): Promise<readonly [Replay, Replay]> => [await replayBeside(rules, events), await replayBeside(rules, underDraft(campus, events, draft))]

/**
 * Replays the history of a campus under a draft. First order: each decision and each reaction meets the history as it was recorded, not
 * as it would have become. @throws HistoryUnavailable, RequestUnavailable
 */
export const replayCampus = async (
  nc: NatsConnection,
  rules: readonly Rule[],
  campus: string,
  { events }: History,
  draft: readonly DraftEntry[],
): Promise<CampusReplay> => {
  const persons = findPersons(events)
  const keys = [...new Set<string>(draft.map(({ key }) => key))]
  const byId = new Map(events.map((event) => [event.id, event]))
  const { changes, decisions, notReplayed } = await redecideAll(nc, campus, events, draft)
  const [actual, under] = await bothReplays(rules, campus, events, draft)
  return {
    events: events.length,
    decisions,
    notReplayed,
    persons,
    rows: [
      ...changes.map((change) => fromDecision(persons, change)),
      ...compareReplays(actual, under).map((difference) => fromDifference(persons, byId, keys, difference)),
    ],
  }
}

/** The policy of the campus, folded from its history. */
export const policyOf = (campus: string, events: readonly RuleEvent[]): PolicyState =>
  events
    .filter((event) => event.campusId === campus && event.type.startsWith('policy.'))
    .reduce((state, { type, data, revision }) => evolvePolicy(state, { type: type.slice('policy.'.length), data }, revision), emptyPolicy)
