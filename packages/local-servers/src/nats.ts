import { spawnSync } from 'node:child_process'
import { accessSync, closeSync, constants, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { dyingWithParent, makeTail, spawnLaunch } from './child-process.js'
import { identify, type ProcessIdentity } from './process-identity.js'
import { stopProcess } from './stop-process.js'

/** JetStream and message size as the whole of Fudao relies on them (a 2 MB body must be refused by us, not by the broker). */
export const natsMaxPayload = 8 * 1024 * 1024

export interface NatsOptions {
  /** Holds the configuration, the ports file and, unless `storeDir` says otherwise, the JetStream store. */
  readonly directory: string
  /** Default: the server picks a free one. */
  readonly port?: number
  readonly monitorPort?: number
  readonly storeDir?: string
  /** Further configuration text: users and permissions. */
  readonly configuration?: string
  readonly logFile?: string
  /** Called as soon as the process exists, before it is ready: to write a pid file. */
  readonly onSpawn?: (identity: ProcessIdentity) => void
  /** Program to run; default: the first of {@link findNatsServer}. */
  readonly program?: string
}

export interface RunningNats {
  readonly url: string
  readonly port: number
  readonly identity: ProcessIdentity
  readonly ended: Promise<void>
  /** `clean` (default): lame duck is skipped, the store is closed; `kill`: as a crash. */
  readonly stop: (how?: 'clean' | 'kill') => Promise<void>
  /** Reads the configuration file again: users and permissions change without losing connections that keep theirs. */
  readonly reload: (configuration: string) => void
}

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** First nats-server in the given directories, on the PATH or where Debian puts it; null if there is none. */
export const findNatsServer = (directories: readonly string[] = []): string | null => {
  const places = [
    ...directories,
    ...(process.env.PATH ?? '').split(delimiter),
    '/usr/local/bin',
    '/usr/sbin',
    '/usr/local/sbin',
    '/usr/bin',
  ]
  return places.map((d) => join(d, 'nats-server')).find(isExecutable) ?? null
}

const quote = (text: string): string => JSON.stringify(text)

const configurationText = (o: NatsOptions): string => `# Generated at each start; edit nothing here.
listen: "127.0.0.1:${o.port ?? -1}"
${o.monitorPort === undefined ? '' : `http: "127.0.0.1:${o.monitorPort}"\n`}max_payload: ${natsMaxPayload}
max_pending: ${16 * natsMaxPayload}
write_deadline: "10s"
jetstream {
  store_dir: ${quote(o.storeDir ?? join(o.directory, 'store'))}
  max_memory_store: 256MB
  max_file_store: 100GB
}
${o.configuration ?? ''}
`

/** Starts nats-server with JetStream on 127.0.0.1 and resolves when it accepts clients (10 to 25 ms). It dies with this process. */
export const startNats = async (options: NatsOptions): Promise<RunningNats> => {
  const program = options.program ?? findNatsServer()
  if (program === null)
    throw new Error('nats-server is not installed: run `apt-get install nats-server`, or set NATS_URL to a NATS with JetStream.')
  mkdirSync(options.directory, { recursive: true, mode: 0o700 })
  const file = join(options.directory, 'nats.conf')
  const write = (configuration: string | undefined) =>
    writeFileSync(file, configurationText(configuration === undefined ? options : { ...options, configuration }), { mode: 0o600 })
  write(undefined)
  const log = options.logFile === undefined ? undefined : openSync(options.logFile, 'a', 0o600)
  const child = await spawnLaunch(
    dyingWithParent({
      command: program,
      args: ['-c', file, '--ports_file_dir', options.directory],
      options: { detached: true, stdio: ['ignore', log ?? 'pipe', log ?? 'pipe'] },
    }),
  )
  if (log !== undefined) closeSync(log)
  const tail = makeTail()
  child.stdout?.on('data', tail.push)
  child.stderr?.on('data', tail.push)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const pid = child.pid ?? 0
  const identity = identify(pid)
  if (identity) options.onSpawn?.(identity)
  const portsFile = join(options.directory, `nats-server_${pid}.ports`)
  const url = await readPort(portsFile, () =>
    child.exitCode === null && child.signalCode === null ? null : tail.text() || options.logFile || '',
  )
  rmSync(portsFile, { force: true })
  if (identity === null) throw new Error('nats-server vanished while starting')
  return {
    url,
    port: Number(new URL(url).port),
    identity,
    ended,
    stop: async (how = 'clean') => {
      await stopProcess(
        identity,
        how === 'kill'
          ? [['SIGKILL', 2_000]]
          : [
              ['SIGTERM', 5_000],
              ['SIGKILL', 2_000],
            ],
      )
      await ended
    },
    reload: (configuration) => {
      write(configuration)
      process.kill(pid, 'SIGHUP')
    },
  }
}

/** The server writes this file once all its ports are bound, so it doubles as the sign of readiness. */
const readPort = async (portsFile: string, ended: () => string | null): Promise<string> => {
  const until = Date.now() + 15_000
  while (Date.now() < until) {
    const reason = ended()
    if (reason !== null) throw new Error(`nats-server ended before it was ready: ${reason}`)
    try {
      const ports = JSON.parse(readFileSync(portsFile, 'utf8')) as { nats?: readonly string[] }
      const url = ports.nats?.[0]
      if (url !== undefined) return url.replace('0.0.0.0', '127.0.0.1')
    } catch {
      // Not there yet, or half written.
    }
    await delay(3)
  }
  throw new Error('nats-server was not ready within 15 s')
}

/** Version of the server program, `2.9.10`. */
export const natsVersion = (program: string): string =>
  /v?(\d+\.\d+\.\d+)/.exec(spawnSync(program, ['--version']).stdout.toString())?.[1] ?? ''
