import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { dyingWithParent, type Launch, makeTail, spawnLaunch } from './child-process.js'
import { freePort } from './free-port.js'
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.js'
import { commandLineOf, identify, isRunning, type ProcessIdentity } from './process-identity.js'
import { stopProcess } from './stop-process.js'
import { unprivileged } from './unprivileged.js'

export interface PostgresOptions {
  /** Created if absent; a cluster left by a killed server is recovered. */
  readonly dataDir: string
  /** Default: a free one. */
  readonly port?: number
  /** False (tests): no fsync at all, fast and lost with the machine. Default true. */
  readonly durable?: boolean
  /** Superuser password of a new cluster; without one the cluster trusts every local connection (tests). */
  readonly password?: string
  /** File that gets the server's log; default: kept in memory to explain a failure. */
  readonly logFile?: string
  /** Called as soon as the process exists, long before it is ready: to write a pid file. */
  readonly onSpawn?: (identity: ProcessIdentity) => void
  /** Further `-c` settings. */
  readonly settings?: Readonly<Record<string, string | number>>
}

export interface RunningPostgres {
  readonly port: number
  readonly identity: ProcessIdentity
  /** Resolves when the process has ended, wanted or not. */
  readonly ended: Promise<void>
  /** `postgres://` URL of a database, as the superuser unless `user` says otherwise. */
  readonly url: (database: string, user?: { readonly name: string; readonly password?: string }) => string
  /** `clean` (default): checkpoint and stop; `immediate`: as a power cut, in 20 ms. */
  readonly stop: (how?: 'clean' | 'immediate') => Promise<void>
}

const readLines = (path: string): readonly string[] => {
  try {
    return readFileSync(path, 'utf8').split('\n')
  } catch {
    return [] // Not written yet, or just removed by the server.
  }
}

/** A server of ours that outlived its launcher is stopped; a pid file that names nobody, or a stranger, is removed. */
const clearPostmasterPid = async (dataDir: string): Promise<void> => {
  const file = join(dataDir, 'postmaster.pid')
  const pid = Number(readLines(file)[0])
  if (!existsSync(file)) return
  const identity = Number.isInteger(pid) && pid > 1 ? identify(pid) : null
  if (identity !== null && commandLineOf(pid).includes(dataDir))
    await stopProcess(identity, [
      ['SIGINT', 5_000],
      ['SIGQUIT', 3_000],
      ['SIGKILL', 2_000],
    ])
  rmSync(file, { force: true })
}

const initialise = (binaries: PostgresBinaries, dataDir: string, password: string | undefined): void => {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const passwordFile = `${dataDir}.password`
  const args = ['-D', dataDir, '-U', 'postgres', '--no-locale', '-E', 'UTF8', '--no-sync', '--no-instructions']
  if (password === undefined) args.push('-A', 'trust')
  else {
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
    args.push('-A', 'scram-sha-256', `--pwfile=${passwordFile}`)
  }
  try {
    const owned = password === undefined ? [dataDir] : [dataDir, passwordFile]
    const { command, args: all, options } = unprivileged({ command: binaries.initdb, args, options: { stdio: 'pipe' } }, owned)
    const done = spawnSync(command, [...all], { ...options, stdio: 'pipe', env: { ...process.env, LC_ALL: 'C' } })
    if (done.status !== 0) {
      rmSync(dataDir, { recursive: true, force: true })
      throw new Error(`PostgreSQL could not create ${dataDir}: ${(done.stderr ?? done.error ?? '').toString().trim()}`)
    }
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

/** Starts the embedded PostgreSQL on 127.0.0.1 and resolves when it accepts connections. It dies with this process. */
export const startPostgres = async (options: PostgresOptions): Promise<RunningPostgres> => {
  const binaries = await findPostgresBinaries()
  const { dataDir, durable = true } = options
  if (!existsSync(join(dataDir, 'PG_VERSION'))) initialise(binaries, dataDir, options.password)
  await clearPostmasterPid(dataDir)
  const port = options.port ?? (await freePort())
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    log_timezone: 'UTC',
    timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...options.settings,
  }
  const log = options.logFile === undefined ? undefined : openSync(options.logFile, 'a', 0o600)
  // Detached: a Ctrl-C of the terminal goes to the launcher, which stops the server last.
  const launch: Launch = {
    command: binaries.postgres,
    args: ['-D', dataDir, ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`])],
    options: { detached: true, stdio: ['ignore', log ?? 'pipe', log ?? 'pipe'], env: { ...process.env, LC_ALL: 'C' } },
  }
  const child = await spawnLaunch(unprivileged(dyingWithParent(launch, 'QUIT'), [dataDir]))
  if (log !== undefined) closeSync(log)
  const tail = makeTail()
  child.stdout?.on('data', tail.push)
  child.stderr?.on('data', tail.push)
  const pid = child.pid ?? 0
  const identity = identify(pid)
  if (identity) options.onSpawn?.(identity)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const until = Date.now() + 60_000
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) {
      const why = tail.text() || (options.logFile === undefined ? 'it said nothing' : `see ${options.logFile}`)
      throw new Error(`PostgreSQL ended before it was ready on port ${port}: ${why}`)
    }
    const lines = readLines(join(dataDir, 'postmaster.pid'))
    if (Number(lines[0]) === pid && lines[7]?.trim() === 'ready') break
    if (Date.now() > until) throw new Error(`PostgreSQL was not ready within 60 s: ${tail.text()}`)
    await delay(5)
  }
  if (identity === null || !isRunning(identity)) throw new Error('PostgreSQL vanished while starting')
  return {
    port,
    identity,
    ended,
    url: (database, user) => {
      const name = user?.name ?? 'postgres'
      const password = user ? user.password : options.password
      return `postgres://${name}${password === undefined ? '' : `:${encodeURIComponent(password)}`}@127.0.0.1:${port}/${database}`
    },
    stop: async (how = 'clean') => {
      if (how === 'clean')
        await stopProcess(identity, [
          ['SIGINT', 15_000],
          ['SIGQUIT', 3_000],
          ['SIGKILL', 2_000],
        ])
      else
        await stopProcess(identity, [
          ['SIGQUIT', 3_000],
          ['SIGKILL', 2_000],
        ])
      await ended
    },
  }
}
