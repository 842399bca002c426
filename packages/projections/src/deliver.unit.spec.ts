import { expect, it } from 'vitest'
import { deliver } from './deliver.js'

const messages = ['a', 'b', 'a', 'c'].map((type, at) => ({ type, at }))
const wanting = (...types: string[]) => ({ handles: (type: string) => types.includes(type) })

it('gives each reader what it handles, in order, the same message to all', () => {
  const [first, second, none] = deliver(messages, [wanting('a', 'c'), wanting('a'), wanting('z')])
  expect(first?.map(({ at }) => at)).toEqual([0, 2, 3])
  expect(second?.map(({ at }) => at)).toEqual([0, 2])
  expect(none).toEqual([])
  expect(second?.[0]).toBe(first?.[0])
})
it('asks each reader once per type, however many events there are', () => {
  const asked: string[] = []
  deliver(
    Array.from({ length: 1_000 }, () => ({ type: 'x' })),
    [{ handles: (type) => asked.push(type) < 0 }],
  )
  expect(asked).toEqual(['x'])
})
it('nothing comes of nothing', () => {
  expect(deliver([], [wanting('a')])).toEqual([[]])
  expect(deliver(messages, [])).toEqual([])
})
