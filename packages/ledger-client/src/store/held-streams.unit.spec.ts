import { defineAggregate, type EventMetadata } from '@fudao/contracts/kit'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { OutgoingEvent } from '../codec/event-codec.js'
import { HeldStreams, type StreamAccess } from './held-streams.js'
import type { AppendOutcome } from './ledger-streams.js'

const Counter = defineAggregate({
  context: 'test',
  name: 'Counter',
  category: 'counter',
  key: ['counterId'],
  title: { zh: '计数', en: 'Counter' },
})
const Counted = Counter.event('Counted', { title: { zh: '已计数', en: 'Counted' }, data: { counterId: z.string(), n: z.int() } })
interface Event {
  readonly type: string
  readonly id: string
  readonly data: { readonly n: number }
}
const sum = { initialState: () => 0, evolve: (total: number, { type, data }: Event) => (type === 'Counted' ? total + data.n : total) }
const ids = { initialState: (): readonly string[] => [], evolve: (known: readonly string[], { id }: Event) => [...known, id] }
const counted = (id: string, n: number, commandid = 'x'): OutgoingEvent => ({
  id,
  definition: Counted,
  data: { counterId: 'c', n },
  metadata: { campusid: 'aksu', commandid, commandhash: 'h' } as EventMetadata,
})
const stream = 'counter-aksu.c'
const other = 'counter-aksu.d'

/** One store of totals that others may write to as well. */
const store = () => {
  const read: string[] = []
  const events = new Map<string, OutgoingEvent[]>()
  const eventsOf = (name: string) => events.get(name) ?? []
  const answers: AppendOutcome[] = []
  const access: StreamAccess = {
    fold: (async (_: string, requests: readonly Parameters<StreamAccess['fold']>[1][number][]) => {
      read.push(...requests.map((request) => request.stream))
      return requests.map(({ stream: name, fold }) => ({
        stream: name,
        state: eventsOf(name).reduce<unknown>(
          (state, event) => (fold.evolve as (s: unknown, e: unknown) => unknown)(state, { ...event, type: event.definition.name }),
          fold.initialState(),
        ),
        revision: eventsOf(name).length - 1,
        position: null,
        commands: new Map(),
      }))
    }) as never,
    append: async (name, expected, added) => {
      const answer = answers.shift()
      if (answer) return answer
      const revision = eventsOf(name).length - 1
      if (revision !== expected) return { status: 'conflict', actual: revision }
      events.set(name, [...eventsOf(name), ...added])
      return { status: 'appended', revision: revision + added.length, position: `p${revision + added.length}`, repeated: false }
    },
  }
  return { read, access, write: (name: string, event: OutgoingEvent) => events.set(name, [...eventsOf(name), event]), answers }
}
const at = { stream, fold: sum }

test('a stream is read once, and then follows what is appended through it, with the traces of the commands', async () => {
  const { read, access, write } = store()
  write(stream, counted('e0', 1))
  const held = new HeldStreams(access)
  await held.fold('aksu', [at, { stream, fold: ids }])
  await held.append(stream, 0, [counted('e1', 2, 'a'), counted('e2', 4, 'a')])
  await held.append(stream, 2, [counted('e3', 8, 'b')])
  const [total, known] = await held.fold('aksu', [at, { stream, fold: ids }])
  expect(total).toMatchObject({ state: 15, revision: 3, position: 'p3' })
  expect(known.state).toEqual(['e0', 'e1', 'e2', 'e3'])
  expect(total.commands.get('a')).toMatchObject({ revision: 2, events: [{ id: 'e1' }, { id: 'e2' }], hash: 'h' })
  expect(total.commands.get('b')).toMatchObject({ revision: 3 })
  expect(read).toEqual([stream, stream])
})
test('a stream that does not exist is folded by every fold without another look', async () => {
  const { read, access } = store()
  const held = new HeldStreams(access)
  await held.fold('aksu', [at])
  expect(await held.fold('aksu', [{ stream, fold: ids }])).toMatchObject([{ state: [], revision: -1 }])
  expect(read).toEqual([stream])
  await held.append(stream, -1, [counted('e0', 1)])
  expect(await held.fold('aksu', [{ stream, fold: ids }]), 'it exists now: the other fold is read').toMatchObject([{ state: ['e0'] }])
  expect(read).toEqual([stream, stream])
})
test('after somebody else’s append the stream is read again, and no other', async () => {
  const { read, access, write } = store()
  const held = new HeldStreams(access)
  await held.fold('aksu', [at, { stream: other, fold: sum }])
  write(stream, counted('e0', 32))
  expect(await held.append(stream, -1, [counted('e1', 1)])).toEqual({ status: 'conflict', actual: 0 })
  expect(await held.fold('aksu', [at, { stream: other, fold: sum }])).toMatchObject([{ state: 32, revision: 0 }, { state: 0 }])
  expect(read).toEqual([stream, other, stream])
})
test('a repeated append that somebody’s events followed is not taken for the end of the stream', async () => {
  const { access, write, answers } = store()
  const held = new HeldStreams(access)
  await held.fold('aksu', [at])
  write(stream, counted('e0', 1))
  write(stream, counted('e1', 2))
  answers.push({ status: 'appended', revision: 0, position: 'p0', repeated: true })
  await held.append(stream, -1, [counted('e0', 1)])
  const [folded] = await held.fold('aksu', [at])
  expect([folded.state, folded.revision]).toEqual([3, 1])
})
