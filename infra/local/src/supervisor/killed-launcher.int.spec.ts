import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, identify, isRunning, type ProcessIdentity } from '@fudao/local-servers'
import { eventually } from '@fudao/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { stopLeftovers, takeLauncherLock, writePidFile } from './pid-files.js'

const root = join(import.meta.dirname, '..', '..')
let run: string
const spawned: number[] = []

beforeEach(() => {
  run = mkdtempSync(join(tmpdir(), 'fudao-run-'))
})
afterEach(() => {
  for (const pid of spawned.splice(0)) if (identify(pid)) process.kill(pid, 'SIGKILL')
  rmSync(run, { recursive: true, force: true })
})

const identityIn = (name: string): ProcessIdentity => JSON.parse(readFileSync(join(run, `${name}.pid`), 'utf8')) as ProcessIdentity

/** A launcher of two fake services in a process of its own. */
const startLauncher = async () => {
  const logs = join(run, 'logs')
  mkdirSync(logs)
  const ports = [await freePort(), await freePort()].map(String)
  const child = spawn(process.execPath, [join(root, 'dist', 'fixtures', 'fake-launcher.js'), run, logs, ...ports], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  spawned.push(child.pid ?? 0)
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  await eventually('the launcher to be ready', () => text.includes('ready\n'), { within: 15_000 })
  return { child, ended, services: [identityIn('fake0'), identityIn('fake1')] }
}

test('Ctrl-C leaves no process and no pid file', async () => {
  const { child, ended, services } = await startLauncher()
  child.kill('SIGINT')
  expect(await ended).toBe(0)
  expect(services.map(isRunning)).toEqual([false, false])
  expect(readdirSync(run).filter((f) => f.endsWith('.pid'))).toEqual([])
})

test('kill -9 of the launcher takes its services with it', async () => {
  const { child, services } = await startLauncher()
  child.kill('SIGKILL')
  await eventually('the services to be gone', () => services.every((s) => !isRunning(s)))
})

test('what outlived a killed launcher is stopped by the next start', async () => {
  const orphan = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' })
  spawned.push(orphan.pid ?? 0)
  const identity = await eventually('the orphan', () => identify(orphan.pid ?? 0))
  writePidFile(run, 'staffing', identity)
  expect(await stopLeftovers(run, ['staffing'])).toEqual(['staffing'])
  expect(isRunning(identity)).toBe(false)
  expect(readdirSync(run)).toEqual([])
})

test('a stranger that got an old pid is left alone', async () => {
  const stranger = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' })
  spawned.push(stranger.pid ?? 0)
  const identity = await eventually('the stranger', () => identify(stranger.pid ?? 0))
  writePidFile(run, 'staffing', { ...identity, startTime: '1' })
  writePidFile(run, 'ledger', { ...identity, boot: 'another boot' })
  writeFileSync(join(run, 'rules.pid'), '{"pid":')
  expect(await stopLeftovers(run, [])).toEqual([])
  expect(isRunning(identity)).toBe(true)
  expect(readdirSync(run)).toEqual([])
})

test('one launcher per data directory; the lock of a launcher that is gone is taken over', () => {
  const first = takeLauncherLock(run)
  expect(takeLauncherLock(run)).toEqual({ taken: false, pid: process.pid })
  if (!first.taken) throw new Error('the first did not get the lock')
  first.release()
  const gone = spawnSync('true')
  writeFileSync(join(run, 'launcher.lock'), JSON.stringify({ pid: gone.pid, startTime: '1', boot: 'x' }))
  const second = takeLauncherLock(run)
  expect(second.taken).toBe(true)
  expect(readdirSync(run)).toEqual(['launcher.lock'])
})
