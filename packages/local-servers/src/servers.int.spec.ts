import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startNats } from './nats.js'
import { startPostgres } from './postgres.js'
import { isRunning } from './process-identity.js'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fudao-servers-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

test('PostgreSQL starts again after a kill, over a stale postmaster.pid that names a stranger', async () => {
  const dataDir = join(directory, 'data')
  const first = await startPostgres({ dataDir, password: 'p' })
  const pidFile = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8')
  await first.stop('immediate')
  // The pid of this very test, which lives and is no PostgreSQL.
  writeFileSync(join(dataDir, 'postmaster.pid'), pidFile.replace(/^\d+/, String(process.pid)))
  const second = await startPostgres({ dataDir, password: 'p' })
  expect(isRunning(second.identity)).toBe(true)
  await second.stop()
  expect(isRunning(second.identity)).toBe(false)
})

test('a PostgreSQL that still runs on the directory is stopped before another starts', async () => {
  const dataDir = join(directory, 'data')
  const first = await startPostgres({ dataDir, durable: false })
  const second = await startPostgres({ dataDir, durable: false })
  expect(isRunning(first.identity)).toBe(false)
  await second.stop('immediate')
})

test('PostgreSQL that cannot start says why', async () => {
  const start = startPostgres({ dataDir: join(directory, 'data'), durable: false, settings: { shared_buffers: 'plenty' } })
  await expect(start).rejects.toThrow(/ended before it was ready[\s\S]*shared_buffers/)
})

test('nats-server that cannot start says why', async () => {
  await expect(startNats({ directory, configuration: 'authorization { users = 3 }' })).rejects.toThrow(
    /ended before it was ready[\s\S]*users/i,
  )
})

test('nats-server reads its users again without dropping those that stay', async () => {
  const server = await startNats({ directory, configuration: 'authorization { users = [{ user: a, password: b }] }' })
  server.reload('authorization { users = [{ user: a, password: b }, { user: c, password: d }] }')
  expect(isRunning(server.identity)).toBe(true)
  await server.stop()
  expect(isRunning(server.identity)).toBe(false)
})
