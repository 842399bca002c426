import { eventIdOf } from '@fudao/ledger-client'
import { defineTable } from '@fudao/projections'
import { type RuleEvent, replay } from '@fudao/rules'
import { rules } from '@fudao/service-rules/rules'
import { describe, expect, it } from 'vitest'
import { type StoredEvent, toProjected } from '../evidence.js'
import type { Call, Outcome } from '../history.js'
import { checkDays } from './days.js'
import { compareFeed } from './feed.js'
import { compareRows } from './read-models.js'
import { compareRules, type RulesRecord, toRuleEvent } from './rules.js'
import { checkStore } from './store.js'
import { checkStreams } from './streams.js'

const stream = 'contract-aksu.k1'
const event = (key: string, revision: number, index = 0): StoredEvent => ({
  id: eventIdOf(key, stream, index),
  stream,
  type: 'staffing.ContractSigned',
  revision,
  position: String(revision + 1).padStart(20, '0'),
  recordedAt: '2024-01-01T00:00:00Z',
  data: '{}',
  metadata: {
    campusid: 'aksu',
    schemaversion: 1,
    actorid: 'u',
    actorrole: 'orgPersonnel',
    asof: '2024-01-01',
    policyversion: 0,
    correlationid: key,
    causationid: key,
    commandid: key,
    commandhash: '0',
  },
})
const told = (key: string, events: readonly StoredEvent[]): Outcome => ({
  kind: 'accepted',
  reply: {
    commandId: key,
    stream,
    revision: events.at(-1)?.revision ?? -1,
    events: events.map(({ id, type }) => ({ id, type })),
    token: events.at(-1)?.position ?? null,
  },
})
const call = (key: string, outcome: Outcome, at: readonly [number, number] = [0, 1], ifMatch?: number): Call => ({
  key,
  client: 'c0',
  campus: 'aksu',
  context: 'staffing',
  command: 'SignContract',
  role: 'orgPersonnel',
  payload: {},
  ...(ifMatch === undefined ? {} : { ifMatch }),
  startedAt: at[0],
  endedAt: at[1],
  attempts: 1,
  unsure: false,
  outcome,
  repeats: [],
})
const inOne = (events: readonly StoredEvent[]) => new Map(events.map(({ id }) => [id, '7']))
const wrongs = (calls: readonly Call[], events: readonly StoredEvent[], transactions = inOne(events)): string =>
  checkStore(calls, events, transactions)
    .map(({ what }) => what)
    .join('\n')
const refused: Outcome = { kind: 'refused', status: 422, code: 'WrongState', actual: null }
const unknown: Outcome = { kind: 'unknown', reason: 'time-out' }

describe('what was told against what is stored', () => {
  const whole = [event('a', 0), event('a', 1, 1)]
  it('finds nothing wrong with what is right', () => {
    expect(wrongs([call('a', told('a', whole)), call('b', refused), call('c', unknown)], whole)).toBe('')
  })
  it('sees an acknowledged command that is lost, half there or twice there', () => {
    expect(wrongs([call('a', told('a', whole))], [])).toContain('stored nothing')
    expect(wrongs([call('a', told('a', whole))], whole.slice(0, 1))).toContain('told ContractSigned+ContractSigned, stored ContractSigned')
    expect(wrongs([call('a', told('a', whole))], [...whole, event('a', 2, 2)])).toContain(
      'stored ContractSigned+ContractSigned+ContractSigned',
    )
    expect(wrongs([call('a', told('a', whole))], [...whole, ...whole])).toContain('stored twice')
  })
  it('sees an append that is not whole: in two transactions, or with something in between', () => {
    const apart = new Map([...inOne(whole)].map(([id], i) => [id, String(i)]))
    expect(wrongs([call('a', unknown)], whole, apart)).toContain('not one whole append')
    expect(wrongs([], [event('a', 0), event('a', 2, 1)])).toContain('not one whole append')
  })
  it('sees a refused command that left something, and the half of one nobody knows of', () => {
    expect(wrongs([call('a', refused)], whole)).toContain('yet stored')
    expect(
      wrongs(
        [call('b', told('b', [event('b', 2), event('b', 3, 1)])), call('a', unknown)],
        [event('a', 0), event('b', 2), event('b', 3, 1)],
      ),
    ).toContain('half of it')
  })
})

describe('streams against what clients saw', () => {
  const seen = (calls: readonly Call[], events: readonly StoredEvent[]): string =>
    checkStreams(calls, events)
      .map(({ what }) => what)
      .join('\n')
  const [first, second] = [event('a', 0), event('b', 1)]
  it('takes any order of commands that overlap, and the real one of those that do not', () => {
    expect(seen([call('a', told('a', [first]), [0, 5]), call('b', told('b', [second]), [1, 2])], [first, second])).toBe('')
    expect(seen([call('a', told('a', [first]), [3, 4]), call('b', told('b', [second]), [1, 2])], [first, second])).toContain(
      'was sent after',
    )
  })
  it('sees a hole, an inversion and an If-Match that was not followed', () => {
    expect(seen([], [first, event('c', 2)])).toContain('revision 2 follows 0')
    expect(seen([], [first, { ...second, position: first.position }])).toContain('is not after')
    expect(seen([call('b', told('b', [second]), [0, 1], 3)], [first, second])).toContain('asked for revision 3')
  })
})

