import type { StreamSlice } from '@fudao/contracts/kit'
import { describe, expect, it } from 'vitest'
import type { StreamRead } from './event-store.js'
import { GroupRead } from './group-read.js'

const sliceOf = ({ stream }: StreamRead): StreamSlice => ({ stream, events: [], revision: 0, more: false })

/** A store whose statements end when they are told to. */
const slowStore = (fails: (reads: readonly StreamRead[]) => boolean = () => false) => {
  const statements: { readonly streams: readonly string[]; readonly end: () => void }[] = []
  return {
    statements,
    read: (reads: readonly StreamRead[]): Promise<readonly StreamSlice[]> =>
      new Promise((resolve, reject) => {
        const end = () => (fails(reads) ? reject(new Error('refused')) : resolve(reads.map(sliceOf)))
        statements.push({ streams: reads.map((r) => r.stream), end })
      }),
  }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))
const ask = (...streams: string[]) => streams.map((stream) => ({ stream }))

describe('GroupRead', () => {
  it('reads what came together in one statement and gives each its own slices', async () => {
    const store = slowStore()
    const group = new GroupRead(store.read)
    const answers = [group.read(ask('a', 'b')), group.read(ask('c'))]
    await turn()
    expect(store.statements.map((s) => s.streams)).toEqual([['a', 'b', 'c']])
    store.statements[0]?.end()
    expect((await Promise.all(answers)).map((slices) => slices.map((s) => s.stream))).toEqual([['a', 'b'], ['c']])
  })
  it('never waits for a group to fill, and keeps two statements on their way', async () => {
    const store = slowStore()
    const group = new GroupRead(store.read)
    for (const stream of ['a', 'b', 'c', 'd']) {
      void group.read(ask(stream))
      await turn()
    }
    expect(store.statements.map((s) => s.streams)).toEqual([['a'], ['b']])
    store.statements[0]?.end()
    await turn()
    expect(store.statements[2]?.streams).toEqual(['c', 'd'])
  })
  it('splits at the limit, and lets a larger request go alone', async () => {
    const store = slowStore()
    const group = new GroupRead(store.read, { maxStreams: 2, inFlight: 9 })
    for (const streams of [['a'], ['b', 'c', 'd'], ['e'], ['f']]) void group.read(ask(...streams))
    await turn()
    expect(store.statements.map((s) => s.streams)).toEqual([['a'], ['b', 'c', 'd'], ['e', 'f']])
  })
  it('reads one by one after a failure, so that a bad request fails alone', async () => {
    const store = slowStore((reads) => reads.some((r) => r.stream === 'bad'))
    const group = new GroupRead(store.read)
    const answers = Promise.allSettled([group.read(ask('a')), group.read(ask('bad')), group.read(ask('c'))])
    for (let ended = 0; ended < 4; ended++) {
      while (store.statements.length <= ended) await turn()
      store.statements[ended]?.end()
    }
    expect((await answers).map((a) => a.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })
})
