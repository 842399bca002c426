import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { nodeOptionsOf } from '@fudao/local/node-options'
import { freePort, startNats, startPostgres } from '@fudao/local-servers'
import pg from 'pg'

export interface BenchServers extends AsyncDisposable {
  /** URL of a database of the one durable PostgreSQL (fsync and synchronous commit on). */
  readonly database: (name: string) => Promise<string>
  readonly natsUrl: string
  /** Starts a service as it is deployed, in a process of its own; resolves when it is ready. */
  readonly service: (name: string, environment: Readonly<Record<string, string>>) => Promise<RunningService>
}

export interface RunningService {
  readonly pid: number
  /** As a supervisor stops it. */
  readonly stop: () => Promise<void>
}

/** `services/` from the compiled `test/dist/bench/`. */
const servicesDirectory = fileURLToPath(new URL('../../../services/', import.meta.url))

/** A fresh server makes and flushes each 16 MB of its log anew, 50 ms at a time; one that has run for a while uses them again. */
const runIn = async (client: pg.Client): Promise<void> => {
  await client.query('create table fill as select n, repeat(md5(n::text), 30) as text from generate_series(1, 400000) n')
  await client.query('drop table fill')
  await client.query('checkpoint')
}

export const startServers = async (): Promise<BenchServers> => {
  const directory = await mkdtemp(join(tmpdir(), 'fudao-bench-'))
  const [postgres, nats] = await Promise.all([
    startPostgres({
      dataDir: join(directory, 'postgres'),
      durable: true,
      // As a deployment should have it (a quarter of the memory, says PostgreSQL's manual), and not more than a small machine has.
      settings: { shared_buffers: '1GB', min_wal_size: '1GB', max_wal_size: '4GB' },
    }),
    startNats({ directory: join(directory, 'nats') }),
  ])
  const stops: (() => Promise<void>)[] = []
  let ran = false
  return {
    natsUrl: nats.url,
    database: async (name) => {
      const client = new pg.Client({ connectionString: postgres.url('postgres') })
      await client.connect()
      if (!ran) await runIn(client)
      ran = true
      await client.query(`create database ${pg.escapeIdentifier(name)}`)
      await client.end()
      return postgres.url(name)
    },
    service: async (name, environment) => {
      const cwd = join(servicesDirectory, name)
      if (!existsSync(join(cwd, 'dist/main.js'))) throw new Error(`services/${name} is not built: run tsc -b`)
      const port = await freePort()
      const child = spawn(process.execPath, [...nodeOptionsOf(name), 'dist/main.js'], {
        cwd,
        stdio: ['ignore', 'ignore', 'inherit'],
        env: {
          PATH: process.env.PATH,
          NODE_ENV: 'production',
          FUDAO_MODE: 'test',
          NATS_URL: nats.url,
          HEALTH_PORT: String(port),
          FUDAO_MASTER_KEY: randomBytes(32).toString('base64'),
          ...environment,
        },
      })
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      const stop = async (): Promise<void> => {
        child.kill('SIGTERM')
        const kill = setTimeout(() => child.kill('SIGKILL'), 5_000)
        await ended
        clearTimeout(kill)
      }
      stops.unshift(stop)
      for (const until = Date.now() + 20_000; ; await delay(50)) {
        if (child.exitCode !== null) throw new Error(`${name} ended before it was ready`)
        const ready = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null)
        if (ready?.ok) return { pid: child.pid ?? 0, stop }
        if (Date.now() > until) throw new Error(`${name} was not ready within 20 s`)
      }
    },
    [Symbol.asyncDispose]: async () => {
      for (const stop of stops) await stop()
      await Promise.all([postgres.stop('immediate'), nats.stop()])
      await rm(directory, { recursive: true, force: true })
    },
  }
}
