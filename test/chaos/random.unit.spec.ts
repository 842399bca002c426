import { expect, test } from 'vitest'
import { planFaults } from './faults.js'
import { randomOf } from './random.js'

test('the same seed and name give the same choices, another name gives others', () => {
  const draw = (seed: number, name: string) => {
    const random = randomOf(seed, name)
    return [random.uuid(), random.int(1, 1_000_000), random.pick(['a', 'b', 'c']), random.next()]
  }
  expect(draw(1, 'a')).toEqual(draw(1, 'a'))
  expect(draw(1, 'a')).not.toEqual(draw(1, 'b'))
  expect(draw(1, 'a')).not.toEqual(draw(2, 'a'))
  expect(draw(1, 'a')[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('the plan of faults follows from the seed; one round meets every process, PostgreSQL and NATS included', () => {
  const plan = planFaults(7, 60_000)
  expect(planFaults(7, 60_000)).toEqual(plan)
  expect(planFaults(8, 60_000)).not.toEqual(plan)
  expect(new Set(plan.map((fault) => fault.target))).toContain('postgres')
  expect(new Set(plan.map((fault) => fault.target)).size).toBe(10)
  expect(plan.every((fault, i) => fault.at >= (plan[i - 1]?.at ?? 0) && fault.at < 60_000)).toBe(true)
})
