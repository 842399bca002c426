import { expect, test } from 'vitest'
import { runChaos } from './chaos.js'

test('every process is killed or frozen while clients work: nothing lost, nothing twice, nothing half, views and rules as a rebuild and a replay', async () => {
  const said: string[] = []
  const report = await runChaos({
    seed: 20_261_121,
    durationMs: 11_000,
    clients: 6,
    campuses: 2,
    counselors: 2,
    patienceMs: 60_000,
    say: (text) => said.push(text),
  })
  expect(report.violations, said.join('\n')).toEqual([])
  expect(Object.keys(report.faults).some((fault) => fault.endsWith('postgres'))).toBe(true)
  expect(Object.keys(report.faults).some((fault) => fault.endsWith('nats'))).toBe(true)
  expect(report.accepted).toBeGreaterThan(20)
  expect(report.ruleCommands).toBeGreaterThan(0)
})
