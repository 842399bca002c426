import { expect, test } from 'vitest'
import { gatherReads } from './gather-reads.js'
import type { ReadSlice } from './ledger.js'

const sliceOf = (stream: string): ReadSlice => ({ stream, revision: 0, events: [], more: false })
const recording = () => {
  const asked: string[] = []
  const read = gatherReads((campus, streams) => {
    asked.push(`${campus}: ${streams.map(({ stream }) => stream).join(' ')}`)
    return campus === 'away' ? Promise.reject(new Error('away')) : Promise.resolve(streams.map(({ stream }) => sliceOf(stream)))
  })
  return { asked, read }
}
const names = (slices: readonly ReadSlice[]) => slices.map(({ stream }) => stream)

test('reads of one turn go as one request per campus, each stream once, and everyone gets what they asked for in their order', async () => {
  const { asked, read } = recording()
  const [a, b, c] = await Promise.all([
    read('aksu', [{ stream: 'x' }, { stream: 'policy' }]),
    read('aksu', [{ stream: 'policy' }, { stream: 'y', from: 3 }]),
    read('hznu', [{ stream: 'policy' }]),
  ])
  expect(asked).toEqual(['aksu: x policy y', 'hznu: policy'])
  expect([names(a), names(b), names(c)]).toEqual([['x', 'policy'], ['policy', 'y'], ['policy']])
})
test('the same stream from another revision is another read, and a later turn is another request', async () => {
  const { asked, read } = recording()
  await Promise.all([read('aksu', [{ stream: 'x' }]), read('aksu', [{ stream: 'x', from: 2 }])])
  await read('aksu', [{ stream: 'x' }])
  expect(asked).toEqual(['aksu: x x', 'aksu: x'])
})
test('whoever was gathered fails together', async () => {
  const { read } = recording()
  const outcomes = await Promise.allSettled([read('away', [{ stream: 'x' }]), read('away', [{ stream: 'y' }])])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})
test('many reads are several requests, and more where streams are read from their first event', async () => {
  const { asked, read } = recording()
  await Promise.all(Array.from({ length: 250 }, (_, i) => read('aksu', [{ stream: `s${i}`, from: 7 }])))
  expect(asked).toHaveLength(3)
  await Promise.all(Array.from({ length: 10 }, (_, i) => read('aksu', [{ stream: `s${i}` }, { stream: 'policy', from: 3 }])))
  expect(asked.slice(3)).toEqual(['aksu: s0 policy s1 s2 s3', 'aksu: s4 policy s5 s6 s7', 'aksu: s8 policy s9'])
  await Promise.all(Array.from({ length: 100 }, (_, i) => read('aksu', [{ stream: `s${i}`, backwards: true, limit: 1 }])))
  expect(asked).toHaveLength(7)
})
