import { type TestEvent, TestLedger } from '@fudao/messaging/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeLampRoom } from './fixtures/lamp-room.js'
import { broke, day, lit } from './fixtures/lamp-rules.js'
import { replay, toRuleEvent } from './replay.js'

let ledger: TestLedger
beforeEach(() => {
  ledger = new TestLedger()
})
const eventsOf = (...events: readonly TestEvent[]) => events.map((event) => toRuleEvent(ledger.record(event)))

describe('a field whose entries are rows of their own', () => {
  it('an event sees the entries it names, in evolve and in react', () => {
    const { instances, parts } = replay(makeLampRoom(), eventsOf(lit('a'), lit('b'), lit('a')))
    expect(instances.map(({ state }) => state)).toEqual([{ seen: ['a'] }])
    expect(parts.map(({ field, part, value }) => [field, part, value])).toEqual([
      ['lamps', 'a', { on: '2024-01-01', times: 2 }],
      ['lamps', 'b', { on: '2024-01-01', times: 1 }],
    ])
  })
  it('a cause that looks at all sees all, in the order of their names', () => {
    const events = eventsOf(
      lit('b', '2024-01-05'),
      lit('10', '2024-01-05'),
      lit('a', '2024-01-05'),
      lit('b', '2024-01-05'),
      day('2024-01-05'),
    )
    expect(replay(makeLampRoom(), events).commands.map(({ message }) => message.payload)).toEqual([{ lampId: '10,a,b', n: 4 }])
  })
  it('an entry that the rule leaves out is gone', () => {
    expect(replay(makeLampRoom(), eventsOf(lit('a'), lit('b'), broke('a'))).parts.map(({ part }) => part)).toEqual(['b'])
  })
  it('an entry that the cause does not name cannot be written over: the instance is parked', () => {
    const blind = makeLampRoom({ parts: { lamps: () => [] } })
    const { parked, parts } = replay(blind, eventsOf(lit('a')))
    expect(parked[0]?.parked?.error).toContain('X-95 changed a of lamps without naming it')
    expect(parts).toEqual([])
  })
  it('of a cause that fails nothing is kept', () => {
    const failing = makeLampRoom({
      react: () => {
        throw new Error('no')
      },
    })
    const { parked, parts } = replay(failing, eventsOf(lit('a')))
    expect(parked).toHaveLength(1)
    expect(parts).toEqual([])
  })
})
