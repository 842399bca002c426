import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isPortFree } from '@fudao/local-servers'

/** Root of the checkout, from the source or from the build. */
const findRoot = (from: string): string => (existsSync(join(from, 'pnpm-workspace.yaml')) ? from : findRoot(join(from, '..')))
const root = findRoot(import.meta.dirname)

export interface RunningSystem {
  readonly baseUrl: string
  readonly natsUrl: string
  /** Key of access tokens, base64. */
  readonly tokenKey: string
  readonly dataPath: string
  /** All the launcher said. */
  readonly output: () => string
  readonly launcher: ChildProcess
  /** After the launcher has ended: the same data and ports again. */
  readonly restart: () => Promise<RunningSystem>
  /** Ctrl-C, and the data are gone. */
  readonly stop: () => Promise<void>
}

/** A base port whose thirty ports are all free, below those the kernel gives to outgoing connections (from 32768). */
const freeBase = async (): Promise<number> => {
  for (;;) {
    const base = 20_000 + Math.floor(Math.random() * 420) * 30
    const free = await Promise.all(Array.from({ length: 30 }, (_, i) => isPortFree(base + i)))
    if (free.every(Boolean)) return base
  }
}

/** The whole of Fudao as `npm start` runs it, on throw-away data, in mode `test`. Needs the build. */
export const startSystem = async (env: NodeJS.ProcessEnv = {}): Promise<RunningSystem> =>
  startAt(await mkdtemp(join(tmpdir(), 'fudao-system-')), await freeBase(), env)

const startAt = async (dataPath: string, base: number, env: NodeJS.ProcessEnv): Promise<RunningSystem> => {
  const { NATS_URL: _nats, DATABASE_URL: _database, EVENT_STORE_URL: _store, ...inherited } = process.env
  const launcher = spawn(
    process.execPath,
    [join(root, 'infra/local/dist/main.js'), 'start', '--no-demo', '--port', String(base), '--data', dataPath],
    // The channel also ends the system when this process is killed.
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env: { ...inherited, FUDAO_MODE: 'test', ...env } },
  )
  let output = ''
  const keep = (chunk: Buffer) => {
    output = `${output}${chunk.toString()}`.slice(-100_000)
  }
  launcher.stdout?.on('data', keep)
  launcher.stderr?.on('data', keep)
  const ended = new Promise<void>((resolve) => launcher.once('exit', () => resolve()))
  const stop = async () => {
    if (launcher.exitCode === null && launcher.signalCode === null) launcher.kill('SIGINT')
    await ended
    await rm(dataPath, { recursive: true, force: true })
  }
  const ready = new Promise<void>((resolve, reject) => {
    launcher.once('message', () => resolve())
    void ended.then(() => reject(new Error(`the system did not start:\n${output}`)))
  })
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the system was not ready within 120 s:\n${output}`)), 120_000)
  })
  try {
    await Promise.race([ready, late])
  } catch (error) {
    await stop()
    throw error
  } finally {
    clearTimeout(timer)
  }
  const running = JSON.parse(await readFile(join(dataPath, 'run', 'running.json'), 'utf8')) as { baseUrl: string; natsUrl: string }
  const tokenKey = (await readFile(join(dataPath, 'secrets', 'token.key'), 'utf8')).trim()
  return { ...running, tokenKey, dataPath, output: () => output, launcher, stop, restart: () => startAt(dataPath, base, env) }
}
