import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, isRunning, type ProcessIdentity } from '@fudao/local-servers'
import { eventually } from '@fudao/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type NodeProcessOptions, nodeProcess } from './node-process.js'
import { Supervisor } from './supervisor.js'

const fakeService = join(import.meta.dirname, '..', 'fixtures', 'fake-service.mjs')
let directory: string
let supervisor: Supervisor
let said: string[]

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fudao-supervisor-'))
  said = []
  supervisor = new Supervisor({ runDirectory: directory, log: (line) => said.push(line), backOff: { first: 20, longest: 100 } })
})
afterEach(async () => {
  await supervisor.stop()
  rmSync(directory, { recursive: true, force: true })
})

const fake = async (name: string, how = '', more: Partial<NodeProcessOptions> = {}) => {
  const port = await freePort()
  return nodeProcess({
    name,
    args: [fakeService],
    cwd: directory,
    env: { HEALTH_PORT: String(port), FAKE: how },
    healthPort: port,
    logFile: join(directory, `${name}.log`),
    onLine: (_, line) => said.push(line),
    ...more,
  })
}
const identityOf = (name: string): ProcessIdentity => {
  const identity = supervisor.identityOf(name)
  if (!identity) throw new Error(`${name} does not run`)
  return identity
}
const pidFiles = () => readdirSync(directory).filter((f) => f.endsWith('.pid'))

test('a service that is killed is started again', async () => {
  await supervisor.start([await fake('a')])
  const first = identityOf('a')
  process.kill(first.pid, 'SIGKILL')
  const second = await eventually('a to run again', () => {
    const now = supervisor.identityOf('a')
    return now && now.pid !== first.pid ? now : undefined
  })
  expect(isRunning(second)).toBe(true)
  expect(said).toContain('a ended (signal SIGKILL)')
})

test('a service that keeps ending is tried again less and less often, and comes back', async () => {
  await supervisor.start([await fake('a')])
  for (let i = 0; i < 3; i++) {
    const now = await eventually('a to run', () => supervisor.identityOf('a'))
    process.kill(now.pid, 'SIGKILL')
    await eventually('a to be gone', () => supervisor.identityOf('a')?.pid !== now.pid)
  }
  await eventually('a to run at last', () => supervisor.identityOf('a'))
  expect(said.filter((line) => line.startsWith('a runs again')).length).toBeGreaterThanOrEqual(3)
})

test('stopping leaves no process and no pid file, the last started first', async () => {
  const ends: string[] = []
  await supervisor.start([await fake('first')])
  await supervisor.start([await fake('second')])
  const [first, second] = [identityOf('first'), identityOf('second')]
  const watch = async (name: string, identity: ProcessIdentity) => {
    await eventually(`${name} to end`, () => !isRunning(identity))
    ends.push(name)
  }
  const watched = Promise.all([watch('second', second), watch('first', first)])
  await supervisor.stop()
  await watched
  expect(ends).toEqual(['second', 'first'])
  expect(pidFiles()).toEqual([])
})

test('a service that ignores SIGTERM is killed when its time is up', async () => {
  await supervisor.start([await fake('deaf', 'deaf', { stopWithin: 100 })])
  const identity = identityOf('deaf')
  await supervisor.stop()
  expect(isRunning(identity)).toBe(false)
})

test('a service that cannot start rejects with what it said, and leaves nothing', async () => {
  await expect(supervisor.start([await fake('broken', 'crash')])).rejects.toThrow(
    /broken ended before it was ready \(exit code 3\)[\s\S]*cannot find my configuration/,
  )
  expect(pidFiles()).toEqual([])
})

test('a service that never becomes ready is stopped when its time is up', async () => {
  const unit = await fake('mute', 'mute', { readyWithin: 300 })
  const spawned: ProcessIdentity[] = []
  await expect(unit.start((identity) => spawned.push(identity), new AbortController().signal)).rejects.toThrow(
    'mute was not ready within 0.3 s',
  )
  expect(spawned.map(isRunning)).toEqual([false])
})

test('stopping while a service is still starting leaves nothing', async () => {
  const starting = supervisor.start([await fake('mute', 'mute')])
  const refused = expect(starting).rejects.toThrow('stopped while starting')
  await eventually('its pid file', () => pidFiles().length === 1)
  await supervisor.stop()
  await refused
  expect(pidFiles()).toEqual([])
})

test('a service that no longer answers /healthz is killed and started anew', async () => {
  await supervisor.start([await fake('frozen', '', { healthEvery: 20 })])
  const first = identityOf('frozen')
  // Nobody listens any more, but the process lives.
  process.kill(first.pid, 'SIGUSR2')
  await eventually('another process', () => (supervisor.identityOf('frozen')?.pid ?? first.pid) !== first.pid)
})
