import { eventIdOf } from '@fudao/ledger-client'
import { defineTable } from '@fudao/projections'
import { describe, expect, it } from 'vitest'
import type { StoredEvent } from '../evidence.js'
import type { Call, Outcome } from '../history.js'
import { compareRows } from './read-models.js'
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
