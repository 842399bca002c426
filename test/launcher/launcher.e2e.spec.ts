import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeApiClient, signToken } from '@fudao/api-client'
import { isRunning, type ProcessIdentity } from '@fudao/local-servers'
import { eventually } from '@fudao/testing'
import { afterAll, expect, test } from 'vitest'
import { type RunningSystem, startSystem } from '../support/running-system.js'

// A system of its own: it is killed and started again.
let system: RunningSystem | undefined
afterAll(async () => {
  await system?.stop()
})

const processesOf = ({ dataPath }: RunningSystem): readonly ProcessIdentity[] =>
  readdirSync(join(dataPath, 'run'))
    .filter((file) => file.endsWith('.pid'))
    .map((file) => JSON.parse(readFileSync(join(dataPath, 'run', file), 'utf8')) as ProcessIdentity)

const clientOf = async ({ baseUrl, tokenKey }: RunningSystem) =>
  makeApiClient({ baseUrl, token: await signToken(Buffer.from(tokenKey, 'base64'), { sub: 'ops', role: 'platformAdmin', campus: '*' }) })

const campus = { campusId: 'kept', name: '验收学院', schoolCode: '99002', provinceId: 'xinjiang', firstDay: '2024-01-01' }
const key = '6f6a3f0e-9a2c-4b57-8f5c-0d6d3a7c1b11'

test('what was accepted before kill -9 of the launcher is there after the next start, which needs less than ten seconds', {
  timeout: 120_000,
}, async () => {
  const first = await startSystem()
  system = first
  const before = await (await clientOf(first)).command('platform', 'registry', 'RegisterCampus', campus, { key })
  const processes = processesOf(first)
  expect(processes.length).toBeGreaterThan(8)

  first.launcher.kill('SIGKILL')
  await eventually('no process of the killed system to be left', () => processes.every((p) => !isRunning(p)), { within: 10_000 })

  const started = performance.now()
  const second = await first.restart()
  system = second
  expect(performance.now() - started).toBeLessThan(10_000)
  const after = await (await clientOf(second)).command('platform', 'registry', 'RegisterCampus', campus, { key })
  expect(after.events).toEqual(before.events)
})

test('a service that is killed comes back, and the system goes on', { timeout: 60_000 }, async () => {
  const running = system
  if (!running) throw new Error('the system of the first test does not run')
  const pidOf = () => (JSON.parse(readFileSync(join(running.dataPath, 'run', 'registry.pid'), 'utf8')) as ProcessIdentity).pid
  const killed = pidOf()
  process.kill(killed, 'SIGKILL')
  const client = await clientOf(running)
  // Asked again with the same key until the service is back: the answer is the first one.
  const answer = await eventually(
    'the registry to answer again',
    () => client.command('platform', 'registry', 'RegisterCampus', campus, { key }),
    {
      within: 20_000,
    },
  )
  expect(answer.stream).toBe('campus-platform.kept')
  await eventually('a new process', () => pidOf() !== killed)
})

test('Ctrl-C stops everything in order and leaves no process', { timeout: 60_000 }, async () => {
  const running = system
  if (!running) throw new Error('the system of the first test does not run')
  const processes = processesOf(running)
  running.launcher.kill('SIGINT')
  const code = await new Promise((resolve) => running.launcher.once('exit', resolve))
  expect(code).toBe(0)
  expect(processes.filter(isRunning)).toEqual([])
  expect(processesOf(running)).toEqual([])
})
