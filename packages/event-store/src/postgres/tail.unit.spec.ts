import type { RecordedEvent } from '@fudao/contracts/kit'
import { describe, expect, it } from 'vitest'
import { toPosition } from '../position.js'
import { Tail } from './tail.js'

const event = (n: number, data = '{}'): RecordedEvent => ({
  id: String(n),
  type: 't.T',
  data,
  metadata: '{}',
  stream: 's-c.k',
  revision: n,
  position: toPosition(n),
  recordedAt: '',
})
const run = (first: number, count: number) => Array.from({ length: count }, (_, i) => event(first + i))
const numbers = (events: readonly RecordedEvent[] | null) => events?.map((e) => e.revision) ?? null

describe('tail of the feed', () => {
  it('gives what follows a position it holds, and nothing else', () => {
    const tail = new Tail()
    expect(tail.after(toPosition(0), 5)).toBe(null)
    tail.add(10, run(10, 3))
    expect(numbers(tail.after(toPosition(9), 5))).toEqual([10, 11, 12])
    expect(numbers(tail.after(toPosition(10), 1))).toEqual([11])
    for (const outside of [0, 8, 12, 13, 500]) expect(tail.after(toPosition(outside), 5)).toBe(null)
  })

  it('puts groups that were told of out of order into their places', () => {
    const tail = new Tail()
    tail.add(1, run(1, 2))
    tail.add(5, run(5, 2))
    expect(numbers(tail.after(toPosition(0), 9))).toEqual([1, 2])
    tail.add(3, run(3, 2))
    expect(numbers(tail.after(toPosition(0), 9))).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('never shows a gap: after another instance wrote, it starts over', () => {
    const tail = new Tail()
    tail.add(1, run(1, 2))
    for (const first of [4, 6, 8, 10]) {
      tail.add(first, run(first, 1))
      const held = numbers(tail.after(toPosition(1), 9))
      expect(held === null || held.join() === '2').toBe(true)
    }
    expect(numbers(tail.after(toPosition(9), 9))).toEqual([10])
    expect(tail.after(toPosition(3), 9)).toBe(null)
  })

  it('forgets the oldest when it holds many, and large ones sooner', () => {
    const tail = new Tail()
    for (let n = 1; n <= 10_000; n += 100) tail.add(n, run(n, 100))
    expect(numbers(tail.after(toPosition(9_998), 9))).toEqual([9_999, 10_000])
    expect(tail.after(toPosition(1), 9)).toBe(null)
    const large = 'x'.repeat(1024 * 1024)
    for (let n = 10_001; n <= 10_040; n++) tail.add(n, [event(n, large)])
    expect(tail.after(toPosition(10_010), 9)).toBe(null)
  })
})