it('rows against a rebuild: one that differs, one that is missing, one too many', () => {
  const table = defineTable('lamps', { columns: { lampId: 'text', lit: 'int' }, key: ['lampId'] })
  const row = (lampId: string, lit: number) => ({ campus: 'aksu', lampId, lit })
  expect(compareRows(table, [row('a', 1), row('b', 2)], [row('b', 2), row('a', 1)])).toEqual([])
  expect(compareRows(table, [row('a', 1), row('c', 3)], [row('a', 2), row('b', 2)])).toHaveLength(3)
})

describe('days against what was told of them', () => {
  const calendar = 'day-aksu.aksu'
  const day = (on: string, revision: number, commandId = 'a'): StoredEvent => ({
    ...event(commandId, revision),
    id: `00000000-0000-4000-8000-0000000${on.replaceAll('-', '').slice(3)}`,
    stream: calendar,
    type: 'calendar.DayStarted',
    data: JSON.stringify({ on }),
  })
  const stored = [day('2024-01-01', 0), day('2024-01-02', 1), day('2024-01-03', 2)]
  const [, second, third] = stored as [StoredEvent, StoredEvent, StoredEvent]
  const advance = (key: string, to: string, outcome: Outcome, at?: readonly [number, number]): Call => ({
    ...call(key, outcome, at),
    context: 'calendar',
    command: 'AdvanceDate',
    payload: { to },
  })
  const answered = (days: readonly StoredEvent[], last: StoredEvent): Outcome => ({
    kind: 'accepted',
    reply: {
      commandId: 'a',
      stream: calendar,
      revision: last.revision,
      events: days.map(({ id, type }) => ({ id, type })),
      token: last.position,
    },
  })
  const seen = (calls: readonly Call[], events: readonly StoredEvent[] = stored): string =>
    checkDays(calls, events)
      .map(({ what }) => what)
      .join('\n')
  const passed: Outcome = { kind: 'refused', status: 422, code: 'DateAlreadyPassed', actual: null }

  it('takes days that were told once, to two who asked at once, or to nobody, and none for the day it is', () => {
    const both = [
      advance('a', '2024-01-03', answered([second, third], third)),
      advance('b', '2024-01-03', answered([second, third], third)),
    ]
    expect(seen([...both, advance('c', '2024-01-03', answered([], third), [5, 6]), advance('d', '2024-01-02', passed)])).toBe('')
  })
  it('sees a day twice, a day missing, and one that is stored elsewhere than it was told', () => {
    expect(seen([], [...stored, day('2024-01-03', 3)])).toContain('2024-01-03 follows 2024-01-03')
    expect(seen([], [stored[0] as StoredEvent, day('2024-01-03', 1)])).toContain('2024-01-03 follows 2024-01-01')
    expect(seen([advance('a', '2024-01-03', answered([third], second))])).toContain('which is 2024-01-02')
    expect(seen([advance('a', '2024-01-04', answered([], { ...third, revision: 3 }))])).toContain('not stored')
    expect(seen([advance('a', '2024-01-03', answered([third, second], third))])).toContain('was told [')
    expect(seen([advance('a', '2024-01-03', answered([third], { ...third, position: second.position }))])).toContain('was told position')
  })
  it('sees days that were told to two one after the other, and a refusal of a day to come', () => {
    const twice = [advance('a', '2024-01-03', answered([third], third)), advance('b', '2024-01-03', answered([third], third), [5, 6])]
    expect(seen(twice)).toContain('one after the other')
    expect(seen([advance('a', '2024-01-04', passed)])).toContain('was to come')
  })
})

describe('what consumers get against what is stored', () => {
  const stored = [event('a', 0), event('a', 1, 1), event('b', 2)]
  const sent = stored.map((one) => ({ id: one.id, event: toProjected(one) }))
  const [first, ...rest] = sent as [(typeof sent)[0], ...typeof sent]
  const seen = (found: typeof sent, held = found.length): string =>
    compareFeed(found, held, stored)
      .map(({ what }) => what)
      .join('\n')

  it('finds nothing wrong with every event once, in order', () => expect(seen(sent)).toBe(''))
  it('sees an event that is lost, twice there, at another place or with other content', () => {
    expect(seen(rest)).toContain('got 2 of 3')
    expect(seen([first, ...sent])).toContain('JetStream holds 4')
    expect(seen([...rest, first])).toContain('3 events differ')
    expect(seen([{ ...first, event: { ...first.event, data: { n: 1 } } }, ...rest])).toContain('1 events differ')
    expect(seen(sent, 4)).toContain('JetStream holds 4 messages, the store 3 events')
  })
})

