import { type AggregateDefinition, streamName } from '@fudao/contracts/kit'
import { Person } from '@fudao/contracts/staffing'
import { Refusal } from '@fudao/domain-kit'
import type { Fold, LoadFact, Reserve } from '@fudao/service-kit'
import { decisionContext } from '@fudao/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { claimIdDocument, claimStaffNumber } from './claim-staff-number.js'
import { evolvePerson, noPerson, personDecider } from './domain/person/person.js'

type AnyEvent = { readonly type: string; readonly data: unknown }
type Pause = (what: string) => Promise<void>

/** Streams in memory that answer when `pause` lets them, so that a test can interleave commands in every order. */
const streamsWith = (pause: Pause) => {
  const streams = new Map<string, AnyEvent[]>()
  const eventsOf = (stream: string) => streams.get(stream) ?? []
  const read = async <S, E>(fold: Fold<S, E>, stream: string) => {
    await pause(`read ${stream}`)
    const events = eventsOf(stream)
    return { state: events.reduce((s, e) => fold.evolve(s, e as E), fold.initialState()), revision: events.length - 1 }
  }
  const append = async (stream: string, expected: number, added: readonly AnyEvent[]) => {
    await pause(`append ${stream}`)
    const events = eventsOf(stream)
    if (events.length - 1 !== expected) return false
    streams.set(stream, [...events, ...added])
    return true
  }
  const nameOf = (aggregate: AggregateDefinition, key: Readonly<Record<string, unknown>>) => streamName(aggregate, 'aksu', key)
  const load: LoadFact = async (fold, aggregate, key) => (await read(fold, nameOf(aggregate, key))).state
  const reserve: Reserve = async (fold, aggregate, key, take) => {
    const stream = nameOf(aggregate, key)
    for (;;) {
      const { state, revision } = await read(fold, stream)
      const events = take(state)
      if (events.length === 0) return state
      if (await append(stream, revision, events as unknown as readonly AnyEvent[])) return events.reduce(fold.evolve, state)
    }
  }
  const personOf = (personId: string) => eventsOf(nameOf(Person, { personId })).reduce((s, e) => evolvePerson(s, e as never), noPerson())
  /** The command host in small: fix the target's revision, load facts, decide, append, and again after a conflict. */
  const send = async (type: 'RegisterPerson' | 'ChangePerson', personId: string, staffNo: string, passport?: string): Promise<string> => {
    const document = passport === undefined ? {} : { idDocument: passport, idDocumentType: 'passport' as const }
    const data = { personId, staffNo, name: personId, ...document }
    const stream = nameOf(Person, { personId })
    for (;;) {
      const { state, revision } = await read(personDecider, stream)
      const tools = { reserve, blindIndex: (value: string) => `i_${value.toLowerCase()}` }
      const staffNumber = await claimStaffNumber({ type, data }, load, tools)
      const idDocument = await claimIdDocument({ type, data }, load, tools)
      try {
        const events = personDecider.decide({ type, data, metadata: decisionContext({ facts: { staffNumber, idDocument } }) }, state)
        if (events.length === 0 || (await append(stream, revision, events))) return 'accepted'
      } catch (error) {
        if (error instanceof Refusal) return error.code
        throw error
      }
    }
  }
  return { send, personOf }
}
const atOnce: Pause = async () => undefined

describe('one staff number, one person', () => {
  test('a number in use is refused, whatever the case of its letters', async () => {
    const { send } = streamsWith(atOnce)
    expect(await send('RegisterPerson', 'p1', 'A7')).toBe('accepted')
    expect(await send('RegisterPerson', 'p2', 'a7')).toBe('AlreadyRegistered')
    expect(await send('RegisterPerson', 'p1', 'A7')).toBe('accepted')
  })
  test('a number given up by a change may be given to somebody else, and not taken back', async () => {
    const { send } = streamsWith(atOnce)
    await send('RegisterPerson', 'p1', 'n1')
    expect(await send('ChangePerson', 'p1', 'n2')).toBe('accepted')
    expect(await send('RegisterPerson', 'p2', 'n1')).toBe('accepted')
    expect(await send('ChangePerson', 'p1', 'n1')).toBe('AlreadyRegistered')
  })
  test('so is a document number, within its type; one given up may be somebody else’s', async () => {
    const { send } = streamsWith(atOnce)
    expect(await send('RegisterPerson', 'p1', 'n1', 'E-01')).toBe('accepted')
    expect(await send('RegisterPerson', 'p2', 'n2', 'e-01')).toBe('DocumentHeld')
    expect(await send('RegisterPerson', 'p2', 'n2', 'E-02')).toBe('accepted')
    expect(await send('ChangePerson', 'p2', 'n2', 'E-01')).toBe('DocumentHeld')
    expect(await send('ChangePerson', 'p1', 'n1')).toBe('accepted')
    expect(await send('ChangePerson', 'p2', 'n2', 'E-01')).toBe('accepted')
  })
  const people = ['p1', 'p2', 'p3']
  const act = fc.record({
    type: fc.constantFrom('RegisterPerson' as const, 'ChangePerson' as const),
    personId: fc.constantFrom(...people),
    staffNo: fc.constantFrom('n1', 'n2', 'n3'),
    passport: fc.constantFrom(undefined, 'E-01', 'E-02'),
  })
  interface Act {
    readonly type: 'RegisterPerson' | 'ChangePerson'
    readonly personId: string
    readonly staffNo: string
    readonly passport?: string | undefined
  }

  /** Sends some commands one after another, then the others all at once in the order the scheduler chooses. */
  const check = async (scheduler: fc.Scheduler, before: readonly Act[], atTheSameTime: readonly Act[]) => {
    let pause = atOnce
    const { send, personOf } = streamsWith((what) => pause(what))
    for (const { type, personId, staffNo, passport } of before) await send(type, personId, staffNo, passport)
    pause = (what) => scheduler.schedule(Promise.resolve(), what)
    const sent = atTheSameTime.map(({ type, personId, staffNo, passport }) => send(type, personId, staffNo, passport))
    await scheduler.waitFor(Promise.all(sent))
    const known = people.map(personOf).flatMap((person) => (person.status === 'known' ? [person.details] : []))
    for (const used of [known.map(({ staffNo }) => staffNo), known.flatMap(({ idDocument }) => idDocument ?? [])])
      expect(new Set(used).size).toBe(used.length)
  }

  test('whatever the history and the interleaving, no two persons use one staff or document number', async () => {
    const property = fc.asyncProperty(fc.scheduler(), fc.array(act, { maxLength: 4 }), fc.array(act, { minLength: 2, maxLength: 6 }), check)
    await fc.assert(property, { numRuns: 500 })
  })
  test('a number taken back while somebody else takes it over', async () => {
    const before: readonly Act[] = [
      { type: 'RegisterPerson', personId: 'p1', staffNo: 'n1' },
      { type: 'ChangePerson', personId: 'p1', staffNo: 'n2' },
    ]
    const race: readonly Act[] = [
      { type: 'ChangePerson', personId: 'p1', staffNo: 'n1' },
      { type: 'RegisterPerson', personId: 'p2', staffNo: 'n1' },
      { type: 'RegisterPerson', personId: 'p3', staffNo: 'n1' },
    ]
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), (scheduler) => check(scheduler, before, race)),
      { numRuns: 500 },
    )
  })
})
