import { expect, test } from 'vitest'
import { eventually } from './eventually.js'

test('gives the first value that is there', async () => {
  let asked = 0
  expect(await eventually('the third answer', () => (++asked === 3 ? 'third' : undefined))).toBe('third')
})

test('a probe that throws is asked again', async () => {
  let asked = 0
  const probe = () => {
    if (++asked < 3) throw new Error('not yet')
    return asked
  }
  expect(await eventually('no error', probe)).toBe(3)
})

test('running out of time names what was waited for and what was last seen', async () => {
  await expect(eventually('the contract to be held', () => Promise.reject(new Error('it is cleared')), { within: 30 })).rejects.toThrow(
    /waited \d+ ms for: the contract to be held; asked \d+ times, last saw: it is cleared/,
  )
})

test('a value counts when the condition holds, and the last one that did not is named', async () => {
  let asked = 0
  expect(await eventually('three', () => ++asked, { until: (n) => n === 3 })).toBe(3)
  await expect(eventually('a thousand', () => 7, { until: (n) => n === 1000, within: 30 })).rejects.toThrow('last saw: 7')
})
