import type { StreamSlice } from '@fudao/contracts/kit'
import { expect, test } from 'vitest'
import { gatherReads } from './gather-reads.js'

const sliceOf = (stream: string): StreamSlice => ({ stream, revision: 0, events: [], more: false }) as unknown as StreamSlice
const recording = () => {
  const asked: string[] = []
  const read = gatherReads((campus, streams) => {
    asked.push(`${campus}: ${streams.map(({ stream }) => stream).join(' ')}`)
    return campus === 'away' ? Promise.reject(new Error('away')) : Promise.resolve(streams.map(({ stream }) => sliceOf(stream)))
  })
  return { asked, read }
}
const names = (slices: readonly StreamSlice[]) => slices.map((slice) => (slice as unknown as { readonly stream: string }).stream)

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
test('many reads are several requests', async () => {
  const { asked, read } = recording()
  await Promise.all(Array.from({ length: 250 }, (_, i) => read('aksu', [{ stream: `s${i}` }])))
  expect(asked).toHaveLength(3)
})
