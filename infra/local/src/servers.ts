import { join } from 'node:path'
import { startNats, startPostgres } from '@fudao/local-servers'
import type { DataDirectory } from './data-directory.js'
import { renderNatsAuthorization } from './nats-permissions.js'
import { passwordOf } from './passwords.js'
import type { Ports } from './ports.js'
import type { Unit } from './supervisor/supervisor.js'

const reasonAfter = async (ended: Promise<void>, log: string): Promise<string> => {
  await ended
  return `see ${log}`
}

/** The embedded PostgreSQL, with fsync. */
export const postgresUnit = (data: DataDirectory, ports: Ports, passwordKey: string): Unit => ({
  name: 'postgres',
  start: async (onSpawn) => {
    const logFile = join(data.logs, 'postgres.log')
    const server = await startPostgres({
      dataDir: data.postgres,
      port: ports.postgres,
      password: passwordOf(passwordKey, 'postgres', 'postgres'),
      logFile,
      onSpawn,
      settings: { shared_buffers: '256MB', max_wal_size: '2GB' },
    })
    return { identity: server.identity, ended: reasonAfter(server.ended, logFile), stop: () => server.stop() }
  },
})

export const postgresAdminUrl = (ports: Ports, passwordKey: string): string =>
  `postgres://postgres:${passwordOf(passwordKey, 'postgres', 'postgres')}@127.0.0.1:${ports.postgres}/postgres`

/** nats-server with one user per service. */
export const natsUnit = (data: DataDirectory, ports: Ports, passwordKey: string): Unit => ({
  name: 'nats',
  start: async (onSpawn) => {
    const logFile = join(data.logs, 'nats.log')
    const server = await startNats({
      directory: data.nats,
      port: ports.nats,
      monitorPort: ports.natsMonitor,
      configuration: renderNatsAuthorization((user) => passwordOf(passwordKey, 'nats', user)),
      logFile,
      onSpawn,
    })
    return { identity: server.identity, ended: reasonAfter(server.ended, logFile), stop: () => server.stop() }
  },
})