describe('the record of the rules against a replay', () => {
  const stored = (type: string, stream: string, revision: number, position: number, data: object): StoredEvent => ({
    ...event(`${type} ${position}`, revision),
    type,
    stream,
    position: String(position).padStart(20, '0'),
    data: JSON.stringify(data),
  })
  const exit = { exitCaseId: 'c1_2023_annualFail', counselorId: 'c1', year: 2023, ground: 'annualFail' }
  const offer = { ...exit, offerNo: 1, post: '图书馆', targetKind: 'nonCounselor', offeredOn: '2024-01-02', answerDueOn: '2024-01-10' }
  const history = [
    stored('calendar.DayStarted', 'day-aksu.aksu', 0, 1, { on: '2024-01-02' }),
    stored('staffing.PostOffered', 'exit-aksu.c1-2023-annualFail', 0, 2, offer),
    stored('staffing.OfferRefused', 'exit-aksu.c1-2023-annualFail', 1, 3, {
      ...exit,
      offerNo: 1,
      on: '2024-01-03',
      statementRef: '书面 3',
    }),
    stored('staffing.PostOffered', 'exit-aksu.c2-2023-annualFail', 0, 4, { ...offer, exitCaseId: 'c2_2023_annualFail', counselorId: 'c2' }),
    stored('staffing.ContractDrafted', 'contract-aksu.k1', 0, 5, {
      contractId: 'k1',
      personId: 'p1',
      counselorId: 'c1',
      kind: 'employment',
      from: '2024-01-02',
      to: '2026-12-31',
    }),
  ]
  const again = replay(rules, history.map(toRuleEvent) satisfies RuleEvent[])
  const record: RulesRecord = {
    outgoing: again.commands.map(({ commandId, group, command, message }) => ({
      command_id: commandId,
      grp: group,
      command,
      message,
      status: 'holds',
      answer: null,
    })),
    instances: again.instances.map(({ campusId, rule, key, state, version, lastPosition, parked }) => ({
      campus_id: campusId,
      rule,
      key,
      state,
      version,
      last_position: lastPosition,
      parked_error: parked?.error ?? null,
    })),
    timers: again.timers.map(({ campusId, rule, key, name, dueOn }) => ({ campus_id: campusId, rule, key, name, due_on: dueOn })),
    parts: again.parts.map(({ campusId, ...part }) => ({ ...part, campus_id: campusId })),
  }
  const seen = (change: Partial<RulesRecord> = {}): string =>
    compareRules({ ...record, ...change }, history)
      .map(({ what }) => what)
      .join('\n')
  const [command] = record.outgoing as [RulesRecord['outgoing'][number]]
  const [instance, ...instances] = record.instances as [RulesRecord['instances'][number]]

  it('has commands, instances, timers and entries, and nothing is wrong with them', () => {
    expect([record.outgoing, record.instances, record.timers, record.parts].map((all) => all.length > 0)).toEqual([true, true, true, true])
    expect(seen()).toBe('')
  })
  it('sees a command that is missing, too many, different, unanswered or told what is not stored', () => {
    expect(seen({ outgoing: record.outgoing.slice(1) })).toContain('commands of the replay are missing')
    expect(seen({ outgoing: [...record.outgoing, { ...command, command_id: 'other' }] })).toContain('are not in the replay')
    expect(seen({ outgoing: [{ ...command, message: { ...command.message, asOf: '2020-01-01' } }] })).toContain('says')
    expect(seen({ outgoing: [{ ...command, status: 'pending' }] })).toContain('is not answered')
    const answer = { status: 'accepted', events: [{ id: 'lost', type: 'staffing.TerminationPermitted' }] } as never
    expect(seen({ outgoing: [{ ...command, status: 'accepted', answer }] })).toContain('was told')
  })
  it('sees an instance with another state, one that is missing, and a timer that is missing', () => {
    expect(seen({ instances: [{ ...instance, state: { broken: true } }, ...instances] })).toContain('in the replay')
    expect(seen({ instances: [{ ...instance, version: instance.version + 1 }, ...instances] })).toContain('in the replay')
    expect(seen({ instances })).toContain('instances of the replay are missing')
    expect(seen({ timers: record.timers.slice(1) })).toContain('timers of the replay are missing')
  })
  it('sees an entry that is another one, and one that is missing', () => {
    const [part, ...parts] = record.parts as [RulesRecord['parts'][number]]
    expect(seen({ parts: [{ ...part, value: { broken: true } }, ...parts] })).toContain('in the replay')
    expect(seen({ parts })).toContain('entries of the replay are missing')
  })
})
