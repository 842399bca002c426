import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from './eventually.js'

const root = join(import.meta.dirname, '..', '..', '..')

export interface TestService extends AsyncDisposable {
  readonly pid: number
  /** What it printed so far: JSON log lines. */
  readonly output: () => string
  /** SIGTERM, then waits; gives the exit code. */
  readonly stop: () => Promise<number | null>
  /** SIGKILL, as a crash. */
  readonly kill: () => Promise<void>
}

const ended = async (child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> => {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const exit = once(child, 'exit')
  child.kill(signal)
  await exit
  return child.exitCode
}

/**
 * Runs a built service (`services/<name>/dist/main.js`) as a process of its own and waits until it says that it is ready.
 * It sees only the variables given here.
 */
export const startTestService = async (name: string, env: Readonly<Record<string, string>>): Promise<TestService> => {
  const script = join(root, 'services', name, 'dist', 'main.js')
  if (!existsSync(script)) throw new Error(`services/${name} is not built: run tsc -b services/${name}`)
  const child = spawn(process.execPath, [script], {
    cwd: join(root, 'services', name),
    env: { PATH: process.env.PATH ?? '', FUDAO_MODE: 'test', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const collect = (chunk: Buffer): void => {
    output += chunk.toString()
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  await eventually(
    `the service ${name} to be ready`,
    () => {
      if (child.exitCode !== null) return true
      return /"msg":"(ledger )?ready"/.test(output)
    },
    { within: 15_000 },
  )
  if (child.exitCode !== null) throw new Error(`the service ${name} ended with ${child.exitCode}: ${output}`)
  const stop = () => ended(child, 'SIGTERM')
  return {
    pid: child.pid ?? 0,
    output: () => output,
    stop,
    kill: async () => void (await ended(child, 'SIGKILL')),
    [Symbol.asyncDispose]: async () => void (await stop()),
  }
}
