import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'
import { commandLineOf, identify, isRunning } from './process-identity.js'
import { stopProcess } from './stop-process.js'

test('a process is told from another with the same pid, and from one that is gone', async () => {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  const identity = identify(child.pid ?? 0)
  if (!identity) throw new Error('the child has no identity')
  expect(isRunning(identity)).toBe(true)
  expect(isRunning({ ...identity, startTime: '1' })).toBe(false)
  await stopProcess(identity)
  await gone
  expect(isRunning(identity)).toBe(false)
  expect(identify(identity.pid)).toBeNull()
  expect(commandLineOf(identity.pid)).toEqual([])
})

test('a process is never signalled by pid alone', async () => {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' })
  const identity = identify(child.pid ?? 0)
  if (!identity) throw new Error('the child has no identity')
  await stopProcess({ ...identity, startTime: '1' })
  expect(isRunning(identity)).toBe(true)
  child.kill('SIGKILL')
})
