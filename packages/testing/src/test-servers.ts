import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startNats, startPostgres } from '@fudao/local-servers'

export interface TestNats extends AsyncDisposable {
  readonly url: string
  readonly port: number
  /** Crash: connections break, the store stays. */
  readonly kill: () => Promise<void>
  /** After `kill` or `stop`: the same port and, unless `lost`, the same JetStream store. */
  readonly restart: (options?: { readonly lost?: boolean }) => Promise<void>
  /** Users and permissions change under those who are connected. */
  readonly reload: (configuration: string) => void
  readonly stop: () => Promise<void>
}

/** A nats-server with JetStream of one's own (about 20 ms): what one test file does, no other sees. */
export const startTestNats = async (options: { readonly configuration?: string } = {}): Promise<TestNats> => {
  const directory = await mkdtemp(join(tmpdir(), 'fudao-nats-'))
  let server = await startNats({ directory, ...options })
  const { port, url } = server
  const stop = async () => {
    await server.stop('kill')
    await rm(directory, { recursive: true, force: true })
  }
  return {
    url,
    port,
    kill: () => server.stop('kill'),
    restart: async ({ lost = false } = {}) => {
      await server.stop('kill')
      if (lost) await rm(join(directory, 'store'), { recursive: true, force: true })
      server = await startNats({ directory, port, ...options })
    },
    reload: (configuration) => server.reload(configuration),
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

export interface TestPostgres extends AsyncDisposable {
  /** Maintenance database; give it to `createDatabase({serverUrl})`. */
  readonly url: string
  /** As a power cut. */
  readonly kill: () => Promise<void>
  readonly restart: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** A PostgreSQL of one's own (about 0.7 s), for tests that stop or break the server. */
export const startTestPostgres = async (
  options: { readonly durable?: boolean; readonly settings?: Readonly<Record<string, string | number>> } = {},
): Promise<TestPostgres> => {
  const directory = await mkdtemp(join(tmpdir(), 'fudao-postgres-'))
  const dataDir = join(directory, 'data')
  let server = await startPostgres({ dataDir, durable: false, ...options })
  const { port } = server
  const stop = async () => {
    await server.stop('immediate')
    await rm(directory, { recursive: true, force: true })
  }
  return {
    url: server.url('postgres'),
    kill: () => server.stop('immediate'),
    restart: async () => {
      await server.stop('immediate')
      server = await startPostgres({ dataDir, durable: false, ...options, port })
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}
